"""Texts and names that the program itself keeps: what it joins with them, and what its classes are called."""
import os
import sqlite3

import shop.paths
from django.conf import settings
from flask import request
from shop import SEPARATOR


def joined():
    names = request.args.getlist("name")
    # hit
    os.system(settings.SEPARATOR.join(names))
    # hit
    os.system(SEPARATOR.join(["ls", names[0]]))
    # clean
    os.system(settings.SEPARATOR.join(["ls", "a"]))
    # What a function of another module does is not known.
    # clean
    os.system(shop.paths.join(names))


def mapped(name):
    found = load(request.args["kind"])
    # hit
    sqlite3.connect("x").execute(f"SELECT 1 FROM {found.name}")
    # clean
    sqlite3.connect("x").execute(f"SELECT 1 FROM {found.__tablename__}")
    # clean
    sqlite3.connect("x").execute(f"SELECT 1 FROM {found.__class__.__name__}")
    # hit
    sqlite3.connect("x").execute(f"SELECT 1 FROM {found.__dict__['name']}")


def load(kind):
    return kind
