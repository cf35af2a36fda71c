import functools

from flask import abort, request


def known_only(view):
    @functools.wraps(view)
    def inner(name):
        if name not in ("a", "b"):
            abort(404)
        return view(name)
    return inner


def logged(view):
    @functools.wraps(view)
    def inner(*args, **kwargs):
        print("called")
        return view(*args, **kwargs)
    return inner


def with_term(view):
    @functools.wraps(view)
    def inner():
        return view(request.args["q"])
    return inner


def with_number(view):
    @functools.wraps(view)
    def inner():
        return view(int(request.args["q"]))
    return inner


def trimmed(helper):
    def inner(text):
        return helper(text.strip())
    return inner
