"""Everything that runs a query, library by library: outside data beside a constant."""
import MySQLdb
import aiomysql
import aiopg
import aiosqlite
import asyncmy
import asyncpg
import awswrangler.athena
import cassandra.cluster
import clickhouse_connect
import clickhouse_driver
import databases
import django.db
import django.db.models
import duckdb
import flask
import flask_sqlalchemy
import google.cloud.bigquery
import mysql.connector
import oracledb
import pandas
import pandas_gbq
import peewee
import polars
import pony.orm
import psycopg
import psycopg.sql
import psycopg2
import psycopg2.extras
import psycopg2.sql
import pymongo.collection
import pymssql
import pymysql
import pyodbc
import pyspark.sql
import records
import shop
import snowflake.connector
import snowflake.snowpark
import sqlalchemy
import sqlalchemy.orm
import sqlite3
import tortoise
import tortoise.expressions
import web


def of_sqlite3_connection():
    bad, good = flask.request.args["x"], "x"
    it = sqlite3.connect("a.db")
    # hit
    it.execute(bad)
    # clean
    it.execute(good)
    # hit
    it.executemany(bad)
    # clean
    it.executemany(good)
    # hit
    it.executescript(bad)
    # clean
    it.executescript(good)


def of_sqlite3_cursor():
    bad, good = flask.request.args["x"], "x"
    it = sqlite3.connect("a.db").cursor()
    # hit
    it.execute(bad)
    # clean
    it.execute(good)
    # hit
    it.executemany(bad)
    # clean
    it.executemany(good)
    # hit
    it.executescript(bad)
    # clean
    it.executescript(good)


async def of_aiosqlite_connection():
    bad, good = flask.request.args["x"], "x"
    it = await aiosqlite.connect("a.db")
    # hit
    await it.execute(bad)
    # clean
    await it.execute(good)
    # hit
    await it.executemany(bad)
    # clean
    await it.executemany(good)
    # hit
    await it.execute_fetchall(bad)
    # clean
    await it.execute_fetchall(good)
    # hit
    await it.executescript(bad)
    # clean
    await it.executescript(good)
    # hit
    await it.execute_insert(bad)
    # clean
    await it.execute_insert(good)


async def of_aiosqlite_cursor():
    bad, good = flask.request.args["x"], "x"
    it = await (await aiosqlite.connect("a.db")).cursor()
    # hit
    await it.execute(bad)
    # clean
    await it.execute(good)
    # hit
    await it.executemany(bad)
    # clean
    await it.executemany(good)
    # hit
    await it.executescript(bad)
    # clean
    await it.executescript(good)


def of_psycopg2_cursor():
    bad, good = flask.request.args["x"], "x"
    it = psycopg2.connect().cursor()
    # hit
    it.execute(bad)
    # clean
    it.execute(good)
    # hit
    it.executemany(bad)
    # clean
    it.executemany(good)
    # hit
    it.copy_expert(bad)
    # clean
    it.copy_expert(good)


def of_psycopg_connection():
    bad, good = flask.request.args["x"], "x"
    it = psycopg.connect()
    # hit
    it.execute(bad)
    # clean
    it.execute(good)


def of_psycopg_cursor():
    bad, good = flask.request.args["x"], "x"
    it = psycopg.connect().cursor()
    # hit
    it.execute(bad)
    # clean
    it.execute(good)
    # hit
    it.executemany(bad)
    # clean
    it.executemany(good)
    # hit
    it.copy(bad)
    # clean
    it.copy(good)
    # hit
    it.stream(bad)
    # clean
    it.stream(good)


