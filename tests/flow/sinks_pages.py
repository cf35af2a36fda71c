"""Everything that answers with a page or sends a browser on: outside data beside a constant."""
import aiohttp.web
import Cheetah.Template
import bottle
import chameleon
import cherrypy
import django.http
import django.shortcuts
import django.template
import django.utils.html
import django.utils.safestring
import falcon
import flask
import genshi.template
import jinja2
import mako.template
import markupsafe
import pyramid.httpexceptions
import pyramid.response
import sanic.response
import starlette.responses
import tornado.template
import web
import web.template
import werkzeug.utils
import werkzeug.wrappers


def of_aiohttp_web():
    bad, good = flask.request.args["x"], "x"
    # hit
    aiohttp.web.Response(text=bad)
    # clean
    aiohttp.web.Response(text=good)
    # hit
    aiohttp.web.HTTPFound(bad)
    # clean
    aiohttp.web.HTTPFound(good)
    # hit
    aiohttp.web.HTTPSeeOther(bad)
    # clean
    aiohttp.web.HTTPSeeOther(good)
    # hit
    aiohttp.web.HTTPMovedPermanently(bad)
    # clean
    aiohttp.web.HTTPMovedPermanently(good)
    # hit
    aiohttp.web.HTTPTemporaryRedirect(bad)
    # clean
    aiohttp.web.HTTPTemporaryRedirect(good)
    # hit
    aiohttp.web.HTTPPermanentRedirect(bad)
    # clean
    aiohttp.web.HTTPPermanentRedirect(good)


def of_bottle():
    bad, good = flask.request.args["x"], "x"
    # hit
    bottle.redirect(bad)
    # clean
    bottle.redirect(good)
    # hit
    bottle.template(bad)
    # clean
    bottle.template(good)
    # hit
    bottle.SimpleTemplate(bad)
    # clean
    bottle.SimpleTemplate(good)
    # hit
    bottle.HTTPResponse(bad)
    # clean
    bottle.HTTPResponse(good)


def of_tornado_template():
    bad, good = flask.request.args["x"], "x"
    # hit
    tornado.template.Template(bad)
    # clean
    tornado.template.Template(good)


def of_pyramid_response():
    bad, good = flask.request.args["x"], "x"
    # hit
    pyramid.response.Response(bad)
    # clean
    pyramid.response.Response(good)


def of_pyramid_httpexceptions():
    bad, good = flask.request.args["x"], "x"
    # hit
    pyramid.httpexceptions.HTTPFound(bad)
    # clean
    pyramid.httpexceptions.HTTPFound(good)
    # hit
    pyramid.httpexceptions.HTTPSeeOther(bad)
    # clean
    pyramid.httpexceptions.HTTPSeeOther(good)
    # hit
    pyramid.httpexceptions.HTTPMovedPermanently(bad)
    # clean
    pyramid.httpexceptions.HTTPMovedPermanently(good)
    # hit
    pyramid.httpexceptions.HTTPTemporaryRedirect(bad)
    # clean
    pyramid.httpexceptions.HTTPTemporaryRedirect(good)


def of_sanic_response():
    bad, good = flask.request.args["x"], "x"
    # hit
    sanic.response.html(bad)
    # clean
    sanic.response.html(good)
    # hit
    sanic.response.redirect(bad)
    # clean
    sanic.response.redirect(good)


def of_falcon():
    bad, good = flask.request.args["x"], "x"
    # hit
    falcon.HTTPFound(bad)
    # clean
    falcon.HTTPFound(good)
    # hit
    falcon.HTTPSeeOther(bad)
    # clean
    falcon.HTTPSeeOther(good)
    # hit
    falcon.HTTPMovedPermanently(bad)
    # clean
    falcon.HTTPMovedPermanently(good)
    # hit
    falcon.HTTPTemporaryRedirect(bad)
    # clean
    falcon.HTTPTemporaryRedirect(good)
    # hit
    falcon.HTTPPermanentRedirect(bad)
    # clean
    falcon.HTTPPermanentRedirect(good)


def of_cherrypy():
    bad, good = flask.request.args["x"], "x"
    # hit
    cherrypy.HTTPRedirect(bad)
    # clean
    cherrypy.HTTPRedirect(good)


def of_web():
    bad, good = flask.request.args["x"], "x"
    # hit
    web.seeother(bad)
    # clean
    web.seeother(good)
    # hit
    web.found(bad)
    # clean
    web.found(good)
    # hit
    web.redirect(bad)
    # clean
    web.redirect(good)


