"""FastAPI: redirects by query parameter."""

from fastapi import FastAPI
from fastapi.responses import RedirectResponse

app = FastAPI()


@app.get("/go")
def go(target: str):
    # ruleid: open-redirect
    return RedirectResponse(url=target)


@app.get("/item")
def item(number: int):
    # ok: open-redirect
    return RedirectResponse(url=f"/items/{number}")
