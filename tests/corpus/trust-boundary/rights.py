"""Entries that say what somebody may do: where they come from."""

from flask import Flask, abort, request, session
from shop.users import load

app = Flask(__name__)
ROLES = ("guest", "customer")


@app.post("/login")
def login():
    # ruleid: trust-boundary
    session["is_admin"] = request.form["admin"]
    # ruleid: trust-boundary
    session["role"] = request.json.get("role", "guest")
    # ruleid: trust-boundary
    session["userRole"] = request.form["role"]
    # ok: trust-boundary
    session["language"] = request.form["language"]
    # ok: trust-boundary
    session["admin_page"] = request.form["page"]
    # ok: trust-boundary
    session["parole"] = request.form["word"]
    return {}


@app.post("/known")
def known():
    user = load(request.form["name"])
    # ok: trust-boundary
    session["role"] = user.role
    # ok: trust-boundary
    session["is_admin"] = request.form["name"] == "root"
    # ok: trust-boundary
    session["is_staff"] = False
    return {}


@app.post("/chosen")
def chosen():
    role = request.form["role"]
    if role not in ROLES:
        abort(400)
    # ok: trust-boundary
    session["role"] = role
    return {}
