from .store import find


def search(text):
    text = text.strip()
    # shown
    return find(text)
