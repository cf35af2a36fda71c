from enum import Enum
from typing import Annotated, Literal

from pydantic import BaseModel, Field, HttpUrl, field_validator

from shop.base import Named

HOSTS = {"a.example.org", "b.example.org"}


class Colour(Enum):
    RED = "red"
    BLUE = "blue"


class Step(BaseModel):
    command: str
    timeout: int


class Hook(BaseModel):
    url: str
    page: HttpUrl
    text: str
    retries: int = 3
    kind: Literal["one", "two"] = "one"
    colour: Colour = Colour.RED
    slug: str = Field(pattern=r"^[a-z0-9_]+$")
    short: Annotated[str, Field(pattern=r"^[a-z0-9_]+$")] = "x"
    host: str
    first: Step
    steps: list[Step] = []

    @field_validator("host")
    @classmethod
    def known(cls, value):
        if value not in HOSTS:
            raise ValueError("unknown host")
        return value


class Item(Named):
    price: int


class Filters(BaseModel):
    term: str
    limit: int = 20


class Paging:
    def __init__(self, order: str, offset: int = 0):
        self.order = order
        self.offset = offset
