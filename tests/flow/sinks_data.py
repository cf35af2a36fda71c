"""Everything that reads a format which can carry more than data, or asks a directory: outside data beside a constant."""
import _pickle
import cPickle
import cloudpickle
import compress_pickle
import dill
import elementpath
import flask
import joblib
import jsonpickle
import jsonpickle.unpickler
import ldap
import ldap3
import lxml.etree
import marshal
import numpy
import pandas
import parsel
import pickle
import pickle5
import re
import shelve
import shutil
import torch
import xml.dom.minidom
import xml.dom.pulldom
import xml.etree.ElementTree
import xml.sax
import xmltodict
import yaml


def of_re():
    bad, good = flask.request.args["x"], "x"
    # hit
    re.compile(bad)
    # clean
    re.compile(good)
    # hit
    re.match(bad)
    # clean
    re.match(good)
    # hit
    re.search(bad)
    # clean
    re.search(good)
    # hit
    re.fullmatch(bad)
    # clean
    re.fullmatch(good)
    # hit
    re.sub(bad)
    # clean
    re.sub(good)
    # hit
    re.findall(bad)
    # clean
    re.findall(good)
    # hit
    re.finditer(bad)
    # clean
    re.finditer(good)
    # hit
    re.split(bad)
    # clean
    re.split(good)


def of_pickle():
    bad, good = flask.request.args["x"], "x"
    # hit
    pickle.loads(bad)
    # clean
    pickle.loads(good)
    # hit
    pickle.load(bad)
    # clean
    pickle.load(good)
    # hit
    pickle.Unpickler(bad)
    # clean
    pickle.Unpickler(good)


def of_pickle():
    bad, good = flask.request.args["x"], "x"
    # hit
    _pickle.loads(bad)
    # clean
    _pickle.loads(good)
    # hit
    _pickle.load(bad)
    # clean
    _pickle.load(good)
    # hit
    _pickle.Unpickler(bad)
    # clean
    _pickle.Unpickler(good)


def of_cpickle():
    bad, good = flask.request.args["x"], "x"
    # hit
    cPickle.loads(bad)
    # clean
    cPickle.loads(good)
    # hit
    cPickle.load(bad)
    # clean
    cPickle.load(good)


def of_dill():
    bad, good = flask.request.args["x"], "x"
    # hit
    dill.loads(bad)
    # clean
    dill.loads(good)
    # hit
    dill.load(bad)
    # clean
    dill.load(good)
    # hit
    dill.Unpickler(bad)
    # clean
    dill.Unpickler(good)
    # hit
    dill.load_session(bad)
    # clean
    dill.load_session(good)


def of_cloudpickle():
    bad, good = flask.request.args["x"], "x"
    # hit
    cloudpickle.loads(bad)
    # clean
    cloudpickle.loads(good)
    # hit
    cloudpickle.load(bad)
    # clean
    cloudpickle.load(good)


def of_marshal():
    bad, good = flask.request.args["x"], "x"
    # hit
    marshal.loads(bad)
    # clean
    marshal.loads(good)
    # hit
    marshal.load(bad)
    # clean
    marshal.load(good)


def of_shelve():
    bad, good = flask.request.args["x"], "x"
    # hit
    shelve.open(bad)
    # clean
    shelve.open(good)
    # hit
    shelve.DbfilenameShelf(bad)
    # clean
    shelve.DbfilenameShelf(good)


def of_pickle5():
    bad, good = flask.request.args["x"], "x"
    # hit
    pickle5.loads(bad)
    # clean
    pickle5.loads(good)
    # hit
    pickle5.load(bad)
    # clean
    pickle5.load(good)


def of_jsonpickle_unpickler():
    bad, good = flask.request.args["x"], "x"
    # hit
    jsonpickle.unpickler.decode(bad)
    # clean
    jsonpickle.unpickler.decode(good)


def of_compress_pickle():
    bad, good = flask.request.args["x"], "x"
    # hit
    compress_pickle.loads(bad)
    # clean
    compress_pickle.loads(good)
    # hit
    compress_pickle.load(bad)
    # clean
    compress_pickle.load(good)


def of_jsonpickle():
    bad, good = flask.request.args["x"], "x"
    # hit
    jsonpickle.decode(bad)
    # clean
    jsonpickle.decode(good)
    # hit
    jsonpickle.loads(bad)
    # clean
    jsonpickle.loads(good)


def of_joblib():
    bad, good = flask.request.args["x"], "x"
    # hit
    joblib.load(bad)
    # clean
    joblib.load(good)


def of_pandas():
    bad, good = flask.request.args["x"], "x"
    # hit
    pandas.read_pickle(bad)
    # clean
    pandas.read_pickle(good)


def of_torch():
    bad, good = flask.request.args["x"], "x"
    # hit
    torch.load(bad)
    # clean
    torch.load(good)


def of_numpy():
    bad, good = flask.request.args["x"], "x"
    # hit
    numpy.load(bad)
    # clean
    numpy.load(good)


