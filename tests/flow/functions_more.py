"""Arguments, closures, decorators, callbacks, recursion."""
import contextlib
import functools
import os
import threading
from concurrent.futures import ThreadPoolExecutor

from flask import request


def second(one, two="ls", *, three="ls"):
    return two


def third(one, two="ls", *, three="ls"):
    return three


def from_default(value=request.args):
    return value


def passing():
    bad, good = request.args["x"], "x"
    # hit
    os.system(second(good, bad))
    # clean
    os.system(second(bad, good))
    # clean
    os.system(second(bad))
    # hit
    os.system(second(two=bad, one=good))
    # hit
    os.system(third(good, three=bad))
    # clean
    os.system(third(bad, bad))


def gather(*args):
    return args


def gather_named(**kwargs):
    return kwargs


def forward(*args, **kwargs):
    return second(*args, **kwargs)


def variadic():
    bad, good = request.args["x"], "x"
    # hit
    os.system(gather(good, bad)[1])
    # clean
    os.system(gather(good, bad)[0])
    # hit
    os.system(gather_named(a=bad, b=good)["a"])
    # clean
    os.system(gather_named(a=bad, b=good)["b"])
    # hit
    os.system(forward(good, bad))
    os.system(forward(bad, good))
    # hit
    os.system(forward(good, two=bad))


def fill(target, value):
    target["k"] = value


def fill_list(target, value):
    target.append(value)


def fill_object(target, value):
    target.name = value


class Thing:
    name = "x"


def mutating():
    bad, good = request.args["x"], "x"
    one, two = {}, {}
    fill(one, bad)
    fill(two, good)
    # hit
    os.system(one["k"])
    # clean
    os.system(two["k"])
    three, four = [], []
    fill_list(three, bad)
    fill_list(four, good)
    # hit
    os.system(three[0])
    # clean
    os.system(four[0])
    five, six = Thing(), Thing()
    fill_object(five, bad)
    fill_object(six, good)
    # hit
    os.system(five.name)
    # clean
    os.system(six.name)


def nested():
    bad, good = request.args["x"], "x"

    def inner():
        # hit
        os.system(bad)
        # clean
        os.system(good)

    def giving():
        return bad

    def calm():
        return good

    def taking(value):
        return "ls " + value

    inner()
    # hit
    os.system(giving())
    # clean
    os.system(calm())
    # hit
    os.system(taking(bad))
    # clean
    os.system(taking(good))


def make(prefix):
    def made(name):
        return prefix + name

    return made


def make_fixed(prefix):
    def made(name):
        return "ls"

    return made


def made_functions():
    bad, good = request.args["x"], "x"
    # hit
    os.system(make(bad)(good))
    # hit
    os.system(make(good)(bad))
    # clean
    os.system(make(good)(good))
    # clean
    os.system(make_fixed(bad)(bad))


def counting():
    text = "x"

    def change():
        nonlocal text
        text = request.args["x"]

    change()
    os.system(text)


def apply(function, value):
    return function(value)


def shout(value):
    return value + "!"


def silence(value):
    return ""


def run(command):
    # hit
    os.system(command)


def run_quietly(command):
    # clean
    os.system(command)


def callbacks():
    bad, good = request.args["x"], "x"
    # hit
    os.system(apply(shout, bad))
    # clean
    os.system(apply(silence, bad))
    # clean
    os.system(apply(shout, good))
    apply(run, bad)
    apply(run_quietly, good)
    table = {"shout": shout, "silence": silence}
    # hit
    os.system(table["shout"](bad))
    # clean
    os.system(table["silence"](bad))
    chosen = shout
    # hit
    os.system(chosen(bad))
    chosen = silence
    # clean
    os.system(chosen(bad))


def run_in_thread(command):
    # hit
    os.system(command)


def run_in_pool(command):
    # hit
    os.system(command)


def run_fixed_in_thread(command):
    # clean
    os.system(command)


def threads():
    threading.Thread(target=run_in_thread, args=(request.args["x"],)).start()
    threading.Thread(target=run_fixed_in_thread, args=("x",)).start()
    with ThreadPoolExecutor() as pool:
        pool.submit(run_in_pool, request.args["x"])
        # hit
        os.system(pool.submit(shout, request.args["x"]).result())
        # clean
        os.system(pool.submit(silence, request.args["x"]).result())


def wrapping(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        return function(*args, **kwargs)

    return wrapper


def prefixing(function):
    def wrapper(*args, **kwargs):
        return "ls " + function(*args, **kwargs)

    return wrapper


def replacing(function):
    def wrapper(*args, **kwargs):
        return "ls"

    return wrapper


@wrapping
def wrapped(value):
    return value


@wrapping
def wrapped_fixed(value):
    return "x"


@prefixing
def prefixed(value):
    return value


@replacing
def replaced(value):
    return value


@functools.lru_cache(maxsize=None)
def cached(value):
    return value


def decorated():
    bad = request.args["x"]
    # hit
    os.system(wrapped(bad))
    # clean
    os.system(wrapped_fixed(bad))
    # hit
    os.system(prefixed(bad))
    os.system(replaced(bad))
    # hit
    os.system(cached(bad))


def even(value, depth):
    if depth:
        return odd(value, depth - 1)
    return value


def odd(value, depth):
    return even(value, depth - 1)


def nothing(value, depth):
    if depth:
        return nothing(value, depth - 1)
    return "x"


def walk(tree, found):
    for item in tree:
        found.append(item)
        walk(item, found)
    return found


def recursions():
    bad = request.args["x"]
    # hit
    os.system(even(bad, 3))
    os.system(odd(bad, 3))
    # clean
    os.system(nothing(bad, 3))
    # hit
    os.system(walk([bad], [])[0])


@contextlib.contextmanager
def opened(value):
    try:
        yield "ls " + value
    finally:
        pass


def contexts():
    with opened(request.args["x"]) as command:
        # hit
        os.system(command)
    with opened("x") as command:
        # clean
        os.system(command)


def parts(value):
    return {"bad": value, "good": "x", "list": ["x", value]}


def several(value):
    if value:
        return value, "x"
    return "y", "z"


def structured():
    bad = request.args["x"]
    # hit
    os.system(parts(bad)["bad"])
    # clean
    os.system(parts(bad)["good"])
    # hit
    os.system(parts(bad)["list"][1])
    # clean
    os.system(parts(bad)["list"][0])
    one, two = several(bad)
    # hit
    os.system(one)
    # clean
    os.system(two)


def later_defined():
    return helper(request.args["x"])


def helper(value):
    # hit
    os.system(value)
    return value
