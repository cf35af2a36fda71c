import subprocess

from flask import request


class Step:
    def run(self):
        # shown
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
        # A class elsewhere gives clients' data.
        # hit
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
        # One of the classes lets everything through.
        # hit
        subprocess.run("find " + query, shell=True)

    def check(self, query):
        raise NotImplementedError


class Mixin:
    def start(self):
        # shown
        self.finish(request.args["q"])


class Passing:
    def start(self, query):
        # shown
        self.finish(query)

    def finish(self, query):
        pass
