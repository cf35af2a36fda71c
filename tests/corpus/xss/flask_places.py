"""Flask: an HTML escape holds in a page's text and in quoted attributes, nowhere else."""

import html
import re

import bleach
from flask import Flask, Response, request, stream_with_context
from markupsafe import Markup, escape

app = Flask(__name__)


def shown(text):
    return escape(text)


@app.get("/text")
def in_the_text():
    name = request.args["name"]
    # ok: xss
    return f"<p title=\"{escape(name)}\">{escape(name)}</p>"


@app.get("/unquoted")
def without_quotes():
    name = request.args["name"]
    # ruleid: xss
    return f"<a href={escape(name)}>go</a>"


@app.get("/unquoted-value")
def without_quotes_in_a_value():
    name = request.args["name"]
    # ruleid: xss
    return "<input value=%s>" % html.escape(name)


@app.get("/unquoted-number")
def a_number_without_quotes():
    # ok: xss
    return f"<input value={escape(int(request.args['name']))}>"


@app.get("/address")
def as_an_address():
    target = request.args["to"]
    # ruleid: xss
    return f'<a href="{escape(target)}">go</a>'


@app.get("/address-of-helper")
def as_an_address_by_a_helper():
    target = request.args["to"]
    # ruleid: xss
    return '<a href="' + shown(target) + '">go</a>'


@app.get("/address-begun")
def behind_the_beginning_of_an_address():
    target = request.args["to"]
    # ok: xss
    return f'<a href="/users/{escape(target)}">go</a>'


@app.get("/address-checked")
def as_an_address_whose_scheme_was_looked_at():
    target = request.args["to"]
    if not target.startswith(("http://", "https://")):
        target = "/"
    # ok: xss
    return f'<a href="{escape(target)}">go</a>'


@app.get("/address-own")
def as_an_address_of_a_page_here():
    # ok: xss
    return f'<form action="{escape(request.path)}">'


@app.get("/script-quoted")
def between_quotes_of_a_script():
    name = request.args["name"]
    # ok: xss
    return f"<script>var name = '{escape(name)}'</script>"


@app.get("/handler")
def between_quotes_of_a_handler():
    name = request.args["name"]
    # ruleid: xss
    return f"<b onclick=\"go('{escape(name)}')\">go</b>"


def link(url, text):
    return '<a href="%s">%s</a>' % (escape(url), escape(text))


@app.get("/address-begun-elsewhere")
def behind_a_beginning_that_a_caller_gives():
    # ok: xss
    return link("/users?name=" + request.args["name"], request.args["name"])


@app.get("/attributes")
def attributes_of_their_own():
    named = {"title": request.args["title"]}
    attributes = " ".join(f'{name}="{escape(value)}"' for name, value in named.items())
    # ok: xss
    return f"<p {attributes}>here</p>"


@app.get("/script")
def in_a_script():
    name = request.args["name"]
    # ruleid: xss
    return f"<script>var name = {escape(name)}</script>"


@app.get("/quotes")
def with_quotes_left():
    name = html.escape(request.args["name"], quote=False)
    # ruleid: xss
    return f'<input name="q" value="{name}">'


@app.get("/quotes-in-text")
def with_quotes_left_in_the_text():
    name = html.escape(request.args["name"], quote=False)
    # ok: xss
    return f"<p>{name}</p>"


@app.get("/quotes-escaped")
def with_quotes_escaped():
    name = html.escape(request.args["name"], quote=True)
    # ok: xss
    return f'<input name="q" value="{name}">'


@app.get("/links")
def links_alone():
    # ruleid: xss
    return "<div>" + bleach.linkify(request.args["note"]) + "</div>"


@app.get("/links-cleaned")
def links_of_clean_text():
    # ok: xss
    return "<div>" + bleach.linkify(bleach.clean(request.args["note"])) + "</div>"


@app.get("/added")
def added_to_markup():
    # ok: xss
    return Markup("<b>") + request.args["name"] + Markup("</b>")


@app.get("/before")
def before_markup():
    # ok: xss
    return request.args["name"] + Markup("</b>")


@app.get("/added-to-text")
def added_to_text():
    # ruleid: xss
    return "<b>" + request.args["name"] + "</b>"


@app.get("/signs")
def without_signs():
    name = re.sub(r"[<>&\"']", "", request.args["name"])
    # ok: xss
    return f"<p>{name}</p>"


@app.get("/some-signs")
def without_other_signs():
    name = re.sub(r"[&\"']", "", request.args["name"])
    # ruleid: xss
    return f"<p>{name}</p>"


@app.errorhandler(404)
def not_there(error):
    # ruleid: xss
    return f"<p>{request.args['from']} is not there</p>", 404


@app.errorhandler(405)
def not_allowed(error):
    # ok: xss
    return f"<p>{escape(request.args['from'])} is not allowed</p>", 405


@app.get("/stream")
def in_a_stream():
    name = request.args["name"]

    def parts():
        yield "<p>"
        yield name

    # ruleid: xss
    return Response(stream_with_context(parts()), mimetype="text/html")


@app.get("/stream-of-text")
def in_a_stream_of_text():
    name = request.args["name"]

    def parts():
        yield "<p>"
        yield name

    # ok: xss
    return Response(stream_with_context(parts()), mimetype="text/plain")
