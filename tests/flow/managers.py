"""Context managers that are made of generators: what they give, what they check before, what they do behind."""
import contextlib
import os

from flask import request

NAMES = ("a", "b")


@contextlib.contextmanager
def folder(name):
    os.mkdir("x")
    try:
        yield name + "/x"
    finally:
        os.rmdir("x")


def given():
    with folder(request.args["x"]) as path:
        # hit
        os.system(path)
    with folder("a") as path:
        # clean
        os.system(path)


@contextlib.contextmanager
def allowed(name):
    if name not in NAMES:
        raise ValueError(name)
    try:
        yield
    finally:
        print("done")


@contextlib.contextmanager
def told(name):
    if name not in NAMES:
        print("odd", name)
    try:
        yield
    finally:
        print("done")


def checked_before():
    name = request.args["x"]
    with allowed(name):
        # clean
        os.system(name)
    # clean
    os.system(name)


def only_told():
    name = request.args["x"]
    with told(name):
        # hit
        os.system(name)


@contextlib.contextmanager
def checked_behind(name):
    yield
    if name not in NAMES:
        raise ValueError(name)


def used_before_the_check():
    name = request.args["x"]
    with checked_behind(name):
        # hit
        os.system(name)


@contextlib.contextmanager
def one_way(name, strict):
    if strict:
        if name not in NAMES:
            raise ValueError(name)
        yield
    else:
        yield


def checked_on_one_way():
    name = request.args["x"]
    with one_way(name, request.args["strict"]):
        # hit
        os.system(name)


@contextlib.contextmanager
def removed(name):
    try:
        yield
    finally:
        # hit
        os.system("rm " + name)


@contextlib.contextmanager
def removed_constant(name):
    try:
        yield
    finally:
        # weak
        os.system("rm " + name)


def behind():
    with removed(request.args["x"]):
        pass
    with removed_constant("a"):
        pass


@contextlib.asynccontextmanager
async def allowed_beside(name):
    if name not in NAMES:
        raise ValueError(name)
    yield name


async def checked_beside():
    name = request.args["x"]
    async with allowed_beside(name) as same:
        # clean
        os.system(name)
        # clean
        os.system(same)


def plain_generator(name):
    if name not in NAMES:
        raise ValueError(name)
    yield 1


def not_begun():
    name = request.args["x"]
    plain_generator(name)
    # hit
    os.system(name)