async def of_asyncpg_connection():
    bad, good = flask.request.args["x"], "x"
    it = await asyncpg.connect()
    # hit
    await it.execute(bad)
    # clean
    await it.execute(good)
    # hit
    await it.fetch(bad)
    # clean
    await it.fetch(good)
    # hit
    await it.fetchrow(bad)
    # clean
    await it.fetchrow(good)
    # hit
    await it.fetchval(bad)
    # clean
    await it.fetchval(good)
    # hit
    await it.executemany(bad)
    # clean
    await it.executemany(good)
    # hit
    await it.fetchmany(bad)
    # clean
    await it.fetchmany(good)
    # hit
    await it.cursor(bad)
    # clean
    await it.cursor(good)
    # hit
    await it.prepare(bad)
    # clean
    await it.prepare(good)
    # hit
    await it.copy_from_query(bad)
    # clean
    await it.copy_from_query(good)


async def of_asyncpg_pool():
    bad, good = flask.request.args["x"], "x"
    it = await asyncpg.create_pool()
    # hit
    await it.execute(bad)
    # clean
    await it.execute(good)
    # hit
    await it.fetch(bad)
    # clean
    await it.fetch(good)
    # hit
    await it.fetchrow(bad)
    # clean
    await it.fetchrow(good)
    # hit
    await it.fetchval(bad)
    # clean
    await it.fetchval(good)
    # hit
    await it.executemany(bad)
    # clean
    await it.executemany(good)
    # hit
    await it.fetchmany(bad)
    # clean
    await it.fetchmany(good)


def of_pymysql_cursor():
    bad, good = flask.request.args["x"], "x"
    it = pymysql.connect().cursor()
    # hit
    it.execute(bad)
    # clean
    it.execute(good)
    # hit
    it.executemany(bad)
    # clean
    it.executemany(good)


def of_mysqldb_cursor():
    bad, good = flask.request.args["x"], "x"
    it = MySQLdb.connect().cursor()
    # hit
    it.execute(bad)
    # clean
    it.execute(good)
    # hit
    it.executemany(bad)
    # clean
    it.executemany(good)


def of_mysql_connector_cursor():
    bad, good = flask.request.args["x"], "x"
    it = mysql.connector.connect().cursor()
    # hit
    it.execute(bad)
    # clean
    it.execute(good)
    # hit
    it.executemany(bad)
    # clean
    it.executemany(good)


async def of_aiomysql_cursor():
    bad, good = flask.request.args["x"], "x"
    it = (await aiomysql.connect()).cursor()
    # hit
    await it.execute(bad)
    # clean
    await it.execute(good)
    # hit
    await it.executemany(bad)
    # clean
    await it.executemany(good)


def of_pyodbc_connection():
    bad, good = flask.request.args["x"], "x"
    it = pyodbc.connect()
    # hit
    it.execute(bad)
    # clean
    it.execute(good)


def of_pyodbc_cursor():
    bad, good = flask.request.args["x"], "x"
    it = pyodbc.connect().cursor()
    # hit
    it.execute(bad)
    # clean
    it.execute(good)
    # hit
    it.executemany(bad)
    # clean
    it.executemany(good)


def of_oracledb_cursor():
    bad, good = flask.request.args["x"], "x"
    it = oracledb.connect().cursor()
    # hit
    it.execute(bad)
    # clean
    it.execute(good)
    # hit
    it.executemany(bad)
    # clean
    it.executemany(good)


def of_pymssql_cursor():
    bad, good = flask.request.args["x"], "x"
    it = pymssql.connect().cursor()
    # hit
    it.execute(bad)
    # clean
    it.execute(good)
    # hit
    it.executemany(bad)
    # clean
    it.executemany(good)


def of_duckdb_connection():
    bad, good = flask.request.args["x"], "x"
    it = duckdb.connect()
    # hit
    it.execute(bad)
    # clean
    it.execute(good)
    # hit
    it.sql(bad)
    # clean
    it.sql(good)
    # hit
    it.query(bad)
    # clean
    it.query(good)
    # hit
    it.executemany(bad)
    # clean
    it.executemany(good)


def of_duckdb():
    bad, good = flask.request.args["x"], "x"
    # hit
    duckdb.sql(bad)
    # clean
    duckdb.sql(good)
    # hit
    duckdb.query(bad)
    # clean
    duckdb.query(good)
    # hit
    duckdb.execute(bad)
    # clean
    duckdb.execute(good)


