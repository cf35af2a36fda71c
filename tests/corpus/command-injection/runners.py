"""Functions that exist to run what they are given, and settings that name a program."""

import asyncio
import os
import subprocess


def run(argv):
    # ok: command-injection
    return subprocess.run(argv, check=True)


async def start(argv):
    # ok: command-injection
    return await asyncio.create_subprocess_exec(*argv)


def run_by_shell(command):
    # ruleid: command-injection
    return subprocess.run(command, shell=True, check=True)


def run_plainly(command):
    # ruleid: command-injection
    return os.system(command)


def ping(host):
    # ruleid: command-injection
    return subprocess.run(["sh", "-c", f"ping {host}"], check=True)


def convert():
    tool = os.getenv("CONVERTER", "pdftohtml")
    # ok: command-injection
    return subprocess.Popen([tool, "-stdout"])


def convert_by_shell():
    tool = os.getenv("CONVERTER", "pdftohtml")
    # ruleid: command-injection
    return subprocess.Popen(f"{tool} -stdout", shell=True)


def prepare():
    command = os.environ["PREPARE"] + " && conda activate shop"
    # ruleid: command-injection
    return subprocess.Popen(["/bin/bash", "-c", command])


def prepare_plainly():
    program = os.environ["PREPARE"] + "/bin/prepare"
    # ok: command-injection
    return subprocess.Popen([program, "-c", "shop"])
