"""Addresses that are put together from the program's own and a client's."""
from flask import Flask, redirect, request

app = Flask(__name__)


def url_path_join(*pieces):
    return "/".join(piece.strip("/") for piece in pieces)


def url_path_of(*pieces):
    return "/".join(piece.strip("/") for piece in pieces)


@app.get("/joined")
def joined():
    # ok: open-redirect
    return redirect(url_path_join(app.config["BASE"], request.args["to"]))


@app.get("/made")
def made():
    # ruleid: open-redirect
    return redirect(url_path_of(app.config["BASE"], request.args["to"]))
