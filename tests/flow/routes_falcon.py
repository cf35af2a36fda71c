"""Falcon: resources that are routed by a call; what converters of the path let through."""
import os

import falcon


class ByName:
    def on_get(self, req, resp, name):
        # hit
        os.system("x " + name)


class ByNumber:
    def on_get(self, req, resp, name):
        # clean
        os.system("x " + name)


class BySuffix:
    def on_get_list(self, req, resp, number, name):
        # clean
        os.system("x " + number)
        # hit
        os.system("x " + name)


class Twice:
    def on_get(self, req, resp, name):
        # hit
        os.system("x " + name)


by_suffix = BySuffix()
app = falcon.App()
app.add_route("/a/{name}", ByName())
app.add_route("/b/{name:int}", ByNumber())
app.add_route("/c/{number:int(4)}/{name}", by_suffix, suffix="list")
app.add_route("/d/{name:uuid}", Twice())
app.add_route("/e/{name}", Twice())
