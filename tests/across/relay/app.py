import os

from fastapi import Depends, FastAPI
from pydantic import BaseModel

from relay import service
from relay.deps import target
from relay.schemas import Batch, Hook

app = FastAPI()


class Own(BaseModel):
    url: str
    retries: int = 3


@app.post("/fetch")
def fetch(hook: Hook):
    service.wait(hook.retries)
    # shown
    return service.fetch(hook.url)


@app.post("/send")
def send(hook: Hook):
    # shown
    service.send(hook)


@app.post("/own")
def send_own(hook: Own):
    service.sleep(hook)


@app.post("/here")
def send_here(hook: Hook):
    here(hook)


def here(hook: Hook):
    os.system(f"sleep {hook.retries}")
    # hit
    os.system(f"send {hook.url}")


@app.post("/objects")
def send_object():
    service.sleep(Hook(url="x", retries=3))


@app.post("/all")
def send_all(batch: Batch):
    # shown
    service.send_all(batch.hooks)


@app.get("/visit")
def visit(where: str = Depends(target)):
    # shown
    service.visit(where)
