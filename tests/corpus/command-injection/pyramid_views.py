"""Pyramid: functions and classes with view_config."""

import os
import shlex

from pyramid.view import view_config


@view_config(route_name="ping")
def ping(request):
    # ruleid: command-injection
    os.system("ping -c 1 " + request.params["host"])
    # ok: command-injection
    os.system("ping -c 1 " + shlex.quote(request.params["host"]))


@view_config(route_name="show", renderer="json")
def show(context, request):
    # ruleid: command-injection
    os.system("cat " + request.matchdict["name"])
    # ok: command-injection
    os.system("cat " + context.path)


class Tools:
    def __init__(self, request):
        self.request = request

    @view_config(route_name="make")
    def make(self):
        # ruleid: command-injection
        os.system("make " + self.request.json_body["target"])
        # ok: command-injection
        os.system("make all")
