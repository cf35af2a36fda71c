"""Engines: the text must be constant, values may be anything."""

import bottle
import jinja2
import tornado.template
import web
from django.template import Context
from django.template import Template as DjangoTemplate
from flask import request, stream_template_string
from genshi.template import MarkupTemplate
from mako.template import Template as MakoTemplate


def jinja():
    name = request.args["name"]
    # ruleid: template-injection
    jinja2.Template("Hello " + name).render()
    # ok: template-injection
    jinja2.Template("Hello {{ name }}").render(name=name)
    # ruleid: template-injection
    jinja2.Environment(autoescape=True).from_string(f"Hello {name}").render()
    # ok: template-injection
    jinja2.Environment(autoescape=True).from_string("Hello {{ name }}").render(name=name)
    # ruleid: template-injection
    stream_template_string("Hello " + name)
    # ok: template-injection
    stream_template_string("Hello {{ name }}", name=name)


def others():
    name = request.args["name"]
    # ruleid: template-injection
    MakoTemplate("Hello " + name).render()
    # ok: template-injection
    MakoTemplate("Hello ${name}").render(name=name)
    # ruleid: template-injection
    MakoTemplate(text="Hello " + name).render()
    # ruleid: template-injection
    DjangoTemplate("Hello " + name).render(Context())
    # ok: template-injection
    DjangoTemplate("Hello {{ name }}").render(Context({"name": name}))
    # ruleid: template-injection
    tornado.template.Template("Hello " + name).generate()
    # ok: template-injection
    tornado.template.Template("Hello {{ name }}").generate(name=name)
    # ruleid: template-injection
    bottle.template("Hello " + name)
    # ok: template-injection
    bottle.template("Hello {{name}}", name=name)
    # ruleid: template-injection
    bottle.SimpleTemplate("Hello " + name).render()
    # ruleid: template-injection
    MarkupTemplate("<p>%s</p>" % name).generate()
    # ok: template-injection
    web.template.Template("$def with (name)")(name)
