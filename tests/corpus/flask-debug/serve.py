"""Ways to start a server, with and without its debugger."""

import asyncio
import os

import uvicorn
from flask import Flask

app = Flask(__name__)
other = Flask("other")


def serve():
    # ruleid: flask-debug
    app.run(host="0.0.0.0", debug=True)
    # ok: flask-debug
    app.run(host="0.0.0.0")
    # ok: flask-debug
    app.run(debug=False)
    # ok: flask-debug
    app.run(debug=bool(os.environ.get("SHOP_DEBUG")))


def configure():
    # ruleid: flask-debug
    other.debug = True
    # ruleid: flask-debug
    other.config["DEBUG"] = True
    # ok: flask-debug
    other.config["TESTING"] = True


def run_development_server():
    # ok: flask-debug
    app.run(debug=True)


async def job():
    return None


def run_job():
    # ok: flask-debug
    asyncio.run(job(), debug=True)
