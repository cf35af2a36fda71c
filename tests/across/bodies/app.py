import os
import sqlite3
from typing import Annotated, Optional

import httpx
from fastapi import BackgroundTasks, Body, Depends, FastAPI, Response

from shop import schemas
from shop.deps import chained, chained_open, connection, known, named, number, opened, plain, tenant
from shop.schemas import Colour, Filters, Hook, Item, Paging, Step

app = FastAPI()
con = sqlite3.connect("shop.db")


@app.post("/url")
def url(hook: Hook):
    # hit
    return httpx.get(hook.url, timeout=3).text


@app.post("/page")
def page(hook: Hook = Body(...)):
    # hit
    return httpx.get(str(hook.page), timeout=3).text


@app.post("/module")
def by_module(hook: schemas.Hook):
    # hit
    os.system("echo " + hook.text)
    os.system(f"echo {hook.retries} {hook.kind} {hook.colour.value} {hook.slug} {hook.short} {hook.host}")


@app.post("/optional")
def optional(hook: Optional[Hook] = None):
    # hit
    os.system(f"echo {hook.text}")
    os.system(f"sleep {hook.retries}")


@app.post("/annotated")
def annotated(hook: Annotated[Hook, Body()], tasks: BackgroundTasks, response: Response):
    # hit
    os.system(hook.first.command)
    os.system(f"sleep {hook.first.timeout} {tasks.size} {response.size}")


@app.post("/steps")
def steps(hook: Hook):
    for step in hook.steps:
        os.system(f"sleep {step.timeout}")
        # hit
        os.system(step.command)


@app.post("/many")
def many(steps: list[Step]):
    os.system(f"sleep {steps[0].timeout}")
    # hit
    os.system(steps[0].command)


@app.post("/dumped")
def dumped(hook: Hook):
    data = hook.model_dump()
    os.system(f"sleep {data['retries']}")
    os.system("sleep {retries}".format(**hook.model_dump()))
    # hit
    os.system(f"echo {data['text']}")


@app.post("/item")
def inherited(item: Item):
    con.execute(f"SELECT * FROM items WHERE price = {item.price} AND key = '{item.key}'")
    # hit
    con.execute(f"SELECT * FROM items WHERE label = '{item.label}'")


@app.get("/colour/{colour}")
def colour(colour: Colour):
    os.system(f"echo {colour.value} {colour}")


@app.get("/filters")
def filters(f: Filters = Depends()):
    con.execute(f"SELECT * FROM items LIMIT {f.limit}")
    # hit
    con.execute(f"SELECT * FROM items WHERE name = '{f.term}'")


@app.get("/filters-named")
def filters_named(f: Annotated[Filters, Depends(Filters)]):
    # hit
    con.execute(f"SELECT * FROM items WHERE name = '{f.term}'")


@app.get("/paging")
def paging(p: Paging = Depends()):
    con.execute(f"SELECT * FROM items OFFSET {p.offset}")
    # hit
    con.execute(f"SELECT * FROM items ORDER BY {p.order}")


@app.get("/tenant")
def by_header(t: str = Depends(tenant)):
    # hit
    con.execute(f"SELECT * FROM {t}_items")


@app.get("/tenant-annotated")
def by_header_annotated(t: Annotated[str, Depends(tenant)]):
    # hit
    con.execute(f"SELECT * FROM {t}_items")


@app.get("/named")
def by_named(t: str = Depends(named)):
    # hit
    con.execute(f"SELECT * FROM {t}_items")


@app.get("/plain")
def by_plain(t: str = Depends(plain)):
    # hit
    con.execute(f"SELECT * FROM {t}_items")


@app.get("/opened")
def by_opened(t: str = Depends(opened)):
    # hit
    con.execute(f"SELECT * FROM {t}_items")


@app.get("/bare")
def by_bare(t=Depends(tenant)):
    # hit
    con.execute(f"SELECT * FROM {t}_items")


@app.get("/chained")
def by_chain(t: str = Depends(chained), u: str = Depends(chained_open)):
    con.execute(f"SELECT * FROM {t}_items")
    # hit
    con.execute(f"SELECT * FROM {u}_items")


@app.get("/known")
def by_known(t: str = Depends(known), n: int = Depends(number), m: str = Depends(number)):
    con.execute(f"SELECT * FROM {t}_items WHERE n = {n} AND m = {m}")


@app.get("/connection")
def by_connection(db: sqlite3.Connection = Depends(connection), other=Depends(connection)):
    db.execute(f"SELECT * FROM {db.name}")
    other.execute(f"SELECT * FROM {other.name}")
