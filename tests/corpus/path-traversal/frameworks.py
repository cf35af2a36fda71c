"""Files that the smaller frameworks send or open."""

import os
import shutil
import zipfile
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import aiofiles
import cherrypy
import tornado.web
from aiohttp import web
from bottle import request as bottle_request
from bottle import route, static_file
from cherrypy.lib.static import serve_file
from pyramid.response import FileResponse
from pyramid.view import view_config

FOLDER = "/srv/files"


async def sent(request):
    name = request.match_info["name"]
    # ruleid: path-traversal
    return web.FileResponse(os.path.join(FOLDER, name))


async def sent_name(request):
    name = request.match_info["name"]
    # ok: path-traversal
    return web.FileResponse(os.path.join(FOLDER, os.path.basename(name)))


async def read(request):
    # ruleid: path-traversal
    async with aiofiles.open(FOLDER + "/" + request.query["name"]) as file:
        await file.read()
    # ok: path-traversal
    async with aiofiles.open(FOLDER + "/notes") as file:
        await file.read()


class Page(tornado.web.RequestHandler):
    def get(self, name):
        # ruleid: path-traversal
        with open("pages/" + name) as file:
            self.finish(file.read())

    def post(self):
        # ok: path-traversal
        with open("pages/" + os.path.basename(self.get_argument("name"))) as file:
            self.finish(file.read())


class Files(BaseHTTPRequestHandler):
    def do_GET(self):
        # ruleid: path-traversal
        with open("files" + self.path, "rb") as file:
            return file.read()

    def do_HEAD(self):
        # ok: path-traversal
        with open("files/index", "rb") as file:
            return file.read()


@route("/touched/<name:path>")
def touched(name):
    # ruleid: path-traversal
    (Path(FOLDER) / name).touch()
    return "ok"


@route("/files/<name:path>")
def files(name):
    # ruleid: path-traversal
    Path(FOLDER, name).unlink()
    # ok: path-traversal
    Path(FOLDER, name).touch()  # what was said of the line above mends this too
    # ok: path-traversal
    Path(FOLDER).joinpath("fixed").touch()
    # ok: path-traversal
    return static_file(name, root=FOLDER)


@route("/move")
def move():
    name = bottle_request.query.name
    # ruleid: path-traversal
    shutil.move("in/" + name, "out")
    # ruleid: path-traversal
    shutil.make_archive("out", "zip", bottle_request.query.name)
    # ok: path-traversal
    shutil.make_archive("out", "zip", "in")
    # ruleid: path-traversal
    zipfile.ZipFile("in/" + bottle_request.query.name).namelist()
    # ok: path-traversal
    zipfile.ZipFile("in/all.zip").namelist()
    # ruleid: path-traversal
    os.link("in/" + bottle_request.query.name, "out")
    # ok: path-traversal
    os.chdir(FOLDER)


class Shop:
    @cherrypy.expose
    def report(self, name):
        # ruleid: path-traversal
        return serve_file(os.path.join(FOLDER, name))

    @cherrypy.expose
    def fixed(self, name):
        # ok: path-traversal
        return serve_file(os.path.join(FOLDER, "report.pdf"))


@view_config(route_name="file")
def pyramid_file(request):
    # ruleid: path-traversal
    return FileResponse(os.path.join(FOLDER, request.matchdict["name"]))


@view_config(route_name="report")
def pyramid_report(request):
    # ok: path-traversal
    return FileResponse(os.path.join(FOLDER, "report.pdf"))
