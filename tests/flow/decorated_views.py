import functools
import os
import subprocess
from pathlib import Path

from flask import Flask, abort, request

app = Flask(__name__)
ROOT = Path("/srv/files")


def known_only(view):
    @functools.wraps(view)
    def inner(name):
        if name not in ("a", "b"):
            abort(404)
        return view(name)
    return inner


def known_by_name(view):
    @functools.wraps(view)
    def inner(name):
        if name not in ("a", "b"):
            abort(404)
        return view(name=name)
    return inner


def known_or(status):
    def decorate(view):
        @functools.wraps(view)
        def inner(name):
            if name not in ("a", "b"):
                abort(status)
            return view(name)
        return inner
    return decorate


def logged(view):
    @functools.wraps(view)
    def inner(*args, **kwargs):
        print("called")
        return view(*args, **kwargs)
    return inner


def noted(view):
    @functools.wraps(view)
    def inner(name):
        if name not in ("a", "b"):
            print("unknown")
        return view(name)
    return inner


def with_term(view):
    @functools.wraps(view)
    def inner():
        return view(request.args["q"])
    return inner


def with_number(view):
    @functools.wraps(view)
    def inner():
        return view(int(request.args["q"]))
    return inner


@app.get("/a/<name>")
@known_only
def guarded(name):
    # clean
    subprocess.run("tool " + name, shell=True)


@app.get("/a2/<name>")
@known_by_name
def guarded_by_name(name):
    # clean
    subprocess.run("tool " + name, shell=True)


@app.get("/a3/<name>")
@known_or(404)
def guarded_by_factory(name):
    # clean
    subprocess.run("tool " + name, shell=True)


@app.get("/b/<name>")
@logged
def called(name):
    # hit
    subprocess.run("tool " + name, shell=True)


@app.get("/b2/<name>")
@noted
def only_noted(name):
    # hit
    subprocess.run("tool " + name, shell=True)


@app.get("/b3/<name>/<kind>")
@known_only
def other(name, kind):
    # hit
    subprocess.run("tool " + kind, shell=True)


@app.get("/c")
@with_term
def term(term):
    # hit
    subprocess.run("tool " + term, shell=True)


@app.get("/d")
@with_number
def number(number):
    # clean
    subprocess.run("tool " + str(number), shell=True)


# A check of a path in a function of its own: of a path that its callers made absolute.
def must_be_relative(path):
    if not path.is_relative_to(ROOT):
        raise ValueError("outside")


def must_resolve_below(path):
    if not path.resolve().is_relative_to(ROOT):
        raise ValueError("outside")


def is_below(path):
    return path.is_relative_to(ROOT)


def starts_below(path):
    return path.startswith("/srv/files" + os.sep)


@app.get("/p1/<path:name>")
def resolved(name):
    path = (ROOT / name).resolve()
    must_be_relative(path)
    # clean
    return path.read_text()


@app.get("/p2/<path:name>")
def unresolved(name):
    path = ROOT / name
    must_be_relative(path)
    # hit
    return path.read_text()


@app.get("/p3/<path:name>")
def resolved_there(name):
    path = ROOT / name
    must_resolve_below(path)
    # clean
    return path.read_text()


@app.get("/p4/<path:name>")
def asked(name):
    path = (ROOT / name).resolve()
    if not is_below(path):
        abort(404)
    # clean
    return path.read_text()


@app.get("/p5/<path:name>")
def asked_unresolved(name):
    path = ROOT / name
    if not is_below(path):
        abort(404)
    # hit
    return path.read_text()


@app.get("/p6/<path:name>")
def prefix(name):
    path = os.path.realpath("/srv/files/" + name)
    if not starts_below(path):
        abort(404)
    # clean
    return open(path).read()


@app.get("/p7/<path:name>")
def prefix_unresolved(name):
    path = "/srv/files/" + name
    if not starts_below(path):
        abort(404)
    # hit
    return open(path).read()
