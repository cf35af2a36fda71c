"""Quart: like Flask, with await."""

import asyncio
import shlex

from quart import Blueprint, Quart, request
from quart.views import MethodView

app = Quart(__name__)
tools = Blueprint("tools", __name__)


@app.before_request
async def log():
    # ruleid: command-injection
    await asyncio.create_subprocess_shell("logger " + request.headers["User-Agent"])
    # ok: command-injection
    await asyncio.create_subprocess_shell("logger visit")


@tools.route("/ping/<host>")
async def ping(host):
    # ruleid: command-injection
    await asyncio.create_subprocess_shell("ping " + host)
    # ok: command-injection
    await asyncio.create_subprocess_shell("ping " + shlex.quote(host))


@tools.route("/kind/<any(a, b):kind>/<int:count>")
async def kinds(kind, count):
    # ok: command-injection
    await asyncio.create_subprocess_shell(f"report {kind} {count}")


class Make(MethodView):
    async def post(self, target):
        # ruleid: command-injection
        await asyncio.create_subprocess_shell("make " + target)
        form = await request.form
        # ruleid: command-injection
        await asyncio.create_subprocess_shell("make " + form["target"])
