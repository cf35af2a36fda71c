"""Attributes across methods and bases, protocols of objects, generated constructors."""
import collections
import contextlib
import enum
import functools
import os
import uuid
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Literal, NamedTuple, Optional

import attr
from attrs import define
from flask import request
from pydantic import BaseModel, Field, PositiveInt, constr
from starlette.requests import Request


class Shared:
    command = "ls"
    jobs = []

    def poison(self):
        Shared.jobs.append(request.args["x"])

    def use(self):
        # hit
        os.system(self.jobs[0])
        # clean
        os.system(self.command)


class Poisoned:
    command = "ls"

    @classmethod
    def poison(cls):
        cls.command = request.args["x"]

    def use(self):
        # hit
        os.system(self.command)


class Base:
    def __init__(self, command):
        self.command = command
        self.label = "x"

    def run(self):
        # hit
        os.system(self.command)
        # clean
        os.system(self.label)

    def build(self):
        return self.command

    def make(self):
        return "ls"

    def chain(self):
        return self.step()

    def ask(self):
        return self.answer()

    def answer(self):
        raise NotImplementedError

    def step(self):
        return "ls"


class Child(Base):
    def __init__(self, command, other):
        super().__init__(command)
        self.other = other

    def build(self):
        return "sudo " + super().build()

    def step(self):
        return self.other

    def answer(self):
        return self.command


class Grand(Child):
    def __init__(self, command):
        Child.__init__(self, "ls", command)


def inherited():
    bad, good = request.args["x"], "x"
    # hit
    os.system(Child(bad, good).build())
    # clean
    os.system(Child(good, bad).build())
    # hit
    os.system(Child(good, bad).other)
    # clean
    os.system(Child(bad, good).other)
    # hit
    os.system(Grand(bad).other)
    # clean
    os.system(Grand(bad).build())
    # clean
    os.system(Child(bad, good).make())
    # hit
    os.system(Child(good, bad).chain())
    # clean
    os.system(Child(bad, good).chain())
    # hit
    os.system(Child(bad, good).ask())
    # clean
    os.system(Child(good, bad).ask())
    Base(bad).run()


class Named:
    def __init__(self, name):
        self._name = name

    @property
    def name(self):
        return self._name

    @property
    def fixed(self):
        return "x"

    @functools.cached_property
    def shout(self):
        return self._name.upper()

    @name.setter
    def name(self, value):
        self._name = value


def properties():
    bad, good = request.args["x"], "x"
    # hit
    os.system(Named(bad).name)
    # clean
    os.system(Named(bad).fixed)
    # hit
    os.system(Named(bad).shout)
    thing = Named(bad)
    thing.name = good
    # clean
    os.system(thing.name)
    thing = Named(good)
    thing.name = bad
    # hit
    os.system(thing.name)


class Caller:
    def __init__(self, prefix):
        self.prefix = prefix

    def __call__(self, value):
        return self.prefix + value

    def __enter__(self):
        return self.prefix

    def __exit__(self, *exc):
        return False

    def __getitem__(self, key):
        return self.prefix

    def __iter__(self):
        yield self.prefix

    def __str__(self):
        return self.prefix

    def __add__(self, other):
        return self.prefix + other

    def __getattr__(self, name):
        return self.prefix

    def __contains__(self, item):
        return False


class Fixed(Caller):
    def __call__(self, value):
        return "ls"

    def __enter__(self):
        return "ls"

    def __getitem__(self, key):
        return "ls"

    def __iter__(self):
        yield "ls"

    def __str__(self):
        return "ls"

    def __add__(self, other):
        return "ls"

    def __getattr__(self, name):
        return "ls"


def protocols():
    bad, good = request.args["x"], "x"
    # hit
    os.system(Caller(good)(bad))
    # hit
    os.system(Caller(bad)(good))
    # clean
    os.system(Caller(good)(good))
    # clean
    os.system(Fixed(bad)(bad))
    with Caller(bad) as prefix:
        # hit
        os.system(prefix)
    with Fixed(bad) as prefix:
        # clean
        os.system(prefix)
    # hit
    os.system(Caller(bad)["a"])
    # clean
    os.system(Fixed(bad)["a"])
    for part in Caller(bad):
        # hit
        os.system(part)
    for part in Fixed(bad):
        # clean
        os.system(part)
    # hit
    os.system(str(Caller(bad)))
    # clean
    os.system(str(Fixed(bad)))
    # hit
    os.system(f"ls {Caller(bad)}")
    # clean
    os.system(f"ls {Fixed(bad)}")
    # hit
    os.system(Caller(bad) + good)
    # clean
    os.system(Fixed(bad) + bad)
    # hit
    os.system(Caller(bad).anything)
    # clean
    os.system(Fixed(bad).anything)


@contextlib.contextmanager
def managed(value):
    yield value


@contextlib.contextmanager
def managed_fixed(value):
    try:
        yield "x"
    finally:
        print(value)


@contextlib.asynccontextmanager
async def managed_later(value):
    yield {"a": value, "b": "x"}


async def managers():
    bad = request.args["x"]
    with managed(bad) as value:
        # hit
        os.system(value)
    with managed_fixed(bad) as value:
        # clean
        os.system(value)
    async with managed_later(bad) as values:
        # hit
        os.system(values["a"])
        # clean
        os.system(values["b"])


def with_default(function):
    @functools.wraps(function)
    def inner(*args, **kwargs):
        return function(*args, **kwargs)

    return inner


