import subprocess

from flask import Flask, request
from objects.models import Plain, Query, Safe, made

app = Flask(__name__)


def run(text):
    subprocess.run("find " + text, shell=True)


@app.get("/text")
def text():
    query = Query(request.args["q"], request.args["n"])
    # hit: what the constructor keeps in an attribute
    subprocess.run("find " + query.text, shell=True)


@app.get("/limit")
def limit():
    query = Query(request.args["q"], request.args["n"])
    # clean: the constructor makes a number of it
    subprocess.run("find " + str(query.limit), shell=True)


@app.get("/title")
def title():
    query = Query(request.args["q"], request.args["n"])
    # clean: the constructor sets a constant
    subprocess.run("find " + query.title, shell=True)


@app.get("/renamed")
def renamed():
    query = Query("all", 1)
    query.rename(request.args["t"])
    # hit: what a method keeps in an attribute
    subprocess.run("find " + query.title, shell=True)


@app.get("/renamed-other")
def renamed_other():
    query = Query("all", 1)
    query.rename(request.args["t"])
    # clean: another attribute
    subprocess.run("find " + query.text, shell=True)


@app.get("/described")
def described():
    query = Query("all", 1)
    query.rename(request.args["t"])
    # hit: a method gives back what another one kept
    subprocess.run("find " + query.described(), shell=True)


@app.get("/size")
def size():
    query = Query(request.args["q"], 1)
    # clean: a method gives back another attribute
    subprocess.run("find " + query.size(), shell=True)


@app.get("/safe")
def safe():
    # clean: only known values are kept
    subprocess.run("find " + Safe(request.args["q"]).text, shell=True)


@app.get("/plain")
def plain():
    one = Plain()
    one.set(request.args["v"])
    # hit: of a class without a constructor
    subprocess.run("find " + one.value, shell=True)


@app.get("/plain-name")
def plain_name():
    one = Plain()
    one.set(request.args["v"])
    # clean: an attribute of the class
    subprocess.run("find " + one.name, shell=True)
