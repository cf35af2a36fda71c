import os

from flask import Blueprint, g

pages = Blueprint("pages", __name__, url_prefix="/<lang>")


@pages.url_value_preprocessor
def pull(endpoint, values):
    g.lang = values.pop("lang")
    g.page = endpoint


@pages.get("/x")
def show():
    # ruleid: command-injection
    os.system("render " + g.lang)
    # ok: command-injection
    os.system("render " + g.page)
    return "ok"
