"""Objects: fields, methods, bases, properties."""
import os
from dataclasses import dataclass, field, replace
from typing import NamedTuple, TypedDict

import attr
import attrs
from flask import request


@dataclass
class Job:
    command: str
    name: str = "x"
    parts: list = field(default_factory=list)

    def text(self):
        return self.command

    def title(self):
        return self.name


class Pair(NamedTuple):
    bad: str
    good: str


@attr.s
class Old:
    bad = attr.ib()
    good = attr.ib(default="x")


@attrs.define
class New:
    bad: str
    good: str = "x"


class Typed(TypedDict):
    bad: str
    good: str


def fields():
    job = Job(request.args["x"], "y")
    # hit
    os.system(job.command)
    # clean
    os.system(job.name)
    # hit
    os.system(job.text())
    # clean
    os.system(job.title())
    named = Job(command="x", name=request.args["x"])
    # clean
    os.system(named.text())
    # hit
    os.system(named.title())
    job.parts.append(request.args["x"])
    # hit
    os.system(job.parts[0])
    other = replace(job, name=request.args["y"])
    # hit
    os.system(other.command)
    # hit
    os.system(other.name)
    fresh = replace(job, command="x")
    # clean
    os.system(fresh.command)


def pairs():
    pair = Pair(request.args["x"], "x")
    # hit
    os.system(pair.bad)
    # clean
    os.system(pair.good)
    # hit
    os.system(pair[0])
    # clean
    os.system(pair[1])
    bad, good = pair
    # hit
    os.system(bad)
    # clean
    os.system(good)
    old = Old(request.args["x"])
    # hit
    os.system(old.bad)
    # clean
    os.system(old.good)
    new = New(request.args["x"])
    # hit
    os.system(new.bad)
    # clean
    os.system(new.good)
    typed = Typed(bad=request.args["x"], good="x")
    # hit
    os.system(typed["bad"])
    # clean
    os.system(typed["good"])


class Base:
    shared = "ls"

    def __init__(self, command):
        self.command = command
        self.fixed = "ls"

    def get(self):
        return self.command

    def get_fixed(self):
        return self.fixed

    def own(self):
        return "ls"

    def set(self, value):
        self.command = value

    def run(self):
        return self.own()


class Child(Base):
    def __init__(self, command, extra):
        super().__init__(command)
        self.extra = extra

    def own(self):
        return self.extra

    def parent_own(self):
        return super().own()


class Plain(Base):
    pass


def methods():
    bad, good = request.args["x"], "x"
    base = Base(bad)
    # hit
    os.system(base.get())
    # clean
    os.system(base.get_fixed())
    # clean
    os.system(Base(good).get())
    child = Child(bad, good)
    # hit
    os.system(child.command)
    # hit
    os.system(child.get())
    # clean
    os.system(child.extra)
    # clean
    os.system(child.own())
    other = Child(good, bad)
    # clean
    os.system(other.get())
    # hit
    os.system(other.own())
    # clean
    os.system(other.parent_own())
    # hit
    os.system(Plain(bad).get())
    # clean
    os.system(Plain(good).get())
    base.set(good)
    # clean
    os.system(base.get())
    base.set(request.args["y"])
    # hit
    os.system(base.get())
    # clean
    os.system(base.shared)


class Settings:
    command = "ls"
    name = "x"

    @classmethod
    def load(cls):
        cls.command = request.args["x"]

    def run(self):
        # hit
        os.system(self.command)
        # clean
        os.system(self.name)


class Named:
    def __init__(self, name):
        self._name = name

    @property
    def name(self):
        return self._name

    @property
    def fixed(self):
        return "x"

    @name.setter
    def name(self, value):
        self._name = value

    @classmethod
    def of(cls, name):
        return cls(name)

    @staticmethod
    def joined(name, other):
        return "ls " + name

    def __str__(self):
        return self._name

    def __getitem__(self, key):
        return self._name

    def __call__(self, value):
        return value

    def __enter__(self):
        return self._name

    def __exit__(self, *args):
        return None


def members():
    bad, good = request.args["x"], "x"
    os.system(Named(bad).name)
    # clean
    os.system(Named(good).name)
    # clean
    os.system(Named(bad).fixed)
    os.system(Named.of(bad).name)
    # clean
    os.system(Named.of(good).name)
    # hit
    os.system(Named.joined(bad, good))
    # clean
    os.system(Named.joined(good, bad))
    # hit
    os.system(str(Named(bad)))
    # clean
    os.system(str(Named(good)))
    # hit
    os.system(f"{Named(bad)}")
    # clean
    os.system(f"{Named(good)}")
    # hit
    os.system(Named(bad)["key"])
    # clean
    os.system(Named(good)["key"])
    # hit
    os.system(Named(good)(bad))
    # clean
    os.system(Named(bad)(good))
    with Named(bad) as text:
        # hit
        os.system(text)
    with Named(good) as text:
        # clean
        os.system(text)
    named = Named(good)
    named.name = bad
    # hit
    os.system(named.name)


class Builder:
    def __init__(self):
        self.parts = []

    def add(self, part):
        self.parts.append(part)
        return self

    def build(self):
        return " ".join(self.parts)


def builders():
    # hit
    os.system(Builder().add("ls").add(request.args["x"]).build())
    # clean
    os.system(Builder().add("ls").add("x").build())
    builder = Builder()
    builder.add(request.args["x"])
    # hit
    os.system(builder.build())
    quiet = Builder()
    quiet.add("x")
    # clean
    os.system(quiet.build())


def aliased():
    one = Job("x")
    two = one
    two.command = request.args["x"]
    # hit
    os.system(one.command)
    # clean
    os.system(one.name)


class Handler:
    def load(self):
        self.command = request.args["x"]
        self.fixed = "ls"

    def prepare(self):
        self.ready = "ls " + self.command
        self.calm = "ls " + self.fixed

    def run(self):
        # hit
        os.system(self.ready)
        # clean
        os.system(self.calm)


class SubHandler(Handler):
    def go(self):
        # hit
        os.system(self.command)
        # clean
        os.system(self.fixed)
