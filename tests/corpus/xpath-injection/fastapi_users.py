"""FastAPI: XPath over users, with compiled expressions."""

from fastapi import FastAPI
from lxml import etree

app = FastAPI()
users = etree.parse("users.xml")
by_name = etree.XPath("//user[@name=$name]")


@app.get("/compiled/{name}")
def compiled(name: str):
    # ok: xpath-injection
    return {"found": len(by_name(users, name=name))}


@app.get("/compiled-here/{name}")
def compiled_here(name: str):
    # ruleid: xpath-injection
    query = etree.XPath(f"//user[@name='{name}']")
    return {"found": len(query(users))}


@app.get("/login")
def login(name: str, password: str):
    # ruleid: xpath-injection
    return {"ok": bool(users.xpath(f"//user[@name='{name}' and @password='{password}']"))}


@app.get("/login-variables")
def login_with_variables(name: str, password: str):
    # ok: xpath-injection
    return {"ok": bool(users.xpath("//user[@name=$n and @password=$p]", n=name, p=password))}


@app.get("/numbered/{number}")
def numbered(number: int):
    # ok: xpath-injection
    return {"found": len(users.xpath(f"//user[@id='{number}']"))}
