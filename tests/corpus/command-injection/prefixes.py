"""Parts of addresses that stand before the paths of routes, and views that are classes."""

import os

from flask import Blueprint
from sanic import Sanic
from sanic.response import json
from sanic.views import HTTPMethodView

bp = Blueprint("b", __name__, url_prefix="/<lang>/<int:page>")
plain = Blueprint("p", __name__)


@bp.get("/x")
def shown(lang, page):
    # ruleid: command-injection
    os.system("render " + lang)
    # ok: command-injection
    os.system(f"render {page}")


@plain.get("/x")
def unprefixed(lang="en"):
    # ok: command-injection
    os.system("render " + lang)


class Echo(HTTPMethodView):
    async def post(self, request):
        # ruleid: command-injection
        os.system("echo " + request.json["m"])
        # ok: command-injection
        os.system("echo " + str(len(request.json["m"])))
        return json({})


app = Sanic("x")
app.add_route(Echo.as_view(), "/v")
