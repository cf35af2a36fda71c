"""Flask and sqlite3: how a value gets into the text of a query, and what keeps it out."""

import html
import sqlite3

from flask import Flask, abort, current_app, flash, request

app = Flask(__name__)

COLUMNS = {"name", "price"}
ORDERS = {"cheap": "price ASC", "new": "created DESC"}
TABLE = "products"


def connect():
    return sqlite3.connect(current_app.config["DATABASE"])


@app.get("/f-string")
def by_f_string():
    name = request.args["name"]
    cursor = sqlite3.connect("shop.db").cursor()
    # ruleid: sql-injection
    cursor.execute(f"SELECT id FROM products WHERE name = '{name}'")
    return {"rows": cursor.fetchall()}


@app.get("/parameter")
def by_parameter():
    name = request.args["name"]
    cursor = sqlite3.connect("shop.db").cursor()
    # ok: sql-injection
    cursor.execute("SELECT id FROM products WHERE name = ?", (name,))
    return {"rows": cursor.fetchall()}


@app.get("/percent")
def by_percent():
    name = request.args.get("name", "")
    query = "SELECT id FROM products WHERE name = '%s'" % name
    with sqlite3.connect("shop.db") as connection:
        # ruleid: sql-injection
        return {"rows": connection.execute(query).fetchall()}


@app.get("/format")
def by_format():
    name = request.form["name"]
    query = "SELECT id FROM products WHERE name = '{}'".format(name)
    with sqlite3.connect("shop.db") as connection:
        # ruleid: sql-injection
        return {"rows": connection.execute(query).fetchall()}


@app.get("/plus")
def by_plus():
    query = "SELECT id FROM products WHERE price > 0"
    if "name" in request.args:
        query += " AND name = '" + request.args["name"] + "'"
    with sqlite3.connect("shop.db") as connection:
        # ruleid: sql-injection
        return {"rows": connection.execute(query).fetchall()}


@app.get("/plus-parameters")
def by_plus_with_parameters():
    query = "SELECT id FROM products WHERE price > 0"
    values = []
    if "name" in request.args:
        query += " AND name = ?"
        values.append(request.args["name"])
    with sqlite3.connect("shop.db") as connection:
        # ok: sql-injection
        return {"rows": connection.execute(query, values).fetchall()}


@app.get("/number")
def number():
    limit = int(request.args.get("limit", "20"))
    with sqlite3.connect("shop.db") as connection:
        # ok: sql-injection
        return {"rows": connection.execute(f"SELECT id FROM products LIMIT {limit}").fetchall()}


@app.get("/no-number")
def no_number():
    limit = request.args.get("limit", "20")
    with sqlite3.connect("shop.db") as connection:
        # ruleid: sql-injection
        return {"rows": connection.execute(f"SELECT id FROM products LIMIT {limit}").fetchall()}


@app.get("/allowed-column")
def allowed_column():
    column = request.args.get("sort", "name")
    if column not in COLUMNS:
        abort(400)
    with sqlite3.connect("shop.db") as connection:
        # ok: sql-injection
        return {"rows": connection.execute(f"SELECT id FROM products ORDER BY {column}").fetchall()}


@app.get("/doubted-column")
def doubted_column():
    column = request.args.get("sort", "name")
    if column not in COLUMNS:
        flash("an unusual order")
    with sqlite3.connect("shop.db") as connection:
        # ruleid: sql-injection
        return {"rows": connection.execute(f"SELECT id FROM products ORDER BY {column}").fetchall()}


@app.get("/table-of-orders")
def order_from_table():
    order = ORDERS.get(request.args.get("sort"), "name")
    with sqlite3.connect("shop.db") as connection:
        # ok: sql-injection
        return {"rows": connection.execute(f"SELECT id FROM products ORDER BY {order}").fetchall()}


@app.get("/wrong-sanitizer")
def wrong_sanitizer():
    limit = html.escape(request.args["limit"])
    with sqlite3.connect("shop.db") as connection:
        # ruleid: sql-injection
        return {"rows": connection.execute(f"SELECT id FROM products LIMIT {limit}").fetchall()}


@app.get("/constant")
def constant():
    with sqlite3.connect("shop.db") as connection:
        # ok: sql-injection
        return {"rows": connection.execute(f"SELECT id FROM {TABLE}").fetchall()}


def find(name):
    cursor = connect().cursor()
    # ruleid: sql-injection
    cursor.execute("SELECT id FROM products WHERE name = '" + name + "'")
    return cursor.fetchall()


def find_bound(name):
    cursor = connect().cursor()
    # ok: sql-injection
    cursor.execute("SELECT id FROM products WHERE name = ?", (name,))
    return cursor.fetchall()


@app.get("/helper")
def through_a_helper():
    return {"bad": find(request.args["name"]), "good": find_bound(request.args["name"])}


class Catalogue:
    def __init__(self, path):
        self.connection = sqlite3.connect(path)
        self.term = None

    def take(self):
        self.term = request.args["q"]
        cursor = self.connection.cursor()
        # ruleid: sql-injection
        cursor.execute(f"SELECT id FROM products WHERE name LIKE '%{self.term}%'")
        # ok: sql-injection
        cursor.execute("SELECT id FROM products WHERE name LIKE ?", (f"%{self.term}%",))
        return cursor.fetchall()


class Robot:
    """Not a database: a method of the same name."""

    def execute(self, order):
        return order.upper()


@app.get("/robot")
def robot():
    # ok: sql-injection
    return {"said": Robot().execute(f"SELECT {request.args['tool']}")}
