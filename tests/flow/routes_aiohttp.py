import os

from aiohttp import web


async def show(req):
    # hit
    os.system("tool " + req.match_info["name"])
    # hit
    os.system("tool " + req.query["name"])


async def listed(req):
    # hit
    os.system("tool " + req.query["name"])


async def helper(req):
    # weak
    os.system("tool " + req.query["name"])


def setup(app):
    app.router.add_get("/show/{name}", show)
    app.add_routes([web.get("/list", listed)])
