import cherrypy
import flask
from aiohttp import web
from aiohttp_session import get_session, new_session
from flask import request, session


def flask_view():
    # hit
    session[request.args["name"]] = 1
    # hit
    flask.session[request.args["name"]] = 1
    # hit
    session.__setitem__(request.args["name"], 1)
    # hit
    session.setdefault(request.args["name"], 1)
    # hit
    session.update(request.args)
    # hit
    session.update(**request.args)
    # clean
    session.update(name=request.args["name"])
    # clean
    session["name"] = request.args["name"]


def cherrypy_view():
    # hit
    cherrypy.session[cherrypy.request.params["name"]] = 1
    # hit
    cherrypy.session.__setitem__(cherrypy.request.params["name"], 1)
    # hit
    cherrypy.session.setdefault(cherrypy.request.params["name"], 1)
    # hit
    cherrypy.session.update(cherrypy.request.params)
    # clean
    cherrypy.session["name"] = cherrypy.request.params["name"]


async def aiohttp_view(request: web.Request):
    known = await get_session(request)
    # hit
    known[request.query["name"]] = 1
    fresh = await new_session(request)
    # hit
    fresh[request.query["name"]] = 1
    # clean
    fresh["name"] = request.query["name"]
