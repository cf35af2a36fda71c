"""FastAPI: what dependencies take from the request and hand on."""

import os
from typing import Annotated

from fastapi import APIRouter, Depends, FastAPI, Header, Query, Request

app = FastAPI()
router = APIRouter()


def folder(name: str = Query(...)):
    return "/srv/" + name


def fixed_folder(name: str = Query(...)):
    return "/srv/pictures"


def number(count: int = Query(1)):
    return count


def pair(first: str, second: int):
    return {"first": first, "second": second}


async def agent(user_agent: Annotated[str, Header()]):
    return user_agent


def inner(folder: str = Depends(folder)):
    return folder


def by_request(request: Request):
    return request.query_params["name"]


class Page:
    def __init__(self, sort: str = "name", size: int = 10):
        self.sort = sort
        self.size = size


Folder = Annotated[str, Depends(folder)]
FixedFolder = Annotated[str, Depends(fixed_folder)]


def log(name: str = Query("")):
    # ruleid: command-injection
    os.system("logger " + name)
    # ok: command-injection
    os.system("logger visit")


@app.get("/a")
def by_default(path=Depends(folder), fixed=Depends(fixed_folder), count=Depends(number)):
    # ruleid: command-injection
    os.system("du -sh " + path)
    # ok: command-injection
    os.system("du -sh " + fixed)
    # ok: command-injection
    os.system(f"head -n {count} log")


@app.get("/b")
def by_annotation(path: Annotated[str, Depends(folder)], fixed: Annotated[str, Depends(fixed_folder)]):
    # ruleid: command-injection
    os.system("du -sh " + path)
    # ok: command-injection
    os.system("du -sh " + fixed)


@app.get("/c")
def by_alias(path: Folder, fixed: FixedFolder):
    # ruleid: command-injection
    os.system("du -sh " + path)
    # ok: command-injection
    os.system("du -sh " + fixed)


@router.post("/d", dependencies=[Depends(log)])
def by_parts(both: dict = Depends(pair)):
    # ruleid: command-injection
    os.system("du -sh " + both["first"])
    # ok: command-injection
    os.system("head -n %s log" % both["second"])


@router.get("/e")
async def by_header(name: str = Depends(agent)):
    # ruleid: command-injection
    os.system("logger " + name)


@router.get("/f")
def by_two(path: str = Depends(inner), other: str = Depends(by_request)):
    # ruleid: command-injection
    os.system("du -sh " + path)
    # ruleid: command-injection
    os.system("du -sh " + other)


@router.get("/g")
def by_class(page: Page = Depends(), other: Page = Depends(Page)):
    # ruleid: command-injection
    os.system("sort -k " + page.sort)
    # ok: command-injection
    os.system(f"head -n {page.size} log")
    # ruleid: command-injection
    os.system("sort -k " + other.sort)
