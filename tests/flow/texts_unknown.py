"""Texts that are filled in and joined where the template or what joins is not known."""

import os
import string
from datetime import datetime

import settings
from flask import request


def template():
    # hit
    os.system(string.Template(settings.TEXT).substitute(name=request.args["q"]))
    # clean
    os.system(string.Template(settings.TEXT).substitute(name="x"))


def template_safe():
    # hit
    os.system(string.Template(settings.TEXT).safe_substitute({"name": request.args["q"]}))
    # clean
    os.system(string.Template(settings.TEXT).safe_substitute({"name": "x"}))


def template_itself():
    # hit
    os.system(string.Template(request.args["q"]).substitute(name="x"))


def separator():
    return open("separator").readline()


def joined():
    # hit
    os.system(separator().join(request.args.getlist("q")))


def joined_plainly():
    # hit
    os.system(str.join(settings.SEPARATOR, request.args.getlist("q")))


def dated():
    # hit
    os.system(datetime.now().strftime(request.args["q"]))
    # clean
    os.system(datetime.now().strftime("%Y"))


def attribute():
    # hit
    os.system(getattr(settings, settings.NAME, request.args["q"]))
    # clean
    os.system(getattr(settings, settings.NAME, "x"))
