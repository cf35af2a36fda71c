from shop.platform import answer


def described(text, known):
    if known:
        return [{"text": text}]
    response = answer()
    response.headers = {"X-Text": text}
    return response


def greeting(text, known):
    if known:
        return answer()
    return "<p>" + text + "</p>"
