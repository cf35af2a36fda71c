"""Parameters of functions that run statements: which are worth a question."""

import sqlite3

from shop.storage import Source

connection = sqlite3.connect("shop.db")


def by_name(name):
    # ruleid: sql-injection
    return connection.execute(f"SELECT id FROM users WHERE name = '{name}'")


def run_statement(statement, params=()):
    # ok: sql-injection
    return connection.execute(statement, params)


def explain(sql: str):
    # ok: sql-injection
    return connection.execute(f"EXPLAIN {sql}")


def run_query(query):
    # ok: sql-injection
    return connection.execute(query)


def look_for(query):
    # ruleid: sql-injection
    return connection.execute(f"SELECT id FROM goods WHERE title LIKE '%{query}%'")


def count_source(source: Source):
    # ok: sql-injection
    return connection.execute(f"SELECT COUNT(*) FROM ({source.as_select()})")


def count_text(source: str):
    # ruleid: sql-injection
    return connection.execute(f"SELECT COUNT(*) FROM ({source})")


def kill(cursor):
    cursor.execute("SELECT current_id()")
    row = cursor.fetchone()
    # ok: sql-injection
    connection.execute(f"SELECT cancel({row[0]})")


def twice(table):
    # ruleid: sql-injection
    connection.execute(f"DELETE FROM {table}")
    # ok: sql-injection
    connection.execute(f"DROP TABLE {table}")


def attach(path):
    # ok: sql-injection
    connection.execute("ATTACH DATABASE '{}' AS shop".format(path.replace("'", "''")))


def attach_loosely(path):
    # ruleid: sql-injection
    connection.execute("ATTACH DATABASE {} AS shop".format(path.replace("'", "''")))


def attach_plainly(path):
    # ruleid: sql-injection
    connection.execute("ATTACH DATABASE '{}' AS shop".format(path.replace('"', '""')))
