"""Every way to answer with an error's own words, framework by framework."""

import sys
import traceback

import flask
from aiohttp import web
from django.http import HttpResponseBadRequest, HttpResponseServerError
from fastapi.responses import PlainTextResponse

from shop.stock import reserve


def made_response():
    try:
        reserve(1)
    except Exception as error:
        # ruleid: exception-leak
        return flask.make_response(str(error))
    # ok: exception-leak
    return flask.make_response("done")


def aborted():
    try:
        reserve(1)
    except Exception as error:
        # ruleid: exception-leak
        flask.abort(500, str(error))
    # ok: exception-leak
    flask.abort(500, "That did not work.")


def response_object():
    try:
        reserve(1)
    except Exception as error:
        # ruleid: exception-leak
        return flask.Response(str(error))
    # ok: exception-leak
    return flask.Response("done")


def server_error(request):
    try:
        reserve(1)
    except Exception as error:
        # ruleid: exception-leak
        return HttpResponseServerError(str(error))
    # ok: exception-leak
    return HttpResponseServerError("That did not work.")


def bad_request(request):
    try:
        reserve(1)
    except Exception as error:
        # ruleid: exception-leak
        return HttpResponseBadRequest(str(error))
    # ok: exception-leak
    return HttpResponseBadRequest("That did not work.")


def plain_text():
    try:
        reserve(1)
    except Exception as error:
        # ruleid: exception-leak
        return PlainTextResponse(str(error))
    # ok: exception-leak
    return PlainTextResponse("done")


async def of_aiohttp():
    try:
        reserve(1)
    except Exception as error:
        # ruleid: exception-leak
        return web.Response(text=str(error))
    # ok: exception-leak
    return web.Response(text="done")


async def of_aiohttp_as_json():
    try:
        reserve(1)
    except Exception as error:
        # ruleid: exception-leak
        return web.json_response({"error": str(error)})
    # ok: exception-leak
    return web.json_response({"error": "That did not work."})


def whole_trace():
    try:
        reserve(1)
    except Exception:
        # ruleid: exception-leak
        return flask.Response(traceback.format_exception(*sys.exc_info()))
    # ok: exception-leak
    return flask.Response("done")


def what_went_wrong():
    try:
        reserve(1)
    except Exception:
        # ruleid: exception-leak
        return flask.Response(str(sys.exc_info()[1]))
    # ok: exception-leak
    return flask.Response("done")
