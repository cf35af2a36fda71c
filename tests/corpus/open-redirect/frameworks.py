"""Redirects of the smaller frameworks."""

import bottle
import cherrypy
import falcon
import tornado.web
import web
from aiohttp import web as aio
from pyramid.httpexceptions import HTTPFound
from pyramid.view import view_config
from sanic.response import redirect as sanic_redirect


async def aio_back(request):
    # ruleid: open-redirect
    raise aio.HTTPFound(request.query["next"])


async def aio_moved(request):
    # ruleid: open-redirect
    raise aio.HTTPSeeOther(location=request.query["next"])


async def aio_home(request):
    # ok: open-redirect
    raise aio.HTTPFound("/home/" + request.query["name"])


class Login(tornado.web.RequestHandler):
    def get(self):
        # ruleid: open-redirect
        self.redirect(self.get_query_argument("next"))

    def post(self):
        # ok: open-redirect
        self.redirect("/home/" + self.get_query_argument("name"))


@view_config(route_name="login")
def login(request):
    # ruleid: open-redirect
    return HTTPFound(location=request.params["next"])


@view_config(route_name="home")
def home(request):
    # ok: open-redirect
    return HTTPFound(location="/home/" + request.params["name"])


@bottle.route("/login")
def bottle_login():
    # ruleid: open-redirect
    bottle.redirect(bottle.request.query.next)


@bottle.route("/home")
def bottle_home():
    # ok: open-redirect
    bottle.redirect("/home")


class Moved:
    def on_get(self, req, resp):
        # ruleid: open-redirect
        raise falcon.HTTPFound(req.get_param("next"))

    def on_post(self, req, resp):
        # ok: open-redirect
        raise falcon.HTTPFound("/home")


class Pages:
    @cherrypy.expose
    def login(self, next):
        # ruleid: open-redirect
        raise cherrypy.HTTPRedirect(next)

    @cherrypy.expose
    def home(self, name):
        # ok: open-redirect
        raise cherrypy.HTTPRedirect("/home/" + name)


class Old:
    def GET(self):
        # ruleid: open-redirect
        raise web.seeother(web.input().next)

    def POST(self):
        # ok: open-redirect
        raise web.seeother("/home")


from sanic import Sanic

app = Sanic("shop")


@app.get("/login")
async def sanic_login(request):
    # ruleid: open-redirect
    return sanic_redirect(request.args.get("next"))


@app.get("/home")
async def sanic_home(request):
    # ok: open-redirect
    return sanic_redirect("/home/" + request.args.get("name"))
