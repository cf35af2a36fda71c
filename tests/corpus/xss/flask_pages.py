"""Flask: text that a browser takes as a page."""

import html
import shlex

import jinja2
from flask import (
    Flask,
    Response,
    abort,
    jsonify,
    make_response,
    render_template,
    render_template_string,
    request,
)
from markupsafe import Markup, escape

app = Flask(__name__)
COLOURS = {"red", "green"}
plain = jinja2.Environment()
escaping = jinja2.Environment(autoescape=True)
chosen = jinja2.Environment(autoescape=jinja2.select_autoescape())
PAGE = plain.from_string("<p>{{ name }}</p>")
ESCAPED = escaping.from_string("<p>{{ name }}</p>")
CHOSEN = chosen.from_string("<p>{{ name }}</p>")
BY_HAND = plain.from_string("<p>{{ name|e }}</p>{{ title }}")


@app.get("/returned")
def returned():
    name = request.args["name"]
    # ruleid: xss
    return f"<h1>Hello {name}</h1>"


@app.get("/returned-escaped")
def returned_escaped():
    name = escape(request.args["name"])
    # ok: xss
    return f"<h1>Hello {name}</h1>"


@app.get("/returned-html-escape")
def returned_html_escape():
    name = html.escape(request.args["name"])
    # ok: xss
    return "<h1>Hello " + name + "</h1>"


@app.get("/returned-quoted")
def wrong_sanitizer():
    name = shlex.quote(request.args["name"])
    # ruleid: xss
    return "<h1>Hello " + name + "</h1>"


@app.get("/returned-number")
def returned_number():
    count = int(request.args["count"])
    # ok: xss
    return f"<h1>{count} items</h1>"


@app.get("/returned-colour")
def returned_colour():
    colour = request.args["colour"]
    if colour not in COLOURS:
        abort(400)
    # ok: xss
    return f"<h1>{colour}</h1>"


@app.get("/status")
def with_a_status():
    # ruleid: xss
    return "<p>No page %s</p>" % request.args["page"], 404


@app.get("/dict")
def as_json():
    # ok: xss
    return {"name": request.args["name"]}


@app.get("/jsonify")
def as_jsonify():
    # ok: xss
    return jsonify(name=request.args["name"])


@app.get("/plain")
def as_plain_text():
    # ok: xss
    return Response(request.args["name"], mimetype="text/plain")


@app.get("/response")
def as_a_response():
    # ruleid: xss
    return Response("<b>{}</b>".format(request.args["name"]))


@app.get("/made")
def as_a_made_response():
    # ruleid: xss
    response = make_response("<b>" + request.cookies["name"] + "</b>")
    response.headers["X-Frame-Options"] = "DENY"
    return response


@app.get("/markup")
def markup():
    name = request.args["name"]
    # ruleid: xss
    title = Markup(f"<b>{name}</b>")
    return render_template("page.html", title=title)


@app.get("/markup-format")
def markup_format():
    name = request.args["name"]
    # ok: xss
    title = Markup("<b>{}</b>").format(name)
    return render_template("page.html", title=title)


@app.get("/template")
def template():
    # ok: xss
    return render_template("page.html", title=request.args["name"])


@app.get("/script")
def in_a_script():
    # ruleid: xss
    return f"<script>let name = '{request.args['name']}';</script>"


@app.get("/json-text")
def whole_json():
    # ok: xss
    return request.get_json()


@app.get("/headers")
def plain_by_header():
    # ok: xss
    return Response("Hello " + request.args["name"], headers={"Content-Type": "text/plain"})


@app.get("/plain-tuple")
def plain_by_tuple():
    # ok: xss
    return "Hello " + request.args["name"], 200, {"Content-Type": "text/plain"}


@app.get("/plain-later")
def plain_by_attribute():
    # ok: xss
    response = make_response("Hello " + request.args["name"])
    response.mimetype = "text/plain"
    return response


@app.get("/plain")
def show_plain():
    # ruleid: xss
    return PAGE.render(name=request.args["n"])


@app.get("/mapping")
def show_mapping():
    # ruleid: xss
    return PAGE.render({"name": request.args["n"]})


@app.get("/escaped")
def show_escaped():
    # ok: xss
    return ESCAPED.render(name=request.args["n"])


@app.get("/chosen")
def show_chosen():
    # ok: xss
    return CHOSEN.render(name=request.args["n"])


@app.get("/by-hand")
def show_by_hand():
    # ok: xss
    return BY_HAND.render(name=request.args["n"], title="Shop")


@app.get("/title")
def show_title():
    # ruleid: xss
    return BY_HAND.render(name="Shop", title=request.args["t"])


@app.get("/template")
def show_template():
    # ruleid: xss
    return jinja2.Template("<p>{{ name }}</p>").render(name=request.args["n"])


@app.get("/template-escaped")
def show_template_escaped():
    # ok: xss
    return jinja2.Template("<p>{{ name }}</p>", autoescape=True).render(name=request.args["n"])


@app.get("/safe")
def show_safe():
    name = request.args["n"]
    # ruleid: xss
    return render_template_string("<p>{{ name|safe }}</p>", name=name)


@app.get("/not-safe")
def show_not_safe():
    name = request.args["n"]
    # ok: xss
    return render_template_string("<p>{{ name }}</p>", name=name)


@app.get("/other-safe")
def show_other_safe():
    name = request.args["n"]
    # ok: xss
    return render_template_string("<p>{{ name }}{{ footer|safe }}</p>", name=name, footer="<hr>")
