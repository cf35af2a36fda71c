"""Bottle: bare decorators, an application, path filters."""

import os
import shlex

import bottle
from bottle import Bottle, request, route

app = Bottle()


@route("/show/<name>")
def show(name):
    # ruleid: command-injection
    os.system("cat notes/" + name)


@route("/page/<number:int>")
def page(number):
    # ok: command-injection
    os.system(f"lpr -P {number}")


@app.post("/print")
def printed():
    # ruleid: command-injection
    os.system("lpr " + request.forms.get("file"))
    # ok: command-injection
    os.system("lpr " + shlex.quote(request.forms.get("file")))


@bottle.get("/q")
def q():
    # ruleid: command-injection
    os.popen("grep %s notes.txt" % bottle.request.query.q)
    # ok: command-injection
    os.popen("grep %s notes.txt" % shlex.quote(bottle.request.query.q))
