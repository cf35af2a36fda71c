"""Routes that are added by calls: Flask, aiohttp, Starlette, Sanic; what a request keeps for others."""

import os
import subprocess

from flask import Flask, g, request, session

app = Flask(__name__)


def show(name):
    # ruleid: command-injection
    os.system("show " + name)


def count(number):
    # ok: command-injection
    os.system(f"head -n {number} log")


app.add_url_rule("/show/<name>", view_func=show)
app.add_url_rule("/count/<int:number>", "count", count)


@app.before_request
def remember():
    g.host = request.args["host"]
    g.folder = "/srv"


@app.route("/ping")
def ping():
    # ruleid: command-injection
    os.system("ping -c 1 " + g.host)
    # ok: command-injection
    os.system("du -sh " + g.folder)
    # ok: command-injection
    subprocess.run(["ping", "-c", "1", g.host])


@app.route("/choose")
def choose():
    session["editor"] = request.form["editor"]
    session["size"] = int(request.form["size"])
    return "chosen"


@app.route("/edit")
def edit():
    # ruleid: command-injection
    os.system(session["editor"] + " notes")
    # ruleid: command-injection
    os.system(session.get("editor", "vi") + " notes")
    # ok: command-injection
    os.system(f"head -n {session['size']} notes")
