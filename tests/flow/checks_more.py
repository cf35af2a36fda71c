"""Tables, enumerations, conversions that refuse, and checks in less common words."""
import datetime
import enum
import html
import ipaddress
import os
import re
import sqlite3
import uuid
from decimal import Decimal
from pathlib import Path
from urllib.parse import urljoin, urlparse, urlsplit

import requests
from flask import abort, redirect, request
from werkzeug.utils import secure_filename

TABLE = {"a": "ls", "b": "pwd"}
MIXED = {"a": "ls", "b": request}
NAMES = ("ls", "pwd")
LIST = ["ls", "pwd"]
FROZEN = frozenset({"ls", "pwd"})
WORD = re.compile(r"[a-z]+")
WHOLE = re.compile(r"^[a-z]+$")
ROOT = Path("/srv/data")
HOSTS = {"example.com", "api.example.com"}


class Color(enum.Enum):
    RED = "red"
    BLUE = "blue"


class Order(str, enum.Enum):
    UP = "ASC"
    DOWN = "DESC"


def tables():
    key = request.args["x"]
    # clean
    os.system(TABLE[key])
    # clean
    os.system(TABLE.get(key))
    # clean
    os.system(TABLE.get(key, "ls"))
    # hit
    os.system(TABLE.get(key, key))
    # clean
    os.system(LIST[int(key)])
    command = TABLE.get(key)
    if command is None:
        abort(404)
    # clean
    os.system(command)
    # hit
    os.system(key)


def tables_checked():
    key = request.args["x"]
    if key not in TABLE:
        abort(404)
    # clean
    os.system(key)


def tables_keys():
    key = request.args["x"]
    if key in TABLE.keys():
        # clean
        os.system(key)
    if key in list(TABLE):
        # clean
        os.system(key)
    if key in sorted(TABLE):
        # clean
        os.system(key)
    if key in {name for name in TABLE}:
        # clean
        os.system(key)
    # hit
    os.system(key)


def local_tables():
    key = request.args["x"]
    table = {"a": "ls", "b": "pwd"}
    # clean
    os.system(table[key])
    # clean
    os.system({"a": "ls"}[key])
    # clean
    os.system({"a": "ls"}.get(key, "pwd"))
    table["c"] = key
    # hit
    os.system(table[key])


def enumerations():
    key = request.args["x"]
    # clean
    os.system(Color[key].value)
    # clean
    os.system(Color(key).value)
    # clean
    os.system(Order(key))
    # clean
    os.system(f"ls {Order(key).value}")
    try:
        order = Order(key)
    except ValueError:
        order = Order.UP
    # clean
    os.system(order.value)
    # clean
    os.system(Color[key.upper()].name)


def conversions():
    value = request.args["x"]
    # clean
    os.system(str(uuid.UUID(value)))
    # clean
    os.system(f"ls {uuid.UUID(value)}")
    # clean
    os.system(uuid.UUID(value).hex)
    # clean
    os.system(str(Decimal(value)))
    # clean
    os.system(datetime.date.fromisoformat(value).isoformat())
    # clean
    os.system(datetime.datetime.strptime(value, "%Y").isoformat())
    # clean
    os.system(str(ipaddress.ip_address(value)))
    # clean
    os.system(str(int(value)))
    # clean
    os.system("%d" % int(value))
    # clean
    os.system(hex(int(value)))
    # hit
    os.system(str(value))


def conversions_tested():
    value = request.args["x"]
    try:
        int(value)
    except ValueError:
        abort(400)
    # clean
    os.system(value)


def conversions_tested_in_vain():
    value = request.args["x"]
    try:
        int(value)
    except ValueError:
        print("no number")
    # hit
    os.system(value)


def conversions_of_identifiers():
    value = request.args["x"]
    try:
        uuid.UUID(value)
    except ValueError:
        return "no"
    # clean
    os.system(value)


def negated():
    value = request.args["x"]
    if not (value == "ls" or value == "pwd"):
        abort(400)
    # clean
    os.system(value)


def negated_both():
    value = request.args["x"]
    if value != "ls" and value != "pwd":
        abort(400)
    # clean
    os.system(value)


def negated_wrongly():
    value = request.args["x"]
    if value != "ls" or len(value) < 3:
        print("other")
    # hit
    os.system(value)


def negated_membership():
    value = request.args["x"]
    if not value in NAMES:
        abort(400)
    # clean
    os.system(value)


def in_a_loop():
    for value in request.args.getlist("x"):
        if value not in FROZEN:
            continue
        # clean
        os.system(value)
    for value in request.args.getlist("x"):
        if value in FROZEN:
            continue
        # hit
        os.system(value)


def filtered():
    values = [value for value in request.args.getlist("x") if value in NAMES]
    # clean
    os.system(" ".join(values))
    values = [value for value in request.args.getlist("x") if value]
    # hit
    os.system(" ".join(values))
    values = list(filter(lambda value: value in NAMES, request.args.getlist("x")))
    # clean
    os.system(" ".join(values))
    values = list(filter(None, request.args.getlist("x")))
    # hit
    os.system(" ".join(values))
    values = [TABLE[value] for value in request.args.getlist("x")]
    # clean
    os.system(" ".join(values))
    values = set(request.args.getlist("x")) & set(NAMES)
    # clean
    os.system(" ".join(values))


