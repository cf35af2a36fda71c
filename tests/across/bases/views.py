import sqlite3

from flask import Flask, request
from bases.items import Items, Numbers, Old

app = Flask(__name__)


@app.get("/find")
def find():
    items = Items(sqlite3.connect("shop.db"))
    # shown
    return {"rows": items.find(request.args["q"])}


@app.get("/count")
def count():
    items = Old(sqlite3.connect("shop.db"))
    return {"rows": items.count(request.args["q"])}


@app.get("/numbers")
def numbers():
    return {"rows": Numbers(sqlite3.connect("shop.db")).find(request.args["q"])}
