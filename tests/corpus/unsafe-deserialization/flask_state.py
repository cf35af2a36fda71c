"""Flask: bytes from outside that become objects."""

import base64
import copy
import hashlib
import hmac
import json
import marshal
import os
import pickle

import dill
import joblib
import jsonpickle
import numpy
import pandas
import requests
import torch
from cryptography.fernet import Fernet
from flask import Flask, abort, request

app = Flask(__name__)
KEY = os.environ["STATE_KEY"].encode()


@app.post("/pickle")
def with_pickle():
    # ruleid: unsafe-deserialization
    state = pickle.loads(request.get_data())
    return {"steps": len(state)}


@app.post("/json")
def with_json():
    # ok: unsafe-deserialization
    state = json.loads(request.get_data())
    return {"steps": len(state)}


@app.get("/cookie")
def from_a_cookie():
    raw = base64.b64decode(request.cookies["basket"])
    # ruleid: unsafe-deserialization
    basket = pickle.loads(raw)
    return {"items": len(basket)}


@app.get("/signed-cookie")
def from_a_signed_cookie():
    raw = base64.b64decode(request.cookies["basket"])
    expected = hmac.new(KEY, raw, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(expected, request.cookies["signature"]):
        abort(400)
    # ok: unsafe-deserialization
    basket = pickle.loads(raw)
    return {"items": len(basket)}


@app.post("/upload")
def from_an_upload():
    # ruleid: unsafe-deserialization
    model = joblib.load(request.files["model"].stream)
    return {"score": model.score}


@app.post("/dill")
def with_dill():
    # ruleid: unsafe-deserialization
    return {"result": str(dill.loads(request.data))}


@app.post("/marshal")
def with_marshal():
    # ruleid: unsafe-deserialization
    return {"result": str(marshal.loads(request.data))}


@app.post("/jsonpickle")
def with_jsonpickle():
    # ruleid: unsafe-deserialization
    return {"result": str(jsonpickle.decode(request.form["state"]))}


@app.post("/frame")
def with_pandas():
    # ruleid: unsafe-deserialization
    frame = pandas.read_pickle(request.files["frame"])
    return {"rows": len(frame)}


@app.post("/frame-csv")
def with_pandas_csv():
    # ok: unsafe-deserialization
    frame = pandas.read_csv(request.files["frame"])
    return {"rows": len(frame)}


@app.post("/dumped")
def only_dumped():
    # ok: unsafe-deserialization
    data = pickle.dumps({"name": request.form["name"]})
    return {"size": len(data)}


@app.post("/copied")
def copied():
    # ok: unsafe-deserialization
    return copy.deepcopy(request.get_json())


def restore(data):
    # ruleid: unsafe-deserialization
    return pickle.loads(data)


@app.post("/helper")
def through_a_helper():
    return {"state": str(restore(bytes.fromhex(request.form["state"])))}


def own_cache():
    with open("/var/lib/app/cache.pickle", "rb") as file:
        # ok: unsafe-deserialization
        return pickle.load(file)


def weights(path):
    # ruleid: unsafe-deserialization
    return torch.load(path, weights_only=False)


def safe_weights(path):
    # ok: unsafe-deserialization
    return torch.load(path, weights_only=True)


def arrays(path):
    # ruleid: unsafe-deserialization
    return numpy.load(path, allow_pickle=True)


def plain_arrays(path):
    # ok: unsafe-deserialization
    return numpy.load(path)


@app.post("/sealed")
def from_a_sealed_box():
    # ok: unsafe-deserialization
    return {"state": str(pickle.loads(Fernet(KEY).decrypt(request.get_data())))}


def from_another_host():
    # ruleid: unsafe-deserialization
    return pickle.loads(requests.get("https://cache.example.com/state", timeout=10).content)
