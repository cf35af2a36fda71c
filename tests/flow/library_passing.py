"""Functions that hand on what they were given, one by one, with a constant beside it."""
import ast
import base64
import binascii
import codecs
import copy
import csv
import functools
import itertools
import json
import operator
import os
import pathlib
import re
import shlex
import string
import textwrap
import unicodedata
import urllib.parse
import urllib.request

import yaml
from django.http import HttpRequest
from flask import request

from project import of_the_project


def texts():
    bad, good = request.args["x"], "x"
    # hit
    os.system(str(bad))
    # clean
    os.system(str(good))
    # hit
    os.system(repr(bad))
    # clean
    os.system(repr(good))
    # hit
    os.system(ascii(bad))
    # clean
    os.system(ascii(good))
    # hit
    os.system(format(bad))
    # clean
    os.system(format(good))
    # hit
    os.system(bytes(bad, "utf-8"))
    # clean
    os.system(bytes(good, "utf-8"))
    # hit
    os.system(bytearray(bad, "utf-8"))
    # clean
    os.system(bytearray(good, "utf-8"))
    # hit
    os.system(textwrap.dedent(bad))
    # clean
    os.system(textwrap.dedent(good))
    # hit
    os.system(textwrap.fill(bad))
    # clean
    os.system(textwrap.fill(good))
    # hit
    os.system(string.Template(bad).substitute(a="b"))
    # clean
    os.system(string.Template(good).substitute(a="b"))
    # hit
    os.system(string.Template("$a").substitute(a=bad))
    # clean
    os.system(string.Template("$a").substitute(a=good))
    # hit
    os.system(string.Template("$a").safe_substitute(a=bad))
    # clean
    os.system(string.Template("$a").safe_substitute(a=good))
    # hit
    os.system(unicodedata.normalize("NFC", bad))
    # clean
    os.system(unicodedata.normalize("NFC", good))
    # hit
    os.system("".join(bad))
    # clean
    os.system("".join(good))
    # hit
    os.system(str.join(", ", bad))
    # clean
    os.system(str.join(", ", good))
    # hit
    os.system(getattr(bad, "a", "b"))
    # clean
    os.system(getattr(good, "a", "b"))
    # hit
    os.system(getattr(string, "a", bad))
    # clean
    os.system(getattr(string, "a", good))


def containers():
    bad, good = request.args["x"], "x"
    # hit
    os.system(list(bad))
    # clean
    os.system(list(good))
    # hit
    os.system(tuple(bad))
    # clean
    os.system(tuple(good))
    # hit
    os.system(set(bad))
    # clean
    os.system(set(good))
    # hit
    os.system(frozenset(bad))
    # clean
    os.system(frozenset(good))
    # hit
    os.system(dict(a=bad)["a"])
    # clean
    os.system(dict(a=good)["a"])
    # hit
    os.system(sorted(bad))
    # clean
    os.system(sorted(good))
    # hit
    os.system(reversed(bad))
    # clean
    os.system(reversed(good))
    # hit
    os.system(next(iter(bad)))
    # clean
    os.system(next(iter(good)))
    # hit
    os.system(max("a", bad))
    # clean
    os.system(max("a", good))
    # hit
    os.system(min("a", bad))
    # clean
    os.system(min("a", good))
    # hit
    os.system(sum(bad))
    # clean
    os.system(sum(good))
    # hit
    os.system(list(zip(bad, "a"))[0])
    # clean
    os.system(list(zip(good, "a"))[0])
    # hit
    os.system(list(enumerate(bad))[0][1])
    # clean
    os.system(list(enumerate(good))[0][1])
    # hit
    os.system(list(filter(None, bad)))
    # clean
    os.system(list(filter(None, good)))
    # hit
    os.system(list(map(str, bad)))
    # clean
    os.system(list(map(str, good)))
    # hit
    os.system(vars(bad))
    # clean
    os.system(vars(good))
    # hit
    os.system(copy.copy(bad))
    # clean
    os.system(copy.copy(good))
    # hit
    os.system(copy.deepcopy(bad))
    # clean
    os.system(copy.deepcopy(good))
    # hit
    os.system(functools.reduce(of_the_project, bad))
    # clean
    os.system(functools.reduce(of_the_project, good))
    # hit
    os.system(functools.reduce(operator.add, bad))
    # clean
    os.system(functools.reduce(operator.add, good))
    # hit
    os.system(list(itertools.chain("a", bad)))
    # clean
    os.system(list(itertools.chain("a", good)))


