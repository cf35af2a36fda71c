import os

import bottle

app = bottle.Bottle()


def show(name, number):
    # hit
    os.system("tool " + name)
    # clean
    os.system(f"tool {number}")


def unrouted(name):
    # weak
    os.system("tool " + name)


app.route("/show/<name>/<number:int>", "GET", show)
