"""Sanitizers of libraries, one by one: good for their own kind, and for no other."""
import cgi
import html
import io
import os
import pathlib
import pipes
import re
import shlex
import urllib.parse
import xml.sax.saxutils

import bleach
import django.utils._os
import django.utils.html
import django.utils.text
import flask
import ldap
import ldap.dn
import ldap.filter
import ldap3.utils.conv
import ldap3.utils.dn
import nh3
import slugify
import werkzeug.security
import werkzeug.utils
from django.http import HttpResponse
from markupsafe import Markup, escape


def markup():
    bad = flask.request.args["x"]
    # clean
    Markup(html.escape(bad))
    # hit
    os.system(html.escape(bad))
    # clean
    Markup(escape(bad))
    # hit
    os.system(escape(bad))
    # clean
    Markup(django.utils.html.escape(bad))
    # hit
    os.system(django.utils.html.escape(bad))
    # clean
    Markup(django.utils.html.conditional_escape(bad))
    # hit
    os.system(django.utils.html.conditional_escape(bad))
    # clean
    HttpResponse(django.utils.html.format_html("<b>{}</b>", bad))
    # hit
    os.system(django.utils.html.format_html("echo {}", bad))
    # clean
    HttpResponse(django.utils.html.format_html_join(" ", "<b>{}</b>", bad))
    # hit
    os.system(django.utils.html.format_html_join(" ", "echo {}", bad))
    # clean
    HttpResponse(django.utils.html.json_script(bad, "data"))
    # hit
    os.system(django.utils.html.json_script(bad, "data"))
    # clean
    Markup(cgi.escape(bad))
    # hit
    os.system(cgi.escape(bad))
    # clean
    Markup(bleach.clean(bad))
    # hit
    os.system(bleach.clean(bad))
    # clean
    Markup(nh3.clean(bad))
    # hit
    os.system(nh3.clean(bad))
    # clean
    Markup(xml.sax.saxutils.escape(bad))
    # hit
    os.system(xml.sax.saxutils.escape(bad))
    # clean
    HttpResponse(Markup("<b>{}</b>").format(bad))
    # hit
    os.system(Markup("echo {}").format(bad))


def no_sanitizer():
    # What takes tags away leaves brackets that never became one.
    # hit
    Markup(django.utils.html.strip_tags(flask.request.args["x"]))
    # hit
    Markup(html.unescape(flask.request.args["x"]))


def addresses():
    bad = flask.request.args["x"]
    # clean
    os.system("curl " + urllib.parse.quote(bad))
    # hit
    open("/srv/" + urllib.parse.quote(bad))
    # clean
    open("/srv/" + urllib.parse.quote_plus(bad))
    # clean
    flask.redirect(urllib.parse.quote_plus(bad))
    # hit
    eval(urllib.parse.quote_plus(bad))
    # clean
    flask.redirect("/?" + urllib.parse.urlencode({"q": bad}))
    # hit
    eval(urllib.parse.urlencode(bad))


def commands():
    bad = flask.request.args["x"]
    # clean
    os.system("ls " + shlex.quote(bad))
    # hit
    open(shlex.quote(bad))
    # clean
    os.system("ls " + pipes.quote(bad))
    # hit
    open(pipes.quote(bad))
    # clean
    os.system(shlex.join(["ls", bad]))
    # hit
    open(shlex.join(["ls", bad]))
    # hit
    os.system(shlex.split(bad)[0])


def patterns():
    bad = flask.request.args["x"]
    # clean
    re.compile(re.escape(bad))
    # hit
    os.system(re.escape(bad))


def directories():
    bad = flask.request.args["x"]
    server = ldap.initialize("ldap://host")
    # clean
    server.search_s("dc=shop", 2, "(uid=" + ldap.filter.escape_filter_chars(bad) + ")")
    # hit
    os.system(ldap.filter.escape_filter_chars(bad))
    # clean
    server.search_s("dc=shop", 2, ldap.filter.filter_format("(uid=%s)", [bad]))
    # hit
    os.system(ldap.filter.filter_format("(uid=%s)", [bad]))
    # clean
    server.delete_s("uid=" + ldap.dn.escape_dn_chars(bad))
    # hit
    os.system(ldap.dn.escape_dn_chars(bad))
    # clean
    server.search_s("dc=shop", 2, "(uid=" + ldap3.utils.conv.escape_filter_chars(bad) + ")")
    # hit
    os.system(ldap3.utils.conv.escape_filter_chars(bad))
    # clean
    server.delete_s("uid=" + ldap3.utils.dn.escape_rdn(bad))
    # hit
    os.system(ldap3.utils.dn.escape_rdn(bad))


def files():
    bad = flask.request.args["x"]
    # clean
    open("/srv/" + werkzeug.utils.secure_filename(bad))
    # hit
    eval(werkzeug.utils.secure_filename(bad))
    # clean
    open(werkzeug.security.safe_join("/srv", bad))
    # hit
    os.system(werkzeug.security.safe_join("/srv", bad))
    # clean
    open(django.utils._os.safe_join("/srv", bad))
    # hit
    os.system(django.utils._os.safe_join("/srv", bad))
    # clean
    open("/srv/" + django.utils.text.get_valid_filename(bad))
    # hit
    eval(django.utils.text.get_valid_filename(bad))
    # clean
    open("/srv/" + os.path.basename(bad))
    # hit
    os.system(os.path.basename(bad))
    # clean
    eval(django.utils.text.slugify(bad))
    # clean
    eval(slugify.slugify(bad))
    # clean
    open("/srv/" + pathlib.Path(bad).name)
    # hit
    os.system(pathlib.Path(bad).name)
    # clean
    open("/srv/" + pathlib.Path(bad).stem)
    # hit
    os.system(pathlib.Path(bad).stem)
    # clean
    open("/srv/a" + pathlib.Path(bad).suffix)
    # hit
    os.system(pathlib.Path(bad).suffix)
    # A buffer is no file's name, and what is read from it is what was put in.
    # clean
    open(io.StringIO(bad))
    # hit
    os.system(io.StringIO(bad).read())
    # clean
    open(io.BytesIO(bad))
    # hit
    os.system(io.BytesIO(bad).read())


def names_in_a_query(connection, other):
    bad = flask.request.args["x"]
    # clean
    connection.execute("SELECT name FROM " + other.quote_name(bad))
    # hit
    os.system(other.quote_name(bad))
    # clean
    connection.execute("SELECT name FROM " + other.quote_identifier(bad))
    # hit
    os.system(other.quote_identifier(bad))
    # clean
    connection.execute("SELECT name FROM " + other.quote_ident(bad))
    # hit
    os.system(other.quote_ident(bad))
