"""A check of a piece says nothing of the rest."""

import os
import re
from pathlib import Path

import httpx
from flask import Flask, abort, request

app = Flask(__name__)
KINDS = {"ping", "dig"}
ROOT = Path("/srv/shop")


def run(text):
    os.system("log " + text)


@app.post("/kind")
def kind():
    data = request.get_json()
    kind = data["kind"]
    if kind not in KINDS:
        abort(400)
    # clean
    os.system(kind)
    # clean
    os.system(data["kind"])
    # hit
    os.system("ls " + data["name"])


@app.post("/got")
def got():
    form = request.form
    kind, name = form.get("kind"), form.get("name")
    if kind == "ping":
        # clean
        os.system(form.get("kind"))
        # hit
        os.system(name)


@app.post("/matched")
def matched():
    data = request.get_json()
    kind, name = data["kind"], data["name"]
    match kind:
        case "a":
            # hit
            os.system("ls " + name)


@app.post("/typed")
def typed():
    data = request.get_json()
    size = data["size"]
    if not isinstance(size, int):
        abort(400)
    # clean
    os.system("head -c " + str(size))
    # hit
    os.system("ls " + data["name"])


@app.post("/items")
def items():
    data = request.get_json()
    for item in data["items"]:
        kind = item["kind"]
        if kind == "a":
            # clean
            os.system("ls " + kind)
            # hit
            os.system("ls " + item["name"])


@app.post("/verb")
def verb():
    text = request.form["text"]
    verb = text.split()[0]
    if verb not in KINDS:
        abort(400)
    # clean
    os.system(verb)
    # hit
    os.system(text)


@app.post("/end")
def end():
    name = request.form["name"]
    end = name.rsplit(".", 1)[-1]
    if end not in ("txt", "csv"):
        abort(400)
    # clean
    os.system("wc note." + end)
    # hit
    os.system("wc " + name)


@app.post("/ends")
def ends():
    name = request.form["name"]
    _, end = os.path.splitext(name)
    if end not in (".txt", ".csv"):
        abort(400)
    # hit
    os.system("wc " + name)


@app.post("/pairs")
def pairs():
    key, _, value = request.form["line"].partition("=")
    if key == "size":
        # clean
        os.system("show " + key)
        # hit
        os.system("show " + value)


@app.post("/halves")
def halves():
    host, port = request.form["at"].split(":")
    if port.isdigit():
        # clean
        os.system("nc local " + port)
        # hit
        os.system("nc " + host)


@app.post("/parts")
def parts():
    parts = request.form["at"].split(":")
    if parts[1].isdigit():
        # clean
        os.system("nc local " + parts[1])
        # hit
        os.system("nc " + parts[0])


@app.post("/scheme")
def scheme():
    url = request.form["url"]
    scheme = url.split("://")[0]
    if scheme not in ("http", "https"):
        abort(400)
    # hit
    httpx.get(url, timeout=3)


@app.post("/start")
def start():
    name = request.form["name"]
    if name[:2] != "ls":
        abort(400)
    # hit
    os.system(name)


@app.post("/digits")
def digits():
    name = request.form["name"]
    if name[1:].isdigit():
        # hit
        os.system("kill " + name)


@app.post("/type")
def type_of_upload():
    upload = request.files["f"]
    if upload.mimetype not in ("image/png", "image/jpeg"):
        abort(400)
    # hit
    upload.save("/srv/shop/" + upload.filename)


@app.post("/suffix")
def suffix():
    path = (ROOT / request.form["name"]).resolve()
    if path.suffix not in (".txt", ".csv"):
        abort(404)
    # hit
    return path.read_text()


@app.post("/parent")
def parent():
    path = (ROOT / request.form["name"]).resolve()
    if path.parent != ROOT:
        abort(404)
    # clean
    return path.read_text()


def has_good_end(name):
    return "." in name and name.rsplit(".", 1)[1].lower() in {"png", "jpg"}


def has_good_name(name):
    return name.strip().lower() in {"a.png", "b.jpg"}


@app.post("/upload")
def upload():
    upload = request.files["f"]
    if upload and has_good_name(upload.filename):
        # clean
        upload.save("/srv/shop/" + upload.filename)
    if upload and has_good_end(upload.filename):
        # hit
        upload.save("/srv/shop/" + upload.filename)


def kind_of(data):
    return data["kind"]


@app.post("/helper")
def helper():
    data = request.get_json()
    kind = kind_of(data)
    if kind not in KINDS:
        abort(400)
    # clean
    os.system(kind)
    # hit
    os.system("ls " + data["name"])


@app.post("/group")
def group():
    text = request.form["text"]
    found = re.match("(.+)=(.+)", text)
    if found.group(1) == "size":
        # hit
        os.system("show " + text)


@app.post("/whole")
def whole():
    name = request.form["name"]
    short = name.strip().lower()
    if short not in KINDS:
        abort(400)
    # clean
    os.system(name)


@app.post("/every")
def every():
    names = request.form["names"]
    for name in names.split(","):
        if name not in KINDS:
            abort(400)
    # clean
    os.system("dig " + names)
