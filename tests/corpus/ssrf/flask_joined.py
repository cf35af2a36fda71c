"""Flask: addresses that are joined, hosts that are connected to."""

import socket
from urllib.parse import quote, urljoin

import httpx
import requests
from flask import Flask, request

app = Flask(__name__)
BASE = "https://a.example.com/v1/"


@app.get("/quoted")
def joined_quoted():
    url = urljoin(BASE, quote(request.args["name"], safe=""))
    # ok: ssrf
    return requests.get(url, timeout=5).text


@app.get("/quoted-but-slashes")
def joined_quoted_but_slashes():
    url = urljoin(BASE, quote(request.args["name"]))
    # ruleid: ssrf
    return requests.get(url, timeout=5).text


@app.get("/below")
def joined_below_a_folder():
    url = urljoin(BASE, "users/" + request.args["name"])
    # ok: ssrf
    return requests.get(url, timeout=5).text


@app.get("/whole")
def joined_whole():
    url = urljoin(BASE, request.args["name"])
    # ruleid: ssrf
    return requests.get(url, timeout=5).text


@app.get("/host-quoted")
def host_quoted():
    host = quote(request.args["name"], safe="")
    # ruleid: ssrf
    return requests.get(f"https://{host}/", timeout=5).text


@app.get("/fixed")
def one_of_the_programs_own():
    url = request.get_json().get("callback") and "https://hooks.example.com"
    # ok: ssrf
    return requests.get(url, timeout=5).text


@app.get("/base")
def base_of_a_client():
    # ruleid: ssrf
    return httpx.Client(base_url=request.args["url"], timeout=5).get("/s").text


@app.get("/plug")
def a_connection():
    # ruleid: ssrf
    plug = socket.create_connection((request.args["host"], 80), timeout=5)
    plug.close()
    # ok: ssrf
    plug = socket.create_connection(("a.example.com", int(request.args["port"])), timeout=5)
    plug.close()
    return "ok"
