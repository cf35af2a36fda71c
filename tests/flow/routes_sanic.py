import os

from sanic import Sanic

app = Sanic("shop")


async def show(req, name, number):
    # hit
    os.system("tool " + req.args.get("name"))
    # hit
    os.system("tool " + name)
    # clean
    os.system(f"tool {number}")


async def helper(req, name):
    # weak
    os.system("tool " + name)


app.add_route(show, "/show/<name>/<number:int>")