def of_snowflake_connector_cursor():
    bad, good = flask.request.args["x"], "x"
    it = snowflake.connector.connect().cursor()
    # hit
    it.execute(bad)
    # clean
    it.execute(good)
    # hit
    it.executemany(bad)
    # clean
    it.executemany(good)
    # hit
    it.execute_async(bad)
    # clean
    it.execute_async(good)


def of_clickhouse_driver_client():
    bad, good = flask.request.args["x"], "x"
    it = clickhouse_driver.Client("host")
    # hit
    it.execute(bad)
    # clean
    it.execute(good)
    # hit
    it.execute_iter(bad)
    # clean
    it.execute_iter(good)


def of_google_cloud_bigquery_client():
    bad, good = flask.request.args["x"], "x"
    it = google.cloud.bigquery.Client()
    # hit
    it.query(bad)
    # clean
    it.query(good)
    # hit
    it.query_and_wait(bad)
    # clean
    it.query_and_wait(good)


def of_sqlalchemy():
    bad, good = flask.request.args["x"], "x"
    # hit
    sqlalchemy.text(bad)
    # clean
    sqlalchemy.text(good)
    # hit
    sqlalchemy.literal_column(bad)
    # clean
    sqlalchemy.literal_column(good)
    # hit
    sqlalchemy.DDL(bad)
    # clean
    sqlalchemy.DDL(good)


def of_sqlalchemy_engine():
    bad, good = flask.request.args["x"], "x"
    it = sqlalchemy.create_engine("sqlite://")
    # hit
    it.execute(bad)
    # clean
    it.execute(good)
    # hit
    it.scalar(bad)
    # clean
    it.scalar(good)


def of_sqlalchemy_connection():
    bad, good = flask.request.args["x"], "x"
    it = sqlalchemy.create_engine("sqlite://").connect()
    # hit
    it.execute(bad)
    # clean
    it.execute(good)
    # hit
    it.exec_driver_sql(bad)
    # clean
    it.exec_driver_sql(good)
    # hit
    it.scalar(bad)
    # clean
    it.scalar(good)


def of_sqlalchemy_orm_session():
    bad, good = flask.request.args["x"], "x"
    it = sqlalchemy.orm.Session()
    # hit
    it.execute(bad)
    # clean
    it.execute(good)
    # hit
    it.exec(bad)
    # clean
    it.exec(good)
    # hit
    it.scalar(bad)
    # clean
    it.scalar(good)
    # hit
    it.scalars(bad)
    # clean
    it.scalars(good)


def of_flask_sqlalchemy_sqlalchemy():
    bad, good = flask.request.args["x"], "x"
    it = flask_sqlalchemy.SQLAlchemy()
    # hit
    it.text(bad)
    # clean
    it.text(good)


async def of_databases_database():
    bad, good = flask.request.args["x"], "x"
    it = databases.Database("sqlite:///a.db")
    # hit
    await it.execute(bad)
    # clean
    await it.execute(good)
    # hit
    await it.fetch_all(bad)
    # clean
    await it.fetch_all(good)
    # hit
    await it.fetch_one(bad)
    # clean
    await it.fetch_one(good)
    # hit
    await it.fetch_val(bad)
    # clean
    await it.fetch_val(good)
    # hit
    await it.execute_many(bad)
    # clean
    await it.execute_many(good)
    # hit
    await it.iterate(bad)
    # clean
    await it.iterate(good)


def of_django_db_cursor():
    bad, good = flask.request.args["x"], "x"
    it = django.db.connection.cursor()
    # hit
    it.execute(bad)
    # clean
    it.execute(good)
    # hit
    it.executemany(bad)
    # clean
    it.executemany(good)


def of_django_db_models():
    bad, good = flask.request.args["x"], "x"
    # hit
    django.db.models.RawSQL(bad)
    # clean
    django.db.models.RawSQL(good)


