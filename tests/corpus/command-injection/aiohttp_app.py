"""aiohttp: functions, route tables, classes, sockets."""

import asyncio
import subprocess

from aiohttp import web

routes = web.RouteTableDef()


@routes.get("/ping/{host}")
async def ping(request):
    host = request.match_info["host"]
    # ruleid: command-injection
    await asyncio.create_subprocess_shell(f"ping -c 1 {host}")
    # ok: command-injection
    await asyncio.create_subprocess_exec("ping", "-c", "1", host)


@routes.post("/run")
async def run(request):
    data = await request.post()
    # ruleid: command-injection
    subprocess.run("convert " + data["name"], shell=True)
    # ok: command-injection
    subprocess.run(["convert", data["name"]])


async def size(request):
    folder = request.query["folder"]
    # ruleid: command-injection
    return subprocess.getoutput("du -sh " + folder)


async def count(request):
    lines = int(request.query["lines"])
    # ok: command-injection
    return subprocess.getoutput(f"head -n {lines} shop.log")


class Tool(web.View):
    async def get(self):
        name = self.request.rel_url.query["name"]
        # ruleid: command-injection
        subprocess.call(name + " --version", shell=True)
        # ok: command-injection
        subprocess.call("tool --version", shell=True)


async def socket(request):
    connection = web.WebSocketResponse()
    await connection.prepare(request)
    async for message in connection:
        # ruleid: command-injection
        await asyncio.create_subprocess_shell("echo " + message.data)
        # ok: command-injection
        await asyncio.create_subprocess_shell("echo received")
