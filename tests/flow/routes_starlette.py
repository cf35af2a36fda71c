import os

from starlette.applications import Starlette
from starlette.routing import Route, WebSocketRoute


async def show(req):
    # hit
    os.system("tool " + req.query_params["name"])
    # hit
    os.system("tool " + req.path_params["name"])


def added(req):
    # hit
    os.system("tool " + req.query_params["name"])


async def talk(socket):
    # hit
    os.system("tool " + await socket.receive_text())


def helper(req):
    # weak
    os.system("tool " + req.query_params["name"])


app = Starlette(routes=[Route("/show/{name}", show), WebSocketRoute("/talk", endpoint=talk)])
app.add_route("/added", added)
