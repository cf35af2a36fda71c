import os

from flask import Flask, request

import instances.svc
from instances import state, svc
from instances.models import Client, Params
from instances.quiet import names
from instances.svc import Shell, shell

app = Flask(__name__)


@app.post("/call")
def call():
    # shown
    shell.call(request.form["a"])
    return {}


@app.post("/module")
def by_module():
    # shown
    svc.shell.shown(request.form["a"])
    return {}


@app.post("/path")
def by_path():
    instances.svc.shell.measure(request.form["a"])
    return {}


@app.post("/class")
def by_class():
    # shown
    Shell.made(request.form["a"])
    return {}


@app.post("/given")
def given():
    # hit
    os.system(names.trimmed(request.form["a"]))
    os.system(f"sleep {names.counted(request.form['a'])}")
    # hit
    os.system(shell.trimmed(request.form["a"]))
    return {}


@app.post("/client")
def client():
    # shown
    Client(request.form["base"], request.form["wait"]).get()
    Client(request.form["base"], request.form["wait"]).slow()
    return {}


@app.post("/property")
def by_property():
    params = Params(request.form)
    # hit
    os.system(f"nc -z {params.host}")
    os.system(f"nc -z localhost {params.port}")
    return {}


@app.post("/left")
def left():
    state.first.command = request.form["a"]
    os.system(state.second.command)
    return {}
