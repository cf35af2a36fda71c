import subprocess

from flask import request


class Step:
    def run(self):
        self.handle(self.wanted())
        self.checked(self.wanted())
        self.handle_fixed("all")

    def wanted(self):
        return request.args["q"]

    def handle(self, query):
        raise NotImplementedError

    def checked(self, query):
        raise NotImplementedError


class Reader:
    def execute(self):
        # hit: a class elsewhere gives clients' data
        subprocess.run("find " + self.text(), shell=True)

    def text(self):
        raise NotImplementedError


class Constant:
    def execute(self):
        # clean: the class elsewhere gives a constant
        subprocess.run("find " + self.text(), shell=True)

    def text(self):
        raise NotImplementedError


class Guarded:
    def execute(self):
        query = request.args["q"]
        self.check(query)
        # clean: the one class that there is checks it
        subprocess.run("find " + query, shell=True)

    def check(self, query):
        raise NotImplementedError


class Believed:
    def execute(self):
        query = request.args["q"]
        self.check(query)
        # hit: one of the classes lets everything through
        subprocess.run("find " + query, shell=True)

    def check(self, query):
        raise NotImplementedError


class Mixin:
    def start(self):
        self.finish(request.args["q"])


class Passing:
    def start(self, query):
        self.finish(query)

    def finish(self, query):
        pass