def of_any_object(other):
    bad, good = flask.request.args["x"], "x"
    # hit
    other.raw(f"SELECT name FROM users WHERE id = {bad}")
    # clean
    other.raw(f"SELECT name FROM users WHERE id = {good}")
    # hit
    other.extra(where=f"SELECT name FROM users WHERE id = {bad}")
    # clean
    other.extra(where=f"SELECT name FROM users WHERE id = {good}")
    # hit
    other.execute(f"SELECT name FROM users WHERE id = {bad}")
    # clean
    other.execute(f"SELECT name FROM users WHERE id = {good}")
    # hit
    other.executemany(f"SELECT name FROM users WHERE id = {bad}")
    # clean
    other.executemany(f"SELECT name FROM users WHERE id = {good}")
    # hit
    other.executescript(f"SELECT name FROM users WHERE id = {bad}")
    # clean
    other.executescript(f"SELECT name FROM users WHERE id = {good}")
    # hit
    other.exec_driver_sql(f"SELECT name FROM users WHERE id = {bad}")
    # clean
    other.exec_driver_sql(f"SELECT name FROM users WHERE id = {good}")
    # hit
    other.fetch(f"SELECT name FROM users WHERE id = {bad}")
    # clean
    other.fetch(f"SELECT name FROM users WHERE id = {good}")
    # clean
    other.fetch(f"users/{bad}")
    # hit
    other.fetchrow(f"SELECT name FROM users WHERE id = {bad}")
    # clean
    other.fetchrow(f"SELECT name FROM users WHERE id = {good}")
    # hit
    other.fetchval(f"SELECT name FROM users WHERE id = {bad}")
    # clean
    other.fetchval(f"SELECT name FROM users WHERE id = {good}")
    # hit
    other.fetch_all(f"SELECT name FROM users WHERE id = {bad}")
    # clean
    other.fetch_all(f"SELECT name FROM users WHERE id = {good}")
    # hit
    other.execute_sql(f"SELECT name FROM users WHERE id = {bad}")
    # clean
    other.execute_sql(f"SELECT name FROM users WHERE id = {good}")
    # hit
    other.execute_query(f"SELECT name FROM users WHERE id = {bad}")
    # clean
    other.execute_query(f"SELECT name FROM users WHERE id = {good}")
    # hit
    other.execute_query_dict(f"SELECT name FROM users WHERE id = {bad}")
    # clean
    other.execute_query_dict(f"SELECT name FROM users WHERE id = {good}")
    # hit
    other.execute_script(f"SELECT name FROM users WHERE id = {bad}")
    # clean
    other.execute_script(f"SELECT name FROM users WHERE id = {good}")
    # hit
    other.fetch_one(f"SELECT name FROM users WHERE id = {bad}")
    # clean
    other.fetch_one(f"SELECT name FROM users WHERE id = {good}")
    # hit
    other.fetch_val(f"SELECT name FROM users WHERE id = {bad}")
    # clean
    other.fetch_val(f"SELECT name FROM users WHERE id = {good}")
    # hit
    other.execute_fetchall(f"SELECT name FROM users WHERE id = {bad}")
    # clean
    other.execute_fetchall(f"SELECT name FROM users WHERE id = {good}")
    # hit
    other.copy_expert(f"SELECT name FROM users WHERE id = {bad}")
    # clean
    other.copy_expert(f"SELECT name FROM users WHERE id = {good}")


def of_pandas():
    bad, good = flask.request.args["x"], "x"
    # hit
    pandas.read_sql(bad)
    # clean
    pandas.read_sql(good)
    # hit
    pandas.read_sql_query(bad)
    # clean
    pandas.read_sql_query(good)
    # hit
    pandas.read_gbq(bad)
    # clean
    pandas.read_gbq(good)


def of_peewee_database():
    bad, good = flask.request.args["x"], "x"
    it = peewee.SqliteDatabase("a.db")
    # hit
    it.execute_sql(bad)
    # clean
    it.execute_sql(good)


def of_peewee():
    bad, good = flask.request.args["x"], "x"
    # hit
    peewee.SQL(bad)
    # clean
    peewee.SQL(good)
    # hit
    peewee.RawQuery(bad)
    # clean
    peewee.RawQuery(good)