def of_web_template():
    bad, good = flask.request.args["x"], "x"
    # hit
    web.template.Template(bad)
    # clean
    web.template.Template(good)


def of_werkzeug_wrappers():
    bad, good = flask.request.args["x"], "x"
    # hit
    werkzeug.wrappers.Response(bad)
    # clean
    werkzeug.wrappers.Response(good)


def of_flask():
    bad, good = flask.request.args["x"], "x"
    # hit
    flask.redirect(bad)
    # clean
    flask.redirect(good)
    # hit
    flask.render_template_string(bad)
    # clean
    flask.render_template_string(good)
    # hit
    flask.stream_template_string(bad)
    # clean
    flask.stream_template_string(good)
    # hit
    flask.make_response(bad)
    # clean
    flask.make_response(good)
    # hit
    flask.Response(bad)
    # clean
    flask.Response(good)


def of_werkzeug_utils():
    bad, good = flask.request.args["x"], "x"
    # hit
    werkzeug.utils.redirect(bad)
    # clean
    werkzeug.utils.redirect(good)


def of_django_shortcuts():
    bad, good = flask.request.args["x"], "x"
    # hit
    django.shortcuts.redirect(bad)
    # clean
    django.shortcuts.redirect(good)


def of_django_http():
    bad, good = flask.request.args["x"], "x"
    # hit
    django.http.HttpResponseRedirect(bad)
    # clean
    django.http.HttpResponseRedirect(good)
    # hit
    django.http.HttpResponsePermanentRedirect(bad)
    # clean
    django.http.HttpResponsePermanentRedirect(good)
    # hit
    django.http.HttpResponse(bad)
    # clean
    django.http.HttpResponse(good)


def of_django_utils_safestring():
    bad, good = flask.request.args["x"], "x"
    # hit
    django.utils.safestring.mark_safe(bad)
    # clean
    django.utils.safestring.mark_safe(good)
    # hit
    django.utils.safestring.SafeString(bad)
    # clean
    django.utils.safestring.SafeString(good)


def of_django_utils_html():
    bad, good = flask.request.args["x"], "x"
    # hit
    django.utils.html.format_html(bad)
    # clean
    django.utils.html.format_html(good)


def of_django_template():
    bad, good = flask.request.args["x"], "x"
    # hit
    django.template.Template(bad)
    # clean
    django.template.Template(good)


def of_starlette_responses():
    bad, good = flask.request.args["x"], "x"
    # hit
    starlette.responses.Response(bad)
    # clean
    starlette.responses.Response(good)
    # hit
    starlette.responses.HTMLResponse(bad)
    # clean
    starlette.responses.HTMLResponse(good)
    # hit
    starlette.responses.RedirectResponse(bad)
    # clean
    starlette.responses.RedirectResponse(good)


def of_markupsafe():
    bad, good = flask.request.args["x"], "x"
    # hit
    markupsafe.Markup(bad)
    # clean
    markupsafe.Markup(good)


def of_jinja2():
    bad, good = flask.request.args["x"], "x"
    # hit
    jinja2.Template(bad)
    # clean
    jinja2.Template(good)


def of_jinja2_environment():
    bad, good = flask.request.args["x"], "x"
    it = jinja2.Environment()
    # hit
    it.from_string(bad)
    # clean
    it.from_string(good)


def of_any_object(other):
    bad, good = flask.request.args["x"], "x"
    # hit
    other.from_string(bad)
    # clean
    other.from_string(good)


def of_mako_template():
    bad, good = flask.request.args["x"], "x"
    # hit
    mako.template.Template(bad)
    # clean
    mako.template.Template(good)


def of_chameleon():
    bad, good = flask.request.args["x"], "x"
    # hit
    chameleon.PageTemplate(bad)
    # clean
    chameleon.PageTemplate(good)


def of_genshi_template():
    bad, good = flask.request.args["x"], "x"
    # hit
    genshi.template.MarkupTemplate(bad)
    # clean
    genshi.template.MarkupTemplate(good)
    # hit
    genshi.template.TextTemplate(bad)
    # clean
    genshi.template.TextTemplate(good)


def of_cheetah_template():
    bad, good = flask.request.args["x"], "x"
    # hit
    Cheetah.Template.Template(bad)
    # clean
    Cheetah.Template.Template(good)
