"""What containers hold after they were changed; copies taken before."""
import configparser
import copy
import os
import queue
from collections import ChainMap, Counter, OrderedDict, defaultdict, deque

from flask import request


def sections():
    bad, good = request.args["x"], "x"
    config = configparser.ConfigParser()
    config.add_section("one")
    config.set("one", "a", bad)
    config.set("one", "b", good)
    # hit
    os.system(config.get("one", "a"))
    # clean
    os.system(config.get("one", "b"))
    # hit
    os.system(config["one"]["a"])
    # clean
    os.system(config["one"]["b"])
    config["two"] = {"a": good, "b": bad}
    # clean
    os.system(config["two"]["a"])
    # hit
    os.system(config.get("two", "b"))
    config.read_dict({"three": {"a": bad, "b": good}})
    # hit
    os.system(config["three"]["a"])
    # clean
    os.system(config["three"]["b"])
    for name, value in config.items("one"):
        # hit
        os.system(value)
    config.remove_option("one", "a")
    # clean
    os.system(config.get("one", "a", fallback="x"))


def read_sections():
    config = configparser.ConfigParser()
    config.read_string(request.args["x"])
    # hit
    os.system(config.get("one", "a"))
    # hit
    os.system(config["one"]["a"])
    # clean
    os.system(config.getint("one", "a"))


def queues():
    bad, good = request.args["x"], "x"
    jobs = queue.Queue()
    jobs.put(bad)
    jobs.put(good)
    # hit
    os.system(jobs.get())
    # clean
    os.system(jobs.get())


def deques():
    bad, good = request.args["x"], "x"
    jobs = deque()
    jobs.append(bad)
    jobs.append(good)
    # clean
    os.system(jobs.pop())
    # hit
    os.system(jobs.popleft())
    jobs = deque([good])
    jobs.appendleft(bad)
    # hit
    os.system(jobs[0])
    # clean
    os.system(jobs[1])
    # hit
    os.system(jobs.popleft())
    # clean
    os.system(jobs[0])


def defaults():
    bad, good = request.args["x"], "x"
    values = {}
    values.setdefault("a", []).append(bad)
    values.setdefault("b", []).append(good)
    # hit
    os.system(values["a"][0])
    # clean
    os.system(values["b"][0])
    values.setdefault("c", good)
    # clean
    os.system(values.setdefault("c", bad))
    groups = defaultdict(list)
    groups["a"].append(bad)
    groups["b"].append(good)
    # hit
    os.system(groups["a"][0])
    # clean
    os.system(groups["b"][0])
    nested = defaultdict(dict)
    nested["a"]["x"] = bad
    nested["a"]["y"] = good
    # hit
    os.system(nested["a"]["x"])
    # clean
    os.system(nested["a"]["y"])


def nested():
    bad, good = request.args["x"], "x"
    values = {"one": {"a": good}, "two": {"a": good}}
    values["one"]["a"] = bad
    # hit
    os.system(values["one"]["a"])
    # clean
    os.system(values["two"]["a"])
    values["one"].update(a=good)
    # clean
    os.system(values["one"]["a"])
    values["two"].update({"a": bad})
    # hit
    os.system(values["two"]["a"])
    # hit
    os.system(values.get("two", {}).get("a"))
    # clean
    os.system(values.get("one", {}).get("a"))


def deleted():
    bad = request.args["x"]
    values = {"a": bad, "b": "x"}
    del values["a"]
    # clean
    os.system(" ".join(values.values()))
    # clean
    os.system(values.get("a", "x"))
    values = {"a": bad, "b": "x"}
    values.pop("a")
    # clean
    os.system(" ".join(values.values()))
    values = {"a": bad, "b": "x"}
    values.pop("a", None)
    # clean
    os.system(" ".join(values.values()))
    values = {"a": bad, "b": "x"}
    values.pop("b", None)
    # hit
    os.system(" ".join(values.values()))
    values.clear()
    # clean
    os.system(" ".join(values.values()))


