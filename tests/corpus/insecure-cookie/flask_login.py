"""Flask: cookies that stand for a person, and cookies that do not."""

from flask import Flask, make_response, redirect, request

from shop.users import new_token

app = Flask(__name__)
# ruleid: insecure-cookie
app.config["SESSION_COOKIE_HTTPONLY"] = False
# ok: insecure-cookie
app.config["SESSION_COOKIE_SECURE"] = True

SAFE = {"secure": True, "httponly": True}


@app.post("/login")
def login():
    response = make_response(redirect("/"))
    # ruleid: insecure-cookie
    response.set_cookie("session_id", new_token(request.form["email"]))
    # ok: insecure-cookie
    response.set_cookie("session_id", new_token(request.form["email"]), secure=True, httponly=True, samesite="Lax")
    return response


@app.post("/login-half")
def login_half():
    response = make_response(redirect("/"))
    # ruleid: insecure-cookie
    response.set_cookie("auth_token", new_token(request.form["email"]), httponly=True)
    # ruleid: insecure-cookie
    response.set_cookie("remember", new_token(request.form["email"]), secure=False, httponly=True)
    # ok: insecure-cookie
    response.set_cookie("auth_token", new_token(request.form["email"]), httponly=True, secure=not app.debug)
    # ok: insecure-cookie
    response.set_cookie("auth_token", new_token(request.form["email"]), **SAFE)
    return response


@app.post("/settings")
def settings():
    response = make_response(redirect("/"))
    # ok: insecure-cookie
    response.set_cookie("theme", request.form["theme"])
    # ok: insecure-cookie
    response.set_cookie("csrf_token", new_token("form"))
    # ok: insecure-cookie
    response.set_cookie("session_id", "", max_age=0)
    return response