def encodings():
    bad, good = request.args["x"], "x"
    # hit
    os.system(base64.b64decode(bad))
    # clean
    os.system(base64.b64decode(good))
    # hit
    os.system(base64.b64encode(bad))
    # clean
    os.system(base64.b64encode(good))
    # hit
    os.system(base64.urlsafe_b64decode(bad))
    # clean
    os.system(base64.urlsafe_b64decode(good))
    # hit
    os.system(base64.urlsafe_b64encode(bad))
    # clean
    os.system(base64.urlsafe_b64encode(good))
    # hit
    os.system(binascii.unhexlify(bad))
    # clean
    os.system(binascii.unhexlify(good))
    # hit
    os.system(bytes.fromhex(bad))
    # clean
    os.system(bytes.fromhex(good))
    # hit
    os.system(codecs.decode(bad, "rot13"))
    # clean
    os.system(codecs.decode(good, "rot13"))
    # hit
    os.system(codecs.encode(bad, "rot13"))
    # clean
    os.system(codecs.encode(good, "rot13"))
    # hit
    os.system(json.loads(bad))
    # clean
    os.system(json.loads(good))
    # hit
    os.system(json.dumps(bad))
    # clean
    os.system(json.dumps(good))
    # hit
    os.system(json.load(bad))
    # clean
    os.system(json.load(good))
    # hit
    os.system(ast.literal_eval(bad))
    # clean
    os.system(ast.literal_eval(good))
    # hit
    os.system(csv.reader(bad))
    # clean
    os.system(csv.reader(good))
    # hit
    os.system(csv.DictReader(bad))
    # clean
    os.system(csv.DictReader(good))
    # hit
    os.system(yaml.safe_load(bad))
    # clean
    os.system(yaml.safe_load(good))
    # hit
    os.system(shlex.split(bad))
    # clean
    os.system(shlex.split(good))


def patterns():
    bad, good = request.args["x"], "x"
    # hit
    os.system(re.sub("a", bad, "b"))
    # clean
    os.system(re.sub("a", good, "b"))
    # hit
    os.system(re.sub("a", "b", bad))
    # clean
    os.system(re.sub("a", "b", good))
    # hit
    os.system(re.split("a", bad))
    # clean
    os.system(re.split("a", good))
    # hit
    os.system(re.findall(".*", bad))
    # clean
    os.system(re.findall(".*", good))
    # hit
    os.system(re.match(".*", bad).group())
    # clean
    os.system(re.match(".*", good).group())
    # hit
    os.system(re.search(".*", bad).group())
    # clean
    os.system(re.search(".*", good).group())
    # hit
    os.system(re.fullmatch(".*", bad).group())
    # clean
    os.system(re.fullmatch(".*", good).group())
    # hit
    os.system(re.compile(".*").match(bad).group())
    # clean
    os.system(re.compile(".*").match(good).group())
    # hit
    os.system(re.compile(".*").search(bad).group())
    # clean
    os.system(re.compile(".*").search(good).group())
    # hit
    os.system(re.compile(".*").fullmatch(bad).group())
    # clean
    os.system(re.compile(".*").fullmatch(good).group())
    # hit
    os.system(re.compile(".*").findall(bad))
    # clean
    os.system(re.compile(".*").findall(good))
    # hit
    os.system(re.compile("a").split(bad))
    # clean
    os.system(re.compile("a").split(good))
    # hit
    os.system(re.compile("a").sub("b", bad))
    # clean
    os.system(re.compile("a").sub("b", good))


