import os

from pyramid.config import Configurator


def show(req):
    # hit
    os.system("tool " + req.params["name"])
    # hit
    os.system("tool " + req.matchdict["name"])


def with_context(context, req):
    # hit
    os.system("tool " + req.params["name"])


def helper(req):
    # weak
    os.system("tool " + req.params["name"])


def main(settings):
    config = Configurator(settings=settings)
    config.add_route("show", "/show/{name}")
    config.add_view(show, route_name="show")
    config.add_view(view=with_context, route_name="context")
