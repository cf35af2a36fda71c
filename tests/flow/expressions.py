"""Values keep what they carry through expressions."""
import base64
import os
from urllib.parse import quote, unquote

from flask import request


def plain():
    name = request.args.get("name")
    # hit
    os.system("ls " + name)
    # hit
    os.system(f"ls {name!r}")
    # hit
    os.system("ls %s" % name)
    # hit
    os.system("ls %s %d" % (name, 3))
    # hit
    os.system("ls %(n)s" % {"n": name})
    # clean
    os.system("ls %(m)s" % {"n": name, "m": "x"})
    # clean
    os.system("ls %d" % name)
    # hit
    os.system("ls {}".format(name))
    # hit
    os.system("ls {n}".format(n=name))
    # clean
    os.system("ls {n}".format(n="x", m=name))
    # hit
    os.system(" ".join(["ls", name]))
    # hit
    os.system(name.strip().lower())
    # hit
    os.system(name[1:])
    # hit
    os.system(name or "x")
    # clean
    os.system("x" if name else name)
    # hit
    os.system("x" if len(name) else name)
    # clean
    os.system("x" if name else "y")
    # hit
    os.system(unquote(base64.b64decode(name).decode()))
    # clean
    os.system(quote(name))
    # clean
    os.system(str(len(name)))
    # clean
    os.system("ls %s" % int(name))
    # hit
    os.system((other := name))
    # hit
    os.system(other)


def gathered():
    parts = ["ls"]
    parts.append(request.args["a"])
    # hit
    os.system(" ".join(parts))
    text = "ls"
    text += " -l"
    # clean
    os.system(text)
    text += request.args["b"]
    # hit
    os.system(text)


def comprehended():
    names = [part.strip() for part in request.args.getlist("n")]
    # hit
    os.system(" ".join(names))
    numbers = [int(part) for part in request.args.getlist("n")]
    # clean
    os.system(" ".join(str(n) for n in numbers))
    # hit
    os.system(" ".join(map(str, names)))


def targets_in_parentheses(store):
    text = name = (
        store.name
    ) = request.args["a"]
    # hit
    os.system(text)
    # hit
    os.system(store.name)
    (first,) = (second) = ["a", request.args["a"]][:1]
    # clean
    os.system(first)
    name = (text) = "a"
    # clean
    os.system(text)
