"""Trees asked from other frameworks."""

import cherrypy
import elementpath
import lxml.html
from defusedxml import ElementTree
from lxml import etree


class Catalogue:
    @cherrypy.expose
    def find(self, name):
        tree = etree.parse("catalogue.xml")
        # ruleid: xpath-injection
        tree.xpath("//item[@name='" + name + "']")
        # ok: xpath-injection
        tree.xpath("//item[@name=$name]", name=name)
        # ruleid: xpath-injection
        etree.ETXPath(f"//item[@name='{name}']")
        # ruleid: xpath-injection
        lxml.html.fromstring("<p></p>").xpath("//a[text()='" + name + "']")
        # ok: xpath-injection
        lxml.html.fromstring("<p></p>").xpath("//a")
        # ruleid: xpath-injection
        elementpath.select(tree, f"//item[@name='{name}']")
        # ok: xpath-injection
        elementpath.select(tree, "//item[@name=$name]", variables={"name": name})
        # ruleid: xpath-injection
        ElementTree.parse("catalogue.xml").findall(f".//item[@name='{name}']")
        # ok: xpath-injection
        ElementTree.parse("catalogue.xml").findall(".//item")
