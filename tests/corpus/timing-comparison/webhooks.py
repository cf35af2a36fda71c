"""Flask: what is compared with what a client sent."""

import hashlib
import hmac
import os

from flask import Flask, abort, request

app = Flask(__name__)
KEY = os.environ["WEBHOOK_KEY"].encode()
API_TOKEN = os.environ["API_TOKEN"]


@app.post("/signed")
def signed():
    expected = hmac.new(KEY, request.get_data(), hashlib.sha256).hexdigest()
    # ruleid: timing-comparison
    if expected != request.headers["X-Signature"]:
        abort(403)
    return ""


@app.post("/signed-well")
def signed_well():
    expected = hmac.new(KEY, request.get_data(), hashlib.sha256).hexdigest()
    # ok: timing-comparison
    if not hmac.compare_digest(expected, request.headers["X-Signature"]):
        abort(403)
    return ""


def genuine(body, signature):
    # ruleid: timing-comparison
    return hmac.new(KEY, body, "sha256").digest() == signature


@app.post("/token")
def with_a_token():
    # ruleid: timing-comparison
    if request.headers.get("X-Token") == API_TOKEN:
        return "welcome"
    abort(403)


@app.post("/token-missing")
def without_a_token():
    # ok: timing-comparison
    if request.headers.get("X-Token") is None or request.headers["X-Token"] == "":
        abort(403)
    return ""


@app.post("/repeat")
def both_from_the_client():
    # ok: timing-comparison
    if request.form["password"] != request.form["password_again"]:
        abort(400)
    return ""


@app.post("/colour")
def no_secret():
    # ok: timing-comparison
    return str(request.form["colour"] == app.config["COLOUR"])


def unchanged(body, checksum):
    # ok: timing-comparison
    return hashlib.sha256(body).hexdigest() == checksum


def long_enough(token, least):
    # ok: timing-comparison
    return len(token) == least
