from .store import find


def search(text):
    text = text.strip()
    return find(text)
