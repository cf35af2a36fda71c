"""Django and FastAPI: the same with other sources."""

import subprocess

from django.http import HttpResponse
from fastapi import FastAPI

app = FastAPI()
FORMATS = {"pdf": "pdf", "odt": "odt"}


def convert(request):
    name = request.POST["name"]
    # ruleid: command-injection
    subprocess.check_output("soffice --convert-to pdf " + name, shell=True)
    return HttpResponse("done")


def convert_list(request):
    name = request.POST["name"]
    # ok: command-injection
    subprocess.check_output(["soffice", "--convert-to", "pdf", name])
    return HttpResponse("done")


def convert_format(request):
    wanted = FORMATS.get(request.POST["format"], "pdf")
    # ok: command-injection
    subprocess.check_output(f"soffice --convert-to {wanted} input.doc", shell=True)
    return HttpResponse("done")


@app.get("/lines/{count}")
def lines(count: int):
    # ok: command-injection
    return subprocess.check_output(f"head -n {count} shop.log", shell=True)


@app.get("/matches/{word}")
def matches(word: str):
    # ruleid: command-injection
    return subprocess.check_output(f"grep {word} shop.log", shell=True)
