"""Addresses that a server listens on."""

import os

import uvicorn
from flask import Flask

app = Flask(__name__)
HOST = "0.0.0.0"


def serve():
    # ruleid: bind-all-interfaces
    app.run("0.0.0.0", 8000)
    # ruleid: bind-all-interfaces
    uvicorn.run("shop:app", host=HOST)
    # ok: bind-all-interfaces
    app.run("127.0.0.1", 8000)
    # ok: bind-all-interfaces
    uvicorn.run("shop:app", host=os.environ["HOST"])
    # ok: bind-all-interfaces
    uvicorn.run("shop:app", host="0.0.0.0", port=int(os.environ["PORT"]))
    # ok: bind-all-interfaces
    print("0.0.0.0")
