"""Sinks behind wrappers: programs that hand a text to a shell, connections, documents, files of libraries."""
import asyncio
import ftplib
import http.server
import socket
import subprocess
import sys
import telnetlib

import aiohttp
import aiohttp.web
import django.http
import feedparser
import flask
import httpx
import lxml.etree
import pandas
import starlette.responses
import tornado.web
import werkzeug.wrappers
from flask import request
from PIL import Image
from selenium import webdriver


def flags_that_are_spread():
    bad = request.args["x"]
    options = {"check": True}
    # clean
    subprocess.run("wc " + bad, **options)
    options["shell"] = True
    # hit
    subprocess.run("wc " + bad, **options)
    # hit
    subprocess.run("wc " + bad, **dict(shell=True))
    # clean
    subprocess.run(["wc", bad], **{"shell": False})


def programs_that_ask_a_shell():
    bad = request.args["x"]
    # hit
    subprocess.run(["ssh", "web1", "ls " + bad])
    # hit
    subprocess.run(["ssh", "-p", "22", "-q", "web1", "ls", bad])
    # clean
    subprocess.run(["ssh", "-p", "22", "web1", "uptime"], input=bad)
    # clean
    subprocess.run(["ssh", "-l", bad, "web1", "uptime"])
    # hit
    subprocess.run(["docker", "exec", "web", "sh", "-c", bad])
    # clean
    subprocess.run(["docker", "exec", "web", "ls", bad])
    # hit
    subprocess.run(["sudo", "bash", "-c", bad])
    # clean
    subprocess.run(["sudo", "bash", "run.sh", bad])
    # hit
    subprocess.run(["env", "A=1", "sh", "-c", bad])
    # hit
    subprocess.run(["su", "-", "www", "-c", bad])
    # clean
    subprocess.run(["su", "-", bad])
    # hit
    subprocess.run([sys.executable, "-c", bad])
    # clean
    subprocess.run([sys.executable, "-c", "print(1)", bad])
    # clean
    subprocess.run([sys.executable, "-m", "json.tool", bad])
    # clean
    subprocess.run(["bash", "--rcfile", bad])


def _run(command, shell=False):
    # clean
    return subprocess.run(command, shell=shell)


def with_the_default():
    return _run(["ls", "--", request.args["x"]])


def _run_at_will(command, shell=False):
    # hit
    return subprocess.run(command, shell=shell)


def with_a_shell():
    return _run_at_will("ls " + request.args["x"], shell=True)


def _through(command, shell):
    # clean
    return subprocess.run(command, shell=shell)


def _between(command, shell=False):
    return _through(command, shell)


def with_the_default_of_another():
    return _between(["ls", request.args["x"]])


class _Quiet:
    def __init__(self, shell=False):
        self.shell = shell

    def run(self, command):
        # clean
        return subprocess.run(command, shell=self.shell)


class _Loud:
    def __init__(self, shell=False):
        self.shell = shell

    def run(self, command):
        # hit
        return subprocess.run(command, shell=self.shell)


def with_what_an_object_keeps():
    _Quiet().run(["ls", request.args["x"]])
    _Loud(shell=True).run("ls " + request.args["x"])


def connections():
    bad = request.args["x"]
    # hit
    httpx.Client(base_url=bad)
    # hit
    httpx.AsyncClient(base_url=bad)
    # clean
    httpx.Client(base_url="https://a.example", headers={"x": bad})
    # hit
    aiohttp.ClientSession(bad)
    # hit
    socket.create_connection((bad, 80))
    # clean
    socket.create_connection(("a.example", int(bad)))
    plug = socket.socket()
    # hit
    plug.connect((bad, 80))
    # hit
    plug.connect_ex((bad, 80))
    # hit
    ftplib.FTP(bad)
    # clean
    ftplib.FTP("a.example", bad)
    # hit
    ftplib.FTP_TLS(bad)
    # hit
    telnetlib.Telnet(bad)
    # hit
    asyncio.open_connection(bad, 80)
    # hit
    feedparser.parse(bad)


def browsers():
    bad = request.args["x"]
    # hit
    webdriver.Chrome().get(bad)
    # hit
    webdriver.Firefox().get(bad)
    # hit
    webdriver.Edge().get(bad)
    # hit
    webdriver.Remote().get(bad)
    # clean
    webdriver.Chrome().find_element("id", bad)


