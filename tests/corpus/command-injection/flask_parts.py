"""Flask: blueprints, hooks, class views, sockets, forms, parsers."""

import os
import shlex

from flask import Blueprint, Flask, request
from flask.views import MethodView, View
from flask_restful import Resource, reqparse
from flask_sock import Sock
from flask_socketio import SocketIO
from flask_wtf import FlaskForm
from wtforms import IntegerField, StringField

app = Flask(__name__)
shop = Blueprint("shop", __name__)
sock = Sock(app)
socketio = SocketIO(app)
parser = reqparse.RequestParser()


@shop.before_request
def log():
    # ruleid: command-injection
    os.system("logger " + request.headers.get("User-Agent"))
    # ok: command-injection
    os.system("logger visit")


class Item(MethodView):
    def get(self, name):
        # ruleid: command-injection
        os.system("show " + name)
        # ok: command-injection
        os.system("show all")


class Old(View):
    def dispatch_request(self, name):
        # ruleid: command-injection
        os.system("show " + name)


class Api(Resource):
    def post(self):
        args = parser.parse_args()
        # ruleid: command-injection
        os.system("show " + args["name"])
        # ok: command-injection
        os.system("show " + shlex.quote(args["name"]))


@sock.route("/echo")
def echo(connection):
    # ruleid: command-injection
    os.system("say " + connection.receive())


@socketio.on("message")
def message(data):
    # ruleid: command-injection
    os.system("say " + data["text"])
    # ok: command-injection
    os.system("say hello")


class Search(FlaskForm):
    word = StringField("word")
    count = IntegerField("count")


@shop.post("/search")
def search():
    form = Search()
    # ruleid: command-injection
    os.system("grep " + form.word.data)
    # ok: command-injection
    os.system(f"head -n {form.count.data}")
