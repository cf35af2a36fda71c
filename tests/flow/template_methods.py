"""Classes whose objects are texts."""
import os

from flask import request


class Host(str):
    def short(self):
        return self.split(".")[0]

    def size(self):
        return len(self)

    def ping(self):
        # hit
        os.system("ping " + self)

    @property
    def name(self):
        return self.lower()


class Word(str):
    def __new__(cls, text):
        if not text.isalnum():
            raise ValueError(text)
        return super().__new__(cls, text)


class Named:
    def __init__(self, text):
        self.size = len(text)


class Quiet(str):
    def ping(self):
        # clean
        os.system("ping " + self)


def made():
    host = Host(request.form["h"])
    # hit
    os.system("ping " + host)
    # hit
    os.system(f"ping {host}")
    # hit
    os.system("ping " + host.short())
    # hit
    os.system("ping " + host.upper())
    # hit
    os.system("ping " + host.name)
    # clean
    os.system(f"ping -c {host.size()}")
    host.ping()
    Quiet("localhost").ping()


def checked():
    # clean
    os.system("ping " + Word(request.form["h"]))


def other():
    # clean
    os.system(f"ping {Named(request.form['h'])}")
