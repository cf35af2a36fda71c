import neo4j
from flask import request
from neo4j import GraphDatabase
from neomodel import db

driver = GraphDatabase.driver("bolt://graph")


def cypher():
    query = f"MATCH (p:{request.args['label']}) RETURN p"
    # hit
    driver.execute_query(query_=query)
    session = driver.session()
    # hit
    session.run(query=query)
    # clean
    session.run("MATCH (p {name: $name}) RETURN p", name=request.args["label"])
    # hit
    session.begin_transaction().run(query=query)
    # hit
    db.cypher_query(query)


def work(tx: neo4j.ManagedTransaction):
    # hit
    tx.run(query="MATCH (p:%s) RETURN p" % request.args["label"])


def untyped(tx):
    # hit
    tx.run("MATCH (p:%s) RETURN p" % request.args["label"])
