import os

from flask import Flask

app = Flask(__name__)


def show(name, number):
    # hit
    os.system("tool " + name)
    # clean
    os.system(f"tool {number}")


def unrouted(name):
    # weak
    os.system("tool " + name)


def setup(server):
    server.add_url_rule("/show/<name>/<int:number>", "show", show)
