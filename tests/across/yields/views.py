import subprocess

from flask import Flask, request
from yields.inputs import Scope, each, number, numbers, opened, term, terms

app = Flask(__name__)


@app.get("/terms")
def view_terms():
    for one in terms():
        # hit: what a generator brings in
        subprocess.run("tool " + one, shell=True)
    for one in numbers():
        # clean: numbers
        subprocess.run("tool " + str(one), shell=True)
    for one in each(request.args.getlist("q")):
        # hit: through a generator
        subprocess.run("tool " + one, shell=True)


@app.get("/term")
def view_term():
    with term() as one:
        # hit: what a context manager brings in
        subprocess.run("tool " + one, shell=True)
    with number() as one:
        # clean: a number
        subprocess.run("tool " + str(one), shell=True)
    with opened(request.args["q"]) as one:
        # clean: another file
        subprocess.run("tool " + one.name, shell=True)
    with Scope(request.args["q"]) as one:
        # hit: an object that is a context manager
        subprocess.run("tool " + one, shell=True)
    with Scope("constant") as one:
        # clean: the same with a constant
        subprocess.run("tool " + one, shell=True)
