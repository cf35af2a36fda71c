"""The header that sends a browser elsewhere."""

from http.server import BaseHTTPRequestHandler

from flask import Flask, Response, make_response, request

app = Flask(__name__)


@app.get("/given")
def given():
    # ruleid: open-redirect
    return Response(status=302, headers={"Location": request.args["to"]})


@app.get("/given-below")
def given_below_the_host():
    # ok: open-redirect
    return Response(status=302, headers={"Location": "/users/" + request.args["to"]})


@app.get("/made")
def what_was_made_there():
    # ok: open-redirect
    return Response(status=201, headers={"Location": request.args["to"]})


@app.get("/put")
def put_there():
    response = make_response("", 302)
    # ruleid: open-redirect
    response.headers["Location"] = request.args["to"]
    return response


@app.get("/put-below")
def put_there_below_the_host():
    response = make_response("", 302)
    # ok: open-redirect
    response.headers["Location"] = f"/users/{request.args['to']}"
    return response


@app.get("/put-of-another")
def another_header():
    response = make_response("", 302)
    # ok: open-redirect
    response.headers["X-Location"] = request.args["to"]
    return response


@app.get("/attribute")
def by_attribute():
    response = Response("", 302)
    # ruleid: open-redirect
    response.location = request.args["to"]
    return response


@app.get("/returned")
def returned():
    # ruleid: open-redirect
    return "", 302, {"Location": request.args["to"]}


@app.get("/returned-as-made")
def returned_as_made():
    # ok: open-redirect
    return {"made": True}, 201, {"Location": request.args["to"]}


@app.get("/returned-below")
def returned_below_the_host():
    # ok: open-redirect
    return "", 302, {"Location": "/users/" + request.args["to"]}


class Forward(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(302)
        # ruleid: open-redirect
        self.send_header("Location", self.headers["X-To"])
        # ok: open-redirect
        self.send_header("X-To", self.headers["X-To"])
        self.end_headers()
