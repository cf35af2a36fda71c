"""Models that stand in other modules, of which a look at this file alone knows nothing."""

import os
import subprocess
from pathlib import Path

import httpx
from fastapi import Depends, FastAPI, Request, Response
from pydantic import BaseModel
from sqlalchemy.orm import Session

from shop.config import Settings
from shop.deps import CurrentUser, SessionDep, get_db, get_user
from shop.models import User
from shop.schemas import Colour, Order, Run

from . import schemas

app = FastAPI()


class Step(BaseModel):
    command: str
    timeout: int


class Plan(BaseModel):
    title: str
    steps: list[Step]
    last: Step | None = None


class Filters(BaseModel):
    term: str
    limit: int = 10


@app.post("/run")
def run(order: Run):
    # ruleid: command-injection
    os.system(order.command)


@app.post("/joined")
def joined(order: schemas.Run):
    # ruleid: command-injection
    os.system("echo " + order.text)


@app.post("/stripped")
def stripped(order: Run):
    text = order.text.strip()
    # ruleid: command-injection
    os.system(f"echo {text}")


@app.post("/number")
def number(order: Run):
    # It may be a number.
    # ok: command-injection
    os.system(f"sleep {order.timeout}")
    wait = order.timeout or 30
    # ok: command-injection
    os.system("sleep {}".format(wait))
    # ok: command-injection
    os.system("sleep %s" % wait)
    # ok: command-injection
    os.system("sleep " + str(order.timeout))
    slow(order.timeout)


def slow(seconds):
    # ok: command-injection
    os.system(f"sleep {seconds}")


@app.post("/choice")
def choice(order: Run, colour: Colour):
    # ok: command-injection
    os.system("paint " + colour.value)
    # ok: command-injection
    os.system("paint --as " + order.kind)


@app.post("/parts")
def parts(order: Run):
    for step in order.steps:
        # ok: command-injection
        os.system(f"sleep {step.timeout}")
    # ok: command-injection
    os.system(f"sleep {order.steps[0].timeout} {order.first.timeout}")


@app.post("/session")
def session(db: SessionDep, user: CurrentUser, other: Session, settings: Settings, answer: Response):
    # ok: command-injection
    os.system(db.command)
    # ok: command-injection
    os.system("echo " + user.title)
    # ok: command-injection
    os.system(other.command)
    # ok: command-injection
    os.system(settings.command)
    # ok: command-injection
    os.system(answer.command)


@app.post("/given")
def given(user: User = Depends(get_user), db=Depends(get_db)):
    # ok: command-injection
    os.system("echo " + user.title)
    # ok: command-injection
    os.system("echo " + db.title)


@app.post("/called")
def called(order: Order):
    # What a method of an object gives is not known.
    # ok: command-injection
    os.system(order.command())


@app.post("/plan")
def plan(plan: Plan):
    for step in plan.steps:
        # ok: command-injection
        os.system(f"sleep {step.timeout}")
        # ruleid: command-injection
        os.system(f"run {step.command}")
    # ok: command-injection
    os.system(f"sleep {plan.last.timeout}")
    # ruleid: command-injection
    os.system(plan.last.command)


@app.post("/steps")
def steps(steps: list[Step], more: list[Step] | None = None):
    first = steps[0]
    # ok: command-injection
    os.system(f"sleep {first.timeout} {more[0].timeout}")
    # ruleid: command-injection
    os.system(f"run {first.command}")
    for step in more:
        # ok: command-injection
        os.system(f"sleep {step.timeout}")
        # ruleid: command-injection
        subprocess.run(step.command, shell=True)


@app.post("/dumped")
def dumped(f: Step):
    # ok: command-injection
    os.system(f"sleep {f.model_dump()['timeout']}")
    # ok: command-injection
    os.system("sleep {timeout}".format(**f.dict()))
    data = f.model_dump()
    # ruleid: command-injection
    os.system(f"run {data['command']}")
    for value in data.values():
        # ruleid: command-injection
        os.system(value)


@app.get("/filters")
def filters(f: Filters = Depends()):
    # ok: command-injection
    os.system(f"head -{f.limit}")
    # ruleid: command-injection
    os.system(f"grep {f.term}")