def documents():
    bad = request.args["x"]
    tree = lxml.etree.parse("p.xml")
    # hit
    tree.find(".//p[@id='" + bad + "']")
    # hit
    tree.findall(".//p[@id='" + bad + "']")
    # hit
    tree.getroot().findtext(".//p[@id='" + bad + "']")
    # hit
    tree.iterfind(".//p[@id='" + bad + "']")
    # clean
    tree.find(".//p")


def files_of_libraries():
    bad = request.args["x"]
    image = Image.open(request.files["x"])
    # hit
    image.save("/srv/" + bad)
    # clean
    image.save("/srv/x.png", bad)
    # hit
    image.convert("RGB").save("/srv/" + bad)
    # hit
    image.copy().save("/srv/" + bad)
    # hit
    image.crop((0, 0, 1, 1)).save("/srv/" + bad)
    # hit
    image.resize((1, 1)).save("/srv/" + bad)
    # hit
    image.rotate(90).save("/srv/" + bad)
    # hit
    Image.new("RGB", (1, 1)).save("/srv/" + bad)
    # hit
    Image.frombytes("RGB", (1, 1), b"").save("/srv/" + bad)
    # hit
    pandas.read_csv("/srv/" + bad)
    # clean
    pandas.read_csv("/srv/x.csv", sep=bad)
    # hit
    pandas.read_parquet("/srv/" + bad)
    # hit
    pandas.DataFrame([]).to_csv("/srv/" + bad)


def _read(table):
    # clean
    return pandas.read_csv(table)


def an_upload():
    return _read(request.files["x"])


def responses():
    bad = request.args["x"]
    # hit
    flask.Response(status=302, headers={"Location": bad})
    # clean
    flask.Response(status=201, headers={"Location": bad})
    # clean
    flask.Response("x", headers={"Location": bad})
    # hit
    flask.Response("x", 302, {"location": bad})
    # clean
    flask.Response(status=302, headers={"X-From": bad})
    # hit
    django.http.HttpResponse(status=302, headers={"Location": bad})
    # hit
    starlette.responses.Response(status_code=307, headers={"Location": bad})
    # hit
    werkzeug.wrappers.Response(status=302, headers={"Location": bad})
    # hit
    aiohttp.web.Response(status=302, headers={"Location": bad})
    made = flask.make_response("", 302)
    # hit
    made.headers["Location"] = bad
    # clean
    made.headers["X-From"] = bad
    # hit
    made.location = bad
    # clean
    made.location = "/"
    other = flask.Response("", 302)
    # hit
    other.location = bad
    third = werkzeug.wrappers.Response("", 302)
    # hit
    third.location = bad
    page = django.http.HttpResponse(status=302)
    # hit
    page["Location"] = bad
    # clean
    page["X-From"] = bad
    found = {}
    # clean
    found["Location"] = bad


class Old(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(302)
        # hit
        self.send_header("Location", self.path)
        # clean
        self.send_header("Location", "/")


class Tornado(tornado.web.RequestHandler):
    def get(self):
        # hit
        self.set_header("Location", self.get_argument("x"))
        # clean
        self.set_header("X-From", self.get_argument("x"))


def streams(request: django.http.HttpRequest):
    bad = request.GET["x"]
    # hit
    django.http.StreamingHttpResponse(["<p>", bad])
    # clean
    django.http.StreamingHttpResponse(["<p>", "x"])


class Job:
    def __init__(self):
        self._name = ""
        self._raw = ""

    @property
    def name(self):
        return self._name

    @name.setter
    def name(self, value):
        self._name = str(int(value))

    @property
    def raw(self):
        return self._raw

    @raw.setter
    def raw(self, value):
        self._raw = value.strip()


def setters():
    job = Job()
    job.name = request.args["x"]
    job.raw = request.args["y"]
    # clean
    eval(job.name)
    # hit
    eval(job.raw)


class Table:
    def check(self, value):
        # hit
        return eval(value)

    def size(self, value):
        return len(value)

    def run(self, value):
        return {"check": self.check, "size": self.size}["check"](value)


class Sizes:
    def check(self, value):
        # clean
        return eval(value)

    def size(self, value):
        return len(value)

    def run(self, value):
        return {"check": self.check, "size": self.size}["size"](value)


def tables():
    Table().run(request.args["x"])
    Sizes().run(request.args["x"])
