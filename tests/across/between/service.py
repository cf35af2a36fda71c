from between import store
from between.store import Records, Rows


def find(text):
    # shown
    return store.run("SELECT * FROM items WHERE name = '" + text.strip() + "'")


def named(text=""):
    return below(text)


def below(text):
    # shown
    return store.titled(f"title = '{text}'")


def numbered(number):
    return store.run(f"SELECT * FROM items WHERE number = {number}")


def fixed(state):
    return store.run(f"SELECT * FROM items WHERE state = '{state}'")


def bound(text):
    return store.run("SELECT * FROM items WHERE name = ?", (text,))


def kinds(kind):
    return store.run(f"SELECT * FROM items WHERE kind = '{kind}'")


def nobody(text):
    return store.run(f"SELECT * FROM items WHERE nobody = '{text}'")


class Orders:
    def __init__(self):
        self.rows = Rows()

    def about(self, text):
        # shown
        return self.rows.having("name = '" + text + "'")


class Tools:
    def start(self, text):
        # shown
        return Records().sorted_by("name = '" + text + "'")
