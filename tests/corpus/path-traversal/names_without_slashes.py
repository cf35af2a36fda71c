"""Flask: names of which the slashes were taken out."""

import os
from urllib.parse import quote

from flask import Flask, request

app = Flask(__name__)


@app.get("/quoted")
def quoted():
    name = quote(request.args["name"], safe="")
    # ok: path-traversal
    return open("/srv/docs/doc-" + name + ".txt").read()


@app.get("/quoted-with-slashes")
def quoted_with_slashes():
    name = quote(request.args["name"])
    # ruleid: path-traversal
    return open("/srv/docs/doc-" + name + ".txt").read()


@app.get("/replaced")
def replaced():
    name = request.args["name"].replace("/", "_")
    # ok: path-traversal
    return open(f"/srv/docs/{name}.txt").read()


@app.get("/replaced-by-slashes")
def replaced_by_slashes():
    name = request.args["name"].replace("/", "//")
    # ruleid: path-traversal
    return open(f"/srv/docs/{name}.txt").read()


@app.get("/folder")
def a_folder():
    name = request.args["name"].replace("/", "_")
    # ruleid: path-traversal
    return {"files": os.listdir("/srv/docs/" + name)}


@app.get("/sometimes")
def sometimes_replaced():
    name = request.args["name"]
    if request.args.get("plain"):
        name = name.replace("/", "_")
    # ruleid: path-traversal
    return open(f"/srv/docs/{name}.txt").read()


@app.post("/upload")
def upload():
    file = request.files["file"]
    # ruleid: path-traversal
    with open("/srv/docs/" + file.filename, "wb") as stream:
        stream.write(file.read())
    # ok: path-traversal
    with open(f"/srv/sizes/{file.content_length}", "w") as stream:
        stream.write("x")
    return "ok"
