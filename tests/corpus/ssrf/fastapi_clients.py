"""FastAPI with httpx and aiohttp."""

import aiohttp
import httpx
from fastapi import FastAPI, HTTPException
from pydantic import BaseModel

app = FastAPI()
PARTNERS = {"north": "https://north.example.com", "south": "https://south.example.com"}


class Hook(BaseModel):
    url: str
    retries: int


@app.get("/httpx")
def with_httpx(url: str):
    # ruleid: ssrf
    return httpx.get(url).text


@app.get("/httpx-constant")
def with_httpx_constant(word: str):
    # ok: ssrf
    return httpx.get("https://dictionary.example.com/word", params={"w": word}).text


@app.get("/async")
async def with_async_client(url: str):
    async with httpx.AsyncClient() as client:
        # ruleid: ssrf
        answer = await client.get(url)
        return answer.text


@app.get("/aiohttp")
async def with_aiohttp(host: str):
    async with aiohttp.ClientSession() as session:
        # ruleid: ssrf
        async with session.get(f"https://{host}/ping") as answer:
            return await answer.text()


@app.get("/aiohttp-number")
async def with_aiohttp_number(shard: int):
    async with aiohttp.ClientSession() as session:
        # ok: ssrf
        async with session.get(f"https://shard-{shard}.example.com/ping") as answer:
            return await answer.text()


@app.post("/hook")
def from_a_body(hook: Hook):
    # ruleid: ssrf
    return httpx.post(hook.url, json={"hello": True}).status_code


@app.post("/hook-number")
def number_from_a_body(hook: Hook):
    # ok: ssrf
    return httpx.post(f"https://hooks.example.com/{hook.retries}", json={"hello": True}).status_code


@app.get("/partner/{name}")
def partner(name: str):
    if name not in PARTNERS:
        raise HTTPException(404)
    # ok: ssrf
    return httpx.get(PARTNERS[name] + "/stock").text
