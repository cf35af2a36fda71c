"""What gives an object of which class: the method of the object that takes a text says whether it was known."""
import asyncpg
import aiomysql
import aiopg
import aiosqlite
import clickhouse_driver
import code
import cx_Oracle
import django.db
import lxml.etree
import lxml.html
import lxml.objectify
import oracledb
import os
import pandas
import pathlib
import peewee
import playhouse.db_url
import playhouse.pool
import psycopg
import psycopg2.pool
import psycopg_pool
import sqlalchemy
import sqlalchemy.orm
import tarfile
import tortoise
import urllib.parse
import xml.etree.ElementTree
import defusedxml.ElementTree
from flask import request
from pyspark.sql import SparkSession
from werkzeug.datastructures import FileStorage


def frames():
    bad, good = request.args["x"], "x"
    # hit
    pandas.read_json("a").query(bad)
    # hit
    pandas.read_excel("a").query(bad)
    # hit
    pandas.read_parquet("a").query(bad)
    # hit
    pandas.read_sql("SELECT 1", None).query(bad)
    # hit
    pandas.DataFrame().query(bad)
    # clean
    pandas.read_json("a").query(good)


def connections():
    bad, good = request.args["x"], "x"
    # hit
    psycopg.Connection.connect().execute(bad)
    # hit
    clickhouse_driver.Client("host").execute(bad)
    # hit
    cx_Oracle.connect().cursor().execute(bad)
    # hit
    psycopg2.pool.SimpleConnectionPool(1, 2).getconn().cursor().execute(bad)
    # hit
    psycopg2.pool.ThreadedConnectionPool(1, 2).getconn().cursor().execute(bad)
    with psycopg_pool.ConnectionPool().connection() as connection:
        # hit
        connection.execute(bad)
        # clean
        connection.execute(good)
    # hit
    django.db.connections["other"].cursor().execute(bad)
    # hit
    SparkSession.builder.getOrCreate().sql(bad)
    # clean
    cx_Oracle.connect().cursor().execute(good)


async def connections_to_wait_for():
    bad, good = request.args["x"], "x"
    connection = await psycopg.AsyncConnection.connect()
    # hit
    await connection.execute(bad)
    pool = await asyncpg.create_pool()
    async with pool.acquire() as connection:
        # hit
        await connection.execute(bad)
        # clean
        await connection.execute(good)
    pool = await aiopg.create_pool()
    async with pool.acquire() as connection:
        cursor = await connection.cursor()
        # hit
        await cursor.execute(bad)
    pool = await aiomysql.create_pool()
    async with pool.acquire() as connection:
        cursor = await connection.cursor()
        # hit
        await cursor.execute(bad)
    async with psycopg_pool.AsyncConnectionPool() as pool:
        async with pool.connection() as connection:
            # hit
            await connection.execute(bad)
    connection = await oracledb.connect_async()
    # hit
    await connection.execute(bad)
    connection = await aiosqlite.connect("a.db")
    cursor = await connection.execute("SELECT 1")
    # hit
    await cursor.execute(bad)
    # hit
    await tortoise.connections.get("default").execute_query(bad)


def mappers():
    bad, good = request.args["x"], "x"
    engine = sqlalchemy.create_engine("sqlite://")
    with engine.begin() as connection:
        # hit
        connection.exec_driver_sql(bad)
        # clean
        connection.exec_driver_sql(good)
    # hit
    sqlalchemy.orm.sessionmaker(engine)().execute(bad)
    make = sqlalchemy.orm.sessionmaker(engine)
    # hit
    make().execute(bad)
    # hit
    sqlalchemy.orm.Session().connection().exec_driver_sql(bad)
    # hit
    peewee.PostgresqlDatabase("shop").execute_sql(bad)
    # hit
    peewee.MySQLDatabase("shop").execute_sql(bad)
    # hit
    playhouse.pool.PooledPostgresqlDatabase("shop").execute_sql(bad)
    # hit
    playhouse.pool.PooledSqliteDatabase("shop").execute_sql(bad)
    # hit
    playhouse.pool.PooledMySQLDatabase("shop").execute_sql(bad)
    # hit
    playhouse.db_url.connect("sqlite://").execute_sql(bad)
    # clean
    peewee.MySQLDatabase("shop").execute_sql(good)


def trees():
    bad, good = request.args["x"], "x"
    # hit
    lxml.etree.fromstring("<a/>").xpath(bad)
    # hit
    lxml.etree.XML("<a/>").xpath(bad)
    # hit
    lxml.etree.HTML("<a/>").xpath(bad)
    # hit
    lxml.etree.parse("a").getroot().xpath(bad)
    # hit
    lxml.etree.parse("a").find("b").xpath(bad)
    # hit
    lxml.etree.ElementTree("a").xpath(bad)
    # hit
    lxml.html.fromstring("<a/>").xpath(bad)
    # hit
    lxml.html.document_fromstring("<a/>").xpath(bad)
    # hit
    lxml.html.parse("a").xpath(bad)
    # hit
    lxml.objectify.fromstring("<a/>").xpath(bad)
    # hit
    xml.etree.ElementTree.fromstring("<a/>").find(bad)
    # hit
    xml.etree.ElementTree.XML("<a/>").find(bad)
    # hit
    xml.etree.ElementTree.parse("a").getroot().find(bad)
    # hit
    defusedxml.ElementTree.fromstring("<a/>").find(bad)
    # hit
    defusedxml.ElementTree.parse("a").find(bad)
    # clean
    lxml.etree.fromstring("<a/>").xpath(good)


def paths():
    bad, good = request.args["x"], "x"
    # hit
    pathlib.PurePath(bad).unlink()
    # hit
    pathlib.PosixPath(bad).unlink()
    # hit
    (pathlib.Path.cwd() / bad).unlink()
    # hit
    (pathlib.Path.home() / bad).unlink()
    # hit
    pathlib.Path(bad).joinpath("a").unlink()
    # hit
    pathlib.Path(bad).resolve().unlink()
    # hit
    pathlib.Path(bad).absolute().unlink()
    # hit
    pathlib.Path(bad).expanduser().unlink()
    # hit
    pathlib.Path(bad).with_suffix(".a").unlink()
    # hit
    pathlib.Path("a").with_name(bad).unlink()
    # hit
    pathlib.Path(bad).parent.unlink()
    # clean
    pathlib.Path(good).parent.unlink()
    # hit
    tarfile.TarFile.open("a.tar", "w").add(bad)


def of_code():
    bad, good = request.args["x"], "x"
    # hit
    code.InteractiveConsole().push(bad)
    # clean
    code.InteractiveConsole().push(good)


def of_addresses():
    bad = request.args["x"]
    # hit
    os.system(urllib.parse.urlsplit(bad).netloc)
    # clean
    os.system(urllib.parse.urlsplit(bad).port)
    # clean
    os.system(urllib.parse.urlparse(bad).port)


def of_uploads(upload: FileStorage):
    bad, good = request.args["x"], "x"
    # hit
    upload.save(bad)
    # clean
    upload.save(good)
