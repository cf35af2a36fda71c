"""A database object that another module of the project makes."""

from flask import Blueprint, request

from shop.db import db, robot

pages = Blueprint("pages", __name__)


@pages.get("/find")
def find():
    name = request.args["name"]
    # ruleid: sql-injection
    return {"rows": db.execute(f"SELECT id FROM products WHERE name = '{name}'").fetchall()}


@pages.get("/find-bound")
def find_bound():
    name = request.args["name"]
    # ok: sql-injection
    return {"rows": db.execute("SELECT id FROM products WHERE name = ?", (name,)).fetchall()}


@pages.get("/robot")
def order():
    # ok: sql-injection
    return {"said": robot.execute(f"turn {request.args['side']}")}
