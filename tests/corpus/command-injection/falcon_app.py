"""Falcon: responders of resources."""

import os
import subprocess

import falcon


class Report:
    def on_get(self, req, resp, name):
        # ruleid: command-injection
        os.system("report " + name)
        # ok: command-injection
        subprocess.run(["report", name])

    def on_post(self, req, resp):
        # ruleid: command-injection
        os.system("report " + req.media["name"])
        # ruleid: command-injection
        os.system("report " + req.get_param("name"))
        # ok: command-injection
        os.system("report %d" % req.get_param_as_int("year"))

    async def on_put_item(self, req, resp):
        media = await req.get_media()
        # ruleid: command-injection
        os.system("report " + media["name"])

    def helper(self, name):
        return falcon.uri.encode(name)


class Unrelated:
    def name(self, req, resp):
        # ok: command-injection
        os.system("report --all")
