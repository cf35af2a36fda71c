from flask import request


def both():
    return request.args["name"], "constant"


def as_dict():
    return {"name": request.args["name"], "size": "3"}


def pair(text):
    return "constant", text


def record(text):
    return {"text": text, "kind": "plain"}
