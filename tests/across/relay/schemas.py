from pydantic import BaseModel


class Hook(BaseModel):
    url: str
    retries: int = 3


class Batch(BaseModel):
    hooks: list[Hook]
