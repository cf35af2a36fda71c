from dataclasses import dataclass

from pydantic import BaseModel, model_validator

KNOWN = {"a", "b"}


@dataclass
class Order:
    name: str
    other: str

    def __post_init__(self):
        if self.name not in KNOWN:
            raise ValueError("unknown")


class Body(BaseModel):
    name: str
    other: str

    @model_validator(mode="after")
    def check(self):
        if self.name not in KNOWN:
            raise ValueError("unknown")
        return self


class Wish:
    def __init__(self, name, other):
        self.name = name
        self.other = other

    def check(self):
        if self.name not in KNOWN:
            raise ValueError("unknown")


def require(data):
    if data["name"] not in KNOWN:
        raise ValueError("unknown")
