"""Sanic: path types, the request, blueprints."""

import os
import shlex

from sanic import Blueprint, Sanic

app = Sanic("tools")
tools = Blueprint("tools")


@app.get("/logs/<name:str>")
async def logs(request, name: str):
    # ruleid: command-injection
    os.system("tail logs/" + name)
    # ok: command-injection
    os.system("tail logs/" + shlex.quote(name))


@app.get("/lines/<count:int>")
async def lines(request, count):
    # ok: command-injection
    os.system(f"head -n {count} shop.log")


@tools.post("/run")
async def run(request):
    # ruleid: command-injection
    os.system("make " + request.json["target"])
    # ok: command-injection
    os.system("make all")


@tools.get("/args")
async def args(request):
    # ruleid: command-injection
    os.system("make " + request.args.get("target"))
