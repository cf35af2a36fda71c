"""Everything that runs a program: outside data beside a constant."""
import asyncio
import asyncssh
import commands
import fabric
import fabric.api
import flask
import invoke
import os
import paramiko
import pty
import subprocess
import trio


def of_os():
    bad, good = flask.request.args["x"], "x"
    # hit
    os.system(bad)
    # clean
    os.system(good)
    # hit
    os.popen(bad)
    # clean
    os.popen(good)
    # hit
    os.execl(bad)
    # clean
    os.execl(good)
    # hit
    os.execv(bad)
    # clean
    os.execv(good)
    # hit
    os.execvp(bad)
    # clean
    os.execvp(good)
    # hit
    os.spawnl("a", bad)
    # clean
    os.spawnl("a", good)
    # hit
    os.spawnv("a", bad)
    # clean
    os.spawnv("a", good)
    # hit
    os.startfile(bad)
    # clean
    os.startfile(good)
    # hit
    os.execle(bad)
    # clean
    os.execle(good)
    # hit
    os.execlp(bad)
    # clean
    os.execlp(good)
    # hit
    os.execlpe(bad)
    # clean
    os.execlpe(good)
    # hit
    os.execve(bad)
    # clean
    os.execve(good)
    # hit
    os.execvpe(bad)
    # clean
    os.execvpe(good)
    # hit
    os.spawnle("a", bad)
    # clean
    os.spawnle("a", good)
    # hit
    os.spawnlp("a", bad)
    # clean
    os.spawnlp("a", good)
    # hit
    os.spawnlpe("a", bad)
    # clean
    os.spawnlpe("a", good)
    # hit
    os.spawnve("a", bad)
    # clean
    os.spawnve("a", good)
    # hit
    os.spawnvp("a", bad)
    # clean
    os.spawnvp("a", good)
    # hit
    os.spawnvpe("a", bad)
    # clean
    os.spawnvpe("a", good)
    # hit
    os.posix_spawn(bad)
    # clean
    os.posix_spawn(good)
    # hit
    os.posix_spawnp(bad)
    # clean
    os.posix_spawnp(good)


def of_subprocess():
    bad, good = flask.request.args["x"], "x"
    # hit
    subprocess.getoutput(bad)
    # clean
    subprocess.getoutput(good)
    # hit
    subprocess.getstatusoutput(bad)
    # clean
    subprocess.getstatusoutput(good)
    # hit
    subprocess.run(bad, shell=True)
    # clean
    subprocess.run(good, shell=True)
    # hit
    subprocess.call(bad, shell=True)
    # clean
    subprocess.call(good, shell=True)
    # hit
    subprocess.check_call(bad, shell=True)
    # clean
    subprocess.check_call(good, shell=True)
    # hit
    subprocess.check_output(bad, shell=True)
    # clean
    subprocess.check_output(good, shell=True)
    # hit
    subprocess.Popen(bad, shell=True)
    # clean
    subprocess.Popen(good, shell=True)


def of_asyncio():
    bad, good = flask.request.args["x"], "x"
    # hit
    asyncio.create_subprocess_shell(bad)
    # clean
    asyncio.create_subprocess_shell(good)
    # hit
    asyncio.create_subprocess_exec(bad)
    # clean
    asyncio.create_subprocess_exec(good)


def of_commands():
    bad, good = flask.request.args["x"], "x"
    # hit
    commands.getoutput(bad)
    # clean
    commands.getoutput(good)


def of_pty():
    bad, good = flask.request.args["x"], "x"
    # hit
    pty.spawn(bad)
    # clean
    pty.spawn(good)


def of_paramiko_sshclient():
    bad, good = flask.request.args["x"], "x"
    it = paramiko.SSHClient()
    # hit
    it.exec_command(bad)
    # clean
    it.exec_command(good)


def of_fabric_connection():
    bad, good = flask.request.args["x"], "x"
    it = fabric.Connection("host")
    # hit
    it.run(bad)
    # clean
    it.run(good)
    # hit
    it.sudo(bad)
    # clean
    it.sudo(good)
    # hit
    it.local(bad)
    # clean
    it.local(good)


def of_invoke():
    bad, good = flask.request.args["x"], "x"
    # hit
    invoke.run(bad)
    # clean
    invoke.run(good)
    # hit
    invoke.sudo(bad)
    # clean
    invoke.sudo(good)


def of_trio():
    bad, good = flask.request.args["x"], "x"
    # hit
    trio.run_process(bad, shell=True)
    # clean
    trio.run_process(good, shell=True)


def of_any_object(other):
    bad, good = flask.request.args["x"], "x"
    # hit
    other.exec_command(bad)
    # clean
    other.exec_command(good)


async def of_asyncssh_sshclientconnection():
    bad, good = flask.request.args["x"], "x"
    it = await asyncssh.connect("host")
    # hit
    await it.run(bad)
    # clean
    await it.run(good)
    # hit
    await it.create_process(bad)
    # clean
    await it.create_process(good)


def of_fabric_api():
    bad, good = flask.request.args["x"], "x"
    # hit
    fabric.api.run(bad)
    # clean
    fabric.api.run(good)
    # hit
    fabric.api.sudo(bad)
    # clean
    fabric.api.sudo(good)
    # hit
    fabric.api.local(bad)
    # clean
    fabric.api.local(good)


def of_invoke_context():
    bad, good = flask.request.args["x"], "x"
    it = invoke.Context()
    # hit
    it.run(bad)
    # clean
    it.run(good)
    # hit
    it.sudo(bad)
    # clean
    it.sudo(good)


