"""Drivers and their pools."""

import aiomysql
import aiosqlite
import asyncpg
import duckdb
import psycopg
import psycopg2
import psycopg2.extras
import pymysql
from cassandra.cluster import Cluster
from flask import request
from google.cloud import bigquery
from psycopg2 import sql
from psycopg_pool import ConnectionPool

pool = ConnectionPool("dbname=shop")


def postgres():
    name = request.args["name"]
    cursor = psycopg2.connect("dbname=shop").cursor()
    # ruleid: sql-injection
    cursor.execute("SELECT id FROM items WHERE name = '%s'" % name)
    # ok: sql-injection
    cursor.execute("SELECT id FROM items WHERE name = %s", (name,))
    # ruleid: sql-injection
    psycopg2.extras.execute_values(cursor, f"INSERT INTO {name} VALUES %s", [])
    # ok: sql-injection
    psycopg2.extras.execute_values(cursor, "INSERT INTO items VALUES %s", [(name,)])
    # ok: sql-injection
    cursor.execute(sql.SQL("SELECT id FROM {}").format(sql.Identifier(name)))
    # ruleid: sql-injection
    cursor.copy_expert(f"COPY {name} TO STDOUT", None)


def postgres3():
    name = request.args["name"]
    with psycopg.connect("dbname=shop") as connection:
        # ruleid: sql-injection
        connection.execute(f"SELECT id FROM items WHERE name = '{name}'")
        # ok: sql-injection
        connection.execute("SELECT id FROM items WHERE name = %s", [name])
    with pool.connection() as connection:
        # ruleid: sql-injection
        connection.execute("SELECT id FROM items ORDER BY " + name)


async def asynchronous():
    name = request.args["name"]
    connection = await asyncpg.connect()
    # ruleid: sql-injection
    await connection.fetch(f"SELECT id FROM items WHERE name = '{name}'")
    # ok: sql-injection
    await connection.fetch("SELECT id FROM items WHERE name = $1", name)
    # ruleid: sql-injection
    await connection.executemany(f"DELETE FROM {name} WHERE id = $1", [])
    # ruleid: sql-injection
    await connection.prepare("SELECT id FROM " + name)
    shared = await asyncpg.create_pool()
    async with shared.acquire() as inner:
        # ruleid: sql-injection
        await inner.fetchval(f"SELECT count(*) FROM {name}")
        # ok: sql-injection
        await inner.fetchval("SELECT count(*) FROM items WHERE name = $1", name)


async def light():
    name = request.args["name"]
    async with aiosqlite.connect("shop.db") as connection:
        # ruleid: sql-injection
        await connection.execute_insert(f"INSERT INTO items VALUES ('{name}')")
        # ok: sql-injection
        await connection.execute_insert("INSERT INTO items VALUES (?)", (name,))
        # ruleid: sql-injection
        async with connection.execute("SELECT id FROM items WHERE name = '" + name + "'") as rows:
            return await rows.fetchall()


async def mysql():
    name = request.args["name"]
    # ruleid: sql-injection
    pymysql.connect().cursor().execute("SELECT id FROM items WHERE name = '" + name + "'")
    # ok: sql-injection
    pymysql.connect().cursor().execute("SELECT id FROM items WHERE name = %s", name)
    shared = await aiomysql.create_pool()
    async with shared.acquire() as connection:
        async with connection.cursor() as cursor:
            # ruleid: sql-injection
            await cursor.execute("SELECT id FROM items ORDER BY %s" % name)
            # ok: sql-injection
            await cursor.execute("SELECT id FROM items WHERE name = %s", (name,))


def others():
    name = request.args["name"]
    # ruleid: sql-injection
    duckdb.query(f"SELECT * FROM '{name}.csv'")
    # ok: sql-injection
    duckdb.execute("SELECT * FROM items WHERE name = ?", [name])
    # ruleid: sql-injection
    duckdb.connect().sql("SELECT * FROM " + name)
    client = bigquery.Client()
    # ruleid: sql-injection
    client.query(f"SELECT id FROM items WHERE name = '{name}'")
    # ok: sql-injection
    client.query("SELECT id FROM items WHERE name = @name", job_config=name)
    session = Cluster().connect("shop")
    # ruleid: sql-injection
    session.execute(f"SELECT id FROM items WHERE name = '{name}'")
    # ok: sql-injection
    session.execute("SELECT id FROM items WHERE name = %s", (name,))