def chosen():
    value = request.args["x"]
    # clean
    os.system(value if value in NAMES else "ls")
    # hit
    os.system(value if value not in NAMES else "ls")
    value = value if value in NAMES else "ls"
    # clean
    os.system(value)


def compiled():
    value = request.args["x"]
    if not WORD.fullmatch(value):
        abort(400)
    # clean
    os.system(value)


def compiled_without_end():
    value = request.args["x"]
    if not WORD.match(value):
        abort(400)
    # hit
    os.system(value)


def compiled_whole():
    value = request.args["x"]
    if WHOLE.match(value) is None:
        abort(400)
    # clean
    os.system(value)


def matched():
    found = re.fullmatch(r"([a-z]+)-(\d+)", request.args["x"])
    if not found:
        abort(400)
    # clean
    os.system(found.group(1))
    # clean
    os.system(found[0])


def matched_loosely():
    found = re.search(r"([a-z]+)-(.*)", request.args["x"])
    if not found:
        abort(400)
    # hit
    os.system(found.group(2))


def matched_by_walrus():
    if (found := re.fullmatch(r"[a-z]+", request.args["x"])) is not None:
        # clean
        os.system(found.group())


def asserted():
    value = request.args["x"]
    assert value in NAMES
    # clean
    os.system(value)


def any_of():
    value = request.args["x"]
    if not any(value == name for name in NAMES):
        abort(400)
    # clean
    os.system(value)


def any_start():
    value = request.args["x"]
    if not any(value.startswith(name) for name in NAMES):
        abort(400)
    # hit
    os.system(value)


def next_of():
    value = request.args["x"]
    # clean
    os.system(next(name for name in NAMES if name == value))
    # clean
    os.system(next((name for name in NAMES if name == value), "ls"))
    # hit
    os.system(next((name for name in NAMES if name == value), value))


def letters():
    value = request.args["x"]
    if not value.isidentifier():
        abort(400)
    # clean
    os.system(value)


def letters_one_by_one():
    value = request.args["x"]
    if not all(letter.isalnum() for letter in value):
        abort(400)
    # clean
    os.system(value)


def letters_kept():
    # clean
    os.system("".join(letter for letter in request.args["x"] if letter.isalnum()))
    # hit
    os.system("".join(letter for letter in request.args["x"] if letter != " "))


def folders():
    path = (ROOT / request.args["x"]).resolve()
    if not path.is_relative_to(ROOT):
        abort(404)
    # clean
    open(path)


def folders_unresolved():
    path = ROOT / request.args["x"]
    if not path.is_relative_to(ROOT):
        abort(404)
    # hit
    open(path)


def folders_by_text():
    path = os.path.realpath(os.path.join("/srv/data", request.args["x"]))
    if not path.startswith("/srv/data/"):
        abort(404)
    # clean
    open(path)


def folders_by_text_unresolved():
    path = os.path.join("/srv/data", request.args["x"])
    if not path.startswith("/srv/data/"):
        abort(404)
    # hit
    open(path)


def folders_by_names():
    name = secure_filename(request.args["x"])
    # clean
    open(os.path.join("/srv/data", name))


def folders_listed():
    name = request.args["x"]
    if name not in os.listdir("/srv/data"):
        abort(404)
    # clean
    open(os.path.join("/srv/data", name))


def hosts():
    url = request.args["x"]
    if urlsplit(url).hostname not in HOSTS:
        abort(400)
    # clean
    requests.get(url)


def hosts_by_text():
    url = request.args["x"]
    if not url.startswith("https://example.com"):
        abort(400)
    # hit
    requests.get(url)


def hosts_by_closed_text():
    url = request.args["x"]
    if not url.startswith("https://example.com/"):
        abort(400)
    # clean
    requests.get(url)


def hosts_joined():
    url = urljoin(request.host_url, request.args["x"])
    if urlparse(url).netloc != urlparse(request.host_url).netloc:
        abort(400)
    # clean
    redirect(url)


def hosts_inside():
    url = request.args["x"]
    if "example.com" not in url:
        abort(400)
    # hit
    requests.get(url)


def wrong_escape(connection: sqlite3.Connection):
    name = html.escape(request.args["x"])
    # hit
    connection.execute(f"SELECT 1 FROM users WHERE name = '{name}'")
    # clean
    connection.execute("SELECT 1 FROM users WHERE name = ?", (name,))


class Validator:
    allowed = {"ls", "pwd"}

    def check(self, value):
        if value not in self.allowed:
            raise ValueError(value)
        return value

    def is_fine(self, value):
        return value in self.allowed

    @staticmethod
    def is_word(value):
        return bool(re.fullmatch(r"\w+", value))

    @classmethod
    def is_listed(cls, value):
        return value in cls.allowed


def by_validators():
    validator, value = Validator(), request.args["x"]
    # hit
    os.system(value)
    if validator.is_fine(value):
        # clean
        os.system(value)
    if Validator.is_word(value):
        # clean
        os.system(value)
    if Validator.is_listed(value):
        # clean
        os.system(value)
    # hit
    os.system(value)
    validator.check(value)
    # clean
    os.system(value)


def by_returned_check():
    value = Validator().check(request.args["x"])
    # clean
    os.system(value)


def asked_of_an_object(client):
    url = request.args["next"]
    if not client.allows_redirect_uri(url):
        abort(400)
    # clean
    redirect(url)


def told_to_an_object(client):
    url = request.args["next"]
    if not client.notes_redirect_uri(url):
        abort(400)
    # hit
    redirect(url)
