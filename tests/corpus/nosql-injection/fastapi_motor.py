from fastapi import Body, FastAPI, Request
from motor.motor_asyncio import AsyncIOMotorClient
from pydantic import BaseModel
from shop.db import db

app = FastAPI()
client = AsyncIOMotorClient("mongodb://db")
database = client["shop"]


class Login(BaseModel):
    name: str
    password: str


@app.post("/login")
async def login(given: Login):
    # ok: nosql-injection
    return await database.users.find_one({"name": given.name, "password": given.password})


@app.post("/raw")
async def raw(given: dict = Body(...)):
    # ruleid: nosql-injection
    return await database["users"].find_one({"name": given["name"]})


@app.get("/one")
async def one(name: str):
    # ok: nosql-injection
    return await database.users.find_one({"name": name})


@app.post("/request")
async def from_request(request: Request):
    given = await request.json()
    # ruleid: nosql-injection
    return await client.shop.users.count_documents({"name": given["name"]})


@app.post("/project")
async def project(request: Request):
    given = await request.json()
    # ruleid: nosql-injection
    await db.users.find_one({"name": given["name"]})
    # ok: nosql-injection
    await db.users.find_one({"name": str(given["name"])})
    # ok: nosql-injection
    return await db.users.load(given["name"])
