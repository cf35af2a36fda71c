"""Conditions whose answer is kept in a variable, or that speak of all elements; conversions that refuse."""
import os

from flask import Flask, abort, request

app = Flask(__name__)
ALLOWED = frozenset(["a", "b"])


@app.get("/1")
def membership():
    name = request.args["x"]
    known = name in ALLOWED
    if not known:
        return ""
    # clean
    os.system(name)


@app.get("/2")
def several():
    name, other = request.args["x"], request.args["y"]
    known = name in ALLOWED and other == "c"
    if not known:
        abort(404)
    # clean
    os.system(name)
    # clean
    os.system(other)


@app.get("/3")
def either():
    name, other = request.args["x"], request.args["y"]
    known = name in ALLOWED or other == "c"
    if not known:
        abort(404)
    # hit
    os.system(name)


@app.get("/4")
def negated():
    name = request.args["x"]
    unknown = not (name in ALLOWED)
    if unknown:
        abort(404)
    # clean
    os.system(name)


@app.get("/5")
def changed():
    name = request.args["x"]
    known = name in ALLOWED
    name = request.args["y"]
    if not known:
        abort(404)
    # hit
    os.system(name)


@app.get("/6")
def answered_twice():
    name = request.args["x"]
    known = name in ALLOWED
    if request.args["force"]:
        known = True
    if not known:
        abort(404)
    # hit
    os.system(name)


@app.get("/7")
def wrong_way():
    name = request.args["x"]
    known = name in ALLOWED
    if known:
        abort(404)
    # hit
    os.system(name)


@app.get("/8")
def any_unknown():
    names = request.args.getlist("x")
    if any(name not in ALLOWED for name in names):
        abort(400)
    # clean
    os.system(" ".join(names))


@app.get("/9")
def any_known():
    names = request.args.getlist("x")
    if any(name in ALLOWED for name in names):
        # hit
        os.system(" ".join(names))


@app.get("/10")
def none_known():
    names = request.args.getlist("x")
    if any(name in ALLOWED for name in names):
        abort(400)
    # hit
    os.system(" ".join(names))


@app.get("/11")
def converted():
    text = request.args["x"]
    try:
        number = int(text)
    except ValueError:
        # hit
        os.system(text)
        return ""
    # clean
    os.system(text)
    # clean
    os.system(f"tool {number}")


@app.get("/12")
def lengthened():
    text = request.args["x"]
    size = len(text)
    # hit
    os.system(text + str(size))


@app.get("/13")
def read_as_number():
    number = request.args.get("n", type=int)
    # clean
    os.system(f"tool {number}")
    number = request.args.get("n", 1, int)
    # clean
    os.system(f"tool {number}")
    numbers = request.args.getlist("n", type=float)
    # clean
    os.system(f"tool {numbers[0]}")
    text = request.args.get("n", type=str)
    # hit
    os.system(f"tool {text}")
    text = request.args.get("n", "int")
    # hit
    os.system(f"tool {text}")
