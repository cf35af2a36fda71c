"""What went into one place comes out of that one."""
import os

from flask import request


def dicts():
    d = {"bad": request.args["x"], "good": "x"}
    # hit
    os.system(d["bad"])
    # clean
    os.system(d["good"])
    d["bad"] = "y"
    # clean
    os.system(d["bad"])
    d["later"] = request.args["x"]
    # hit
    os.system(d.get("later"))
    # clean
    os.system(d.get("good", "z"))
    alias = d
    alias["good"] = request.args["x"]
    # hit
    os.system(d["good"])


def copies():
    d = {"k": "x"}
    copy = d.copy()
    d["k"] = request.args["x"]
    # clean
    os.system(copy["k"])
    # hit
    os.system(d["k"])


def tuples():
    a, b = request.args["x"], "y"
    # hit
    os.system(a)
    # clean
    os.system(b)
    pair = ("x", request.args["y"])
    first, second = pair
    # clean
    os.system(first)
    # hit
    os.system(second)
    # clean
    os.system(pair[0])


def lists():
    items = ["x", request.args["x"], "z"]
    # hit
    os.system(items[1])
    # clean
    os.system(items[2])
    for item in items:
        # hit
        os.system(item)


def nested():
    d = {"a": {"b": request.args["x"], "c": "y"}}
    # hit
    os.system(d["a"]["b"])
    # clean
    os.system(d["a"]["c"])


COMMANDS = {"list": "ls", "who": "whoami"}


def lookup():
    # clean
    os.system(COMMANDS[request.args["c"]])
    # clean
    os.system(COMMANDS.get(request.args["c"], "ls"))
    # hit
    os.system(COMMANDS.get("list", request.args["c"]))


class Job:
    def __init__(self, command):
        self.command = command
        self.name = "x"


def objects():
    job = Job(request.args["c"])
    # hit
    os.system(job.command)
    # clean
    os.system(job.name)
    job.name = request.args["n"]
    # hit
    os.system(job.name)


class Runner:
    def load(self):
        self.text = request.args["t"]
        self.fixed = "ls"

    def run(self):
        # hit
        os.system(self.text)
        # clean
        os.system(self.fixed)
