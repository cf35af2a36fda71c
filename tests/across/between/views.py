from flask import Flask, request

from between import service
from between.service import Orders, Tools

app = Flask(__name__)


@app.get("/find")
def find():
    return service.find(request.args["q"])


@app.get("/named")
def named():
    return service.named(text=request.args["q"])


@app.get("/number")
def number():
    return service.numbered(int(request.args["n"]))


@app.get("/fixed")
def fixed():
    return service.fixed("open")


@app.get("/bound")
def bound():
    return service.bound(request.args["q"])


@app.get("/allowed")
def allowed():
    kind = request.args["kind"]
    if kind not in ("new", "old"):
        return "no such kind"
    return service.kinds(kind)


@app.get("/orders")
def orders():
    return Orders().about(request.args["q"])


@app.get("/run")
def run():
    return Tools().start(request.args["q"])