def overwritten():
    values = {"a": request.args["x"]}
    values["a"] = "x"
    # clean
    os.system(values["a"])
    values = {"a": request.args["x"]} | {"a": "x"}
    # clean
    os.system(values["a"])
    values = {**{"a": "x"}, **{"a": request.args["x"]}}
    # hit
    os.system(values["a"])


def copies_before():
    values = {"a": "x"}
    before, deep, spread, made = copy.copy(values), copy.deepcopy(values), {**values}, dict(values)
    method = values.copy()
    values["a"] = request.args["x"]
    # hit
    os.system(values["a"])
    # clean
    os.system(before["a"])
    # clean
    os.system(deep["a"])
    # clean
    os.system(spread["a"])
    # clean
    os.system(made["a"])
    # clean
    os.system(method["a"])


def copies_of_lists():
    values = ["x"]
    before, sliced, made, spread = values.copy(), values[:], list(values), [*values]
    same = values
    values[0] = request.args["x"]
    # hit
    os.system(same[0])
    # clean
    os.system(before[0])
    # clean
    os.system(sliced[0])
    # clean
    os.system(made[0])
    # clean
    os.system(spread[0])


def shallow_and_deep():
    values = {"a": ["x"]}
    shallow, deep = copy.copy(values), copy.deepcopy(values)
    values["a"].append(request.args["x"])
    # hit
    os.system(shallow["a"][1])
    # clean
    os.system(deep["a"][0])
    # hit
    os.system(" ".join(shallow["a"]))
    # clean
    os.system(" ".join(deep["a"]))


def lists():
    bad, good = request.args["x"], "x"
    values = [good, good]
    values.insert(1, bad)
    # clean
    os.system(values[0])
    # hit
    os.system(values[1])
    # clean
    os.system(values[2])
    values.extend([good, bad])
    # clean
    os.system(values[3])
    # hit
    os.system(values[4])
    # hit
    os.system(values[-1])
    values.pop()
    # clean
    os.system(values[-1])
    # clean
    os.system(values[2:][0])
    # hit
    os.system(values[:2][1])
    values.remove(bad)
    values.reverse()
    # clean
    os.system(" ".join(["x"]))
    values[:] = [good]
    # clean
    os.system(values[0])
    del values[:]
    # clean
    os.system(" ".join(values))


def emptied():
    values = [request.args["x"]]
    values.clear()
    values.append("x")
    # clean
    os.system(values[0])
    values = [request.args["x"], "x"]
    del values[0]
    # clean
    os.system(values[0])
    values = [request.args["x"], "x"]
    values.pop(0)
    # clean
    os.system(values[0])
    values = ["x", request.args["x"]]
    values.pop(0)
    # hit
    os.system(values[0])


def chained():
    bad, good = request.args["x"], "x"
    both = ChainMap({"a": good}, {"a": bad, "b": bad})
    # clean
    os.system(both["a"])
    # hit
    os.system(both["b"])
    ordered = OrderedDict([("a", bad), ("b", good)])
    # hit
    os.system(ordered["a"])
    ordered.move_to_end("a")
    # hit
    os.system(ordered["a"])


def made_of_pairs():
    bad, good = request.args["x"], "x"
    # hit
    os.system(dict([("a", bad), ("b", good)])["a"])
    # clean
    os.system(dict([("a", bad), ("b", good)])["b"])
    # clean
    os.system(dict(a=good, b=bad)["a"])
    # hit
    os.system(dict(zip(["a", "b"], [bad, good]))["a"])
    # clean
    os.system(dict(zip(["a", "b"], [bad, good]))["b"])
    # hit
    os.system(dict.fromkeys(["a"], bad)["a"])
    # clean
    os.system(dict.fromkeys(["a"], good)["a"])


def counted():
    words = Counter(request.args["x"].split())
    for word, number in words.most_common(3):
        # hit
        os.system(word)
        # clean
        os.system(number)
