"""Escapes that are taken back, templates, format fields and specifications."""
import html
import os
import shlex
import string
from dataclasses import dataclass
from urllib.parse import quote, quote_plus, unquote, unquote_plus

from flask import make_response, request


@dataclass
class Job:
    command: str
    label: str


def html_round():
    text = html.escape(request.args["x"])
    # clean
    make_response(text)
    # hit
    make_response(html.unescape(text))
    # clean
    make_response(html.escape(html.unescape(text)))


def html_unescaped_first():
    # clean
    make_response(html.escape(html.unescape(request.args["x"])))
    # hit
    make_response(html.unescape(html.escape(request.args["x"])))


def address_round():
    text = quote_plus(request.args["x"])
    # clean
    make_response(text)
    # hit
    make_response(unquote_plus(text))
    # hit
    make_response(unquote(quote(request.args["x"])))
    # clean
    make_response(quote(unquote(request.args["x"])))


def shell_round():
    text = shlex.quote(request.args["x"])
    # clean
    os.system("ls " + text)
    # hit
    os.system("ls " + " ".join(shlex.split(text)))
    # clean
    os.system("ls " + shlex.join(shlex.split(text)))


def in_a_string():
    text = "ls " + quote_plus(request.args["x"])
    # clean
    os.system(text)
    # hit
    os.system(unquote_plus(text))


def specifications(width):
    bad, good = request.args["x"], "x"
    # hit
    os.system(f"{good:{bad}}")
    # hit
    os.system(f"{bad:>{width}}")
    # clean
    os.system(f"{good:>{width}}")
    # hit
    os.system(f"{good:{'x'}{bad}}")
    # clean
    os.system(f"{len(bad):>{width}}")


def templates():
    bad, good = request.args["x"], "x"
    # hit
    os.system(string.Template("ls $a").substitute(a=bad))
    # clean
    os.system(string.Template("ls $a").substitute(a=good, b=bad))
    # hit
    os.system(string.Template("ls ${a}").safe_substitute({"a": bad}))
    # clean
    os.system(string.Template("ls ${a}").safe_substitute({"a": good, "b": bad}))
    # hit
    os.system(string.Template(bad).substitute(a=good))
    # clean
    os.system(string.Template("ls $$a").substitute(a=bad))
    template = string.Template("ls $a $b")
    # hit
    os.system(template.substitute({"a": good}, b=bad))
    # clean
    os.system(template.substitute({"a": good}, b=good, c=bad))


def fields():
    bad, good = request.args["x"], "x"
    job = Job(command=bad, label=good)
    # hit
    os.system("ls {0.command}".format(job))
    # clean
    os.system("ls {0.label}".format(job))
    # hit
    os.system("ls {job.command}".format(job=job))
    # clean
    os.system("ls {job.label}".format(job=job))
    # hit
    os.system("ls {a[key]}".format(a={"key": bad, "other": good}))
    # clean
    os.system("ls {a[other]}".format(a={"key": bad, "other": good}))
    # hit
    os.system("ls {0[1]}".format([good, bad]))
    # clean
    os.system("ls {0[0]}".format([good, bad]))
    # hit
    os.system("ls {:>{}}".format(good, bad))
    # clean
    os.system("ls {:>{}}".format(good, 3))
    # hit
    os.system("ls {1}".format(good, bad))
    # clean
    os.system("ls {0}".format(good, bad))


def spread_fields():
    values = {"a": request.args["x"], "b": "x"}
    # hit
    os.system("ls {a}".format(**values))
    # clean
    os.system("ls {b}".format(**values))
    # hit
    os.system("ls {a}".format_map(values))
    # clean
    os.system("ls {b}".format_map(values))
    parts = ["x", request.args["x"]]
    # hit
    os.system("ls {1}".format(*parts))
    # clean
    os.system("ls {0}".format(*parts))


def kept_method():
    build = "ls {}".format
    # hit
    os.system(build(request.args["x"]))
    # clean
    os.system(build("x"))
