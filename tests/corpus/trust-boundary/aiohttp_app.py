from aiohttp import web
from aiohttp_session import get_session, new_session

THEMES = ("dark", "light")


async def settings(request: web.Request):
    session = await get_session(request)
    # ruleid: trust-boundary
    session[request.query["name"]] = request.query["value"]
    # ok: trust-boundary
    session["theme"] = request.query["value"]
    return web.json_response({})


async def login(request: web.Request):
    given = await request.json()
    session = await new_session(request)
    # ruleid: trust-boundary
    session.update(given)
    # ok: trust-boundary
    session.update({"theme": given["theme"]})
    theme = given["theme"]
    if theme in THEMES:
        # ok: trust-boundary
        session[theme] = True
    return web.json_response({})
