"""How careful programs write their checks, each beside the same with a hole in it."""
import os
import re
from urllib.parse import urljoin, urlparse

from flask import Flask, abort, redirect, request, send_file, url_for

app = Flask(__name__)
UPLOADS = "/srv/uploads"


def is_own(target):
    own = urlparse(request.host_url)
    other = urlparse(urljoin(request.host_url, target))
    return other.scheme in ("http", "https") and own.netloc == other.netloc


@app.get("/back")
def back():
    target = request.args.get("next")
    if not target or not is_own(target):
        target = url_for("index")
    # clean
    return redirect(target)


@app.get("/back-anywhere")
def back_anywhere():
    target = request.args.get("next")
    if not target:
        target = url_for("index")
    # hit
    return redirect(target)


@app.get("/below-root")
def below_root():
    root = os.path.realpath(UPLOADS)
    target = os.path.realpath(os.path.join(root, request.args["name"]))
    if not target.startswith(root + os.sep):
        abort(404)
    # clean
    return send_file(target)


@app.get("/below-root-inline")
def below_root_inline():
    target = os.path.realpath(os.path.join(UPLOADS, request.args["name"]))
    if not target.startswith(os.path.realpath(UPLOADS) + os.path.sep):
        abort(404)
    # clean
    return send_file(target)


@app.get("/below-root-joined")
def below_root_joined():
    root = os.path.realpath(UPLOADS)
    target = os.path.realpath(os.path.join(root, request.args["name"]))
    if not target.startswith(os.path.join(root, "")):
        abort(404)
    # clean
    return send_file(target)


@app.get("/beside-root")
def beside_root():
    root = os.path.realpath(UPLOADS)
    target = os.path.realpath(os.path.join(root, request.args["name"]))
    if not target.startswith(root):
        abort(404)
    # hit
    return send_file(target)


@app.get("/unresolved")
def unresolved():
    target = os.path.join(UPLOADS, request.args["name"])
    if not target.startswith(UPLOADS + os.sep):
        abort(404)
    # hit
    return send_file(target)


@app.get("/image")
def image():
    name = request.args["name"]
    if not re.match(r"^[\w.-]+\.png$", name):
        abort(404)
    # clean
    return send_file(os.path.join(UPLOADS, name))


@app.get("/any-image")
def any_image():
    name = request.args["name"]
    if not re.match(r"^[\w./-]+\.png$", name):
        abort(404)
    # hit
    return send_file(os.path.join(UPLOADS, name))


@app.get("/one-name")
def one_name():
    name = request.args["name"]
    if "/" in name or ".." in name:
        abort(404)
    # clean
    return send_file(os.path.join(UPLOADS, name))


@app.get("/no-parent")
def no_parent():
    name = request.args["name"]
    if ".." in name:
        abort(404)
    # hit
    return send_file(os.path.join(UPLOADS, name))
