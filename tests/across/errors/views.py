from flask import Flask

from errors.stock import reserve
from errors.texts import first, kind, whole

app = Flask(__name__)


@app.post("/whole")
def show_whole():
    try:
        reserve()
    except Exception as error:
        # hit
        return whole(error), 500
    return "done"


@app.post("/first")
def show_first():
    try:
        reserve()
    except Exception as error:
        # hit
        return first(error), 500
    return "done"


@app.post("/kind")
def show_kind():
    try:
        reserve()
    except Exception as error:
        return kind(error), 500
    return "done"
