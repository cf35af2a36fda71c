"""Flask: patterns that a form's text is matched with."""

import re

from flask import Flask, request

app = Flask(__name__)

WORDS = re.compile(r"^(\w+\s?)*$")
WORDS_ONCE = re.compile(r"^\w+(\s\w+)*$")
MAIL = re.compile(r"^([a-zA-Z0-9]+\.?)+@shop\.example$")
ADDRESS = re.compile(r"^(?:[0-9]{1,3}\.){3}[0-9]{1,3}$")
LINES = ["tea", "cups", "kettle"]


@app.post("/words")
def words():
    # ruleid: regex-denial-of-service
    return {"valid": bool(WORDS.match(request.form["text"]))}


@app.post("/words-once")
def words_once():
    # ok: regex-denial-of-service
    return {"valid": bool(WORDS_ONCE.match(request.form["text"]))}


@app.post("/words-constant")
def words_constant():
    # ok: regex-denial-of-service
    return {"valid": bool(WORDS.match("a constant text"))}


@app.post("/mail")
def mail():
    text = request.form["mail"].strip()
    # ruleid: regex-denial-of-service
    return {"valid": MAIL.search(text) is not None}


@app.post("/address")
def address():
    # ok: regex-denial-of-service
    return {"valid": ADDRESS.match(request.form["address"]) is not None}


@app.post("/digits")
def digits():
    # ruleid: regex-denial-of-service
    return {"valid": bool(re.match(r"^(\d+,?)+$", request.form["numbers"]))}


@app.post("/digits-once")
def digits_once():
    # ok: regex-denial-of-service
    return {"valid": bool(re.match(r"^\d+(,\d+)*$", request.form["numbers"]))}


@app.post("/replaced")
def replaced():
    # ruleid: regex-denial-of-service
    return {"text": re.sub("(a|aa)+b", "", request.form["text"])}


@app.post("/never-fails")
def never_fails():
    # What matches may end anywhere: nothing is tried again.
    # ok: regex-denial-of-service
    return {"text": re.sub("(a+)+", "", request.form["text"])}


@app.post("/whole")
def whole():
    # ruleid: regex-denial-of-service
    return {"valid": bool(re.fullmatch("(a+)+", request.form["text"]))}


@app.get("/search")
def search():
    wanted = request.args["wanted"]
    # ruleid: regex-denial-of-service
    return {"found": [line for line in LINES if re.search(wanted, line)]}


@app.get("/search-escaped")
def search_escaped():
    wanted = re.escape(request.args["wanted"])
    # ok: regex-denial-of-service
    return {"found": [line for line in LINES if re.search(wanted, line)]}


@app.get("/search-built")
def search_built():
    # ruleid: regex-denial-of-service
    pattern = re.compile(r"\b" + request.args["wanted"] + r"\b")
    return {"found": [line for line in LINES if pattern.search(line)]}
