"""Flask and requests: who chooses the host."""

import html
from urllib.parse import quote, urlsplit
from urllib.request import urlopen

import requests
from flask import Flask, abort, request

app = Flask(__name__)

HOSTS = {"api.example.com", "cdn.example.com"}
FEEDS = {"news": "https://news.example.com/feed", "stock": "https://stock.example.com/feed"}
API = "https://api.example.com"


@app.get("/address")
def whole_address():
    # ruleid: ssrf
    return requests.get(request.args["url"], timeout=10).text


@app.get("/parameter")
def outside_data_as_parameter():
    # ok: ssrf
    return requests.get("https://api.example.com/search", params={"q": request.args["q"]}, timeout=10).text


@app.get("/host")
def host_of_a_template():
    host = request.args["host"]
    # ruleid: ssrf
    return requests.get(f"https://{host}/status", timeout=10).text


@app.get("/path")
def path_of_a_template():
    name = request.args["name"]
    # ok: ssrf
    return requests.get(f"https://api.example.com/users/{quote(name, safe='')}", timeout=10).text


@app.get("/quoted-host")
def quoting_does_not_choose_a_host():
    host = quote(request.args["host"])
    # ruleid: ssrf
    return requests.get("https://" + host + "/status", timeout=10).text


@app.get("/escaped")
def wrong_sanitizer():
    url = html.escape(request.args["url"])
    # ruleid: ssrf
    return requests.get(url, timeout=10).text


@app.get("/open-end")
def host_without_an_end():
    rest = request.args["rest"]
    # ruleid: ssrf
    return requests.get(API + rest, timeout=10).text


@app.get("/closed-end")
def host_with_an_end():
    rest = request.args["rest"]
    # ok: ssrf
    return requests.get(API + "/v1/" + rest, timeout=10).text


@app.post("/checked-host")
def checked_host():
    url = request.form["url"]
    if urlsplit(url).hostname not in HOSTS:
        abort(400)
    # ok: ssrf
    return requests.post(url, timeout=10, allow_redirects=False).text


@app.post("/looked-at-host")
def looked_at_host():
    url = request.form["url"]
    if urlsplit(url).hostname not in HOSTS:
        app.logger.warning("an unusual host")
    # ruleid: ssrf
    return requests.post(url, timeout=10, allow_redirects=False).text


@app.get("/prefix")
def prefix_without_an_end():
    url = request.args["url"]
    if not url.startswith("https://api.example.com"):
        abort(400)
    # ruleid: ssrf
    return requests.get(url, timeout=10).text


@app.get("/feed")
def feed_by_name():
    url = FEEDS.get(request.args["feed"])
    if url is None:
        abort(404)
    # ok: ssrf
    return requests.get(url, timeout=10).text


@app.get("/urlopen")
def with_urllib():
    # ruleid: ssrf
    return urlopen(request.args["url"], timeout=10).read()


def fetch(url):
    # ruleid: ssrf
    return requests.get(url, timeout=10).json()


@app.get("/helper")
def through_a_helper():
    return fetch("http://" + request.args["shop"] + ".example/stock")


class Mirror:
    def __init__(self):
        self.session = requests.Session()

    def copy(self):
        # ruleid: ssrf
        return self.session.get(request.args["from"], timeout=10).content


class Shelf:
    """Not a client: a method of the same name."""

    def get(self, key):
        return key


@app.get("/shelf")
def shelf():
    # ok: ssrf
    return Shelf().get(request.args["url"])


@app.get("/long-prefix")
def prefix_with_an_end():
    url = request.args["url"]
    if not url.startswith("https://api.example.com/"):
        abort(400)
    # ok: ssrf
    return requests.get(url, timeout=10).text


@app.get("/setting")
def behind_a_setting():
    # ok: ssrf
    return requests.get(f"{app.config['API']}/users/{request.args['name']}", timeout=10).text


def fetch_page(url):
    # ok: ssrf
    return requests.get(url, timeout=10).text


@app.get("/helper-closed")
def through_a_helper_with_a_fixed_host():
    return fetch_page("https://api.example.com/users/%s" % request.args["name"])


@app.get("/user-info")
def host_behind_a_name():
    # ruleid: ssrf
    return requests.get("https://{}@api.example.com/".format(request.args["name"]), timeout=10).text


def ssrf_safe_get(url):
    with app.guarded_session():
        # ok: ssrf
        return requests.get(url, timeout=10)


def plain_get(url):
    with app.guarded_session():
        # ruleid: ssrf
        return requests.get(url, timeout=10)


@app.get("/guarded")
def through_a_guarded_client():
    return ssrf_safe_get(request.args["url"]).text


@app.get("/plain")
def through_a_plain_client():
    return plain_get(request.args["url"]).text
