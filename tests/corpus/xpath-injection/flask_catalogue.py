"""Flask: XPath over a catalogue, with lxml and with the standard library."""

import html
import xml.etree.ElementTree as ET

from flask import Flask, abort, request
from lxml import etree

app = Flask(__name__)
catalogue = etree.parse("catalogue.xml")
plain = ET.parse("catalogue.xml")
SHELVES = ("tea", "cups")


@app.get("/f-string")
def by_f_string():
    name = request.args["name"]
    # ruleid: xpath-injection
    return {"found": len(catalogue.xpath(f"//item[@name='{name}']"))}


@app.get("/variable")
def by_variable():
    name = request.args["name"]
    # ok: xpath-injection
    return {"found": len(catalogue.xpath("//item[@name=$name]", name=name))}


@app.get("/added")
def by_addition():
    query = "//item[@name='" + request.args["name"] + "']/price"
    # ruleid: xpath-injection
    return {"found": len(catalogue.xpath(query))}


@app.get("/wrong-escape")
def wrong_escape():
    name = html.unescape(request.args["name"])
    # ruleid: xpath-injection
    return {"found": len(catalogue.xpath("//item[@name='%s']" % name))}


@app.get("/number")
def by_number():
    number = int(request.args["number"])
    # ok: xpath-injection
    return {"found": len(catalogue.xpath(f"//item[{number}]"))}


@app.get("/shelf")
def by_shelf():
    shelf = request.args["shelf"]
    if shelf not in SHELVES:
        abort(404)
    # ok: xpath-injection
    return {"found": len(catalogue.xpath(f"//{shelf}/item"))}


@app.get("/root")
def from_the_root():
    root = catalogue.getroot()
    # ruleid: xpath-injection
    return {"found": len(root.xpath("//item[@id='{}']".format(request.args["id"])))}


@app.get("/standard")
def standard_library():
    # ruleid: xpath-injection
    return {"price": plain.findtext("item[@name='%s']/price" % request.args["name"])}


@app.get("/standard-constant")
def standard_library_constant():
    wanted = request.args["name"]
    # ok: xpath-injection
    return {"found": [item.text for item in plain.findall("item") if item.get("name") == wanted]}


def lookup(name):
    # ruleid: xpath-injection
    return catalogue.xpath(f"//item[@name='{name}']/@price")


@app.get("/helper")
def through_a_helper():
    return {"found": len(lookup(request.args["name"]))}
