"""Flask: where the browser is sent."""

import html

from flask import Flask, abort, redirect, request, url_for

app = Flask(__name__)

TARGETS = ("/orders", "/basket")
PARTNERS = {"tea": "https://tea.example/", "cups": "https://cups.example/"}


@app.post("/login")
def login():
    # ruleid: open-redirect
    return redirect(request.args["next"])


@app.post("/login-home")
def login_home():
    # ok: open-redirect
    return redirect(url_for("home", next=request.args["next"]))


@app.post("/login-default")
def login_with_a_default():
    target = request.args.get("next") or url_for("home")
    # ruleid: open-redirect
    return redirect(target, code=303)


@app.post("/login-known")
def login_known():
    target = request.args["next"]
    if target not in TARGETS:
        abort(400)
    # ok: open-redirect
    return redirect(target)


@app.post("/login-slash")
def login_slash():
    target = request.args["next"]
    if not target.startswith("/"):
        abort(400)
    # Two slashes begin another host.
    # ruleid: open-redirect
    return redirect(target)


@app.post("/login-escaped")
def wrong_sanitizer():
    # ruleid: open-redirect
    return redirect(html.escape(request.form["next"]))


@app.get("/profile")
def profile():
    name = request.args["name"]
    # ok: open-redirect
    return redirect(f"/users/{name}")


@app.get("/host")
def host():
    name = request.args["name"]
    # ruleid: open-redirect
    return redirect(f"https://{name}/welcome")


@app.get("/own-host")
def own_host():
    name = request.args["name"]
    # ok: open-redirect
    return redirect(f"https://shop.example/welcome/{name}")


@app.get("/partner")
def partner():
    # ok: open-redirect
    return redirect(PARTNERS.get(request.args["name"], "/"))


def go(target):
    # ruleid: open-redirect
    return redirect(target)


@app.get("/helper")
def through_a_helper():
    return go("/" + request.args["rest"])
