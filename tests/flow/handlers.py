"""Entry points of frameworks that are less common, or less commonly written."""
import os
import socketserver
from http.server import BaseHTTPRequestHandler

import flask
from flask import Blueprint, Flask, g, request, session
from flask.views import MethodView, View

app = Flask(__name__)
pages = Blueprint("pages", __name__)


def shown(name):
    # hit
    os.system(name)


def numbered(number):
    # clean
    os.system(number)


app.add_url_rule("/show/<name>", view_func=shown)
app.add_url_rule("/number/<int:number>", "numbered", numbered)


class Shown(View):
    def dispatch_request(self, name):
        # hit
        os.system(name)


class Listed(MethodView):
    def get(self, name):
        # hit
        os.system(name)


@pages.before_request
def remember():
    g.name = request.args["x"]
    g.fixed = "ls"


@pages.route("/use")
def use():
    # hit
    os.system(g.name)
    # clean
    os.system(g.fixed)


@pages.route("/keep")
def keep():
    session["command"] = request.args["x"]
    session["label"] = "x"
    return "kept"


@pages.route("/kept")
def kept():
    # hit
    os.system(session["command"])
    # clean
    os.system(session["label"])


@app.route("/parts/<path:rest>/<any(a, b):kind>/<uuid:key>")
def parts(rest, kind, key):
    # hit
    os.system(rest)
    # clean
    os.system(kind)
    # clean
    os.system(str(key))


@app.route("/files", methods=["POST"])
def files():
    upload = request.files["file"]
    # hit
    os.system(upload.filename)


@app.cli.command("clean")
def clean_up():
    # clean
    os.system("ls")


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        # hit
        os.system(self.path)
        length = int(self.headers["Content-Length"])
        # hit
        os.system(self.rfile.read(length).decode())
        # clean
        os.system(str(length))


class Lines(socketserver.StreamRequestHandler):
    def handle(self):
        line = self.rfile.readline().strip()
        # hit
        os.system(line.decode())


class Packets(socketserver.BaseRequestHandler):
    def handle(self):
        data = self.request.recv(1024)
        # hit
        os.system(data)


@app.route("/whole")
def whole():
    # hit
    os.system(flask.request.values.get("x"))
    # clean
    os.system(request.method)
    # clean
    os.system(request.endpoint)
    # clean
    os.system(request.remote_addr)
