from flask import request
from py2neo import Graph

graph = Graph("bolt://graph")


def found():
    query = "MATCH (p:%s) RETURN p" % request.args["label"]
    # hit
    graph.run(query)
    # hit
    graph.evaluate(query)
    # clean
    graph.run("MATCH (p {name: $name}) RETURN p", name=request.args["label"])
