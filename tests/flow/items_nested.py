"""Parts of parts of parameters: the caller knows which of them holds outside data."""
import os
from flask import request


def keys_bad(o):
    # hit
    os.system(o["a"]["b"])


def keys_ok(o):
    # clean
    os.system(o["a"]["b"])


def keys_call():
    keys_bad({"a": {"b": request.args["q"], "c": ""}})
    keys_ok({"a": {"b": "ls", "c": request.args["q"]}, "d": request.args["q"]})


def named_bad(o):
    inner = o["a"]
    # hit
    os.system(inner.get("b"))


def named_ok(o):
    inner = o["a"]
    # clean
    os.system(inner.get("b"))


def named_call():
    named_bad({"a": {"b": request.args["q"], "c": ""}})
    named_ok({"a": {"b": "ls", "c": request.args["q"]}})


def whole_bad(o):
    # hit
    os.system(o["a"]["b"])


def whole_call():
    whole_bad({"a": request.args.to_dict()})


def joined_bad(o):
    inner = o["a"] + o["d"]
    # hit
    os.system(inner["b"])


def joined_call():
    joined_bad({"a": "", "d": request.args["q"]})


def pairs_bad(pairs):
    for name, text in pairs:
        # hit
        os.system(text)


def pairs_ok(pairs):
    for name, text in pairs:
        # clean
        os.system(name)


def pairs_call():
    pairs_bad([("a", request.args["q"]), ("b", "")])
    pairs_ok([("a", request.args["q"]), ("b", "")])


def mapping_value_bad(mapping):
    for name, text in mapping.items():
        # hit
        os.system(text)


def mapping_value_ok(mapping):
    for name, text in mapping.items():
        # clean
        os.system(text)


def mapping_key_bad(mapping):
    for name, text in mapping.items():
        # hit
        os.system(name)


def mapping_key_ok(mapping):
    for name, text in mapping.items():
        # clean
        os.system(name)


def mapping_call():
    mapping_value_bad({"a": request.args["q"]})
    mapping_value_ok({request.args["q"]: "a"})
    mapping_key_bad({request.args["q"]: "a"})
    mapping_key_ok({"a": request.args["q"]})


def mapping_whole_bad(mapping):
    for name, text in mapping.items():
        # hit
        os.system(name)


def mapping_whole_call():
    mapping_whole_bad(request.args)


def values_bad(mapping):
    for text in mapping.values():
        # hit
        os.system(text)


def values_ok(mapping):
    for text in mapping.values():
        # clean
        os.system(text)


def values_call():
    values_bad({"a": request.args["q"]})
    values_ok({request.args["q"]: "a"})


def rows_bad(rows):
    for row in rows:
        # hit
        os.system(row["command"])


def rows_ok(rows):
    for row in rows:
        # clean
        os.system(row["command"])


def rows_call():
    rows_bad([{"command": request.args["q"], "note": ""}])
    rows_ok([{"command": "ls", "note": request.args["q"]}, {"command": "", "note": ""}])


def listed_bad(pairs):
    # hit
    os.system(" ".join([text for name, text in pairs]))


def listed_ok(pairs):
    # clean
    os.system(" ".join([name for name, text in pairs]))


def listed_call():
    listed_bad([("a", request.args["q"])])
    listed_ok([("a", request.args["q"])])


def passed_on(o):
    on_bad(o)
    on_ok(o)


def on_bad(o):
    # hit
    os.system(o["a"]["b"])


def on_ok(o):
    # clean
    os.system(o["a"]["c"])


def passed_on_call():
    passed_on({"a": {"b": request.args["q"], "c": ""}})
