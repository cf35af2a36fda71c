"""Members of archives joined by hand, names of uploads, of temporary files, of what is sent."""

import os
import shutil
import tempfile
import zipfile
from pathlib import Path

from flask import Flask, request, send_file
from werkzeug.utils import secure_filename

app = Flask(__name__)
ROOT = "/srv/files"


@app.route("/upload", methods=["POST"])
def upload():
    file = request.files["file"]
    # ruleid: path-traversal
    file.save(os.path.join(ROOT, file.filename))
    # ok: path-traversal
    file.save(os.path.join(ROOT, secure_filename(file.filename)))
    # ok: path-traversal
    file.save(os.path.join(ROOT, os.path.basename(file.filename)))
    ending = os.path.splitext(file.filename)[1]
    # ok: path-traversal
    file.save(os.path.join(ROOT, "picture" + ending))
    return "ok"


@app.route("/send")
def send():
    name = request.args["name"]
    # ruleid: path-traversal
    return send_file(os.path.join(ROOT, name))


@app.route("/send-checked")
def send_checked():
    path = os.path.realpath(os.path.join(ROOT, request.args["name"]))
    if os.path.commonpath([path, ROOT]) != ROOT:
        return "no"
    # ok: path-traversal
    return send_file(path)


@app.route("/move")
def move():
    name = request.args["name"]
    # ruleid: path-traversal
    shutil.move(f"{ROOT}/{name}", "/srv/old")
    # ruleid: path-traversal
    shutil.copyfileobj(open(os.path.join(ROOT, name), "rb"), open("/srv/old", "wb"))
    # ok: path-traversal
    shutil.move(f"{ROOT}/{Path(name).name}", "/srv/old")
    # ruleid: path-traversal
    shutil.rmtree(Path(ROOT) / request.args["name"])
    return "ok"


@app.route("/pack")
def pack():
    with zipfile.ZipFile("/srv/all.zip", "w") as archive:
        # ruleid: path-traversal
        archive.write(os.path.join(ROOT, request.args["name"]))
        # ok: path-traversal
        archive.write(os.path.join(ROOT, "readme"))
    # ruleid: path-traversal
    zipfile.ZipFile(os.path.join(ROOT, request.args["name"]))
    return "ok"


@app.route("/scratch")
def scratch():
    name = request.args["name"]
    # ruleid: path-traversal
    with open(os.path.join(tempfile.gettempdir(), name), "w") as file:
        file.write("x")
    # ruleid: path-traversal
    tempfile.NamedTemporaryFile(prefix=request.args["name"])
    # ruleid: path-traversal
    tempfile.mkdtemp(None, request.args["name"])
    # ruleid: path-traversal
    tempfile.mkstemp(dir=os.path.join(ROOT, request.args["name"]))
    # ok: path-traversal
    tempfile.NamedTemporaryFile(prefix="shop")
    return "ok"
