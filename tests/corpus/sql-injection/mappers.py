"""Mappers: their escape hatches, and their methods that bind."""

import pandas
import records
from flask import request
from flask_sqlalchemy import SQLAlchemy
from peewee import SQL, SqliteDatabase
from pony.orm import Database
from sqlalchemy import DDL, create_engine, literal_column, select, text
from sqlmodel import Session
from tortoise import Tortoise
from tortoise.expressions import RawSQL

from shop.models import Item

db = SQLAlchemy()
engine = create_engine("sqlite://")
light = SqliteDatabase("shop.db")
pony = Database()


def alchemy():
    name = request.args["name"]
    with engine.begin() as connection:
        # ok: sql-injection
        connection.execute(text("SELECT id FROM items WHERE name = :name"), {"name": name})
        # ruleid: sql-injection
        connection.exec_driver_sql(f"SELECT id FROM items WHERE name = '{name}'")
        # ok: sql-injection
        connection.exec_driver_sql("SELECT id FROM items WHERE name = ?", (name,))
        # ruleid: sql-injection
        connection.execute(select(literal_column(name)))
        # ok: sql-injection
        connection.execute(select(Item).where(Item.name == name))
        # ruleid: sql-injection
        connection.execute(DDL("DROP TABLE %s" % name))
    with Session(engine) as session:
        # ruleid: sql-injection
        session.exec(text(f"SELECT id FROM items WHERE name = '{name}'"))
        # ok: sql-injection
        session.exec(select(Item).where(Item.name == name))
    # ruleid: sql-injection
    db.session.execute(db.text("SELECT id FROM items ORDER BY " + name))
    # ok: sql-injection
    db.session.execute(db.select(Item).filter_by(name=name))


def small():
    name = request.args["name"]
    # ruleid: sql-injection
    light.execute_sql(f"SELECT id FROM items WHERE name = '{name}'")
    # ok: sql-injection
    light.execute_sql("SELECT id FROM items WHERE name = ?", (name,))
    # ruleid: sql-injection
    Item.select().where(SQL("name = '%s'" % name))
    # ok: sql-injection
    Item.select().where(Item.name == name)
    # ruleid: sql-injection
    Item.raw(f"SELECT * FROM item WHERE name = '{name}'")
    # ok: sql-injection
    Item.raw("SELECT * FROM item WHERE name = ?", name)
    # ruleid: sql-injection
    pony.select(f"id FROM items WHERE name = '{name}'")
    # ok: sql-injection
    pony.select("id FROM items WHERE name = $name")
    # ruleid: sql-injection
    records.Database("sqlite://").query(f"SELECT id FROM items WHERE name = '{name}'")
    # ok: sql-injection
    records.Database("sqlite://").query("SELECT id FROM items WHERE name = :name", name=name)


async def tortoise():
    name = request.args["name"]
    connection = Tortoise.get_connection("default")
    # ruleid: sql-injection
    await connection.execute_query(f"SELECT id FROM items WHERE name = '{name}'")
    # ok: sql-injection
    await connection.execute_query("SELECT id FROM items WHERE name = ?", [name])
    # ruleid: sql-injection
    Item.annotate(rank=RawSQL(f"rank('{name}')"))
    # ok: sql-injection
    Item.annotate(rank=RawSQL("rank(name)"))
    # ok: sql-injection
    await Item.filter(name=name)


def frames():
    name = request.args["name"]
    # ruleid: sql-injection
    pandas.read_sql(f"SELECT * FROM items WHERE name = '{name}'", engine)
    # ok: sql-injection
    pandas.read_sql("SELECT * FROM items WHERE name = ?", engine, params=[name])
    # ruleid: sql-injection
    pandas.read_sql_query(sql="SELECT * FROM " + name, con=engine)
