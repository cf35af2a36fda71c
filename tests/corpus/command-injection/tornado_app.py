"""Tornado: arguments, the request object, sockets."""

import json
import os

import tornado.web
import tornado.websocket


class Ping(tornado.web.RequestHandler):
    def get(self, host):
        # ruleid: command-injection
        os.system("ping -c 1 " + host)
        # ok: command-injection
        os.system("ping -c 1 localhost")

    def post(self):
        body = json.loads(self.request.body)
        # ruleid: command-injection
        os.system("ping -c 1 " + body["host"])
        # ok: command-injection
        os.system("ping -c %d localhost" % int(body["count"]))

    def put(self):
        name = self.get_body_argument("name")
        # ruleid: command-injection
        os.popen("touch " + name)
        # ok: command-injection
        os.popen("touch done")


class Echo(tornado.websocket.WebSocketHandler):
    def on_message(self, message):
        # ruleid: command-injection
        os.system("say " + message)
        # ok: command-injection
        os.system("say hello")
