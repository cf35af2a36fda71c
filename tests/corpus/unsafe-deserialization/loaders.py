"""Everything that loads like pickle."""

import _pickle
import json
import marshal
import pickle
import shelve
import socketserver

import cloudpickle
import compress_pickle
import dill
import joblib
import jsonpickle
import pandas
from aiohttp import web


async def load(request):
    data = await request.read()
    # ruleid: unsafe-deserialization
    pickle.loads(data)
    # ruleid: unsafe-deserialization
    _pickle.loads(data)
    # ruleid: unsafe-deserialization
    dill.loads(data)
    # ruleid: unsafe-deserialization
    cloudpickle.loads(data)
    # ruleid: unsafe-deserialization
    marshal.loads(data)
    # ruleid: unsafe-deserialization
    jsonpickle.decode(data)
    # ruleid: unsafe-deserialization
    compress_pickle.loads(data, "gzip")
    # ok: unsafe-deserialization
    json.loads(data)


async def load_named(request):
    name = request.query["name"]
    # ruleid: unsafe-deserialization
    shelve.open("state/" + name)
    # ok: unsafe-deserialization
    shelve.open("state/all")
    # ruleid: unsafe-deserialization
    joblib.load("models/" + name)
    # ok: unsafe-deserialization
    joblib.load("models/all")
    # ruleid: unsafe-deserialization
    pandas.read_pickle("frames/" + name)
    # ok: unsafe-deserialization
    pandas.read_csv("frames/all.csv")


class Worker(socketserver.BaseRequestHandler):
    def handle(self):
        data = self.request.recv(1024)
        # ruleid: unsafe-deserialization
        pickle.loads(data)
        # ok: unsafe-deserialization
        json.loads(data)


async def handler(request):
    return web.json_response({})
