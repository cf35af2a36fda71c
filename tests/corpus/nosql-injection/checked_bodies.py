"""Bodies whose values are all looked at before one of them becomes part of a filter."""

from flask import Flask, abort, request
from flask_pymongo import PyMongo

app = Flask(__name__)
mongo = PyMongo(app)


@app.post("/all")
def all_of_them():
    given = request.get_json()
    if not all(isinstance(value, str) for value in given.values()):
        abort(400)
    # ok: nosql-injection
    mongo.db.users.find_one({"name": given["name"]})
    # ok: nosql-injection
    mongo.db.users.find_one({"name": given.get("name"), "password": given.get("password")})
    # The names of the values are the client's all the same.
    # ruleid: nosql-injection
    mongo.db.users.find_one(given)
    return {}


@app.post("/any")
def any_of_them():
    given = request.get_json()
    if any(not isinstance(value, (str, int)) for name, value in given.items()):
        abort(400)
    # ok: nosql-injection
    mongo.db.users.find_one({"name": given["name"]})
    return {}


@app.post("/each")
def each_of_them():
    given = request.get_json()
    for value in given.values():
        if not isinstance(value, str):
            abort(400)
    # ok: nosql-injection
    mongo.db.users.find_one({"name": given["name"]})
    return {}


@app.post("/names")
def only_the_names():
    given = request.get_json()
    if not all(isinstance(name, str) for name in given):
        abort(400)
    # ruleid: nosql-injection
    mongo.db.users.find_one({"name": given["name"]})
    if not all(isinstance(name, str) for name, value in given.items()):
        abort(400)
    # ruleid: nosql-injection
    mongo.db.users.find_one({"name": given["name"]})
    return {}


@app.post("/without")
def without_consequence():
    given = request.get_json()
    if not all(isinstance(value, str) for value in given.values()):
        app.logger.info("something else than a text")
    # ruleid: nosql-injection
    mongo.db.users.find_one({"name": given["name"]})
    if not any(isinstance(value, str) for value in given.values()):
        abort(400)
    # ruleid: nosql-injection
    mongo.db.users.find_one({"name": given["name"]})
    if not all(value is not None for value in given.values()):
        abort(400)
    # ruleid: nosql-injection
    mongo.db.users.find_one({"name": given["name"]})
    return {}


@app.post("/other")
def another_body():
    given, more = request.get_json(), request.json["more"]
    if not all(isinstance(value, str) for value in more.values()):
        abort(400)
    # ok: nosql-injection
    mongo.db.users.find_one({"name": more["name"]})
    # ruleid: nosql-injection
    mongo.db.users.find_one({"name": given["name"]})
    return {}
