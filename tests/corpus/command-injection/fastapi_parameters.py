"""FastAPI: parameters by kind and type."""

import os
from enum import Enum
from typing import Annotated, List, Literal, Optional, Union

from fastapi import Body, Cookie, Depends, FastAPI, Form, Header, Path, Query, WebSocket
from pydantic import BaseModel, PositiveInt, conint, constr

app = FastAPI()


class Level(str, Enum):
    low = "low"
    high = "high"


class Job(BaseModel):
    name: str
    count: int
    size: conint(ge=1)


def current_user():
    return "ann"


User = Annotated[str, Depends(current_user)]
Word = Annotated[str, Query(max_length=20)]


@app.get("/a")
def plain(word: Annotated[str, Query(max_length=9)], count: Annotated[int, Query(ge=1)]):
    # ruleid: command-injection
    os.system(f"grep {word} log")
    # ok: command-injection
    os.system(f"head -n {count} log")


@app.get("/b/{name}")
def unions(name: str = Path(...), first: Union[str, None] = None, second: Union[int, None] = None):
    # ruleid: command-injection
    os.system(f"grep {name} log")
    # ruleid: command-injection
    os.system(f"grep {first} log")
    # ok: command-injection
    os.system(f"head -n {second} log")


@app.get("/c")
def optional(word: Optional[str] = None, count: Optional[int] = None, other: "str | None" = None):
    # ruleid: command-injection
    os.system(f"grep {word} log")
    # ok: command-injection
    os.system(f"head -n {count} log")


@app.get("/d")
def fixed(level: Literal["low", "high"], named: Level):
    # ok: command-injection
    os.system(f"report {level}")
    # ok: command-injection
    os.system(f"report {named}")


@app.get("/e")
def patterns(safe: str = Query(pattern="^[a-z]+$"), open_end: str = Query(pattern="^[a-z]+")):
    # ok: command-injection
    os.system(f"report {safe}")
    # ruleid: command-injection
    os.system(f"report {open_end}")


@app.get("/f")
def constrained(code: constr(pattern=r"^\w+$"), text: constr(max_length=9), many: PositiveInt, few: conint(gt=1)):
    # ok: command-injection
    os.system(f"report {code}")
    # ruleid: command-injection
    os.system(f"report {text}")
    # ok: command-injection
    os.system(f"report {many}")
    # ok: command-injection
    os.system(f"report {few}")


@app.post("/g")
def kinds(agent: str = Header(), session: str = Cookie(), name: str = Form(), note: str = Body()):
    # ruleid: command-injection
    os.system("log " + agent)
    # ruleid: command-injection
    os.system("log " + session)
    # ruleid: command-injection
    os.system("log " + name)
    # ruleid: command-injection
    os.system("log " + note)


@app.post("/h")
def model(job: Job):
    # ruleid: command-injection
    os.system("run " + job.name)
    # ok: command-injection
    os.system(f"run {job.count}")
    # ok: command-injection
    os.system(f"run {job.size}")


@app.get("/i")
def dependencies(user: User, word: Word, who: str = Depends(current_user)):
    # ok: command-injection
    os.system(f"report {user}")
    # ok: command-injection
    os.system(f"report {who}")
    # ruleid: command-injection
    os.system(f"report {word}")


@app.get("/j")
def lists(words: List[str] = Query([]), numbers: List[int] = Query([])):
    # ruleid: command-injection
    os.system("grep " + words[0])
    # ok: command-injection
    os.system(f"head -n {numbers[0]}")


@app.websocket("/ws")
async def socket(websocket: WebSocket):
    text = await websocket.receive_text()
    # ruleid: command-injection
    os.system("say " + text)
    # ok: command-injection
    os.system("say hello")
