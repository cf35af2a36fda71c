"""Round trips: what is encoded and decoded again is the same; buffers hold what was written."""
import base64
import binascii
import codecs
import copy
import io
import json
import pickle
import urllib.parse
import zlib
from io import BytesIO, StringIO
from urllib.parse import parse_qs, unquote, urlencode

from flask import request
import os


def base64_round():
    bad, good = request.args["x"], "x"
    # hit
    os.system(base64.b64decode(base64.b64encode(bad.encode())).decode())
    # clean
    os.system(base64.b64decode(base64.b64encode(good.encode())).decode())
    # hit
    os.system(base64.urlsafe_b64decode(bad))
    # clean
    os.system(base64.urlsafe_b64decode(good))
    os.system(base64.b32decode(bad))
    os.system(binascii.a2b_base64(bad))
    os.system(binascii.unhexlify(binascii.hexlify(bad.encode())))
    # hit
    os.system(bytes.fromhex(bad).decode())
    # hit
    os.system(codecs.decode(bad, "rot13"))
    os.system(zlib.decompress(zlib.compress(bad.encode())))


def url_round():
    bad, good = request.args["x"], "x"
    # hit
    os.system(urllib.parse.unquote(bad))
    os.system(unquote(urllib.parse.quote(bad)))
    # clean
    os.system(unquote(urllib.parse.quote(good)))
    os.system(urllib.parse.unquote_plus(urllib.parse.quote_plus(bad)))
    # hit
    os.system(parse_qs(bad)["a"][0])
    # clean
    os.system(parse_qs(good)["a"][0])
    os.system(unquote(urlencode({"a": bad})))
    # hit
    os.system(urllib.parse.urlsplit(bad).path)
    # clean
    os.system(urllib.parse.urlsplit(good).path)


def json_round():
    bad, good = request.args["x"], "x"
    # hit
    os.system(json.loads(json.dumps({"a": bad}))["a"])
    # clean
    os.system(json.loads(json.dumps({"a": good}))["a"])
    # hit
    os.system(json.load(StringIO(bad))["a"])


def string_io():
    bad, good = StringIO(), StringIO()
    bad.write(request.args["x"])
    good.write("x")
    # hit
    os.system(bad.getvalue())
    # clean
    os.system(good.getvalue())
    bad.seek(0)
    # hit
    os.system(bad.read())
    # clean
    os.system(good.read())


def bytes_io():
    bad, good = BytesIO(request.get_data()), BytesIO(b"x")
    # hit
    os.system(bad.read())
    # clean
    os.system(good.read())
    # hit
    os.system(bad.getvalue().decode())
    for line in bad:
        # hit
        os.system(line)
    for line in io.StringIO("x"):
        # clean
        os.system(line)
    printed = io.StringIO()
    print(request.args["x"], file=printed)
    # hit
    os.system(printed.getvalue())


def copies():
    bad = {"k": request.args["x"], "o": "x"}
    # hit
    os.system(copy.copy(bad)["k"])
    # clean
    os.system(copy.copy(bad)["o"])
    # hit
    os.system(copy.deepcopy(bad)["k"])
    # clean
    os.system(copy.deepcopy(bad)["o"])
    early = {"k": "x"}
    kept = copy.deepcopy(early)
    early["k"] = request.args["x"]
    # clean
    os.system(kept["k"])
    # hit
    os.system(early["k"])


def listed_copies():
    early = ["x"]
    kept = early[:]
    listed = list(early)
    starred = [*early]
    early.append(request.args["x"])
    # clean
    os.system(kept[0])
    # clean
    os.system(" ".join(listed))
    # clean
    os.system(" ".join(starred))
    # hit
    os.system(" ".join(early))
    spread = {**{"k": request.args["x"], "o": "y"}}
    # hit
    os.system(spread["k"])
    # clean
    os.system(spread["o"])
    merged = {"o": "y"} | {"k": request.args["x"]}
    # hit
    os.system(merged["k"])
    # clean
    os.system(merged["o"])
