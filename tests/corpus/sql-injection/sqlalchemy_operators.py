"""Operators and keys that clients choose."""
from flask import Flask, request
from sqlalchemy import select

from shop.models import Item

app = Flask(__name__)
OPERATORS = {"like", "ilike"}


@app.route("/operator")
def operator():
    # ruleid: sql-injection
    found = Item.name.op(request.args["operator"])(request.args["name"])
    return str(select(Item).where(found))


@app.route("/operator-value")
def operator_value():
    # ok: sql-injection
    found = Item.name.op("ilike")(request.args["name"])
    return str(select(Item).where(found))


@app.route("/operator-checked")
def operator_checked():
    chosen = request.args["operator"]
    if chosen not in OPERATORS:
        return "no", 400
    # ok: sql-injection
    found = Item.name.op(chosen)(request.args["name"])
    return str(select(Item).where(found))


@app.route("/keys")
def keys():
    # ruleid: sql-injection
    return str(Item.query.filter_by(**request.args).all())


@app.route("/values")
def values():
    # ok: sql-injection
    return str(Item.query.filter_by(name=request.args["name"]).all())
