"""FastAPI parameters that reach psycopg, asyncpg and SQLAlchemy."""

import asyncpg
import psycopg
from fastapi import FastAPI, HTTPException
from sqlalchemy import create_engine, text

app = FastAPI()
engine = create_engine("postgresql+psycopg://localhost/shop")
REPORTS = ("daily", "weekly")


@app.get("/psycopg")
def with_psycopg(name: str):
    with psycopg.connect("dbname=shop") as connection, connection.cursor() as cursor:
        # ruleid: sql-injection
        cursor.execute(f"SELECT id FROM items WHERE name = '{name}'")
        return cursor.fetchall()


@app.get("/psycopg-bound")
def with_psycopg_bound(name: str):
    with psycopg.connect("dbname=shop") as connection, connection.cursor() as cursor:
        # ok: sql-injection
        cursor.execute("SELECT id FROM items WHERE name = %s", (name,))
        return cursor.fetchall()


@app.get("/psycopg-number")
def with_psycopg_number(item: int):
    with psycopg.connect("dbname=shop") as connection, connection.cursor() as cursor:
        # ok: sql-injection
        cursor.execute(f"SELECT id FROM items WHERE id = {item}")
        return cursor.fetchall()


@app.get("/asyncpg")
async def with_asyncpg(name: str):
    connection = await asyncpg.connect("postgresql://localhost/shop")
    # ruleid: sql-injection
    return await connection.fetch(f"SELECT id FROM items WHERE name = '{name}'")


@app.get("/asyncpg-bound")
async def with_asyncpg_bound(name: str):
    connection = await asyncpg.connect("postgresql://localhost/shop")
    # ok: sql-injection
    return await connection.fetch("SELECT id FROM items WHERE name = $1", name)


@app.get("/text")
def with_text(name: str):
    with engine.connect() as connection:
        # ruleid: sql-injection
        return connection.execute(text(f"SELECT id FROM items WHERE name = '{name}'")).all()


@app.get("/text-bound")
def with_text_bound(name: str):
    with engine.connect() as connection:
        # ok: sql-injection
        return connection.execute(text("SELECT id FROM items WHERE name = :name"), {"name": name}).all()


@app.get("/report/{kind}")
def report(kind: str):
    if kind not in REPORTS:
        raise HTTPException(404)
    with engine.connect() as connection:
        # ok: sql-injection
        return connection.execute(text(f"SELECT * FROM report_{kind}")).all()


@app.get("/any-report/{kind}")
def any_report(kind: str):
    with engine.connect() as connection:
        # ruleid: sql-injection
        return connection.execute(text(f"SELECT * FROM report_{kind}")).all()
