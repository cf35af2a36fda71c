"""Peewee, Tortoise, SQLModel, pandas, asyncpg, records: texts against bound values."""

import asyncpg
import pandas
import peewee
import records
from fastapi import FastAPI
from sqlmodel import Session, create_engine, select, text
from tortoise import Tortoise

app = FastAPI()
engine = create_engine("sqlite://")
database = peewee.SqliteDatabase("shop.db")


class User(peewee.Model):
    name = peewee.CharField()


@app.get("/peewee")
def by_peewee(name: str):
    # ruleid: sql-injection
    database.execute_sql(f"SELECT * FROM user WHERE name = '{name}'")
    # ok: sql-injection
    database.execute_sql("SELECT * FROM user WHERE name = ?", (name,))
    # ruleid: sql-injection
    User.raw(f"SELECT * FROM user WHERE name = '{name}'")
    # ok: sql-injection
    User.raw("SELECT * FROM user WHERE name = ?", name)
    # ruleid: sql-injection
    User.select().where(peewee.SQL(f"name = '{name}'"))
    # ok: sql-injection
    User.select().where(User.name == name)


@app.get("/tortoise")
async def by_tortoise(name: str):
    connection = Tortoise.get_connection("default")
    # ruleid: sql-injection
    await connection.execute_query(f"SELECT * FROM user WHERE name = '{name}'")
    # ok: sql-injection
    await connection.execute_query("SELECT * FROM user WHERE name = ?", [name])


@app.get("/sqlmodel")
def by_sqlmodel(name: str):
    with Session(engine) as session:
        # ruleid: sql-injection
        session.exec(text(f"SELECT * FROM user WHERE name = '{name}'"))
        # ok: sql-injection
        session.exec(text("SELECT * FROM user WHERE name = :name"), params={"name": name})
        # ok: sql-injection
        session.exec(select(User).where(User.name == name))


@app.get("/pandas")
def by_pandas(name: str):
    # ruleid: sql-injection
    pandas.read_sql(f"SELECT * FROM user WHERE name = '{name}'", engine)
    # ok: sql-injection
    pandas.read_sql("SELECT * FROM user WHERE name = ?", engine, params=[name])


@app.get("/asyncpg")
async def by_asyncpg(name: str):
    connection = await asyncpg.connect("postgresql:///shop")
    # ruleid: sql-injection
    await connection.fetch(f"SELECT * FROM users WHERE name = '{name}'")
    # ok: sql-injection
    await connection.fetch("SELECT * FROM users WHERE name = $1", name)
    async with asyncpg.create_pool("postgresql:///shop") as pool:
        async with pool.acquire() as connection:
            # ruleid: sql-injection
            await connection.fetchrow("SELECT * FROM users WHERE name = '" + name + "'")
            # ok: sql-injection
            await connection.fetchrow("SELECT * FROM users WHERE name = $1", name)


@app.get("/records")
def by_records(name: str):
    shop = records.Database("sqlite://")
    # ruleid: sql-injection
    shop.query(f"SELECT * FROM users WHERE name = '{name}'")
    # ok: sql-injection
    shop.query("SELECT * FROM users WHERE name = :name", name=name)
