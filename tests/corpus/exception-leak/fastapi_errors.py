"""FastAPI: the detail of an HTTPException goes to the caller."""

import json
import logging

from fastapi import FastAPI, HTTPException, Request
from fastapi.responses import JSONResponse

from shop.stock import reserve

app = FastAPI()
log = logging.getLogger(__name__)


@app.post("/reserve/{sku}")
def reserve_and_tell(sku: str):
    try:
        reserve(sku)
    except Exception as error:
        # ruleid: exception-leak
        raise HTTPException(status_code=500, detail=str(error))


@app.post("/reserve-quietly/{sku}")
def reserve_quietly(sku: str):
    try:
        reserve(sku)
    except Exception as error:
        log.exception("no reservation")
        # ok: exception-leak
        raise HTTPException(status_code=500, detail="internal error") from error


@app.post("/reserve-response/{sku}")
def reserve_with_response(sku: str):
    try:
        reserve(sku)
    except Exception as error:
        # ruleid: exception-leak
        return JSONResponse({"error": f"failed: {error}"}, status_code=500)
    return {"reserved": sku}


@app.post("/reserve-again/{sku}")
def reserve_again(sku: str):
    try:
        reserve(sku)
    except Exception:
        log.exception("no reservation")
        # ok: exception-leak
        raise


@app.post("/count-json")
async def count_json(request: Request):
    try:
        body = json.loads(await request.body())
    except Exception as error:
        # ok: exception-leak
        raise HTTPException(status_code=500, detail=f"no JSON: {error}")
    return {"count": len(body)}


@app.post("/reserve-json")
async def reserve_json(request: Request):
    try:
        reserve(json.loads(await request.body())["sku"])
    except Exception as error:
        # ruleid: exception-leak
        raise HTTPException(status_code=500, detail=f"no JSON: {error}")


@app.get("/probe")
async def probe():
    try:
        reserve("probe")
    except NotImplementedError as error:
        # ok: exception-leak
        raise HTTPException(status_code=501, detail=str(error))
