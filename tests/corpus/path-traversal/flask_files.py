"""Flask: names of files that come from outside."""

import html
import os
import re
from pathlib import Path

from flask import Flask, abort, request, send_file, send_from_directory
from werkzeug.utils import safe_join, secure_filename

app = Flask(__name__)

FOLDER = "/srv/shop/files"
ROOT = Path("/srv/shop/files")
MANUALS = {"tea.pdf", "kettle.pdf"}


@app.get("/joined")
def joined():
    path = os.path.join(FOLDER, request.args["name"])
    # ruleid: path-traversal
    with open(path, "rb") as stream:
        return stream.read()


@app.get("/joined-secure")
def joined_secure():
    path = os.path.join(FOLDER, secure_filename(request.args["name"]))
    # ok: path-traversal
    with open(path, "rb") as stream:
        return stream.read()


@app.get("/joined-base-name")
def joined_base_name():
    path = os.path.join(FOLDER, os.path.basename(request.args["name"]))
    # ok: path-traversal
    with open(path, "rb") as stream:
        return stream.read()


@app.get("/joined-escaped")
def wrong_sanitizer():
    path = os.path.join(FOLDER, html.escape(request.args["name"]))
    # ruleid: path-traversal
    with open(path, "rb") as stream:
        return stream.read()


@app.get("/number")
def number():
    # ok: path-traversal
    with open(f"{FOLDER}/{int(request.args['number'])}.pdf", "rb") as stream:
        return stream.read()


@app.get("/no-number")
def no_number():
    # ruleid: path-traversal
    with open(f"{FOLDER}/{request.args['number']}.pdf", "rb") as stream:
        return stream.read()


@app.get("/manual")
def manual():
    name = request.args["name"]
    if name not in MANUALS:
        abort(404)
    # ok: path-traversal
    return send_file(os.path.join(FOLDER, name))


@app.get("/any-manual")
def any_manual():
    name = request.args["name"]
    if name not in MANUALS:
        app.logger.info("an unknown manual")
    # ruleid: path-traversal
    return send_file(os.path.join(FOLDER, name))


@app.get("/directory")
def from_directory():
    # ok: path-traversal
    return send_from_directory(FOLDER, request.args["name"])


@app.get("/two-dots")
def two_dots():
    name = request.args["name"]
    if ".." in name:
        abort(400)
    # An absolute name replaces the folder in os.path.join.
    # ruleid: path-traversal
    return send_file(os.path.join(FOLDER, name))


@app.get("/safe-join")
def safely_joined():
    path = safe_join(FOLDER, request.args["name"])
    if path is None:
        abort(404)
    # ok: path-traversal
    return send_file(path)


@app.get("/pathlib")
def with_pathlib():
    path = ROOT / request.args["name"]
    # ruleid: path-traversal
    return path.read_text()


@app.get("/pathlib-inside")
def with_pathlib_inside():
    path = (ROOT / request.args["name"]).resolve()
    if not path.is_relative_to(ROOT):
        abort(404)
    # ok: path-traversal
    return path.read_text()


@app.post("/remove")
def remove():
    # ruleid: path-traversal
    os.remove(FOLDER + "/" + request.form["name"])
    return "", 204


@app.get("/page/<path:name>")
def page(name):
    # ruleid: path-traversal
    return Path(FOLDER, name).read_text()


@app.get("/page-number/<int:number>")
def page_number(number):
    # ok: path-traversal
    return Path(FOLDER, f"{number}.html").read_text()


def load(name):
    # ruleid: path-traversal
    with open("/srv/shop/notes/" + name, encoding="utf-8") as stream:
        return stream.read()


@app.get("/helper")
def through_a_helper():
    return load(request.args["name"])


@app.get("/letters-only")
def letters_only():
    name = re.sub(r"[^a-z0-9]", "", request.args["name"])
    # ok: path-traversal
    with open(os.path.join(FOLDER, name), "rb") as stream:
        return stream.read()


@app.get("/letters-and-dots")
def letters_and_dots():
    name = re.sub(r"[^a-z0-9./]", "", request.args["name"])
    # ruleid: path-traversal
    with open(os.path.join(FOLDER, name), "rb") as stream:
        return stream.read()


@app.post("/upload")
def upload():
    sent = request.files["file"]
    # ruleid: path-traversal
    sent.save(os.path.join(FOLDER, sent.filename))
    return "", 204


@app.post("/upload-secure")
def upload_secure():
    sent = request.files["file"]
    # ok: path-traversal
    sent.save(os.path.join(FOLDER, secure_filename(sent.filename)))
    return "", 204


@app.post("/upload-ending")
def upload_with_its_ending():
    sent = request.files["file"]
    ending = os.path.splitext(sent.filename)[1]
    # ok: path-traversal
    sent.save(os.path.join(FOLDER, "latest" + ending))
    return "", 204
