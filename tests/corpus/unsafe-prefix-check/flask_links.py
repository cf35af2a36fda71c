"""Flask: checks of addresses and paths by a part of their text."""

import os
from pathlib import Path
from urllib.parse import urlsplit

import requests
from flask import Flask, abort, redirect, request, send_file

app = Flask(__name__)
FOLDER = "/srv/shop/files"


@app.get("/fetch")
def fetch():
    url = request.args["url"]
    # ruleid: unsafe-prefix-check
    if not url.startswith("https://api.shop.example"):
        abort(400)
    return {"length": len(requests.get(url, timeout=5).content)}


@app.get("/fetch-slash")
def fetch_with_a_slash():
    url = request.args["url"]
    # ok: unsafe-prefix-check
    if not url.startswith("https://api.shop.example/"):
        abort(400)
    return {"length": len(requests.get(url, timeout=5).content)}


@app.get("/fetch-host")
def fetch_by_host():
    url = request.args["url"]
    # ok: unsafe-prefix-check
    if urlsplit(url).hostname != "api.shop.example":
        abort(400)
    return {"length": len(requests.get(url, timeout=5).content)}


@app.get("/scheme")
def by_scheme():
    url = request.args["url"]
    # ok: unsafe-prefix-check
    if not url.startswith("https://"):
        abort(400)
    return {"secure": True}


@app.get("/go")
def go():
    target = request.args["target"]
    # ruleid: unsafe-prefix-check
    if "shop.example" in target:
        return redirect(target)
    return redirect("/")


@app.get("/partner")
def partner():
    url = request.args["url"]
    host = urlsplit(url).hostname or ""
    # ruleid: unsafe-prefix-check
    if not host.endswith("shop.example"):
        abort(400)
    return redirect(url)


@app.get("/partner-dot")
def partner_with_a_dot():
    url = request.args["url"]
    host = urlsplit(url).hostname or ""
    # ok: unsafe-prefix-check
    if not host.endswith(".shop.example"):
        abort(400)
    return redirect(url)


@app.get("/file")
def file():
    path = os.path.realpath(os.path.join(FOLDER, request.args["name"]))
    # ruleid: unsafe-prefix-check
    if not path.startswith(FOLDER):
        abort(404)
    return send_file(path)


@app.get("/file-separator")
def file_with_a_separator():
    path = os.path.realpath(os.path.join(FOLDER, request.args["name"]))
    # ok: unsafe-prefix-check
    if not path.startswith(FOLDER + os.sep):
        abort(404)
    return send_file(path)


@app.get("/file-inside")
def file_inside():
    path = (Path(FOLDER) / request.args["name"]).resolve()
    # ok: unsafe-prefix-check
    if not path.is_relative_to(FOLDER):
        abort(404)
    return send_file(path)


@app.before_request
def own_pages_only():
    # ok: unsafe-prefix-check
    if request.path.startswith("/admin"):
        abort(404)


@app.get("/kind")
def kind():
    name = request.args["name"]
    # ok: unsafe-prefix-check
    if name.endswith("report.pdf"):
        return {"kind": "report"}
    return {"kind": "other"}


SCHEMES = ("http://", "https://")
FOLDERS = ("/srv/files", "/srv/more")


@app.get("/scheme-or-file")
def scheme_or_file():
    path = os.path.realpath(os.path.join(FOLDER, request.args["name"]))
    # ok: unsafe-prefix-check
    if path.startswith(SCHEMES):
        abort(404)
    return send_file(path)


@app.get("/file-in-folders")
def file_in_folders():
    path = os.path.realpath(os.path.join(FOLDER, request.args["name"]))
    # ruleid: unsafe-prefix-check
    if not path.startswith(FOLDERS):
        abort(404)
    return send_file(path)
