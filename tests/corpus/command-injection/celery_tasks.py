"""Celery: a task runs what its caller passes."""

import os
import shlex

from celery import Celery, shared_task

app = Celery("tools")


@app.task
def convert(name):
    # ruleid: command-injection
    os.system("convert " + name)
    # ok: command-injection
    os.system("convert " + shlex.quote(name))


@shared_task
def count(lines: int):
    # ok: command-injection
    os.system(f"head -n {lines} shop.log")
