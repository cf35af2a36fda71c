"""Models that are checked as a whole: after their fields are there, or before."""
import os
from dataclasses import dataclass

from fastapi import FastAPI
from pydantic import BaseModel, model_validator, root_validator

app = FastAPI()
KNOWN = {"a", "b"}


class After(BaseModel):
    known: str
    other: str

    @model_validator(mode="after")
    def check(self):
        if self.known not in KNOWN:
            raise ValueError("unknown")
        return self


class Derived(After):
    size: int


class Before(BaseModel):
    known: str
    other: str

    @model_validator(mode="before")
    @classmethod
    def check(cls, data):
        if data["known"] not in KNOWN:
            raise ValueError("unknown")
        return data


class Old(BaseModel):
    known: str
    other: str

    @root_validator
    def check(cls, values):
        known = values.get("known")
        if known not in KNOWN:
            raise ValueError("unknown")
        return values


class Sometimes(BaseModel):
    known: str
    strict: bool

    @model_validator(mode="after")
    def check(self):
        if self.strict and self.known not in KNOWN:
            raise ValueError("unknown")
        return self


class Filtered(BaseModel):
    names: list[str]
    lenient: bool

    @property
    def valid(self):
        return [name for name in self.names if name in KNOWN]

    @property
    def invalid(self):
        return [name for name in self.names if name not in KNOWN]

    @model_validator(mode="after")
    def check(self):
        if self.lenient:
            self.names = self.valid
            return self
        if self.invalid:
            raise ValueError("unknown")
        return self


class HalfFiltered(BaseModel):
    names: list[str]
    lenient: bool

    @property
    def valid(self):
        return [name for name in self.names if name in KNOWN]

    @model_validator(mode="after")
    def check(self):
        if self.lenient:
            return self
        self.names = self.valid
        return self


@app.post("/after")
def after(item: After, derived: Derived):
    # clean
    os.system(item.known)
    # hit
    os.system(item.other)
    # clean
    os.system(derived.known)
    # hit
    os.system(derived.other)


@app.post("/before")
def before(item: Before, old: Old):
    # clean
    os.system(item.known)
    # hit
    os.system(item.other)
    # clean
    os.system(old.known)
    # hit
    os.system(old.other)


@app.post("/sometimes")
def sometimes(item: Sometimes, filtered: Filtered, half: HalfFiltered):
    # hit
    os.system(item.known)
    # clean
    os.system(filtered.names[0])
    # hit
    os.system(half.names[0])


@dataclass
class Order:
    known: str
    other: str

    def __post_init__(self):
        if self.known not in KNOWN:
            raise ValueError("unknown")


@app.post("/orders")
def order(name: str):
    made = Order(known=name, other="a")
    # clean
    os.system(made.known)
    swapped = Order(known="a", other=name)
    # hit
    os.system(swapped.other)
