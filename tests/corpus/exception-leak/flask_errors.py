"""Flask: what the caller learns when something fails."""

import logging
import traceback

from flask import Flask, jsonify, request

from shop.stock import reserve

app = Flask(__name__)
log = logging.getLogger(__name__)


class OutOfStock(Exception):
    """Its text is written for customers."""


@app.post("/reserve")
def reserve_and_tell_all():
    try:
        reserve(request.form["sku"])
    except Exception as error:
        # ruleid: exception-leak
        return str(error), 500
    return "", 204


@app.post("/reserve-quietly")
def reserve_and_log():
    try:
        reserve(request.form["sku"])
    except Exception as error:
        log.exception("no reservation: %s", error)
        # ok: exception-leak
        return "That did not work.", 500
    return "", 204


@app.post("/reserve-trace")
def reserve_and_trace():
    try:
        reserve(request.form["sku"])
    except Exception:
        # ruleid: exception-leak
        return traceback.format_exc(), 500
    return "", 204


@app.post("/reserve-trace-logged")
def reserve_and_log_trace():
    try:
        reserve(request.form["sku"])
    except Exception:
        log.error(traceback.format_exc())
        # ok: exception-leak
        return jsonify(error="internal error"), 500
    return "", 204


@app.post("/reserve-json")
def reserve_as_json():
    try:
        reserve(request.form["sku"])
    except Exception as error:
        # ruleid: exception-leak
        return jsonify(error=str(error)), 500
    return "", 204


@app.post("/reserve-text")
def reserve_as_text():
    try:
        reserve(request.form["sku"])
    except Exception as error:
        message = f"reservation failed: {error!r}"
        # ruleid: exception-leak
        return {"message": message}, 500
    return "", 204


@app.post("/reserve-stock")
def reserve_or_say_why():
    try:
        reserve(request.form["sku"])
    except OutOfStock as error:
        # ok: exception-leak
        return str(error), 409
    return "", 204


@app.errorhandler(Exception)
def on_any_error(error):
    # ruleid: exception-leak
    return str(error), 500


@app.errorhandler(500)
def on_server_error(error):
    log.error("server error", exc_info=error)
    # ok: exception-leak
    return "That did not work.", 500


def describe(path):
    """Not a view: for the command line."""
    try:
        reserve(path)
    except Exception as error:
        # ok: exception-leak
        return str(error)
    return "fine"
