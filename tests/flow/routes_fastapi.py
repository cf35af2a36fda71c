import os

from fastapi import APIRouter, FastAPI

app = FastAPI()
router = APIRouter()


def show(name: str, number: int):
    # hit
    os.system("tool " + name)
    # clean
    os.system(f"tool {number}")


def routed(name: str):
    # hit
    os.system("tool " + name)


def unrouted(name: str):
    # weak
    os.system("tool " + name)


app.add_api_route("/show/{name}/{number}", show)
router.add_api_route("/routed", endpoint=routed, methods=["POST"])
