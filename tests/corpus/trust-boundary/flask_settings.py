from flask import Flask, request, session

app = Flask(__name__)
SETTINGS = {"colour", "language", "size"}
NAMES = {"c": "colour", "l": "language"}


@app.post("/one")
def one():
    # ruleid: trust-boundary
    session[request.form["name"]] = request.form["value"]
    # ok: trust-boundary
    session["colour"] = request.form["value"]
    return {}


@app.post("/all")
def every():
    for name, value in request.form.items():
        # ruleid: trust-boundary
        session[name] = value
    return {}


@app.post("/known")
def known():
    for name, value in request.form.items():
        if name in SETTINGS:
            # ok: trust-boundary
            session[name] = value
    return {}


@app.post("/refused")
def refused():
    name = request.form["name"]
    if name not in SETTINGS:
        return {}, 400
    # ok: trust-boundary
    session[name] = request.form["value"]
    return {}


@app.post("/table")
def table():
    # ok: trust-boundary
    session[NAMES[request.form["name"]]] = request.form["value"]
    # ok: trust-boundary
    session[NAMES.get(request.form["name"], "size")] = request.form["value"]
    return {}


@app.post("/numbers")
def numbers():
    # ok: trust-boundary
    session[int(request.form["row"])] = request.form["value"]
    # ok: trust-boundary
    session["row-%s" % request.form["row"]] = request.form["value"]
    # ok: trust-boundary
    session[f"cart:{request.form['shop']}"] = request.form["item"]
    return {}


@app.post("/merge")
def merge():
    # ruleid: trust-boundary
    session.update(request.get_json())
    # ok: trust-boundary
    session.update(colour=request.form["colour"])
    # ok: trust-boundary
    session.update({"colour": request.form["colour"]})
    # ruleid: trust-boundary
    session.update({request.form["name"]: request.form["value"]})
    # ruleid: trust-boundary
    session.setdefault(request.form["name"], request.form["value"])
    # ok: trust-boundary
    session.setdefault("colour", request.form["value"])
    return {}


@app.post("/chosen")
def chosen():
    # ok: trust-boundary
    session.update({name: request.form[name] for name in SETTINGS if name in request.form})
    # ruleid: trust-boundary
    session.update({name: value for name, value in request.form.items()})
    # ok: trust-boundary
    session["settings"] = {request.form["name"]: request.form["value"]}
    # ok: trust-boundary
    session["settings"] = request.get_json()
    return {}


def remember(name, value):
    # ruleid: trust-boundary
    session[name] = value


@app.post("/helper")
def helper():
    remember(request.json["name"], True)
    return {}


@app.get("/read")
def read():
    # ok: trust-boundary
    shown = session[request.args["name"]]
    # ok: trust-boundary
    session.pop(request.args["name"], None)
    return {"shown": shown}
