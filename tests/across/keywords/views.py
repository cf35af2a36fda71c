import subprocess

from flask import Flask, request
from keywords.tools import line, line_size, outer, run, run_get, run_size

app = Flask(__name__)


@app.get("/run")
def view_run():
    run(name=request.args["n"], size="3")
    run_size(name=request.args["n"], size="3")
    run_get(name=request.args["n"])
    outer(name=request.args["n"], size="3")


@app.get("/line")
def view_line():
    # hit: what it builds of a keyword
    subprocess.run(line(name=request.args["n"], size="3"), shell=True)
    # clean: of another keyword
    subprocess.run(line_size(name=request.args["n"], size="3"), shell=True)


@app.get("/spread")
def spread():
    options = {"name": request.args["n"], "size": "3"}
    # hit: spread
    subprocess.run(line(**options), shell=True)
    # clean: of another key
    subprocess.run(line_size(**options), shell=True)