def of_records_database():
    bad, good = flask.request.args["x"], "x"
    it = records.Database("sqlite:///a.db")
    # hit
    it.query(bad)
    # clean
    it.query(good)
    # hit
    it.bulk_query(bad)
    # clean
    it.bulk_query(good)


def of_pymongo_collection_collection():
    bad, good = flask.request.args["x"], "x"
    it = pymongo.collection.Collection(None, "users")
    # hit
    it.find(bad)
    # clean
    it.find(good)
    # hit
    it.find_one(bad)
    # clean
    it.find_one(good)


def of_psycopg2_extras():
    bad, good = flask.request.args["x"], "x"
    # hit
    psycopg2.extras.execute_values("a", bad)
    # clean
    psycopg2.extras.execute_values("a", good)
    # hit
    psycopg2.extras.execute_batch("a", bad)
    # clean
    psycopg2.extras.execute_batch("a", good)


def of_psycopg2_sql():
    bad, good = flask.request.args["x"], "x"
    # hit
    psycopg2.sql.SQL(bad)
    # clean
    psycopg2.sql.SQL(good)


def of_psycopg_sql():
    bad, good = flask.request.args["x"], "x"
    # hit
    psycopg.sql.SQL(bad)
    # clean
    psycopg.sql.SQL(good)


async def of_aiopg_cursor():
    bad, good = flask.request.args["x"], "x"
    it = (await aiopg.connect()).cursor()
    # hit
    await it.execute(bad)
    # clean
    await it.execute(good)


async def of_aiomysql_connection():
    bad, good = flask.request.args["x"], "x"
    it = await aiomysql.connect()
    # hit
    await it.query(bad)
    # clean
    await it.query(good)


async def of_asyncmy_cursor():
    bad, good = flask.request.args["x"], "x"
    it = (await asyncmy.connect()).cursor()
    # hit
    await it.execute(bad)
    # clean
    await it.execute(good)
    # hit
    await it.executemany(bad)
    # clean
    await it.executemany(good)


def of_pymysql_connection():
    bad, good = flask.request.args["x"], "x"
    it = pymysql.connect()
    # hit
    it.query(bad)
    # clean
    it.query(good)


def of_mysqldb_connection():
    bad, good = flask.request.args["x"], "x"
    it = MySQLdb.connect()
    # hit
    it.query(bad)
    # clean
    it.query(good)


def of_mysql_connector_connection():
    bad, good = flask.request.args["x"], "x"
    it = mysql.connector.connect()
    # hit
    it.cmd_query(bad)
    # clean
    it.cmd_query(good)


def of_oracledb_connection():
    bad, good = flask.request.args["x"], "x"
    it = oracledb.connect()
    # hit
    it.execute(bad)
    # clean
    it.execute(good)
    # hit
    it.fetchall(bad)
    # clean
    it.fetchall(good)


def of_snowflake_snowpark_session():
    bad, good = flask.request.args["x"], "x"
    it = snowflake.snowpark.Session.builder.create()
    # hit
    it.sql(bad)
    # clean
    it.sql(good)


def of_clickhouse_connect_client():
    bad, good = flask.request.args["x"], "x"
    it = clickhouse_connect.get_client()
    # hit
    it.query(bad)
    # clean
    it.query(good)
    # hit
    it.command(bad)
    # clean
    it.command(good)
    # hit
    it.query_df(bad)
    # clean
    it.query_df(good)
    # hit
    it.query_np(bad)
    # clean
    it.query_np(good)


def of_pandas_gbq():
    bad, good = flask.request.args["x"], "x"
    # hit
    pandas_gbq.read_gbq(bad)
    # clean
    pandas_gbq.read_gbq(good)


def of_polars():
    bad, good = flask.request.args["x"], "x"
    # hit
    polars.read_database(bad)
    # clean
    polars.read_database(good)
    # hit
    polars.read_database_uri(bad)
    # clean
    polars.read_database_uri(good)


