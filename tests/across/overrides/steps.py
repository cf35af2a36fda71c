import subprocess

from overrides.base import Believed, Constant, Guarded, Mixin, Passing, Reader, Step
from flask import request


class Shell(Step):
    def handle(self, query):
        # hit: the class that this one derives from passes clients' data
        subprocess.run("find " + query, shell=True)

    def handle_fixed(self, query):
        # clean: it passes a constant
        subprocess.run("find " + query, shell=True)

    def checked(self, query):
        if query not in ("a", "b"):
            raise ValueError(query)
        # clean: it is checked here
        subprocess.run("find " + query, shell=True)


class Args(Reader):
    def text(self):
        return request.args["q"]


class All(Constant):
    def text(self):
        return "all"


class Strict(Guarded):
    def check(self, query):
        if query not in ("a", "b"):
            raise ValueError(query)


class Once(Believed):
    def check(self, query):
        if query not in ("a", "b"):
            raise ValueError(query)


class Never(Believed):
    def check(self, query):
        print("looks good", query)


class Mixed(Mixin):
    def finish(self, query):
        # hit: a class that does not have the method itself calls it
        subprocess.run("find " + query, shell=True)


class Passed(Passing):
    def finish(self, query):
        # hit: passed by a third file through the class above
        subprocess.run("find " + query, shell=True)


class Unrelated:
    def handle(self, query):
        # clean: derives from nothing
        subprocess.run("find " + query, shell=True)
