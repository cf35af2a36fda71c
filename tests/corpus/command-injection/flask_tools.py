"""Flask: what reaches a shell, and what reaches a program as an argument."""

import asyncio
import html
import os
import shlex
import subprocess

import paramiko
from flask import Flask, abort, request

app = Flask(__name__)
HOSTS = ["alpha", "beta"]


@app.get("/ping")
def ping():
    host = request.args["host"]
    # ruleid: command-injection
    subprocess.run(f"ping -c 1 {host}", shell=True, check=True)
    return "done"


@app.get("/ping-list")
def ping_list():
    host = request.args["host"]
    # ok: command-injection
    subprocess.run(["ping", "-c", "1", host], check=True)
    return "done"


@app.get("/ping-quoted")
def ping_quoted():
    host = shlex.quote(request.args["host"])
    # ok: command-injection
    subprocess.run(f"ping -c 1 {host} | tail -n 1", shell=True, check=True)
    return "done"


@app.get("/ping-escaped")
def ping_escaped():
    host = html.escape(request.args["host"])
    # ruleid: command-injection
    subprocess.run(f"ping -c 1 {host} | tail -n 1", shell=True, check=True)
    return "done"


@app.get("/ping-known")
def ping_known():
    host = request.args["host"]
    if host not in HOSTS:
        abort(400)
    # ok: command-injection
    subprocess.run(f"ping -c 1 {host}", shell=True, check=True)
    return "done"


@app.get("/ping-unknown")
def ping_unknown():
    host = request.args["host"]
    if host not in HOSTS:
        app.logger.info("a new host")
    # ruleid: command-injection
    subprocess.run(f"ping -c 1 {host}", shell=True, check=True)
    return "done"


@app.get("/system")
def system():
    # ruleid: command-injection
    os.system("convert upload.png -resize " + request.args["size"] + " small.png")
    return "done"


@app.get("/system-number")
def system_number():
    # ok: command-injection
    os.system("convert upload.png -resize " + str(int(request.args["size"])) + " small.png")
    return "done"


@app.get("/popen")
def popen():
    command = "du -sh %s" % request.values.get("folder")
    # ruleid: command-injection
    return os.popen(command).read()


@app.get("/shell-in-a-list")
def shell_in_a_list():
    # ruleid: command-injection
    subprocess.run(["sh", "-c", "grep {} words.txt".format(request.args["word"])], check=False)
    return "done"


@app.get("/word-in-a-list")
def word_in_a_list():
    # ok: command-injection
    subprocess.run(["grep", "--", request.args["word"], "words.txt"], check=False)
    return "done"


async def render(name):
    # ruleid: command-injection
    child = await asyncio.create_subprocess_shell(f"render {name}")
    return await child.wait()


async def render_list(name):
    # ok: command-injection
    child = await asyncio.create_subprocess_exec("render", name)
    return await child.wait()


@app.get("/render")
async def through_a_helper():
    await render(request.args["name"])
    await render_list(request.args["name"])
    return "done"


class Remote:
    def __init__(self, host):
        self.client = paramiko.SSHClient()
        self.client.connect(host)

    def show(self):
        folder = request.args["folder"]
        # ruleid: command-injection
        self.client.exec_command(f"ls {folder}")
        # ok: command-injection
        self.client.exec_command(f"ls {shlex.quote(folder)}")


@app.get("/constant")
def constant():
    unit = "shop.service"
    if request.args.get("unit") == "db":
        unit = "database.service"
    # ok: command-injection
    subprocess.run(["systemctl", "status", unit], check=False)
    return "done"
