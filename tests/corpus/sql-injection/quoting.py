"""Helpers of a project that quote texts and names for PostgreSQL."""

import psycopg
from flask import Flask, request

app = Flask(__name__)
connection = psycopg.connect("dbname=shop")


def literal(text):
    return "'" + text.replace("'", "''").replace("\0", "") + "'"


def identifier(name):
    return '"' + name.replace('"', '""') + '"'


def loose(text):
    return "'" + text.replace("'", "") .replace("\0", "") + "\""


def half(name):
    return "'" + name.replace('"', '""') + "'"


@app.get("/a")
def quoted():
    # ok: sql-injection
    connection.execute("SELECT id FROM users WHERE name = {}".format(literal(request.args["name"])))
    return ""


@app.get("/b")
def named():
    # ok: sql-injection
    connection.execute(f"SELECT {identifier(request.args['column'])} FROM users")
    return ""


@app.get("/c")
def quoted_otherwise():
    # ruleid: sql-injection
    connection.execute("SELECT id FROM users WHERE name = {}".format(loose(request.args["name"])))
    return ""


@app.get("/d")
def the_wrong_quote():
    # ruleid: sql-injection
    connection.execute("SELECT id FROM users WHERE name = {}".format(half(request.args["name"])))
    return ""
