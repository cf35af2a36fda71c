import sqlite3

from fastapi import Depends, Header, HTTPException, Request

TENANTS = {"north", "south"}


def connection():
    return sqlite3.connect("shop.db")


def tenant(request: Request):
    return request.headers["x-tenant"]


def named(x_tenant: str = Header()):
    return x_tenant


def plain(name: str):
    return name.strip()


def known(request: Request):
    name = request.headers["x-tenant"]
    if name not in TENANTS:
        raise HTTPException(404)
    return name


def number(request: Request):
    return int(request.headers["x-number"])


def opened(request: Request):
    yield request.headers["x-tenant"]


def chained(name: str = Depends(known), db=Depends(connection)):
    return name.upper()


def chained_open(name: str = Depends(tenant)):
    return name.upper()
