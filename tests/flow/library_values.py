"""Values that the standard library wraps, packs or only names, one by one, with a constant beside it."""
import argparse
import ast
import bz2
import codecs
import contextvars
import csv
import datetime
import gzip
import heapq
import inspect
import io
import lzma
import os
import tempfile
import textwrap
import time
import types
import zlib
from typing import NewType, cast

from flask import request

Host = NewType("Host", str)
CURRENT = contextvars.ContextVar("current", default="x")
OTHER = contextvars.ContextVar("other", default="x")


def only_named():
    bad, good = request.args["x"], "x"
    # hit
    os.system(cast(str, bad))
    # clean
    os.system(cast(str, good))
    # hit
    os.system(Host(bad))
    # clean
    os.system(Host(good))
    # clean
    os.system(cast(str, int(bad)))


def packed():
    bad, good = request.get_data(), b"x"
    # hit
    os.system(zlib.decompress(bad))
    # clean
    os.system(zlib.decompress(good))
    # hit
    os.system(gzip.decompress(bad))
    # hit
    os.system(bz2.decompress(bad))
    # hit
    os.system(lzma.decompress(bad))
    view = memoryview(bad)
    # hit
    os.system(view[4:].tobytes())
    # clean
    os.system(memoryview(good)[4:].tobytes())


def files_around_files():
    bad = request.files["x"]
    # hit
    os.system(io.TextIOWrapper(bad.stream).read())
    for row in csv.DictReader(io.TextIOWrapper(bad, encoding="utf-8")):
        # hit
        os.system(row["name"])
    # hit
    os.system(gzip.GzipFile(fileobj=bad.stream).read())
    # clean
    open(gzip.GzipFile(fileobj=bad.stream))
    # clean
    open(io.TextIOWrapper(bad))
    for line in codecs.iterdecode(bad.stream, "utf-8"):
        # hit
        os.system(line)


def objects():
    bad = request.args["x"]
    point = types.SimpleNamespace(host=bad, port="22")
    # hit
    os.system(point.host)
    # clean
    os.system(point.port)
    point.port = bad
    # hit
    os.system(point.port)
    nested = types.SimpleNamespace(inner=types.SimpleNamespace(host="x"))
    # clean
    os.system(nested.inner.host)
    nested.inner = argparse.Namespace(host=bad)
    # hit
    os.system(nested.inner.host)
    spread = types.SimpleNamespace(**{"host": bad, "port": "22"})
    # hit
    os.system(spread.host)
    # clean
    os.system(spread.port)


def templates():
    bad, good = request.args["x"], "x"
    # hit
    os.system(textwrap.dedent("git checkout {}").format(bad))
    # clean
    os.system(textwrap.dedent("git checkout {}").format(good))
    # hit
    os.system(textwrap.dedent("git checkout %s") % bad)
    # clean
    os.system(textwrap.dedent("git checkout %d") % bad)
    # hit
    os.system(inspect.cleandoc("git checkout {}").format(bad))
    # hit
    os.system(datetime.datetime.now().strftime(bad))
    # clean
    os.system(datetime.datetime.now().strftime("%d"))
    # hit
    os.system(datetime.datetime(2020, 1, 1).strftime(bad))
    # hit
    os.system(time.strftime(bad))
    # clean
    os.system(time.strftime("%d"))


def heaps():
    bad = request.args["x"]
    heap = []
    heapq.heappush(heap, "x")
    # clean
    os.system(heap[0])
    heapq.heappush(heap, bad)
    # hit
    os.system(heap[0])
    # hit
    os.system(heapq.heappop(heap))
    pairs = []
    heapq.heappush(pairs, (1, bad, "x"))
    order, name, constant = heapq.heappop(pairs)
    # hit
    os.system(name)
    # clean
    os.system(constant)
    # hit
    os.system(heapq.nlargest(1, [bad])[0])
    # clean
    os.system(heapq.nsmallest(1, ["x"])[0])
    # hit
    os.system(heapq.heapreplace(["x"], bad) + heapq.heappushpop(heap, bad))
    plain = [bad, "x"]
    heapq.heapify(plain)
    # hit
    os.system(plain[1])
    for item in heapq.merge([bad], ["x"]):
        # hit
        os.system(item)


def temporary_names():
    bad, good = request.args["x"], ".txt"
    # hit
    os.system(tempfile.mkstemp(suffix=bad)[1])
    # clean
    os.system(tempfile.mkstemp(suffix=good)[1])
    # clean
    open(tempfile.mkstemp(suffix=bad)[1])
    # hit
    os.system(tempfile.mkdtemp(suffix=bad))
    # clean
    open(tempfile.mkdtemp(suffix=bad))
    # hit
    os.system(tempfile.mktemp(suffix=bad))
    # clean
    open(tempfile.mktemp(suffix=bad))


def trees_of_code():
    bad = request.args["x"]
    # hit
    eval(compile(ast.parse(bad, mode="eval"), "<s>", "eval"))
    # clean
    eval(compile(ast.parse("1 + 1", mode="eval"), "<s>", "eval"))


def trees_that_are_gone_through():
    tree = ast.parse(request.args["x"], mode="eval")
    for node in ast.walk(tree):
        if not isinstance(node, (ast.Expression, ast.BinOp, ast.Constant)):
            raise ValueError(node)
    # clean
    eval(compile(tree, "<s>", "eval"))


class Allowed(ast.NodeVisitor):
    def generic_visit(self, node):
        raise ValueError(node)


def trees_that_are_visited():
    tree = ast.parse(request.args["x"], mode="eval")
    Allowed().visit(tree)
    # clean
    eval(compile(tree, "<s>", "eval"))


def variables_of_a_context():
    CURRENT.set(request.args["x"])
    # hit
    os.system(CURRENT.get())
    # clean
    os.system(OTHER.get())
    OTHER.set("y")
    # clean
    os.system(OTHER.get("x"))


def what_ends_an_and():
    bad = request.args["x"]
    # clean
    os.system(bad and "x")
    # hit
    os.system(bad and bad.strip())
    # hit
    os.system(bad or "x")
