"""What is said of an exception."""


def whole(error):
    return f"failed: {error}"


def first(error):
    if not error.args:
        return ""
    return str(error.args[0])


def kind(error):
    return type(error).__name__