def addresses():
    bad, good = request.args["x"], "x"
    # hit
    os.system(urllib.parse.unquote(bad))
    # clean
    os.system(urllib.parse.unquote(good))
    # hit
    os.system(urllib.parse.unquote_plus(bad))
    # clean
    os.system(urllib.parse.unquote_plus(good))
    # hit
    os.system(urllib.parse.urljoin("/", bad))
    # clean
    os.system(urllib.parse.urljoin("/", good))
    # hit
    os.system(urllib.parse.urlparse(bad).path)
    # clean
    os.system(urllib.parse.urlparse(good).path)
    # hit
    os.system(urllib.parse.urlsplit(bad).path)
    # clean
    os.system(urllib.parse.urlsplit(good).path)
    # hit
    os.system(urllib.parse.urlunparse(bad))
    # clean
    os.system(urllib.parse.urlunparse(good))
    # hit
    os.system(urllib.parse.urlunsplit(bad))
    # clean
    os.system(urllib.parse.urlunsplit(good))
    # hit
    os.system(urllib.parse.parse_qs(bad)["a"][0])
    # clean
    os.system(urllib.parse.parse_qs(good)["a"][0])
    # hit
    os.system(urllib.parse.parse_qsl(bad)[0][1])
    # clean
    os.system(urllib.parse.parse_qsl(good)[0][1])


def files():
    bad, good = request.args["x"], "x"
    # hit
    os.system(os.path.join("/srv", bad))
    # clean
    os.system(os.path.join("/srv", good))
    # hit
    os.system(os.path.normpath(bad))
    # clean
    os.system(os.path.normpath(good))
    # hit
    os.system(os.path.abspath(bad))
    # clean
    os.system(os.path.abspath(good))
    # hit
    os.system(os.path.realpath(bad))
    # clean
    os.system(os.path.realpath(good))
    # hit
    os.system(os.path.expanduser(bad))
    # clean
    os.system(os.path.expanduser(good))
    # hit
    os.system(os.path.dirname(bad))
    # clean
    os.system(os.path.dirname(good))
    # hit
    os.system(os.path.splitext(bad)[0])
    # clean
    os.system(os.path.splitext(good)[0])
    # hit
    os.system(os.fspath(bad))
    # clean
    os.system(os.fspath(good))
    # hit
    os.system(pathlib.Path(bad))
    # clean
    os.system(pathlib.Path(good))
    # hit
    os.system(pathlib.PurePath(bad))
    # clean
    os.system(pathlib.PurePath(good))
    # hit
    os.system(pathlib.PosixPath(bad))
    # clean
    os.system(pathlib.PosixPath(good))
    # hit
    os.system(pathlib.Path("/srv").joinpath(bad))
    # clean
    os.system(pathlib.Path("/srv").joinpath(good))
    # hit
    os.system(pathlib.Path(bad).joinpath("a"))
    # clean
    os.system(pathlib.Path(good).joinpath("a"))
    # hit
    os.system(pathlib.Path(bad).resolve())
    # clean
    os.system(pathlib.Path(good).resolve())
    # hit
    os.system(pathlib.Path(bad).absolute())
    # clean
    os.system(pathlib.Path(good).absolute())
    # hit
    os.system(pathlib.Path(bad).expanduser())
    # clean
    os.system(pathlib.Path(good).expanduser())
    # hit
    os.system(pathlib.Path(bad).with_suffix(".a"))
    # clean
    os.system(pathlib.Path(good).with_suffix(".a"))
    # hit
    os.system(pathlib.Path("a").with_suffix(bad))
    # clean
    os.system(pathlib.Path("a").with_suffix(good))
    # hit
    os.system(pathlib.Path("a").with_name(bad))
    # clean
    os.system(pathlib.Path("a").with_name(good))
    # hit
    os.system(pathlib.Path(bad).parent)
    # clean
    os.system(pathlib.Path(good).parent)


def requests_as_objects():
    bad, good = request.args["x"], "/x"
    # hit
    urllib.request.urlopen(urllib.request.Request(bad))
    # clean
    urllib.request.urlopen(urllib.request.Request(good))


def own_address(request_of_django: HttpRequest):
    bad, good = request.args["x"], "/x"
    # hit
    os.system(request_of_django.build_absolute_uri(bad))
    # clean
    os.system(request_of_django.build_absolute_uri(good))
