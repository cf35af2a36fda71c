"""Walrus, conditions, comprehensions, await, yield, stars."""
import asyncio
import os

from flask import request


def walrus():
    if (bad := request.args.get("x")) is not None:
        # hit
        os.system(bad)
    if (good := "x") is not None:
        # clean
        os.system(good)
    while chunk := request.stream.read(4):
        # hit
        os.system(chunk)
    values = [y for x in [request.args["x"]] if (y := x.strip())]
    # hit
    os.system(values[0])
    os.system(last := request.args["z"])
    # hit
    os.system(last)


def conditional(flag):
    bad, good = request.args["x"], "x"
    # hit
    os.system(bad if flag else good)
    # clean
    os.system("y" if flag else good)
    # clean
    os.system("y" if bad else good)
    # clean
    os.system(good if True else bad)
    # hit
    os.system(bad if 1 < 2 else good)
    # hit
    os.system(bad or good)
    # hit
    os.system(good and bad)
    # clean
    os.system(good or bad)
    # hit
    os.system("" or bad)
    # clean
    os.system("" and bad)
    # clean
    os.system(bad if bad in ("a", "b") else good)
    # hit
    os.system(good if bad in ("a", "b") else bad)


def comprehensions():
    bad, good = request.args["x"], "x"
    # hit
    os.system([x for x in [bad]][0])
    # clean
    os.system([x for x in [good]][0])
    # hit
    os.system({k: v for k, v in [("a", bad)]}["a"])
    # clean
    os.system({k: v for k, v in [("a", good)]}["a"])
    # clean
    os.system([good for _ in bad][0])
    # hit
    os.system([x + y for x in [good] for y in [bad]][0])
    # clean
    os.system([x for x in [bad] if x in ("a", "b")][0])
    # hit
    os.system([x for x in [bad] if x not in ("a", "b")][0])
    # clean
    os.system([x for x in [bad] if x.isdigit()][0])
    # hit
    os.system({x for x in [bad]}.pop())
    # hit
    os.system(next(x for x in [bad] if x))
    # hit
    os.system(" ".join(f"-{x}" for x in request.args.getlist("x")))
    # clean
    os.system(" ".join(f"-{x}" for x in ["a", "b"]))
    # hit
    os.system([[x] for x in [bad]][0][0])


async def fetch(value):
    return value


async def constant(value):
    return "x"


async def awaits():
    bad = request.args["x"]
    # hit
    os.system(await fetch(bad))
    # clean
    os.system(await constant(bad))
    task = asyncio.create_task(fetch(bad))
    # hit
    os.system(await task)
    quiet = asyncio.create_task(constant(bad))
    # clean
    os.system(await quiet)
    one, two = await asyncio.gather(fetch(bad), constant(bad))
    # hit
    os.system(one)
    # clean
    os.system(two)
    # hit
    os.system(await asyncio.wait_for(fetch(bad), 3))
    # clean
    os.system(await asyncio.wait_for(constant(bad), 3))
    # hit
    os.system(asyncio.run(fetch(bad)))
    # clean
    os.system(asyncio.run(constant(bad)))


def numbers(value):
    yield "x"
    yield value


def fixed(value):
    yield "x"


def delegating(value):
    yield from numbers(value)


def delegating_fixed(value):
    yield from fixed(value)


async def stream(value):
    yield value


def yields():
    bad = request.args["x"]
    for part in numbers(bad):
        # hit
        os.system(part)
    for part in fixed(bad):
        # clean
        os.system(part)
    for part in delegating(bad):
        # hit
        os.system(part)
    for part in delegating_fixed(bad):
        # clean
        os.system(part)
    # hit
    os.system(next(numbers(bad)))
    # clean
    os.system(next(fixed(bad)))
    # hit
    os.system(list(numbers(bad))[1])
    # hit
    os.system("".join(numbers(bad)))


async def streams():
    async for part in stream(request.args["x"]):
        # hit
        os.system(part)
    async for part in stream("x"):
        # clean
        os.system(part)
    parts = [part async for part in stream(request.args["x"])]
    # hit
    os.system(parts[0])


def first(one, two="y", *rest, **named):
    return one


def second(one, two="y", *rest, **named):
    return two


def others(one, two="y", *rest, **named):
    return rest[0]


def by_name(one="z", two="y", *rest, **named):
    return named["key"]


def stars():
    bad, good = request.args["x"], "x"
    # hit
    os.system(first(*[bad, good]))
    # clean
    os.system(first(*[good, bad]))
    # hit
    os.system(second(*(good, bad)))
    # clean
    os.system(second(*(bad, good)))
    # hit
    os.system(first(**{"one": bad, "two": good}))
    # clean
    os.system(first(**{"one": good, "two": bad}))
    # hit
    os.system(others(good, good, bad))
    # clean
    os.system(others(bad, bad, good))
    # hit
    os.system(by_name(key=bad))
    os.system(by_name(key=good, other=bad))
    # clean
    os.system(by_name(bad, bad, key=good))
    listed = [*[good], *[bad]]
    # hit
    os.system(listed[1])
    spread = {**{"a": bad}, "b": good}
    # hit
    os.system(spread["a"])
    # clean
    os.system(spread["b"])
    overwritten = {"a": bad, **{"a": good}}
    # clean
    os.system(overwritten["a"])
    head, *tail = [good, bad, good]
    # clean
    os.system(head)
    # hit
    os.system(tail[0])
    *front, end = [bad, good]
    # clean
    os.system(end)
    # hit
    os.system(front[0])
    (a, (b, c)) = (good, (bad, good))
    # clean
    os.system(a)
    # hit
    os.system(b)
    # clean
    os.system(c)
