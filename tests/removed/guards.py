# Checks in functions of the same file that another, untouched function relies on. `# gone` ends a line that the
# change takes away, `#+` begins one that it adds; `# ruleid:` stands above the line at which a finding is shown.
import os
import re
import subprocess
from pathlib import Path

import requests
from flask import Flask, abort, request, send_file

app = Flask(__name__)
ROOT = Path("/srv/files")
HOSTS = {"https://a.example/", "https://b.example/"}
TOOLS = ["list", "show"]


def must_lie_below(path):
    # ruleid: path-traversal
    if not path.resolve().is_relative_to(ROOT):  # gone
        raise ValueError("outside")  # gone
    app.logger.info("checked")


@app.get("/read/<path:name>")
def read(name):
    path = ROOT / name
    must_lie_below(path)
    return path.read_text()


def lies_below(path):
    # ruleid: path-traversal
    return path.resolve().is_relative_to(ROOT)  # gone
    #+ return path.exists()


@app.get("/show/<path:name>")
def show(name):
    path = ROOT / name
    if not lies_below(path):
        abort(404)
    return path.read_text()


def known_tool(name):
    # ruleid: command-injection
    if name not in TOOLS:  # gone
        return None  # gone
    return name


@app.get("/run")
def run():
    tool = known_tool(request.args["tool"])
    return subprocess.run(f"tool {tool}", shell=True, capture_output=True, check=False).stdout


def known_host(url):
    # ruleid: ssrf
    if url not in HOSTS:  # gone
        abort(400)  # gone
    return url


@app.get("/fetch")
def fetch():
    return requests.get(known_host(request.args["url"]), timeout=5).text


def is_plain(name):
    # ruleid: path-traversal
    return bool(re.fullmatch(r"[a-z0-9]+", name))  # gone
    #+ return bool(re.match(r"[a-z0-9]+", name))


@app.get("/plain")
def plain():
    name = request.args["name"]
    if not is_plain(name):
        return "", 400
    return send_file(os.path.join("/srv/files", name))


class Files:
    def check(self, name):
        # ruleid: path-traversal
        assert name in TOOLS  # gone
        self.last = name

    def open(self):
        name = request.args["name"]
        self.check(name)
        return open("/srv/files/" + name)


# Moved within the function, renamed, or written otherwise: nothing is lost.
def must_be_known(url):
    if url not in HOSTS:  # gone
        raise ValueError("unknown")  # gone
    app.logger.info("checked")
    #+ if not (url in HOSTS):
    #+     raise PermissionError


@app.get("/known")
def known():
    url = request.args["url"]
    must_be_known(url)
    # ok: ssrf
    return requests.get(url, timeout=5).text
