import subprocess

from flask import Flask, request
from parts.inputs import as_dict, both, pair, record

app = Flask(__name__)


@app.get("/tuple")
def of_tuple():
    name, size = both()
    # hit: the first of two
    subprocess.run("tool " + name, shell=True)
    # clean: the second of two
    subprocess.run("tool " + size, shell=True)


@app.get("/dict")
def of_dict():
    given = as_dict()
    # hit: by its key
    subprocess.run("tool " + given["name"], shell=True)
    # clean: by another key
    subprocess.run("tool " + given["size"], shell=True)


@app.get("/pair")
def of_pair():
    kind, text = pair(request.args["t"])
    # hit: where the parameter went
    subprocess.run("tool " + text, shell=True)
    # clean: the other
    subprocess.run("tool " + kind, shell=True)


@app.get("/record")
def of_record():
    made = record(request.args["t"])
    # hit: under its key
    subprocess.run("tool " + made["text"], shell=True)
    # clean: under another key
    subprocess.run("tool " + made["kind"], shell=True)
