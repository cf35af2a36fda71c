import os
from functools import cached_property


class Params:
    def __init__(self, raw):
        self._raw = raw

    @property
    def host(self):
        return self._raw["host"]

    @cached_property
    def port(self):
        return int(self._raw["port"])


class Client:
    def __init__(self, base, wait):
        self.base = base
        self.wait = int(wait)

    def get(self):
        # hit
        os.system(self.base)

    def slow(self):
        os.system(f"sleep {self.wait}")