def with_argument(name):
    def outer(function):
        @functools.wraps(function)
        def inner(*args, **kwargs):
            print(name)
            return function(*args, **kwargs)

        return inner

    return outer


@with_default
def run_wrapped(command, label):
    # hit
    os.system(command)
    # clean
    os.system(label)


@with_argument("x")
def build_wrapped(command, label):
    return command


@functools.lru_cache(maxsize=None)
def build_cached(command, label):
    return command


@functools.cache
def run_cached(command, label):
    # hit
    os.system(command)
    # clean
    os.system(label)


def decorated():
    bad, good = request.args["x"], "x"
    run_wrapped(bad, good)
    run_cached(bad, label=good)
    # hit
    os.system(build_wrapped(bad, good))
    # clean
    os.system(build_wrapped(good, bad))
    # hit
    os.system(build_cached(bad, good))
    # clean
    os.system(build_cached(good, bad))


class Methods:
    @with_default
    def build(self, command, label):
        return command

    @with_argument("x")
    def run(self, command, label):
        # hit
        os.system(command)
        # clean
        os.system(label)

    @functools.lru_cache
    def cached(self, command, label):
        return command

    @functools.singledispatchmethod
    def sent(self, command):
        return command


def decorated_methods():
    bad, good = request.args["x"], "x"
    Methods().run(bad, good)
    # hit
    os.system(Methods().build(bad, good))
    # clean
    os.system(Methods().build(good, bad))
    # hit
    os.system(Methods().cached(bad, good))
    # clean
    os.system(Methods().cached(good, bad))


class Empty:
    pass


def by_text():
    bad, good = request.args["x"], "x"
    thing = Empty()
    setattr(thing, "a", bad)
    setattr(thing, "b", good)
    # hit
    os.system(getattr(thing, "a"))
    # clean
    os.system(getattr(thing, "b"))
    # hit
    os.system(thing.a)
    # clean
    os.system(thing.b)
    # clean
    os.system(getattr(thing, "c", "x"))
    # hit
    os.system(getattr(thing, "c", bad))


class Point(NamedTuple):
    command: str
    number: int


Pair = collections.namedtuple("Pair", "command label")


class Color(enum.Enum):
    RED = "red"
    BLUE = "blue"


@dataclass
class Data:
    command: str
    label: str = "x"
    number: int = 0
    parts: list = field(default_factory=list)

    def line(self):
        return self.command

    def name(self):
        return self.label


@dataclass
class Late:
    command: str
    shown: str = field(init=False)

    def __post_init__(self):
        self.shown = "> " + self.command


@define
class Attrs:
    command: str
    label: str = "x"


@attr.s
class OldAttrs:
    command = attr.ib()
    label = attr.ib(default="x")


class Model(BaseModel):
    command: str
    label: str = "x"
    number: int
    count: PositiveInt = 1
    word: constr(pattern=r"^[a-z]+$")
    kind: Literal["a", "b"]
    color: Color
    token: uuid.UUID
    day: Optional[date] = None
    short: Annotated[str, Field(pattern=r"^\w+$")] = "x"
    size: Annotated[int, Field(gt=0)] = 1


def records():
    bad, good = request.args["x"], "x"
    point = Point(bad, 1)
    # hit
    os.system(point.command)
    # clean
    os.system(point.number)
    # hit
    os.system(point[0])
    command, number = point
    # hit
    os.system(command)
    # clean
    os.system(number)
    pair = Pair(good, bad)
    # clean
    os.system(pair.command)
    # hit
    os.system(pair.label)
    # hit
    os.system(Pair(command=bad, label=good).command)
    # clean
    os.system(Pair(command=bad, label=good)._replace(command=good).command)
    # hit
    os.system(Data(bad).command)
    # clean
    os.system(Data(bad).label)
    # hit
    os.system(Data(good, label=bad).label)
    # hit
    os.system(Data(bad).line())
    # clean
    os.system(Data(bad).name())
    # hit
    os.system(Late(bad).shown)
    # clean
    os.system(Late(good).shown)
    # hit
    os.system(Attrs(bad).command)
    # clean
    os.system(Attrs(bad).label)
    # hit
    os.system(OldAttrs(bad).command)
    # clean
    os.system(OldAttrs(bad).label)


def models():
    model = Model(**request.get_json())
    # hit
    os.system(model.command)
    # clean
    os.system(model.number)
    # clean
    os.system(model.count)
    # clean
    os.system(model.word)
    # clean
    os.system(model.kind)
    # clean
    os.system(model.color)
    # clean
    os.system(str(model.token))
    # clean
    os.system(str(model.day))
    # clean
    os.system(model.short)
    # clean
    os.system(model.size)


def validated_models():
    model = Model.model_validate(request.get_json())
    # hit
    os.system(model.command)
    # clean
    os.system(model.number)
    model = Model.parse_obj(request.get_json())
    # hit
    os.system(model.command)
    # clean
    os.system(model.number)
    model = Model.model_validate_json(request.get_data())
    # hit
    os.system(model.command)
    # clean
    os.system(model.number)
    # hit
    os.system(model.model_dump()["command"])
    # hit
    os.system(model.dict()["command"])


def built_models():
    bad, good = request.args["x"], "x"
    # clean
    os.system(Model(command=good, number=bad).number)
    # clean
    os.system(Model(command=bad, label=good).label)
    # hit
    os.system(Model(command=bad, label=good).command)


class Asked(Request):
    async def act(self):
        # hit
        os.system((await self.json())["command"])
        # clean
        os.system("ls")
