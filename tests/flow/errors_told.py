"""What exceptions tell of what they were made from."""
import os

from flask import request


class Missing(Exception):
    pass


class Refused(Exception):
    def __init__(self, name, code):
        super().__init__(name, code)
        self.name = name
        self.code = code


class Coded(Missing):
    def __init__(self, name):
        super().__init__("coded")


def look_up(name):
    if not name:
        raise LookupError("empty")
    raise LookupError(name)


def look_up_quietly(name):
    raise LookupError("no such name")


def miss(name):
    raise Missing(1, name)


def refuse(name):
    raise Refused(name, 4)


def coded(name):
    raise Coded(name)


def builtin():
    name = request.args["n"]
    try:
        look_up(name)
    except LookupError as error:
        # hit
        os.system(error.args[0])
    try:
        look_up_quietly(name)
    except LookupError as error:
        # clean
        os.system(error.args[0])


def own():
    name = request.args["n"]
    try:
        miss(name)
    except Missing as error:
        # clean
        os.system(f"exit {error.args[0]}")
        # hit
        os.system(error.args[1])
        # hit
        os.system(str(error))
        code, missing = error.args
        # clean
        os.system(f"exit {code}")
        # hit
        os.system(missing)


def with_a_constructor():
    name = request.args["n"]
    try:
        refuse(name)
    except Refused as error:
        # hit
        os.system(error.args[0])
        # clean
        os.system(f"exit {error.args[1]}")
        # hit
        os.system(error.name)
        # clean
        os.system(f"exit {error.code}")


def told_otherwise():
    try:
        coded(request.args["n"])
    except Coded as error:
        # clean
        os.system(error.args[0])
