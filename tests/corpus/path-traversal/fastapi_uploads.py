"""FastAPI: query parameters and names of uploads."""

import os
import shutil
import uuid

from fastapi import FastAPI, UploadFile
from fastapi.responses import FileResponse

app = FastAPI()
FOLDER = "/srv/shop/uploads"


@app.get("/file")
def download(name: str):
    # ruleid: path-traversal
    return FileResponse(os.path.join(FOLDER, name))


@app.get("/numbered")
def download_numbered(number: int):
    # ok: path-traversal
    return FileResponse(os.path.join(FOLDER, f"{number}.png"))


@app.post("/upload")
def upload(file: UploadFile):
    target = os.path.join(FOLDER, file.filename)
    # ruleid: path-traversal
    with open(target, "wb") as stream:
        shutil.copyfileobj(file.file, stream)
    return {"stored": True}


@app.post("/upload-named")
def upload_under_a_name_of_ours(file: UploadFile):
    target = os.path.join(FOLDER, uuid.uuid4().hex)
    # ok: path-traversal
    with open(target, "wb") as stream:
        shutil.copyfileobj(file.file, stream)
    return {"stored": True}
