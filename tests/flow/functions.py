"""Through functions of the module."""
import os

from flask import request


def identity(value):
    return value


def ignore(value):
    return "x"


def build(name, prefix="ls "):
    return prefix + name


def run(command):
    # hit
    os.system(command)


def run_fixed(command):
    # clean
    os.system("ls")
    return command


def deeper(command):
    run(command)


def callers():
    name = request.args["x"]
    # hit
    os.system(identity(name))
    # clean
    os.system(ignore(name))
    # hit
    os.system(build(name))
    # hit
    os.system(build("x", prefix=name))
    # hit
    os.system(build(prefix=name, name="x"))
    deeper(name)
    run_fixed(name)


def star(*parts, **named):
    # hit
    os.system(" ".join(parts))
    return named


def starred():
    star("a", request.args["x"])


def pair(value):
    return "fixed", value


def unpacking():
    a, b = pair(request.args["x"])
    # clean
    os.system(a)
    # hit
    os.system(b)


def outer():
    name = request.args["x"]

    def inner():
        # hit
        os.system(name)

    inner()


class Tool:
    prefix = "ls "

    def __init__(self, name):
        self.name = name

    def command(self):
        return self.prefix + self.name

    @staticmethod
    def of(name):
        return "ls " + name

    @property
    def text(self):
        return self.prefix


def methods():
    # hit
    os.system(Tool.of(request.args["x"]))
    # clean
    os.system(Tool("x").text)


def recursive(value, depth):
    if depth == 0:
        return value
    return recursive(value, depth - 1)


def generator():
    yield request.args["x"]


def consume():
    for part in generator():
        # hit
        os.system(part)
