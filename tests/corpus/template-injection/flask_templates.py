"""Outside data as the text of a template, and as a value in one."""

import jinja2
from flask import Flask, render_template, render_template_string, request
from jinja2.sandbox import SandboxedEnvironment
from mako.template import Template as MakoTemplate
from markupsafe import escape

app = Flask(__name__)
environment = jinja2.Environment(autoescape=True)
sandbox = SandboxedEnvironment(autoescape=True)
LETTERS = {"short": "Dear {{ name }}", "long": "Dear and honoured {{ name }}"}


@app.get("/f-string")
def by_f_string():
    name = request.args["name"]
    # ruleid: template-injection
    return render_template_string(f"<p>Hello {name}</p>")


@app.get("/value")
def by_value():
    name = request.args["name"]
    # ok: template-injection
    return render_template_string("<p>Hello {{ name }}</p>", name=name)


@app.get("/escaped")
def escaping_keeps_the_braces():
    name = escape(request.args["name"])
    # ruleid: template-injection
    return render_template_string("<p>Hello " + str(name) + "</p>")


@app.get("/number")
def number():
    count = int(request.args["count"])
    # ok: template-injection
    return render_template_string(f"<p>{count} items</p>")


@app.get("/file")
def from_a_file():
    # ok: template-injection
    return render_template("hello.html", name=request.args["name"])


@app.post("/jinja")
def with_jinja():
    letter = request.form["letter"]
    # ruleid: template-injection
    return jinja2.Template(letter).render(name="you")


@app.post("/environment")
def with_an_environment():
    letter = request.form["letter"]
    # ruleid: template-injection
    return environment.from_string(letter).render(name="you")


@app.post("/sandbox")
def with_a_sandbox():
    letter = request.form["letter"]
    # ok: template-injection
    return sandbox.from_string(letter).render(name="you")


@app.get("/chosen")
def chosen_by_name():
    letter = LETTERS.get(request.args["kind"], "Dear {{ name }}")
    # ok: template-injection
    return environment.from_string(letter).render(name=request.args["name"])


@app.post("/mako")
def with_mako():
    # ruleid: template-injection
    return MakoTemplate(request.form["letter"]).render()


def greeting(text):
    # ruleid: template-injection
    return render_template_string("<h1>%s</h1>" % text)


@app.get("/helper")
def through_a_helper():
    return greeting(request.args["title"])
