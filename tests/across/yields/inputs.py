from contextlib import contextmanager

from flask import request


def terms():
    for term in request.args.getlist("q"):
        yield term


def numbers():
    for term in request.args.getlist("q"):
        yield int(term)


def each(items):
    for item in items:
        yield item.strip()


@contextmanager
def term():
    yield request.args["q"]


@contextmanager
def number():
    yield int(request.args["q"])


@contextmanager
def opened(name):
    with open("/srv/fixed") as file:
        yield file


class Scope:
    def __init__(self, text):
        self.text = text

    def __enter__(self):
        return self.text

    def __exit__(self, *args):
        return None
