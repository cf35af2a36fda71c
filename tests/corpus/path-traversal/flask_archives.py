"""Flask: archives that lie in memory, and archives named by a client."""

import io
import zipfile

from flask import Flask, request

app = Flask(__name__)


@app.post("/count")
def count():
    # ok: path-traversal
    with zipfile.ZipFile(io.BytesIO(request.get_data())) as archive:
        return {"files": len(archive.namelist())}


@app.get("/count")
def count_stored():
    # ruleid: path-traversal
    with zipfile.ZipFile(request.args["name"]) as archive:
        return {"files": len(archive.namelist())}
