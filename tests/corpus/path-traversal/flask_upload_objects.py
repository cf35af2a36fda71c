"""Flask: uploads that are read, and their names."""

from zipfile import ZipFile

from flask import Flask, request

app = Flask(__name__)


@app.post("/a")
def the_upload():
    upload = request.files.get("bundle")
    # ok: path-traversal
    with ZipFile(upload) as bundle:
        return bundle.read("metadata.yaml")


@app.post("/b")
def the_upload_at_once():
    # ok: path-traversal
    with ZipFile(request.files["bundle"]) as bundle:
        return bundle.read("metadata.yaml")


@app.post("/c")
def its_name():
    upload = request.files.get("bundle")
    # ruleid: path-traversal
    with ZipFile(upload.filename) as bundle:
        return bundle.read("metadata.yaml")


@app.post("/d")
def a_name_that_was_sent():
    name = request.form.get("bundle")
    # ruleid: path-traversal
    with ZipFile(name) as bundle:
        return bundle.read("metadata.yaml")
