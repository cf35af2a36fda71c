"""What a look for words keeps of the class is not all of its fields."""

import pickle

from pydantic import BaseModel


class Search(BaseModel):
    names: list[str]
    columns: list[str] = []
    limit: int = 20

    def load(self, data):
        self.columns = pickle.loads(data)


def totals(rows):
    result = 0
    for row in rows:
        result += row.price * row.amount
    return result


def shown(rows):
    shown = []
    for row in rows:
        shown.append((row.name, row.amount))
    return shown


class Basket:
    limit = 20

    def is_full(self):
        return self.limit == 0
