import os
from threading import Thread

from flask import Flask, request

app = Flask(__name__)


def with_value(function, raw):
    return function(raw.strip())


def shell(command):
    # ruleid: command-injection
    return os.system(command)


def size(command):
    return len(command)


@app.get("/run")
def run():
    return {"rc": with_value(shell, request.args["c"]), "size": with_value(size, request.args["c"])}


@app.get("/direct")
def direct():
    # ruleid: command-injection
    return {"rc": with_value(os.system, request.args["c"])}


@app.get("/later")
def later():
    # ruleid: command-injection
    Thread(target=os.system, args=(request.args["c"],)).start()
    # ok: command-injection
    Thread(target=len, args=(request.args["c"],)).start()
    return {}


def refuse(name):
    if not name:
        raise LookupError("empty")
    raise LookupError(name)


def refuse_quietly(name):
    raise LookupError("no such name")


@app.get("/refused")
def refused():
    try:
        refuse(request.args["n"])
    except LookupError as error:
        # ruleid: command-injection
        os.system(error.args[0])
    try:
        refuse_quietly(request.args["n"])
    except LookupError as error:
        # ok: command-injection
        os.system(error.args[0])
    return {}