def of_yaml():
    bad, good = flask.request.args["x"], "x"
    # hit
    yaml.load(bad)
    # clean
    yaml.load(good)
    # hit
    yaml.load_all(bad)
    # clean
    yaml.load_all(good)
    # hit
    yaml.unsafe_load(bad)
    # clean
    yaml.unsafe_load(good)
    # hit
    yaml.full_load(bad)
    # clean
    yaml.full_load(good)
    # hit
    yaml.unsafe_load_all(bad)
    # clean
    yaml.unsafe_load_all(good)


def of_lxml_etree():
    bad, good = flask.request.args["x"], "x"
    # hit
    lxml.etree.fromstring(bad)
    # clean
    lxml.etree.fromstring(good)
    # hit
    lxml.etree.parse(bad)
    # clean
    lxml.etree.parse(good)
    # hit
    lxml.etree.XML(bad)
    # clean
    lxml.etree.XML(good)
    # hit
    lxml.etree.XPath(bad)
    # clean
    lxml.etree.XPath(good)
    # hit
    lxml.etree.ETXPath(bad)
    # clean
    lxml.etree.ETXPath(good)


def of_xml_etree_elementtree():
    bad, good = flask.request.args["x"], "x"
    # hit
    xml.etree.ElementTree.fromstring(bad)
    # clean
    xml.etree.ElementTree.fromstring(good)
    # hit
    xml.etree.ElementTree.parse(bad)
    # clean
    xml.etree.ElementTree.parse(good)
    # hit
    xml.etree.ElementTree.XML(bad)
    # clean
    xml.etree.ElementTree.XML(good)


def of_xml_dom_minidom():
    bad, good = flask.request.args["x"], "x"
    # hit
    xml.dom.minidom.parseString(bad)
    # clean
    xml.dom.minidom.parseString(good)
    # hit
    xml.dom.minidom.parse(bad)
    # clean
    xml.dom.minidom.parse(good)


def of_xml_dom_pulldom():
    bad, good = flask.request.args["x"], "x"
    # hit
    xml.dom.pulldom.parseString(bad)
    # clean
    xml.dom.pulldom.parseString(good)


def of_xml_sax():
    bad, good = flask.request.args["x"], "x"
    # hit
    xml.sax.parseString(bad)
    # clean
    xml.sax.parseString(good)
    # hit
    xml.sax.parse(bad)
    # clean
    xml.sax.parse(good)


def of_xmltodict():
    bad, good = flask.request.args["x"], "x"
    # hit
    xmltodict.parse(bad)
    # clean
    xmltodict.parse(good)


def of_lxml_etree__element():
    bad, good = flask.request.args["x"], "x"
    it = lxml.etree.parse("a.xml")
    # hit
    it.xpath(bad)
    # clean
    it.xpath(good)


def of_xml_etree_elementtree_element():
    bad, good = flask.request.args["x"], "x"
    it = xml.etree.ElementTree.parse("a.xml")
    # hit
    it.find(bad)
    # clean
    it.find(good)
    # hit
    it.findall(bad)
    # clean
    it.findall(good)
    # hit
    it.findtext(bad)
    # clean
    it.findtext(good)
    # hit
    it.iterfind(bad)
    # clean
    it.iterfind(good)


def of_elementpath():
    bad, good = flask.request.args["x"], "x"
    # hit
    elementpath.select("a", bad)
    # clean
    elementpath.select("a", good)
    # hit
    elementpath.iter_select("a", bad)
    # clean
    elementpath.iter_select("a", good)


def of_parsel_selector():
    bad, good = flask.request.args["x"], "x"
    it = parsel.Selector("<a/>")
    # hit
    it.xpath(bad)
    # clean
    it.xpath(good)


def of_shutil():
    bad, good = flask.request.args["x"], "x"
    # hit
    shutil.unpack_archive(bad)
    # clean
    shutil.unpack_archive(good)


def of_ldap_ldapobject():
    bad, good = flask.request.args["x"], "x"
    it = ldap.initialize("ldap://host")
    # hit
    it.search(bad)
    # clean
    it.search(good)
    # hit
    it.search_s(bad)
    # clean
    it.search_s(good)
    # hit
    it.search_st(bad)
    # clean
    it.search_st(good)
    # hit
    it.search_ext(bad)
    # clean
    it.search_ext(good)
    # hit
    it.search_ext_s(bad)
    # clean
    it.search_ext_s(good)
    # hit
    it.simple_bind_s(bad)
    # clean
    it.simple_bind_s(good)
    # hit
    it.simple_bind(bad)
    # clean
    it.simple_bind(good)
    # hit
    it.bind_s(bad)
    # clean
    it.bind_s(good)
    # hit
    it.compare_s(bad)
    # clean
    it.compare_s(good)
    # hit
    it.delete_s(bad)
    # clean
    it.delete_s(good)
    # hit
    it.modify_s(bad)
    # clean
    it.modify_s(good)


def of_ldap3_connection():
    bad, good = flask.request.args["x"], "x"
    it = ldap3.Connection("host")
    # hit
    it.compare(bad)
    # clean
    it.compare(good)
    # hit
    it.search(bad)
    # clean
    it.search(good)


def of_ldap3_connection_extend_standard():
    bad, good = flask.request.args["x"], "x"
    it = ldap3.Connection("host").extend.standard
    # hit
    it.paged_search(bad)
    # clean
    it.paged_search(good)
