"""Flask with python-ldap: filters and names of entries."""

import html

import ldap
import ldap.dn
import ldap.filter
from flask import Flask, abort, request
from ldap.filter import escape_filter_chars

app = Flask(__name__)
BASE = "ou=people,dc=shop,dc=example"
ATTRIBUTES = {"uid", "mail"}



@app.get("/percent")
def by_percent():
    server = ldap.initialize("ldap://directory.shop.example")
    query = "(uid=%s)" % request.args["name"]
    # ruleid: ldap-injection
    return {"found": len(server.search_s(BASE, ldap.SCOPE_SUBTREE, query))}


@app.get("/escaped")
def escaped():
    server = ldap.initialize("ldap://directory.shop.example")
    query = "(uid=%s)" % escape_filter_chars(request.args["name"])
    # ok: ldap-injection
    return {"found": len(server.search_s(BASE, ldap.SCOPE_SUBTREE, query))}


@app.get("/formatted")
def formatted():
    server = ldap.initialize("ldap://directory.shop.example")
    query = ldap.filter.filter_format("(uid=%s)", [request.args["name"]])
    # ok: ldap-injection
    return {"found": len(server.search_s(BASE, ldap.SCOPE_SUBTREE, query))}


@app.get("/wrong-escape")
def wrong_escape():
    server = ldap.initialize("ldap://directory.shop.example")
    query = "(uid=" + html.escape(request.args["name"]) + ")"
    # ruleid: ldap-injection
    return {"found": len(server.search_s(BASE, ldap.SCOPE_SUBTREE, query))}


@app.get("/number")
def by_number():
    server = ldap.initialize("ldap://directory.shop.example")
    number = int(request.args["number"])
    # ok: ldap-injection
    return {"found": len(server.search_s(BASE, ldap.SCOPE_SUBTREE, f"(employeeNumber={number})"))}


@app.get("/attribute")
def by_attribute():
    server = ldap.initialize("ldap://directory.shop.example")
    attribute = request.args["attribute"]
    # ruleid: ldap-injection
    return {"found": len(server.search_s(BASE, ldap.SCOPE_SUBTREE, f"({attribute}=tea)"))}


@app.get("/known-attribute")
def by_known_attribute():
    server = ldap.initialize("ldap://directory.shop.example")
    attribute = request.args["attribute"]
    if attribute not in ATTRIBUTES:
        abort(400)
    # ok: ldap-injection
    return {"found": len(server.search_s(BASE, ldap.SCOPE_SUBTREE, f"({attribute}=tea)"))}


@app.get("/base")
def by_base():
    server = ldap.initialize("ldap://directory.shop.example")
    base = f"ou={request.args['unit']},dc=shop,dc=example"
    # ruleid: ldap-injection
    return {"found": len(server.search_s(base, ldap.SCOPE_SUBTREE, "(uid=*)"))}


@app.get("/base-escaped")
def by_base_escaped():
    server = ldap.initialize("ldap://directory.shop.example")
    base = f"ou={ldap.dn.escape_dn_chars(request.args['unit'])},dc=shop,dc=example"
    # ok: ldap-injection
    return {"found": len(server.search_s(base, ldap.SCOPE_SUBTREE, "(uid=*)"))}


def find(name):
    server = ldap.initialize("ldap://directory.shop.example")
    # ruleid: ldap-injection
    return server.search_s(BASE, ldap.SCOPE_SUBTREE, "(cn={})".format(name))


@app.get("/helper")
def through_a_helper():
    return {"found": len(find(request.args["name"]))}
