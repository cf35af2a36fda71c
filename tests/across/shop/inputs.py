from flask import request


def term():
    return request.args["q"]


def number():
    return int(request.args["n"])


def only_known(name):
    if name not in ("a", "b"):
        raise ValueError(name)
    return name
