import subprocess

import shop
from flask import Flask, request
from shop import answers, service
from shop.inputs import number, only_known, term
from shop.models import Item
from shop.store import Files, find_by_number, rename

app = Flask(__name__)


@app.get("/search")
def search():
    return {"rows": service.search(request.args["q"])}


@app.get("/name")
def by_name():
    return {"rows": shop.by_name(term())}


@app.get("/number")
def by_number():
    return {"rows": find_by_number(str(number()))}


@app.get("/file")
def file():
    return {"text": Files("/srv").read(request.args["f"])}


@app.get("/logo")
def logo():
    return {"text": Files("/srv").logo("logo.txt")}


@app.get("/run")
def run():
    # hit: the data is brought in by another file
    subprocess.run("ls " + term(), shell=True)
    return {}


@app.get("/known")
def known():
    # clean: the other file's function lets only known names through
    subprocess.run("ls " + only_known(request.args["q"]), shell=True)
    return {}


@app.post("/rename")
def title():
    item = Item.get(request.form["number"] == "1")
    item.title = request.form["title"]
    return {"text": rename(item)}


@app.get("/described")
def described():
    # clean: the other file answers with an object that holds the data
    return answers.described(request.args["q"], known())


@app.get("/greeting")
def greeting():
    # hit: the other file makes a page of the data
    return answers.greeting(request.args["q"], known())
