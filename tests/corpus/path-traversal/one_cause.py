"""A value that several sinks are given is spoken of once: at the first of them."""
import os
from pathlib import Path

from flask import Flask, request

app = Flask(__name__)


def save(path, content):
    # ruleid: path-traversal
    os.makedirs(os.path.dirname(path), exist_ok=True)
    # ok: path-traversal
    with open(path + ".part", "wb") as file:
        file.write(content)
    # ok: path-traversal
    os.replace(path + ".part", path)


@app.post("/saved")
def saved():
    save(request.args["path"], b"")
    return "ok"


@app.post("/moved")
def moved():
    data = request.args
    # ruleid: path-traversal
    os.remove(data["old"])
    # ruleid: path-traversal
    Path(data["new"]).touch()
    return "ok"


@app.post("/renamed")
def renamed():
    old = request.args["old"]
    new = request.args["new"]
    # ruleid: path-traversal
    os.remove(old)
    # ruleid: path-traversal
    Path(new).touch()
    # ok: path-traversal
    Path(old).with_suffix(".old").parent.mkdir()
    return "ok"


@app.post("/chosen")
def chosen():
    path = request.args["first"]
    # ruleid: path-traversal
    os.remove(path)
    path = request.args["second"]
    # ruleid: path-traversal
    os.remove(path)
    return "ok"
