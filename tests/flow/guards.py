"""Checks, each for its own kind of weakness."""
import os
import re
import shlex
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

import html

import requests
from flask import abort, request

ALLOWED = {"a", "b"}
HOSTS = ("api.example.com",)
BASE = Path("/srv/files")
WORD = re.compile(r"[a-z]+")


def member():
    name = request.args["x"]
    if name in ALLOWED:
        # clean
        os.system(name)
    else:
        # hit
        os.system(name)
    if name not in ALLOWED:
        abort(400)
    # clean
    os.system(name)


def both():
    a, b = request.args["a"], request.args["b"]
    if a not in ALLOWED or b not in ALLOWED:
        abort(400)
    # clean
    os.system(a + b)


def either():
    a, b = request.args["a"], request.args["b"]
    if a not in ALLOWED and b not in ALLOWED:
        abort(400)
    # hit
    os.system(a + b)


def digits():
    name = request.args["x"]
    if not name.isdigit():
        abort(400)
    # clean
    os.system(name)


def patterns():
    name = request.args["x"]
    if not re.fullmatch(r"\w+", name):
        abort(400)
    # clean
    os.system(name)


def pattern_without_end():
    name = request.args["x"]
    if not re.match(r"\w+", name):
        abort(400)
    # hit
    os.system(name)


def lengths():
    name = request.args["x"]
    if len(name) > 10:
        abort(400)
    # hit
    os.system(name)


def quoting():
    name = request.args["x"]
    # clean
    os.system("ls " + shlex.quote(name))
    # hit
    os.system("ls " + html.escape(name))
    UUID(name)


def checked(value):
    if value not in ALLOWED:
        raise ValueError(value)


def is_fine(value):
    return value in ALLOWED


def is_fine_slowly(value):
    if value in ALLOWED:
        return True
    return False


def project_checks():
    a, b, c, d = request.args["a"], request.args["b"], request.args["c"], request.args["d"]
    checked(a)
    # clean
    os.system(a)
    if not is_fine(b):
        abort(400)
    # clean
    os.system(b)
    if is_fine_slowly(c):
        # clean
        os.system(c)
    is_fine(d)
    # hit
    os.system(d)


def hosts():
    url = request.args["u"]
    if urlsplit(url).hostname not in HOSTS:
        abort(400)
    # clean
    requests.get(url, timeout=3)


def hosts_by_variable():
    url = request.args["u"]
    host = urlsplit(url).hostname
    if host in HOSTS:
        # clean
        requests.get(url, timeout=3)


def hosts_by_text():
    url = request.args["u"]
    if not url.startswith("https://api.example.com"):
        abort(400)
    # hit
    requests.get(url, timeout=3)


def paths():
    path = (BASE / request.args["p"]).resolve()
    if not path.is_relative_to(BASE):
        abort(404)
    # clean
    open(path)


def paths_unresolved():
    path = BASE / request.args["p"]
    if not path.is_relative_to(BASE):
        abort(404)
    # hit
    open(path)


def paths_by_prefix():
    path = os.path.realpath(os.path.join("/srv/files", request.args["p"]))
    if not path.startswith("/srv/files/"):
        abort(404)
    # clean
    open(path)


def subscripts():
    data = request.get_json()
    if data["kind"] not in ALLOWED:
        abort(400)
    # clean
    os.system(data["kind"])
    # hit
    os.system(data["other"])


def read_again():
    if request.args["x"] in ALLOWED:
        # clean
        os.system(request.args["x"])
        # clean
        os.system(request.args.get("x"))
        # hit
        os.system(request.args["y"])
        # hit
        os.system(request.form["x"])
    # hit
    os.system(request.args["x"])


def is_word(text):
    return re.fullmatch("[a-z]+", text)


def kept():
    name = request.args["x"]
    fine = is_word(name)
    if fine:
        # clean
        os.system(name)
    # hit
    os.system(name)


def kept_in_a_parameter(fine):
    name = request.args["x"]
    if request.args["y"]:
        fine = is_word(name)
    if fine:
        # hit
        os.system(name)


def kept_before_a_change():
    name = request.args["x"]
    fine = is_word(name)
    name += request.args["y"]
    if fine:
        # hit
        os.system(name)


def kept_twice():
    name = request.args["x"]
    fine = is_word(name)
    if request.args["y"] == "all":
        fine = True
    if fine:
        # hit
        os.system(name)


def no_match():
    name = request.args["x"]
    found = re.search("[a-z]+", name)
    if not found:
        # hit
        os.system(name)


def empty():
    name = request.args["x"]
    if not name:
        # clean
        os.system("ls " + name)
    # hit
    os.system("ls " + name)


def other_key():
    args = request.args
    if args["x"] in ALLOWED:
        # hit
        os.system(args["y"])
