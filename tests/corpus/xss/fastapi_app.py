"""FastAPI: which response class a browser takes as a page."""

from fastapi import FastAPI
from fastapi.responses import HTMLResponse, PlainTextResponse

app = FastAPI()


@app.get("/html/{name}")
def html_response(name: str):
    # ruleid: xss
    return HTMLResponse(f"<p>{name}</p>")


@app.get("/plain/{name}")
def plain_response(name: str):
    # ok: xss
    return PlainTextResponse(f"Hello {name}")


@app.get("/number/{number}")
def html_number(number: int):
    # ok: xss
    return HTMLResponse(f"<p>{number}</p>")


@app.get("/json/{name}")
def json_response(name: str):
    # ok: xss
    return {"name": f"<p>{name}</p>"}


@app.get("/class/{name}", response_class=HTMLResponse)
def html_by_class(name: str):
    # ruleid: xss
    return f"<p>{name}</p>"


@app.get("/class-plain/{name}", response_class=PlainTextResponse)
def plain_by_class(name: str):
    # ok: xss
    return f"Hello {name}"
