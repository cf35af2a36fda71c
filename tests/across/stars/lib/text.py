def shorten(text):
    return text[:20]
