"""Pages of the smaller frameworks."""

import html
from http.server import BaseHTTPRequestHandler

import bottle
import cherrypy
import tornado.web
import web
from aiohttp import web as aio
from pyramid.response import Response
from pyramid.view import view_config
from sanic import Sanic
from sanic.response import html as page
from sanic.response import text

app = Sanic("shop")


async def aio_page(request):
    # ruleid: xss
    return aio.Response(text="<p>" + request.query["name"] + "</p>", content_type="text/html")


async def aio_text(request):
    # ok: xss
    return aio.Response(text="Hello " + request.query["name"])


async def aio_escaped(request):
    # ok: xss
    return aio.Response(text="<p>" + html.escape(request.query["name"]) + "</p>", content_type="text/html")


@app.get("/hello")
async def sanic_page(request):
    # ruleid: xss
    return page("<p>" + request.args.get("name") + "</p>")


@app.get("/text")
async def sanic_text(request):
    # ok: xss
    return text("Hello " + request.args.get("name"))


class Hello(tornado.web.RequestHandler):
    def get(self):
        # ruleid: xss
        self.write("<p>" + self.get_argument("name") + "</p>")

    def post(self):
        # ruleid: xss
        self.finish("<p>" + self.get_argument("name") + "</p>")

    def put(self):
        # ok: xss
        self.write("<p>" + html.escape(self.get_argument("name")) + "</p>")


@view_config(route_name="hello")
def hello(request):
    # ruleid: xss
    return Response("<p>" + request.params["name"] + "</p>")


@view_config(route_name="plain")
def plain(request):
    # ok: xss
    return Response("Hello " + request.params["name"], content_type="text/plain")


class Site:
    @cherrypy.expose
    def hello(self, name):
        # ruleid: xss
        return "<p>" + name + "</p>"

    @cherrypy.expose
    def escaped(self, name):
        # ok: xss
        return "<p>" + html.escape(name) + "</p>"


@bottle.route("/hello/<name>")
def bottle_page(name):
    # ruleid: xss
    return "<p>" + name + "</p>"


@bottle.route("/item/<number:int>")
def bottle_number(number):
    # ok: xss
    return f"<p>{number}</p>"


class Old:
    def GET(self, name):
        # ruleid: xss
        return "<p>" + name + "</p>"

    def POST(self):
        # ok: xss
        return "<p>" + html.escape(web.input().name) + "</p>"


class Raw(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_header("Content-Type", "text/html")
        # ruleid: xss
        self.wfile.write(f"<p>{self.path}</p>".encode())

    def do_POST(self):
        self.send_header("Content-Type", "text/plain")
        # ok: xss
        self.wfile.write(f"<p>{self.path}</p>".encode())
