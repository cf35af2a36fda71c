"""Dicts, lists and other stores: each place apart."""
import configparser
import os
import queue
from collections import OrderedDict, defaultdict, deque, namedtuple

from flask import request


def keys():
    d = {}
    d["bad"] = request.args["x"]
    d["good"] = "x"
    # hit
    os.system(d["bad"])
    # clean
    os.system(d["good"])
    del d["bad"]
    # clean
    os.system(d.get("bad", "y"))
    d.setdefault("late", request.args["x"])
    # hit
    os.system(d["late"])
    d.setdefault("good", request.args["x"])
    # clean
    os.system(d.pop("good"))


def updates():
    d = {"good": "x"}
    d.update({"bad": request.args["x"]})
    d.update(other="y", worse=request.args["y"])
    # hit
    os.system(d["bad"])
    # clean
    os.system(d["good"])
    # clean
    os.system(d["other"])
    # hit
    os.system(d["worse"])
    d.update({"bad": "x"})
    # clean
    os.system(d["bad"])
    d |= {"good": request.args["z"]}
    # hit
    os.system(d["good"])
    d.update([("pair", request.args["p"])])
    # hit
    os.system(d["pair"])


def popping():
    d = {"bad": request.args["x"], "good": "x"}
    taken = d.pop("bad")
    # hit
    os.system(taken)
    # clean
    os.system(d.get("bad", "y"))
    # clean
    os.system(d.pop("bad", "y"))
    # hit
    os.system(d.pop("none", request.args["x"]))
    d["bad"] = request.args["x"]
    d.clear()
    # clean
    os.system(d.get("bad", "y"))


def walking():
    d = {"a": request.args["x"], "b": "x"}
    for key, value in d.items():
        # clean
        os.system(key)
        # hit
        os.system(value)
    for key in d:
        # clean
        os.system(key)
        # hit
        os.system(d[key])
    for value in d.values():
        # hit
        os.system(value)
    named = {request.args["k"]: "x"}
    for key in named:
        # hit
        os.system(key)
    for value in named.values():
        # clean
        os.system(value)
    # clean
    os.system(named["a"])
    # clean
    os.system(named.get(request.args["k"]))


def nesting():
    d = {"a": {}, "b": {}}
    d["a"]["x"] = request.args["x"]
    d["b"]["x"] = "x"
    # hit
    os.system(d["a"]["x"])
    # clean
    os.system(d["b"]["x"])
    inner = d["a"]
    inner["x"] = "y"
    # clean
    os.system(d["a"]["x"])
    d["c"] = {"list": ["x", request.args["x"]]}
    # hit
    os.system(d["c"]["list"][1])
    # clean
    os.system(d["c"]["list"][0])
    # hit
    os.system(d.get("c", {}).get("list")[1])


def grouped():
    groups = defaultdict(list)
    groups["bad"].append(request.args["x"])
    groups["good"].append("x")
    # hit
    os.system(groups["bad"][0])
    # clean
    os.system(groups["good"][0])
    ordered = OrderedDict()
    ordered["bad"] = request.args["x"]
    ordered["good"] = "x"
    # hit
    os.system(ordered["bad"])
    # clean
    os.system(ordered["good"])


def lists():
    items = []
    items.append("x")
    items.append(request.args["x"])
    items.append("z")
    # clean
    os.system(items[0])
    # hit
    os.system(items[1])
    # clean
    os.system(items[2])
    # hit
    os.system(items[-2])
    # clean
    os.system(items[-1])
    items.pop(0)
    # hit
    os.system(items[0])
    # clean
    os.system(items[1])


def inserting():
    items = ["x", "y"]
    items.insert(0, request.args["x"])
    # hit
    os.system(items[0])
    # clean
    os.system(items[1])
    last = items.pop()
    # clean
    os.system(last)
    items.remove("x")
    # hit
    os.system(items[0])


def extending():
    items = ["x"]
    items.extend(["y", request.args["x"]])
    # clean
    os.system(items[0])
    # clean
    os.system(items[1])
    # hit
    os.system(items[2])
    items += ["z"]
    # clean
    os.system(items[3])
    more = ["a"] + [request.args["x"]]
    # clean
    os.system(more[0])
    # hit
    os.system(more[1])
    items.clear()
    # clean
    os.system(" ".join(items))


def slices():
    items = ["x", request.args["x"], "z"]
    # hit
    os.system(items[1:][0])
    # clean
    os.system(items[:1][0])
    # clean
    os.system(items[2:][0])
    # hit
    os.system(" ".join(items[1:]))
    # clean
    os.system(" ".join(items[2:]))
    items[1] = "y"
    # clean
    os.system(items[1])
    items[0:2] = [request.args["x"]]
    # hit
    os.system(items[0])
    del items[0]
    os.system(items[-1])


def sets():
    bad, good = set(), set()
    bad.add(request.args["x"])
    good.add("x")
    # hit
    os.system(bad.pop())
    # clean
    os.system(good.pop())
    for item in bad | good:
        # hit
        os.system(item)
    for item in good | {"y"}:
        # clean
        os.system(item)
    for item in bad.union(good):
        # hit
        os.system(item)


def queues():
    bad, good = deque(), deque()
    bad.append(request.args["x"])
    good.append("x")
    # hit
    os.system(bad.popleft())
    # clean
    os.system(good.popleft())
    waiting, idle = queue.Queue(), queue.Queue()
    waiting.put(request.args["x"])
    idle.put("x")
    # hit
    os.system(waiting.get())
    # clean
    os.system(idle.get())


def sections():
    config = configparser.ConfigParser()
    config.add_section("a")
    config.set("a", "bad", request.args["x"])
    config.set("a", "good", "x")
    config.set("b", "bad", "y")
    # hit
    os.system(config.get("a", "bad"))
    # clean
    os.system(config.get("a", "good"))
    # clean
    os.system(config.get("b", "bad"))
    config["b"] = {"key": request.args["x"], "other": "x"}
    # hit
    os.system(config["b"]["key"])
    # clean
    os.system(config["b"]["other"])
    config["a"]["good"] = request.args["y"]
    # hit
    os.system(config.get("a", "good"))


Point = namedtuple("Point", ["bad", "good"])
Spaced = namedtuple("Spaced", "bad good")


def named_tuples():
    point = Point(request.args["x"], "x")
    # hit
    os.system(point.bad)
    # clean
    os.system(point.good)
    # hit
    os.system(point[0])
    # clean
    os.system(point[1])
    spaced = Spaced(good="x", bad=request.args["x"])
    # hit
    os.system(spaced.bad)
    # clean
    os.system(spaced.good)
    bad, good = point
    # hit
    os.system(bad)
    # clean
    os.system(good)


def swapped():
    a, b = request.args["x"], "x"
    a, b = b, a
    # clean
    os.system(a)
    # hit
    os.system(b)
    c = d = [a]
    d.append(b)
    # hit
    os.system(c[1])
    # clean
    os.system(c[0])


KEPT = {}
LAST = None
FIXED = None


def remember():
    global LAST, FIXED
    LAST = request.args["x"]
    FIXED = "x"
    KEPT["bad"] = request.args["x"]
    KEPT["good"] = "x"


def recall():
    # hit
    os.system(LAST)
    # clean
    os.system(FIXED)
    # hit
    os.system(KEPT["bad"])
    # clean
    os.system(KEPT["good"])
