"""lxml and SAX: parsers told to follow what a document names."""

from xml import sax
from xml.sax import handler

from lxml import etree


def with_entities(stream):
    # ruleid: xml-external-entities
    parser = etree.XMLParser(resolve_entities=True)
    return etree.parse(stream, parser)


def without_entities(stream):
    # ok: xml-external-entities
    parser = etree.XMLParser(resolve_entities=False)
    return etree.parse(stream, parser)


def with_network(stream):
    # ruleid: xml-external-entities
    parser = etree.XMLParser(load_dtd=True, no_network=False)
    return etree.parse(stream, parser)


def without_blanks(stream):
    # ok: xml-external-entities
    parser = etree.XMLParser(remove_blank_text=True, no_network=True)
    return etree.parse(stream, parser)


def large(stream):
    # ruleid: xml-external-entities
    return [element.tag for _, element in etree.iterparse(stream, huge_tree=True)]


def large_in_pieces(stream):
    # ok: xml-external-entities
    return [element.tag for _, element in etree.iterparse(stream)]


def sax_with_entities(stream):
    parser = sax.make_parser()
    # ruleid: xml-external-entities
    parser.setFeature(handler.feature_external_ges, True)
    parser.parse(stream)


def sax_without_entities(stream):
    parser = sax.make_parser()
    # ok: xml-external-entities
    parser.setFeature(handler.feature_external_ges, False)
    # ok: xml-external-entities
    parser.setFeature(handler.feature_namespaces, True)
    parser.parse(stream)
