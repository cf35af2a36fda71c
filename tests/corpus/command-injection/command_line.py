"""Programs: arguments, options, standard input, the environment."""

import argparse
import fileinput
import os
import shlex
import subprocess
import sys

import click
import typer

app = typer.Typer()


def main():
    parser = argparse.ArgumentParser()
    options, rest = parser.parse_known_args()
    # ruleid: command-injection
    os.system("make " + options.target)
    # ok: command-injection
    subprocess.run(["make", options.target])
    # ruleid: command-injection
    os.system("make " + sys.argv[1])
    # ok: command-injection
    os.system("make " + shlex.quote(sys.argv[1]))
    for line in sys.stdin:
        # ruleid: command-injection
        os.system("say " + line)
    for line in fileinput.input():
        # ruleid: command-injection
        os.system("say " + line)
    # ruleid: command-injection
    os.system("make " + os.environ["TARGET"])
    # ruleid: command-injection
    os.system("make " + os.getenv("TARGET", "all"))


@click.command()
@click.argument("name")
@click.option("--count", type=int)
@click.option("--level", type=click.Choice(["low", "high"]))
def build(name, count, level):
    # ruleid: command-injection
    os.system("make " + name)
    # ok: command-injection
    os.system(f"make -j {count}")
    # ok: command-injection
    os.system(f"make {level}")


@app.command()
def test(name: str, count: int = 1):
    # ruleid: command-injection
    os.system("pytest " + name)
    # ok: command-injection
    os.system(f"pytest -n {count}")


@click.group()
@click.pass_context
def tools(ctx):
    # ok: command-injection
    os.system("make all")
    ctx.obj = {}
