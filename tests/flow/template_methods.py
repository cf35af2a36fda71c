"""Methods that call others of their object, functions that are called by name, classes whose objects are texts."""
import os

from flask import request


class Order:
    def column(self, raw):
        return raw

    def all(self, raw):
        # hit
        os.system("sort " + self.column(raw))


class StrictOrder(Order):
    def column(self, raw):
        return "price" if raw == "price" else "id"


class Job:
    def run(self, raw):
        # clean
        os.system("job " + self.prepared(raw))

    def prepared(self, raw):
        raise NotImplementedError


class Sized(Job):
    def prepared(self, raw):
        return str(len(raw))


class Raw(Job):
    def prepared(self, raw):
        return raw


class Task:
    def run(self, raw):
        # hit
        os.system("task " + self.prepared(raw))

    def prepared(self, raw):
        raise NotImplementedError


class RawTask(Task):
    def prepared(self, raw):
        return raw


class Loud(Order):
    def column(self, raw):
        # clean
        os.system("say " + raw)
        return "id"


def orders():
    Order().all(request.args["o"])
    StrictOrder().all(request.args["o"])
    Sized().run(request.args["o"])
    RawTask().run(request.args["o"])


class Only:
    def column(self, raw):
        return raw

    def all(self, raw):
        # clean
        os.system("sort " + self.column(raw))


class OnlyStrict(Only):
    def column(self, raw):
        return "id"


def strictly():
    OnlyStrict().all(request.args["o"])


class Operations:
    def __init__(self):
        self.table = {"ping": self.ping, "size": self.size, "look": self.look}

    def ping(self, host):
        # clean
        os.system("ping " + host)

    def look(self, host):
        # hit
        os.system("host " + host)

    def size(self, host):
        return len(host)

    def run(self, name, host):
        return self.table[name](host)

    def run_default(self, host, name="size"):
        return self.table.get(name)(host)


def operate():
    Operations().run("size", request.args["h"])
    Operations().run("look", request.args["h"])
    Operations().run_default(request.args["h"])


def start(host):
    # hit
    os.system("start " + host)


def stop(host):
    # clean
    os.system("stop " + host)


ACTIONS = {"start": start, "stop": stop}


def act(name, host):
    ACTIONS[name](host)


def act_later(name, host):
    act(name, host)


def acting():
    act_later("start", request.args["h"])


def begin(host):
    # hit
    os.system("begin " + host)


STEPS = {"begin": begin, "end": len}


def step():
    STEPS[request.args["s"]](request.args["h"])


class Host(str):
    def short(self):
        return self.split(".")[0]

    def size(self):
        return len(self)

    def ping(self):
        # hit
        os.system("ping " + self)

    @property
    def name(self):
        return self.lower()


class Word(str):
    def __new__(cls, text):
        if not text.isalnum():
            raise ValueError(text)
        return super().__new__(cls, text)


class Named:
    def __init__(self, text):
        self.size = len(text)


class Quiet(str):
    def ping(self):
        # clean
        os.system("ping " + self)


def made():
    host = Host(request.form["h"])
    # hit
    os.system("ping " + host)
    # hit
    os.system(f"ping {host}")
    # hit
    os.system("ping " + host.short())
    # hit
    os.system("ping " + host.upper())
    # hit
    os.system("ping " + host.name)
    # clean
    os.system(f"ping -c {host.size()}")
    host.ping()
    Quiet("localhost").ping()


def checked():
    # clean
    os.system("ping " + Word(request.form["h"]))


def other():
    # clean
    os.system(f"ping {Named(request.form['h'])}")
