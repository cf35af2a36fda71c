"""Every way to start a program."""

import asyncio
import os
import pty
import subprocess

import asyncssh
import fabric
import invoke
import paramiko
from flask import request


def local():
    name = request.args["name"]
    # ruleid: command-injection
    subprocess.Popen(name, shell=True)
    # ruleid: command-injection
    subprocess.Popen(["sh", "-c", "cat " + name])
    # ok: command-injection
    subprocess.Popen(["cat", name])
    # ruleid: command-injection
    subprocess.check_call("cat %s" % name, shell=True)
    # ok: command-injection
    subprocess.check_call(["cat", name], shell=False)
    # ruleid: command-injection
    subprocess.getstatusoutput("cat " + name)
    # ruleid: command-injection
    subprocess.run([name, "--version"])
    # ruleid: command-injection
    os.execl(name, "tool")
    # ok: command-injection
    os.execvp("cat", ["cat", name])
    # ruleid: command-injection
    os.spawnlp(os.P_WAIT, name, "tool")
    # ok: command-injection
    os.spawnvp(os.P_WAIT, "cat", ["cat", name])
    # ruleid: command-injection
    os.posix_spawn(name, ["tool"], os.environ)
    # ruleid: command-injection
    pty.spawn(name)
    # ruleid: command-injection
    invoke.run("cat " + name)
    # ok: command-injection
    invoke.run("cat notes")


async def waited():
    name = request.args["name"]
    # ruleid: command-injection
    await asyncio.create_subprocess_exec(name, "--version")
    # ok: command-injection
    await asyncio.create_subprocess_exec("cat", name)
    # ruleid: command-injection
    await asyncio.subprocess.create_subprocess_shell("cat " + name)


async def elsewhere(channel):
    name = request.args["name"]
    client = paramiko.SSHClient()
    # ruleid: command-injection
    client.exec_command("cat " + name)
    # ok: command-injection
    client.exec_command("cat notes")
    # ruleid: command-injection
    channel.exec_command("cat " + name)
    # ruleid: command-injection
    fabric.Connection("host").run("cat " + name)
    async with asyncssh.connect("host") as connection:
        # ruleid: command-injection
        await connection.run("cat " + name)
        # ok: command-injection
        await connection.run("cat notes")
