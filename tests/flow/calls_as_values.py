"""Lambdas, partial applications and the functions that take functions."""
import functools
import itertools
import operator
import os
from functools import partial, reduce
from operator import attrgetter, itemgetter, methodcaller

from flask import request


def lambdas():
    bad, good = request.args["x"], "x"
    same = lambda value: value
    fixed = lambda value: "x"
    # hit
    os.system(same(bad))
    # clean
    os.system(same(good))
    # clean
    os.system(fixed(bad))
    built = lambda name, prefix="ls ": prefix + name
    # hit
    os.system(built(bad))
    # hit
    os.system(built(good, prefix=bad))
    # clean
    os.system(built(good))
    captured = lambda: bad
    # hit
    os.system(captured())
    kept = lambda: good
    # clean
    os.system(kept())
    # hit
    os.system((lambda a: a + "y")(bad))
    # clean
    os.system((lambda a: a + "y")(good))


def sinks_in_lambdas():
    # hit
    run = lambda command: os.system(command)
    run(request.args["x"])
    # clean
    quiet = lambda command: os.system(command)
    quiet("x")


def build(prefix, name):
    return prefix + name


def second(prefix, name):
    return name


def run(command):
    # hit
    os.system(command)


def partials():
    bad, good = request.args["x"], "x"
    # hit
    os.system(partial(build, bad)(good))
    # hit
    os.system(partial(build, good)(bad))
    # clean
    os.system(partial(build, good)(good))
    # clean
    os.system(partial(second, bad)(good))
    # hit
    os.system(partial(second, good)(bad))
    # hit
    os.system(functools.partial(second, name=bad)(good))
    # clean
    os.system(functools.partial(second, name=good)(bad))
    partial(run, bad)()


def maps():
    bad, good = request.args["x"], "x"
    for text in map(str.strip, [bad]):
        os.system(text)
    for text in map(str.strip, [good]):
        # clean
        os.system(text)
    # hit
    os.system(list(map(lambda value: "ls " + value, [bad]))[0])
    # clean
    os.system(list(map(lambda value: "ls " + value, [good]))[0])
    # clean
    os.system(list(map(lambda value: "ls", [bad]))[0])
    # clean
    os.system(str(list(map(int, [bad]))[0]))
    # hit
    os.system(list(filter(None, [bad]))[0])
    # clean
    os.system(list(filter(None, [good]))[0])
    # hit
    os.system(sorted([bad, good])[0])
    # clean
    os.system(sorted([good, "y"])[0])
    # hit
    os.system(max(bad, good))
    # hit
    os.system(next(iter([bad])))
    # clean
    os.system(next(iter([good])))


def zips():
    bad, good = request.args["x"], "x"
    for left, right in zip([good], [bad]):
        # clean
        os.system(left)
        # hit
        os.system(right)
    for number, text in enumerate([bad]):
        # hit
        os.system(text)
        # clean
        os.system(str(number))
    for text in reversed([bad]):
        # hit
        os.system(text)
    for text in itertools.chain([good], [bad]):
        # hit
        os.system(text)
    for text in itertools.chain([good], ["y"]):
        # clean
        os.system(text)
    for text in itertools.islice([bad], 3):
        # hit
        os.system(text)
    pairs = dict(zip(["a"], [bad]))
    # hit
    os.system(pairs["a"])


def reduces():
    bad, good = request.args["x"], "x"
    # hit
    os.system(reduce(lambda a, b: a + b, [good, bad]))
    # clean
    os.system(reduce(lambda a, b: a + b, [good, "y"]))
    # hit
    os.system(reduce(operator.add, [good, bad], ""))
    # clean
    os.system(reduce(operator.add, [good], ""))
    # hit
    os.system(sum([[bad]], [])[0])


def operators():
    bad, good = request.args["x"], "x"
    held = {"bad": bad, "good": good}
    # hit
    os.system(operator.add("ls ", bad))
    # clean
    os.system(operator.add("ls ", good))
    # hit
    os.system(operator.mod("ls %s", bad))
    # hit
    os.system(operator.concat("ls ", bad))
    # hit
    os.system(operator.getitem(held, "bad"))
    # clean
    os.system(operator.getitem(held, "good"))
    # hit
    os.system(itemgetter("bad")(held))
    # clean
    os.system(itemgetter("good")(held))
    # hit
    os.system(methodcaller("strip")(bad))
    # clean
    os.system(methodcaller("strip")(good))


class Box:
    def __init__(self, bad, good):
        self.bad = bad
        self.good = good


def attributes():
    box = Box(request.args["x"], "x")
    # hit
    os.system(getattr(box, "bad"))
    # clean
    os.system(getattr(box, "good"))
    # hit
    os.system(attrgetter("bad")(box))
    # clean
    os.system(attrgetter("good")(box))
    setattr(box, "good", request.args["y"])
    # hit
    os.system(box.good)
    setattr(box, "bad", "x")
    # clean
    os.system(box.bad)
    # hit
    os.system(getattr(box, "none", request.args["z"]))
    # hit
    os.system(vars(box)["good"])
    os.system(box.__dict__["good"])
