"""Starlette: functions, endpoints, sockets."""

import os
import shlex

from starlette.applications import Starlette
from starlette.endpoints import HTTPEndpoint, WebSocketEndpoint
from starlette.routing import Route


async def ping(request):
    # ruleid: command-injection
    os.system("ping " + request.path_params["host"])
    # ok: command-injection
    os.system("ping " + shlex.quote(request.path_params["host"]))


class Make(HTTPEndpoint):
    async def post(self, request):
        body = await request.json()
        # ruleid: command-injection
        os.system("make " + body["target"])
        # ok: command-injection
        os.system("make all")


class Echo(WebSocketEndpoint):
    async def on_receive(self, websocket, data):
        # ruleid: command-injection
        os.system("say " + data)
        # ok: command-injection
        os.system("say hello")


app = Starlette(routes=[Route("/ping/{host}", ping)])
