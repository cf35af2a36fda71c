"""FastAPI: search words in patterns."""

import re

from fastapi import FastAPI

app = FastAPI()
LINES = ["tea", "cups", "kettle"]


@app.get("/search")
def search(wanted: str):
    # ruleid: regex-denial-of-service
    return {"found": [line for line in LINES if re.match(f"^{wanted}", line)]}


@app.get("/search-number")
def search_number(wanted: int):
    # ok: regex-denial-of-service
    return {"found": [line for line in LINES if re.match(f"^{wanted}", line)]}


@app.get("/search-plain")
def search_plain(wanted: str):
    # ok: regex-denial-of-service
    return {"found": [line for line in LINES if wanted in line]}


@app.get("/slug")
def slug(text: str):
    # ok: regex-denial-of-service
    return {"slug": re.sub(r"[^a-z0-9]+", "-", text.lower())}


@app.get("/valid")
def valid(text: str):
    # ruleid: regex-denial-of-service
    return {"valid": bool(re.fullmatch(r"([a-z]+-?)+", text))}
