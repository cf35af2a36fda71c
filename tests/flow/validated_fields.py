"""Fields of a model whose validators let only known values through."""
import os

from fastapi import FastAPI
from pydantic import BaseModel, field_validator

app = FastAPI()


class Item(BaseModel):
    known: str
    trimmed: str
    other: str

    @field_validator("known")
    @classmethod
    def must_be_known(cls, value):
        if value not in ("a", "b"):
            raise ValueError("unknown")
        return value

    @field_validator("trimmed")
    @classmethod
    def trim(cls, value):
        return value.strip()


@app.post("/items")
def create(item: Item):
    # clean
    os.system(item.known)
    # hit
    os.system(item.trimmed)
    # hit
    os.system(item.other)
