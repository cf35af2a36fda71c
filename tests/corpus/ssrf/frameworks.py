"""Addresses that other frameworks' clients name."""

import asyncio
import urllib.request

import aiohttp
import falcon
import httpx
import requests
import tornado.web
from aiohttp import web
from mcp.server.fastmcp import FastMCP
from pyramid.view import view_config

mcp = FastMCP("tools")


async def fetch(request):
    async with aiohttp.ClientSession() as session:
        # ruleid: ssrf
        await session.get(request.query["url"])
        # ok: ssrf
        await session.get("https://api.example/items", params={"name": request.query["name"]})
    return web.Response()


class Preview(tornado.web.RequestHandler):
    def get(self):
        # ruleid: ssrf
        requests.get(self.get_argument("url"), timeout=5)

    def post(self):
        # ok: ssrf
        requests.get("https://api.example/", params={"q": self.get_argument("q")}, timeout=5)


class Hook:
    def on_post(self, req, resp):
        # ruleid: ssrf
        httpx.post(req.media["callback"], timeout=5)
        # ok: ssrf
        httpx.post("https://hooks.example/", json=req.media, timeout=5)


@view_config(route_name="preview")
def preview(request):
    # ruleid: ssrf
    urllib.request.urlopen(request.params["url"])
    # ok: ssrf
    urllib.request.urlopen("https://api.example/")


@mcp.tool()
async def read(url: str) -> str:
    # ruleid: ssrf
    return httpx.get(url, timeout=5).text


@mcp.tool()
async def wait(seconds: int) -> str:
    await asyncio.sleep(seconds)
    # ok: ssrf
    return httpx.get(f"https://api.example/{seconds}", timeout=5).text


app = falcon.App()
