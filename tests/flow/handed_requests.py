"""What callers pass for a parameter without a type: the request, or a client of other hosts."""

import os

import httpx
from flask import Flask, request

app = Flask(__name__)


def host(req):
    return req.form["h"]


def size(req):
    return int(req.form["n"])


def run(req):
    # hit
    os.system(req.form["h"])


def run_what_is_stored(store):
    # clean
    os.system(store.form["h"])


class Params:
    def __init__(self, host):
        self.host = host

    @classmethod
    def of(cls, source):
        return cls(source.form["h"])


def fields(source):
    for name in ("a", "b"):
        yield source.form[name]


def inner(req):
    return host(req)


@app.post("/host")
def show_host():
    # hit
    os.system("logger " + host(request))
    # clean
    os.system("nice %d" % size(request))
    # hit
    os.system("logger " + inner(request))
    return "ok"


@app.post("/run")
def show_run():
    run(request)
    run_what_is_stored(app.store)
    return "ok"


@app.post("/params")
def show_params():
    # hit
    os.system("logger " + Params.of(request).host)
    for field in fields(request):
        # hit
        os.system("logger " + field)
    return "ok"


def fetch(client, url):
    # hit
    return client.get(url)


def read(store, url):
    # clean
    return store.get(url)


@app.get("/fetch")
def show_fetch():
    with httpx.Client(timeout=3) as client:
        read(app.store, request.args["u"])
        return fetch(client, request.args["u"]).text
