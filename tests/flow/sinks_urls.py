"""Everything that makes a request: outside data beside a constant."""
import aiohttp
import flask
import http.client
import httpx
import requests
import urllib.request
import urllib3


def of_requests():
    bad, good = flask.request.args["x"], "x"
    # hit
    requests.get(bad)
    # clean
    requests.get(good)
    # hit
    requests.post(bad)
    # clean
    requests.post(good)
    # hit
    requests.put(bad)
    # clean
    requests.put(good)
    # hit
    requests.patch(bad)
    # clean
    requests.patch(good)
    # hit
    requests.delete(bad)
    # clean
    requests.delete(good)
    # hit
    requests.head(bad)
    # clean
    requests.head(good)
    # hit
    requests.options(bad)
    # clean
    requests.options(good)
    # hit
    requests.request("a", bad)
    # clean
    requests.request("a", good)


def of_requests_session():
    bad, good = flask.request.args["x"], "x"
    it = requests.Session()
    # hit
    it.get(bad)
    # clean
    it.get(good)
    # hit
    it.post(bad)
    # clean
    it.post(good)
    # hit
    it.put(bad)
    # clean
    it.put(good)
    # hit
    it.patch(bad)
    # clean
    it.patch(good)
    # hit
    it.delete(bad)
    # clean
    it.delete(good)
    # hit
    it.head(bad)
    # clean
    it.head(good)
    # hit
    it.request("a", bad)
    # clean
    it.request("a", good)


def of_httpx():
    bad, good = flask.request.args["x"], "x"
    # hit
    httpx.get(bad)
    # clean
    httpx.get(good)
    # hit
    httpx.post(bad)
    # clean
    httpx.post(good)
    # hit
    httpx.put(bad)
    # clean
    httpx.put(good)
    # hit
    httpx.patch(bad)
    # clean
    httpx.patch(good)
    # hit
    httpx.delete(bad)
    # clean
    httpx.delete(good)
    # hit
    httpx.head(bad)
    # clean
    httpx.head(good)
    # hit
    httpx.request("a", bad)
    # clean
    httpx.request("a", good)
    # hit
    httpx.stream("a", bad)
    # clean
    httpx.stream("a", good)


def of_httpx_client():
    bad, good = flask.request.args["x"], "x"
    it = httpx.Client()
    # hit
    it.get(bad)
    # clean
    it.get(good)
    # hit
    it.post(bad)
    # clean
    it.post(good)
    # hit
    it.put(bad)
    # clean
    it.put(good)
    # hit
    it.patch(bad)
    # clean
    it.patch(good)
    # hit
    it.delete(bad)
    # clean
    it.delete(good)
    # hit
    it.head(bad)
    # clean
    it.head(good)
    # hit
    it.request("a", bad)
    # clean
    it.request("a", good)
    # hit
    it.stream("a", bad)
    # clean
    it.stream("a", good)


def of_urllib_request():
    bad, good = flask.request.args["x"], "x"
    # hit
    urllib.request.urlopen(bad)
    # clean
    urllib.request.urlopen(good)
    # hit
    urllib.request.urlretrieve(bad)
    # clean
    urllib.request.urlretrieve(good)


def of_urllib3_poolmanager():
    bad, good = flask.request.args["x"], "x"
    it = urllib3.PoolManager()
    # hit
    it.request("a", bad)
    # clean
    it.request("a", good)
    # hit
    it.urlopen("a", bad)
    # clean
    it.urlopen("a", good)


def of_urllib3():
    bad, good = flask.request.args["x"], "x"
    # hit
    urllib3.request("a", bad)
    # clean
    urllib3.request("a", good)


def of_aiohttp_clientsession():
    bad, good = flask.request.args["x"], "x"
    it = aiohttp.ClientSession()
    # hit
    it.get(bad)
    # clean
    it.get(good)
    # hit
    it.post(bad)
    # clean
    it.post(good)
    # hit
    it.put(bad)
    # clean
    it.put(good)
    # hit
    it.delete(bad)
    # clean
    it.delete(good)
    # hit
    it.head(bad)
    # clean
    it.head(good)
    # hit
    it.request("a", bad)
    # clean
    it.request("a", good)


def of_aiohttp():
    bad, good = flask.request.args["x"], "x"
    # hit
    aiohttp.request("a", bad)
    # clean
    aiohttp.request("a", good)


def of_http_client():
    bad, good = flask.request.args["x"], "x"
    # hit
    http.client.HTTPConnection(bad)
    # clean
    http.client.HTTPConnection(good)
    # hit
    http.client.HTTPSConnection(bad)
    # clean
    http.client.HTTPSConnection(good)
