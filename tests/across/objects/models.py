class Query:
    def __init__(self, text, limit):
        self.text = text
        self.limit = int(limit)
        self.title = "all"

    def rename(self, title):
        self.title = title

    def described(self):
        return "query " + self.title

    def size(self):
        return "limit " + str(self.limit)


class Safe:
    def __init__(self, text):
        self.text = text if text in ("a", "b") else "a"


class Plain:
    name = "plain"

    def set(self, value):
        self.value = value


def made(request):
    return Query(request.args["q"], 3)
