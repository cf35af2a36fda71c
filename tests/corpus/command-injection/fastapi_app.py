"""FastAPI: the annotation of a parameter decides."""

import subprocess

from fastapi import FastAPI

app = FastAPI()


@app.get("/lines/{count}")
def lines(count: int):
    # ok: command-injection
    return subprocess.check_output(f"head -n {count} shop.log", shell=True)


@app.get("/matches/{word}")
def matches(word: str):
    # ruleid: command-injection
    return subprocess.check_output(f"grep {word} shop.log", shell=True)
