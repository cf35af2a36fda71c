"""Checks that only seem to hold, and checks in other words."""

import contextlib
import functools
import os
import re
from urllib.parse import urlparse, urlsplit

import httpx
from fastapi import FastAPI, HTTPException
from flask import Flask, abort, redirect, request
from pydantic import BaseModel

app = FastAPI()
fl = Flask(__name__)

class Job(BaseModel):
    tool: str
    host: str


@app.post("/x")
def by_field(job: Job):
    if job.tool not in ("ping", "dig"):
        raise HTTPException(400)
    # clean
    os.system(job.tool)
    # hit
    os.system(job.host)


@fl.post("/s")
def suppressed():
    raw = request.form["n"]
    with contextlib.suppress(ValueError):
        int(raw)
    # hit
    os.system("nice " + raw)


@fl.post("/s2")
def suppressed_and_kept():
    raw = request.form["n"]
    with contextlib.suppress(ValueError):
        raw = int(raw)
    # hit
    os.system("nice " + raw)


@fl.post("/r")
def by_lines():
    n = request.form["n"]
    if not re.match(r"^[a-z]+$", n, re.M):
        abort(400)
    # hit
    os.system("nice " + n)


@fl.post("/r2")
def to_the_end():
    n = request.form["n"]
    if not re.match(r"^[a-z]+\Z", n, re.I):
        abort(400)
    # clean
    os.system("nice " + n)


@fl.post("/t")
def exact_type():
    n = request.get_json()["n"]
    if type(n) is not int:
        abort(400)
    # clean
    os.system("nice %s" % n)


@fl.post("/t2")
def exact_types():
    n = request.get_json()["n"]
    if type(n) not in (int, float):
        abort(400)
    # clean
    os.system("nice %s" % n)


@fl.post("/t3")
def other_type():
    n = request.get_json()["n"]
    if type(n) is str:
        # hit
        os.system("nice %s" % n)
    if type(n) == int:
        # clean
        os.system("nice %s" % n)


@fl.post("/u")
def replaced_address():
    u = request.form["u"]
    if urlsplit(u).hostname not in ("a.example.com",):
        u = "https://a.example.com/"
    # clean
    httpx.get(u, timeout=3)


@fl.post("/u2")
def host_or_nothing():
    u = request.form["u"]
    h = urlparse(u).hostname or ""
    if not h.endswith(".example.com"):
        abort(400)
    # clean
    httpx.get(u, timeout=3)


@fl.post("/u3")
def neither_scheme_nor_host():
    nxt = request.form["u"]
    p = urlsplit(nxt)
    if p.netloc or p.scheme or not nxt.startswith("/") or nxt.startswith(("//", "/\\")):
        abort(400)
    # clean
    return redirect(nxt)


@fl.post("/e")
def gathered():
    n = request.form["h"]
    errors = []
    if n not in ("a", "b"):
        errors.append("n")
    elif n == "c":
        errors.append("c")
    # hit
    os.system("log " + n)
    if errors:
        return {}, 400
    # clean
    os.system("ping " + n)


def with_sort(fn):
    @functools.wraps(fn)
    def inner(*args, **kwargs):
        return fn(*args, sort=request.args["sort"], **kwargs)
    return inner


@fl.get("/d")
@with_sort
def by_keyword(sort):
    # hit
    os.system("ls " + sort)


@fl.post("/gathered-elsewhere")
def gathered_for_another():
    n = request.form["h"]
    errors = []
    if n not in ("a", "b"):
        errors.append("n")
    n = request.form["m"]
    if errors:
        return {}, 400
    # hit
    os.system("ping " + n)


@fl.post("/gathered-maybe")
def gathered_and_forgotten():
    n = request.form["h"]
    errors = []
    if n not in ("a", "b"):
        errors.append("n")
    errors.clear()
    if errors:
        return {}, 400
    # hit
    os.system("ping " + n)


LINES = re.compile(r"^[a-z]+$", re.M)
WORD = re.compile(r"^[a-z]+$", re.I)


@fl.post("/compiled")
def compiled():
    n = request.form["n"]
    if LINES.match(n):
        # hit
        os.system("nice " + n)
    if WORD.match(n):
        # clean
        os.system("nice " + n)
