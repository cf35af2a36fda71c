from bson.code import Code
from flask import request
from flask_pymongo import PyMongo
from motor.motor_asyncio import AsyncIOMotorClient
from mongoengine import Document
from pymongo import MongoClient
from pymongo.collection import Collection
from shop import store

client = MongoClient()
mongo = PyMongo()
motor = AsyncIOMotorClient()
users = client.shop.users
named = client.get_database("shop").users
usual = client.get_default_database()["users"]
kept = mongo.db.get_collection("users")


class User(Document):
    pass


def typed():
    given = request.get_json()["name"]
    # hit
    users.find({"name": given})
    # hit
    named.find(request.get_json(), limit=1)
    # hit
    usual.find(request.get_json())
    # hit
    kept.find(request.get_json())
    # hit
    motor.shop.users.find(request.get_json())
    # hit
    users.find_one(request.get_json())
    # hit
    users.find_one_and_update(request.get_json(), {})
    # hit
    users.find_one_and_replace(request.get_json(), {})
    # hit
    users.find_one_and_delete(request.get_json())
    # hit
    users.update_one(request.get_json(), {})
    # hit
    users.update_many(request.get_json(), {})
    # hit
    users.replace_one(request.get_json(), {})
    # hit
    users.delete_one(request.get_json())
    # hit
    users.delete_many(filter=request.get_json())
    # hit
    users.count_documents(request.get_json())
    # hit
    users.distinct("name", {"name": given})
    # clean
    users.distinct(str(given))
    # hit
    users.aggregate([{"$match": {"name": given}}])
    # clean
    users.aggregate([{"$match": {"name": {"$gt": given}}}])
    # clean
    users.find({"name": request.args["name"]})
    # hit
    users.map_reduce("function() {" + request.args["map"] + "}", "", "out")
    # hit
    Code("function() {" + request.args["map"] + "}")


def annotated(collection: Collection):
    # hit
    collection.find(request.get_json())


def untyped():
    given = request.get_json()["name"]
    # hit
    store.users.find({"name": given})
    # hit
    store.users.find_one({"name": given})
    # hit
    store.users.find_one_and_update({"name": given}, {})
    # hit
    store.users.find_one_and_replace({"name": given}, {})
    # hit
    store.users.find_one_and_delete({"name": given})
    # hit
    store.users.update_one({"name": given}, {})
    # hit
    store.users.update_many({"name": given}, {})
    # hit
    store.users.replace_one({"name": given}, {})
    # hit
    store.users.delete_one({"name": given})
    # hit
    store.users.delete_many({"name": given})
    # hit
    store.users.count_documents({"name": given})
    # clean
    store.users.find(given)
    # hit
    User.objects(__raw__={"name": given})
    # hit
    User.objects.filter(__raw__={"name": given})
    # clean
    User.objects(name=given)


def checked():
    name = request.get_json()["name"]
    if type(name) is not str:
        raise ValueError
    # clean
    users.find({"name": name})


def checked_by_class():
    name = request.get_json()["name"]
    if not isinstance(name, (str, int)):
        raise ValueError
    # clean
    users.find({"name": name})
