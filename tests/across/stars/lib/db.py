import sqlite3

__all__ = ["query", "query_with", "unused"]


def query(sql):
    # hit: brought by a star
    return sqlite3.connect("x.db").execute(sql).fetchall()


def query_with(sql, values):
    # clean: what clients send is bound
    return sqlite3.connect("x.db").execute(sql, values).fetchall()


def unused(sql):
    # clean: a function of the same name is called there
    return sqlite3.connect("x.db").execute(sql).fetchall()
