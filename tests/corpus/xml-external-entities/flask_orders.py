"""Flask: a client's document in the parsers of the standard library."""

import xml.etree.ElementTree as ET
from xml.dom import minidom

import defusedxml.ElementTree as safe
from flask import Flask, request
from lxml import etree

app = Flask(__name__)


@app.post("/order")
def order():
    # ruleid: xml-external-entities
    return {"tag": ET.fromstring(request.get_data()).tag}


@app.post("/order-defused")
def order_defused():
    # ok: xml-external-entities
    return {"tag": safe.fromstring(request.get_data()).tag}


@app.post("/order-lxml")
def order_lxml():
    # ok: xml-external-entities
    return {"tag": etree.fromstring(request.get_data()).tag}


@app.post("/order-dom")
def order_dom():
    # ruleid: xml-external-entities
    return {"nodes": len(minidom.parseString(request.data).childNodes)}


@app.get("/catalogue")
def catalogue():
    # ok: xml-external-entities
    return {"tag": ET.parse("catalogue.xml").getroot().tag}
