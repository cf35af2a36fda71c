import json

from bson import ObjectId
from bson.code import Code
from flask import Flask, abort, request
from flask_pymongo import PyMongo

app = Flask(__name__)
mongo = PyMongo(app)
FIELDS = {"name", "colour"}


@app.post("/login")
def login():
    # ruleid: nosql-injection
    user = mongo.db.users.find_one({"name": request.json["name"], "password": request.json["password"]})
    # ok: nosql-injection
    same = mongo.db.users.find_one({"name": request.form["name"], "password": request.form["password"]})
    return {"known": user == same}


@app.post("/texts")
def texts():
    given = request.get_json()
    # ok: nosql-injection
    mongo.db.users.find_one({"name": str(given["name"])})
    # ok: nosql-injection
    mongo.db.users.find_one({"name": given["name"].lower()})
    # ok: nosql-injection
    mongo.db.users.find_one({"name": f"{given['name']}"})
    # ok: nosql-injection
    mongo.db.users.find_one({"_id": ObjectId(given["id"])})
    # ok: nosql-injection
    mongo.db.users.find_one({"age": int(given["age"])})
    # ok: nosql-injection
    mongo.db.users.find_one({"name": {"$eq": given["name"]}})
    # ruleid: nosql-injection
    mongo.db.users.find_one({"name": given["name"]})
    return {}


@app.post("/checked")
def checked():
    name = request.json.get("name")
    if not isinstance(name, str):
        abort(400)
    # ok: nosql-injection
    mongo.db.users.delete_many({"name": name})
    return {}


@app.post("/unchecked")
def unchecked():
    name = request.json.get("name")
    if not name:
        abort(400)
    # ruleid: nosql-injection
    mongo.db.users.delete_many({"name": name})
    return {}


@app.post("/whole")
def whole():
    # ruleid: nosql-injection
    found = list(mongo.db.users.find(request.get_json()))
    # ruleid: nosql-injection
    found += mongo.db.users.find(json.loads(request.data))
    # ruleid: nosql-injection
    found += mongo.db.users.find(json.loads(request.args["filter"]))
    # ruleid: nosql-injection
    found += mongo.db.users.find(request.args.to_dict())
    # ok: nosql-injection
    mongo.db.users.insert_one({"name": request.json["name"]})
    # ok: nosql-injection
    found.append(mongo.db.users.find_one(request.args["id"]))
    return {"found": len(found)}


@app.post("/fields")
def fields():
    # ruleid: nosql-injection
    mongo.db.users.find_one({request.args["field"]: request.args["value"]})
    field = request.args["field"]
    if field not in FIELDS:
        abort(400)
    # ok: nosql-injection
    mongo.db.users.find_one({field: request.args["value"]})
    return {}


@app.post("/scripts")
def scripts():
    name = request.args["name"]
    # ruleid: nosql-injection
    mongo.db.users.find({"$where": f"this.name == '{name}'"})
    # ok: nosql-injection
    mongo.db.users.find({"$where": "this.name == this.alias", "name": name})
    # ruleid: nosql-injection
    mongo.db.users.aggregate([{"$project": {"same": {"$function": {"body": name, "args": [], "lang": "js"}}}}])
    # ok: nosql-injection
    mongo.db.users.aggregate([{"$project": {"same": {"$function": {"body": "f", "args": [name], "lang": "js"}}}}])
    # ruleid: nosql-injection
    Code("function() { return '" + name + "' }")
    # ok: nosql-injection
    Code("function() { return 1 }")
    return {}


@app.post("/stages")
def stages():
    given = request.get_json()
    # ruleid: nosql-injection
    mongo.db.users.aggregate([{"$match": {"name": given["name"]}}])
    # ok: nosql-injection
    mongo.db.users.aggregate([{"$match": {"name": str(given["name"])}}])
    # ruleid: nosql-injection
    mongo.db.users.find({"$or": [{"name": given["name"]}, {"colour": "red"}]})
    # ok: nosql-injection
    mongo.db.users.find({"name": {"$in": given["names"]}})
    # ok: nosql-injection
    mongo.db.users.update_one({"name": "shop"}, {"$set": {"colour": given["colour"]}})
    return {}
