import subprocess

from django.http import HttpRequest

from checked.forms import Body, Order, Wish, require


def records(request: HttpRequest):
    order = Order(name=request.GET["name"], other=request.GET["other"])
    subprocess.run(order.name, shell=True)
    # hit
    subprocess.run(order.other, shell=True)


def models(request: HttpRequest):
    body = Body(name=request.GET["name"], other=request.GET["other"])
    subprocess.run(body.name, shell=True)
    # hit
    subprocess.run(body.other, shell=True)


def wishes(request: HttpRequest):
    wish = Wish(request.GET["name"], request.GET["other"])
    wish.check()
    subprocess.run(wish.name, shell=True)
    # hit
    subprocess.run(wish.other, shell=True)


def unchecked(request: HttpRequest):
    wish = Wish(request.GET["name"], request.GET["other"])
    # hit
    subprocess.run(wish.name, shell=True)


def items(request: HttpRequest):
    data = {"name": request.GET["name"], "other": request.GET["other"]}
    require(data)
    subprocess.run(data["name"], shell=True)
    # hit
    subprocess.run(data["other"], shell=True)