def words_of_a_shell():
    bad = flask.request.args["x"]
    # hit
    os.execl("/bin/sh", "sh", "-c", bad)
    # clean
    os.execl("/bin/ls", "ls", "-c", bad)
    # clean
    os.execl("/bin/sh", "sh", "-c", "echo $1", "sh", bad)
    # hit
    os.execle("/bin/sh", "sh", "-c", bad)
    # clean
    os.execle("/bin/ls", "ls", "-c", bad)
    # clean
    os.execle("/bin/sh", "sh", "-c", "echo $1", "sh", bad)
    # hit
    os.execlp("/bin/sh", "sh", "-c", bad)
    # clean
    os.execlp("/bin/ls", "ls", "-c", bad)
    # clean
    os.execlp("/bin/sh", "sh", "-c", "echo $1", "sh", bad)
    # hit
    os.execlpe("/bin/sh", "sh", "-c", bad)
    # clean
    os.execlpe("/bin/ls", "ls", "-c", bad)
    # clean
    os.execlpe("/bin/sh", "sh", "-c", "echo $1", "sh", bad)
    # hit
    os.execv("sh", ["sh", "-c", bad])
    # clean
    os.execv("ls", ["ls", "-c", bad])
    # clean
    os.execv("sh", ["sh", "-c", "echo $1", "sh", bad])
    # hit
    os.execve("sh", ["sh", "-c", bad])
    # clean
    os.execve("ls", ["ls", "-c", bad])
    # clean
    os.execve("sh", ["sh", "-c", "echo $1", "sh", bad])
    # hit
    os.execvp("sh", ["sh", "-c", bad])
    # clean
    os.execvp("ls", ["ls", "-c", bad])
    # clean
    os.execvp("sh", ["sh", "-c", "echo $1", "sh", bad])
    # hit
    os.execvpe("sh", ["sh", "-c", bad])
    # clean
    os.execvpe("ls", ["ls", "-c", bad])
    # clean
    os.execvpe("sh", ["sh", "-c", "echo $1", "sh", bad])
    # hit
    os.posix_spawn("sh", ["sh", "-c", bad])
    # clean
    os.posix_spawn("ls", ["ls", "-c", bad])
    # clean
    os.posix_spawn("sh", ["sh", "-c", "echo $1", "sh", bad])
    # hit
    os.posix_spawnp("sh", ["sh", "-c", bad])
    # clean
    os.posix_spawnp("ls", ["ls", "-c", bad])
    # clean
    os.posix_spawnp("sh", ["sh", "-c", "echo $1", "sh", bad])
    # hit
    os.spawnl(os.P_WAIT, "bash", "bash", "-c", "ls " + bad)
    # clean
    os.spawnl(os.P_WAIT, "ls", "ls", "-c", bad)
    # clean
    os.spawnl(os.P_WAIT, "sh", "sh", "-c", "echo $1", "sh", bad)
    # hit
    os.spawnle(os.P_WAIT, "bash", "bash", "-c", "ls " + bad)
    # clean
    os.spawnle(os.P_WAIT, "ls", "ls", "-c", bad)
    # clean
    os.spawnle(os.P_WAIT, "sh", "sh", "-c", "echo $1", "sh", bad)
    # hit
    os.spawnlp(os.P_WAIT, "bash", "bash", "-c", "ls " + bad)
    # clean
    os.spawnlp(os.P_WAIT, "ls", "ls", "-c", bad)
    # clean
    os.spawnlp(os.P_WAIT, "sh", "sh", "-c", "echo $1", "sh", bad)
    # hit
    os.spawnlpe(os.P_WAIT, "bash", "bash", "-c", "ls " + bad)
    # clean
    os.spawnlpe(os.P_WAIT, "ls", "ls", "-c", bad)
    # clean
    os.spawnlpe(os.P_WAIT, "sh", "sh", "-c", "echo $1", "sh", bad)
    # hit
    os.spawnv(os.P_WAIT, "bash", ["bash", "-c", "ls " + bad])
    # clean
    os.spawnv(os.P_WAIT, "ls", ["ls", "-c", bad])
    # clean
    os.spawnv(os.P_WAIT, "sh", ["sh", "-c", "echo $1", "sh", bad])
    # hit
    os.spawnve(os.P_WAIT, "bash", ["bash", "-c", "ls " + bad])
    # clean
    os.spawnve(os.P_WAIT, "ls", ["ls", "-c", bad])
    # clean
    os.spawnve(os.P_WAIT, "sh", ["sh", "-c", "echo $1", "sh", bad])
    # hit
    os.spawnvp(os.P_WAIT, "bash", ["bash", "-c", "ls " + bad])
    # clean
    os.spawnvp(os.P_WAIT, "ls", ["ls", "-c", bad])
    # clean
    os.spawnvp(os.P_WAIT, "sh", ["sh", "-c", "echo $1", "sh", bad])
    # hit
    os.spawnvpe(os.P_WAIT, "bash", ["bash", "-c", "ls " + bad])
    # clean
    os.spawnvpe(os.P_WAIT, "ls", ["ls", "-c", bad])
    # clean
    os.spawnvpe(os.P_WAIT, "sh", ["sh", "-c", "echo $1", "sh", bad])


async def words_of_a_shell_run_beside():
    bad = flask.request.args["x"]
    # hit
    await asyncio.create_subprocess_exec("sh", "-c", bad)
    # clean
    await asyncio.create_subprocess_exec("ls", "-c", bad)
