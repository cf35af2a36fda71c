"""Comparisons with what is settled, and what they leave."""
import hmac
import os
import re

import requests
from flask import abort, request

HOSTS = ["web1", "web2"]
TOKEN = os.environ["TOKEN"]


def found_in_a_loop():
    host = request.form["h"]
    for known in HOSTS:
        if host == known:
            break
    else:
        abort(404)
    # clean
    os.system("ssh " + host)


def not_found_in_a_loop():
    host = request.form["h"]
    for known in HOSTS:
        if host == known:
            break
    else:
        print("unknown")
    # hit
    os.system("ssh " + host)


def with_the_environment():
    one, other = request.form["a"], request.form["b"]
    if one != TOKEN:
        abort(400)
    # clean
    os.system("echo " + one)
    if other != one:
        abort(400)


def with_one_another():
    one, other = request.form["a"], request.form["b"]
    if one != other:
        abort(400)
    # hit
    os.system("echo " + one)


def in_constant_time():
    one, other = request.form["a"], request.form["b"]
    if not hmac.compare_digest(one, TOKEN):
        abort(400)
    # clean
    os.system("echo " + one)
    if not hmac.compare_digest(other, request.form["c"]):
        abort(400)
    # hit
    os.system("echo " + other)


def no_text_of_any_kind():
    one, other = request.json["a"], request.json["b"]
    if isinstance(one, (str, list, dict)) or one is None:
        abort(400)
    # clean
    os.system(f"sleep {one}")
    if isinstance(other, (list, dict)):
        abort(400)
    # hit
    os.system(f"sleep {other}")


def only_text():
    one = request.json["a"]
    if not isinstance(one, (str, list, dict)):
        abort(400)
    # hit
    os.system(f"sleep {one}")


def host_by_pattern():
    one, other = request.args["a"], request.args["b"]
    if not re.match(r"https://[a-z]+\.example\.com/", one):
        abort(400)
    # clean
    requests.get(one)
    # hit
    os.system("curl " + one)
    if not re.match(r"https://.*\.example\.com/", other):
        abort(400)
    # hit
    requests.get(other)


HOST = re.compile(r"^https://example\.com(/\S*)?$")
NO_HOST = re.compile(r"^https://example\.com\S*$")


def host_by_compiled_pattern():
    one, other = request.args["a"], request.args["b"]
    if HOST.match(one):
        # clean
        requests.get(one)
    if NO_HOST.match(other):
        # hit
        requests.get(other)


def host_found_anywhere():
    one, other = request.args["a"], request.args["b"]
    if re.search(r"^https://example\.com/", one):
        # clean
        requests.get(one)
    if re.search(r"https://example\.com/", other):
        # hit
        requests.get(other)
