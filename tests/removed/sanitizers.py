# Sanitizers, options and decorators that a change drops, where the sink stands in a function that it leaves alone.
import html
import shlex
import subprocess
import sqlite3

import lxml.etree
import requests
import yaml
from flask import Flask, request
from jinja2 import Environment
from markupsafe import escape
from werkzeug.utils import secure_filename

app = Flask(__name__)


def shown(text):
    # ruleid: xss
    return escape(text)  # gone
    #+ return text.strip()


@app.get("/hello")
def hello():
    return "<p>" + shown(request.args["name"]) + "</p>"


def quoted(text):
    text = text.strip()
    # ruleid: command-injection
    return shlex.quote(text)  # gone
    #+ return text


@app.get("/run")
def run():
    subprocess.run("ls " + quoted(request.args["folder"]), shell=True, check=False)
    return ""


def stored_name(name):
    # ruleid: path-traversal
    return secure_filename(name)  # gone
    #+ return name.lower()


@app.get("/file")
def file():
    with open("/srv/files/" + stored_name(request.args["name"])) as stored:
        return stored.read()


def number(text):
    # ruleid: sql-injection
    return int(text)  # gone
    #+ return text


@app.get("/item")
def item():
    rows = sqlite3.connect("shop.db").execute(f"SELECT * FROM items WHERE id = {number(request.args['id'])}")
    return {"rows": rows.fetchall()}


def page(name):
    # ruleid: jinja-autoescape
    pages = Environment(autoescape=True)  # gone
    #+ pages = Environment()
    return pages.get_template(name)


def settings(text):
    # ruleid: yaml-load
    return yaml.load(text, Loader=yaml.SafeLoader)  # gone
    #+ return yaml.load(text, Loader=yaml.Loader)


def told():
    # ruleid: missing-timeout
    return requests.get("https://a.example/", timeout=5)  # gone
    #+ return requests.get("https://a.example/")


def parser():
    # ruleid: xml-external-entities
    return lxml.etree.XMLParser(resolve_entities=False)  # gone
    #+ return lxml.etree.XMLParser(resolve_entities=True)


def tree(text):
    return lxml.etree.fromstring(text, parser())


def escaped(text):
    return html.escape(text)  # gone
    #+ return escape(text)


@app.get("/bye")
def bye():
    # ok: xss
    return "<p>" + str(escaped(request.args["name"])) + "</p>"
