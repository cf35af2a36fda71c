import subprocess

from flask import Flask, request
from wrappers.guards import known_only, logged, trimmed, with_number, with_term

app = Flask(__name__)


@app.get("/a/<name>")
@known_only
def guarded(name):
    # clean: the decorator lets only known names through
    subprocess.run("tool " + name, shell=True)


@app.get("/b/<name>")
@logged
def called(name):
    # hit: the decorator lets all through
    subprocess.run("tool " + name, shell=True)


@app.get("/c")
@with_term
def term(term):
    # hit: the decorator passes what a client sends
    subprocess.run("tool " + term, shell=True)


@app.get("/d")
@with_number
def number(number):
    # clean: the decorator passes a number
    subprocess.run("tool " + str(number), shell=True)


@trimmed
def line(text):
    return "tool " + text


@app.get("/e")
def lines():
    # hit: through a decorated function
    subprocess.run(line(request.args["q"]), shell=True)
