"""Flask: helpers that answer with data or with pages."""

from flask import Flask, Response, jsonify, request
from markupsafe import Markup

from shop.account import allowed

app = Flask(__name__)


def described(name, known):
    if not known:
        return Response("unknown", 404)
    if known == "list":
        return [{"name": name}]
    return jsonify({"name": name})


def described_as_page(name, known):
    if not known:
        return Response("unknown", 404)
    if known == "list":
        return [{"name": name}]
    return "<p>" + name + "</p>"


@app.get("/a")
def data():
    # ok: xss
    return described(request.args["name"], allowed())


@app.get("/b")
def page():
    # ruleid: xss
    return described_as_page(request.args["name"], allowed())


@app.post("/c")
def plain():
    # ok: xss
    text = Markup(request.form["text"]).striptags()
    return jsonify(text)


@app.post("/d")
def plain_at_once():
    # ok: xss
    return jsonify(Markup(request.form["text"]).unescape())


@app.post("/e")
def marked():
    # ruleid: xss
    return jsonify(Markup(request.form["text"]))


@app.get("/f")
def escaped_by_hand():
    name = request.args["name"].replace("&", "&amp;").replace("<", "&lt;")
    # ok: xss
    return "<p>" + name + "</p>"


@app.get("/g")
def escaped_in_part():
    name = request.args["name"].replace("&", "&amp;").replace(">", "&gt;")
    # ruleid: xss
    return "<p>" + name + "</p>"
