"""Queries that are assembled: conditions in lists, identifiers, LIKE, savepoints, DDL."""

import sqlite3

from flask import Flask, request

app = Flask(__name__)
SORTABLE = {"name": "users.name", "age": "users.age"}
COLUMNS = ("name", "age")


@app.route("/conditions")
def conditions():
    cursor = sqlite3.connect("shop.db").cursor()
    conds, values = [], []
    if "name" in request.args:
        conds.append("name = '%s'" % request.args["name"])
    if "age" in request.args:
        conds.append("age = %d" % int(request.args["age"]))
    # ruleid: sql-injection
    cursor.execute("SELECT id FROM users WHERE " + " AND ".join(conds))
    return "ok"


@app.route("/conditions-bound")
def conditions_bound():
    cursor = sqlite3.connect("shop.db").cursor()
    conds, values = [], []
    if "name" in request.args:
        conds.append("name = ?")
        values.append(request.args["name"])
    if "age" in request.args:
        conds.append("age = ?")
        values.append(request.args["age"])
    # ok: sql-injection
    cursor.execute("SELECT id FROM users WHERE " + " AND ".join(conds), values)
    return "ok"


@app.route("/keys")
def keys():
    cursor = sqlite3.connect("shop.db").cursor()
    conds = [f"{key} = ?" for key in request.args]
    # ruleid: sql-injection
    cursor.execute(f"SELECT id FROM users WHERE {' AND '.join(conds)}", list(request.args.values()))
    conds = [f"{key} = ?" for key in request.args if key in COLUMNS]
    # ok: sql-injection
    cursor.execute(f"SELECT id FROM users WHERE {' AND '.join(conds)}", list(request.args.values()))
    return "ok"


@app.route("/marks")
def marks():
    cursor = sqlite3.connect("shop.db").cursor()
    ids = request.args.getlist("id")
    places = ",".join("?" for _ in ids)
    # ok: sql-injection
    cursor.execute(f"SELECT id FROM users WHERE id IN ({places})", ids)
    # ok: sql-injection
    cursor.execute("SELECT id FROM users WHERE id IN (%s)" % ",".join(["?"] * len(ids)), ids)
    # ruleid: sql-injection
    cursor.execute("SELECT id FROM users WHERE id IN (%s)" % ",".join(ids))
    # ok: sql-injection
    cursor.execute("SELECT id FROM users WHERE id IN (%s)" % ",".join(str(int(one)) for one in ids))
    return "ok"


@app.route("/order")
def order():
    cursor = sqlite3.connect("shop.db").cursor()
    column = request.args["sort"]
    # ruleid: sql-injection
    cursor.execute(f"SELECT id FROM users ORDER BY {column}")
    # ok: sql-injection
    cursor.execute(f"SELECT id FROM users ORDER BY {SORTABLE[column]}")
    # ok: sql-injection
    cursor.execute(f"SELECT id FROM users ORDER BY {SORTABLE.get(column, 'users.name')}")
    direction = "DESC" if request.args.get("desc") else "ASC"
    # ok: sql-injection
    cursor.execute(f"SELECT id FROM users ORDER BY name {direction}")
    return "ok"


@app.route("/like")
def like():
    cursor = sqlite3.connect("shop.db").cursor()
    text = request.args["q"]
    # ruleid: sql-injection
    cursor.execute(f"SELECT id FROM users WHERE name LIKE '%{text}%'")
    # ok: sql-injection
    cursor.execute("SELECT id FROM users WHERE name LIKE ?", (f"%{text}%",))
    # ruleid: sql-injection
    cursor.execute("SELECT id FROM users WHERE name LIKE '%%%s%%'" % text.replace("%", ""))
    return "ok"


@app.route("/names")
def names():
    cursor = sqlite3.connect("shop.db").cursor()
    name = request.args["name"]
    # ruleid: sql-injection
    cursor.execute(f"SAVEPOINT {name}")
    # ruleid: sql-injection
    cursor.execute(f"CREATE TABLE {name} (id INTEGER)")
    # ruleid: sql-injection
    cursor.execute("ALTER TABLE users ADD COLUMN " + name)
    # ruleid: sql-injection
    cursor.execute("PRAGMA table_info(" + name + ")")
    if not name.isidentifier():
        return "no"
    # ok: sql-injection
    cursor.execute(f"CREATE TABLE {name} (id INTEGER)")
    return "ok"


class Query:
    def __init__(self, table):
        self.table = table
        self.conds = []
        self.values = []

    def where(self, cond, *values):
        self.conds.append(cond)
        self.values.extend(values)
        return self

    def text(self):
        return f"SELECT id FROM {self.table} WHERE {' AND '.join(self.conds)}"


@app.route("/built")
def built():
    cursor = sqlite3.connect("shop.db").cursor()
    query = Query("users").where("name = ?", request.args["name"])
    # ok: sql-injection
    cursor.execute(query.text(), query.values)
    query = Query("users").where(f"name = '{request.args['name']}'")
    # ruleid: sql-injection
    cursor.execute(query.text())
    query = Query(request.args["table"])
    # ruleid: sql-injection
    cursor.execute(query.text())
    return "ok"
