from flask import Flask, request
from neo4j import GraphDatabase
from neomodel import db

app = Flask(__name__)
driver = GraphDatabase.driver("bolt://graph")


@app.get("/people")
def people():
    name = request.args["name"]
    with driver.session() as session:
        # ruleid: sql-injection
        session.run(f"MATCH (p:Person {{name: '{name}'}}) RETURN p")
        # ok: sql-injection
        session.run("MATCH (p:Person {name: $name}) RETURN p", name=name)
        # ok: sql-injection
        session.run("MATCH (p:Person {name: $name}) RETURN p", {"name": name})
        with session.begin_transaction() as tx:
            # ruleid: sql-injection
            tx.run("MATCH (p:Person {name: '" + name + "'}) DELETE p")
            # ok: sql-injection
            tx.run("MATCH (p:Person {name: $name}) DELETE p", name=name)
    # ruleid: sql-injection
    driver.execute_query("MATCH (p:%s) RETURN p" % name)
    # ok: sql-injection
    driver.execute_query("MATCH (p:Person {name: $name}) RETURN p", name=name)
    # ruleid: sql-injection
    db.cypher_query("MATCH (p:%s) RETURN p" % name)
    # ok: sql-injection
    db.cypher_query("MATCH (p:Person {name: $name}) RETURN p", {"name": name})
    return {}


def found(tx, name):
    # ruleid: sql-injection
    return tx.run(f"MATCH (p:Person {{name: '{name}'}}) RETURN p").data()


def found_by_parameter(tx, name):
    # ok: sql-injection
    return tx.run("MATCH (p:Person {name: $name}) RETURN p", name=name).data()


@app.get("/read")
def read():
    with driver.session() as session:
        session.execute_read(found_by_parameter, request.args["name"])
        return {"found": session.execute_read(found, request.args["name"])}
