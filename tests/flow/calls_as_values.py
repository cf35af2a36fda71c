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
    os.system(same(bad))
    # clean
    os.system(same(good))
    # clean
    os.system(fixed(bad))
    built = lambda name, prefix="ls ": prefix + name
    os.system(built(bad))
    os.system(built(good, prefix=bad))
    # clean
    os.system(built(good))
    captured = lambda: bad
    os.system(captured())
    kept = lambda: good
    # clean
    os.system(kept())
    os.system((lambda a: a + "y")(bad))
    # clean
    os.system((lambda a: a + "y")(good))


def sinks_in_lambdas():
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
    os.system(command)


def partials():
    bad, good = request.args["x"], "x"
    os.system(partial(build, bad)(good))
    # hit
    os.system(partial(build, good)(bad))
    # clean
    os.system(partial(build, good)(good))
    # clean
    os.system(partial(second, bad)(good))
    os.system(partial(second, good)(bad))
    os.system(functools.partial(second, name=bad)(good))
    # clean
    os.system(functools.partial(second, name=good)(bad))
    partial(run, bad)()


def maps():
    bad, good = request.args["x"], "x"
    for text in map(str.strip, [bad]):
        # hit
        os.system(text)
    for text in map(str.strip, [good]):
        # clean
        os.system(text)
    # hit
    os.system(list(map(lambda value: "ls " + value, [bad]))[0])
    # clean
    os.system(list(map(lambda value: "ls " + value, [good]))[0])
    os.system(list(map(lambda value: "ls", [bad]))[0])
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
        os.system(left)
        # hit
        os.system(right)
    for number, text in enumerate([bad]):
        # hit
        os.system(text)
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
    os.system(operator.add("ls ", bad))
    # clean
    os.system(operator.add("ls ", good))
    os.system(operator.mod("ls %s", bad))
    os.system(operator.concat("ls ", bad))
    os.system(operator.getitem(held, "bad"))
    # clean
    os.system(operator.getitem(held, "good"))
    os.system(itemgetter("bad")(held))
    # clean
    os.system(itemgetter("good")(held))
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
    os.system(attrgetter("bad")(box))
    # clean
    os.system(attrgetter("good")(box))
    setattr(box, "good", request.args["y"])
    os.system(box.good)
    setattr(box, "bad", "x")
    os.system(box.bad)
    # hit
    os.system(getattr(box, "none", request.args["z"]))
    # hit
    os.system(vars(box)["good"])
    os.system(box.__dict__["good"])
