import re

from flask import Flask, abort, request

app = Flask(__name__)
LETTERS = re.compile(r"^(a+)+$")


@app.get("/short")
def short():
    name = request.args["n"]
    if len(name) > 12:
        abort(400)
    # ok: regex-denial-of-service
    return {"ok": bool(re.match(r"^(a+)+$", name))}


@app.get("/shorter")
def shorter():
    name = request.args["n"]
    if 0 < len(name) and len(name) <= 20:
        # ok: regex-denial-of-service
        return {"ok": bool(LETTERS.match(name))}
    return {}


@app.get("/not-short")
def not_short():
    name = request.args["n"]
    if len(name) < 3:
        abort(400)
    # ruleid: regex-denial-of-service
    return {"ok": bool(re.match(r"^(a+)+$", name))}


@app.get("/long")
def long():
    name = request.args["n"]
    if len(name) > 4000:
        abort(400)
    # ruleid: regex-denial-of-service
    return {"ok": bool(re.match(r"^(a+)+$", name))}


@app.get("/pattern")
def pattern():
    name = request.args["n"]
    if len(name) > 12:
        abort(400)
    # A short pattern explodes as well, on a long text.
    # ruleid: regex-denial-of-service
    return {"ok": bool(re.match(name, "a constant"))}