def of_pyspark_sql_sparksession():
    bad, good = flask.request.args["x"], "x"
    it = pyspark.sql.SparkSession.builder.getOrCreate()
    # hit
    it.sql(bad)
    # clean
    it.sql(good)


def of_awswrangler_athena():
    bad, good = flask.request.args["x"], "x"
    # hit
    awswrangler.athena.read_sql_query(bad)
    # clean
    awswrangler.athena.read_sql_query(good)


def of_cassandra_cluster_session():
    bad, good = flask.request.args["x"], "x"
    it = cassandra.cluster.Cluster().connect()
    # hit
    it.execute(bad)
    # clean
    it.execute(good)
    # hit
    it.execute_async(bad)
    # clean
    it.execute_async(good)


def of_sqlalchemy_rawconnection():
    bad, good = flask.request.args["x"], "x"
    it = sqlalchemy.create_engine("sqlite://").raw_connection()
    # hit
    it.execute(bad)
    # clean
    it.execute(good)


def of_records_connection():
    bad, good = flask.request.args["x"], "x"
    it = records.Database("sqlite:///a.db").get_connection()
    # hit
    it.query(bad)
    # clean
    it.query(good)
    # hit
    it.bulk_query(bad)
    # clean
    it.bulk_query(good)


async def of_tortoise_connection():
    bad, good = flask.request.args["x"], "x"
    it = tortoise.Tortoise.get_connection("default")
    # hit
    await it.execute_query(bad)
    # clean
    await it.execute_query(good)
    # hit
    await it.execute_query_dict(bad)
    # clean
    await it.execute_query_dict(good)
    # hit
    await it.execute_script(bad)
    # clean
    await it.execute_script(good)
    # hit
    await it.execute_insert(bad)
    # clean
    await it.execute_insert(good)


def of_tortoise_expressions():
    bad, good = flask.request.args["x"], "x"
    # hit
    tortoise.expressions.RawSQL(bad)
    # clean
    tortoise.expressions.RawSQL(good)


def of_pony_orm_database():
    bad, good = flask.request.args["x"], "x"
    it = pony.orm.Database()
    # hit
    it.execute(bad)
    # clean
    it.execute(good)
    # hit
    it.select(bad)
    # clean
    it.select(good)
    # hit
    it.get(bad)
    # clean
    it.get(good)
    # hit
    it.exists(bad)
    # clean
    it.exists(good)


def of_pony_orm():
    bad, good = flask.request.args["x"], "x"
    # hit
    pony.orm.raw_sql(bad)
    # clean
    pony.orm.raw_sql(good)


def of_web_database():
    bad, good = flask.request.args["x"], "x"
    it = web.database()
    # hit
    it.query(bad)
    # clean
    it.query(good)
    # hit
    it.select(where=bad)
    # clean
    it.select(where=good)


def hatches_of_mappers():
    bad, good = flask.request.args["x"], "x"
    # hit
    shop.User.objects.extra(where=["name = '" + bad + "'"])
    # clean
    shop.User.objects.extra(where=["name = %s"], params=[bad])
    # hit
    shop.User.objects.extra(select={"a": bad})
    # clean
    shop.User.objects.extra(select={"a": good}, select_params=[bad])
    # hit
    django.db.models.Func("a", template="%(function)s(" + bad + ")")
    # clean
    django.db.models.Func(django.db.models.Value(bad), template="%(function)s(%(expressions)s)")
    # hit
    django.db.models.Func("a", function=bad)
    # clean
    django.db.models.Func("a", function=good)
    # hit
    django.db.models.Aggregate("a", template=bad)
    # clean
    django.db.models.Aggregate("a", template=good)
    query = sqlalchemy.select("a")
    # hit
    query.prefix_with(bad)
    # clean
    query.prefix_with(good)
    # hit
    query.suffix_with(bad)
    # clean
    query.suffix_with(good)
    # hit
    query.with_statement_hint(bad)
    # clean
    query.with_statement_hint(good)
