"""What a function reads of its parameters: keys, positions, elements, names passed on."""
import json
import os
import shlex

from flask import request


class O:
    def __init__(self, path=None, name=None):
        self.path = path
        self.name = name


def each_bad(names):
    for n in names:
        # hit
        os.system('x ' + n)


def each_bad_call():
    each_bad(request.args.getlist("x"))


def each_ok(names):
    for n in names:
        # clean
        os.system('x ' + n)


def each_ok_call():
    each_ok(["a", "b"])


def each2_bad(names):
    for n in names:
        # hit
        os.system('x ' + n)


def each2_bad_call():
    each2_bad([request.args["x"], "b"])


def each2_ok(names):
    for n in names:
        # clean
        os.system('x ' + n)


def each2_ok_call():
    each2_ok([int(request.args["x"])])


def key_bad(opts):
    # hit
    os.system('x ' + opts["path"])


def key_bad_call():
    key_bad({"path": request.args["x"], "name": "a"})


def key_ok(opts):
    # clean
    os.system('x ' + opts["path"])


def key_ok_call():
    key_ok({"path": "a", "name": request.args["x"]})


def key2_bad(opts):
    # hit
    os.system('x ' + opts["path"])


def key2_bad_call():
    key2_bad(request.get_json())


def key2_ok(opts):
    # clean
    os.system('x ' + opts["path"])


def key2_ok_call():
    key2_ok({"path": "b"})


def getk_bad(opts):
    # hit
    os.system('x ' + opts.get("path", ""))


def getk_bad_call():
    getk_bad({"path": request.args["x"], "name": "a"})


def getk_ok(opts):
    # clean
    os.system('x ' + opts.get("path", ""))


def getk_ok_call():
    getk_ok({"path": "a", "name": request.args["x"]})


def first_bad(pair):
    # hit
    os.system('x ' + pair[0])


def first_bad_call():
    first_bad((request.args["x"], "a"))


def first_ok(pair):
    # clean
    os.system('x ' + pair[0])


def first_ok_call():
    first_ok(("a", request.args["x"]))


def unpk_bad(pair):
    a, b = pair
    # hit
    os.system('x ' + a)


def unpk_bad_call():
    unpk_bad((request.args["x"], "a"))


def unpk_ok(pair):
    a, b = pair
    # clean
    os.system('x ' + a)


def unpk_ok_call():
    unpk_ok(("a", request.args["x"]))


def nested_bad(o):
    # hit
    os.system('x ' + o["a"]["b"])


def nested_bad_call():
    nested_bad({"a": {"b": request.args["x"], "c": ""}})


def pairs_bad(ps):
    for k, v in ps:
        # hit
        os.system('x ' + v)


def pairs_bad_call():
    pairs_bad([("a", request.args["x"])])


def items_bad(d):
    for k, v in d.items():
        # hit
        os.system('x ' + v)


def items_bad_call():
    items_bad({"a": request.args["x"]})


def items_ok(d):
    for k, v in d.items():
        # clean
        os.system('x ' + v)


def items_ok_call():
    items_ok({"a": "b"})


def keys_bad(d):
    for k in d:
        # hit
        os.system('x ' + k)


def keys_bad_call():
    keys_bad({request.args["x"]: "a"})


def keys_ok(d):
    for k in d:
        # clean
        os.system('x ' + k)


def keys_ok_call():
    keys_ok({"a": request.args["x"]})


def attr_bad(o):
    # hit
    os.system('x ' + o.path)


def attr_bad_call():
    o = O(request.args["x"], "a")
    attr_bad(o)


def multi_bad(*names):
    # hit
    os.system('x ' + names[0])


def multi_bad_call():
    multi_bad(request.args["x"], "b")


def multi_ok(*names):
    # clean
    os.system('x ' + names[0])


def multi_ok_call():
    multi_ok("b", request.args["x"])


def multie_bad(*names):
    for n in names:
        # hit
        os.system('x ' + n)


def multie_bad_call():
    multie_bad(request.args["x"], "b")


def multie_ok(*names):
    for n in names:
        # clean
        os.system('x ' + n)


def multie_ok_call():
    multie_ok("b", int(request.args["x"]))


def kwpop_bad(**kw):
    p = kw.pop("path")
    # hit
    os.system('x ' + p)


def kwpop_bad_call():
    kwpop_bad(path=request.args["x"], name="b")


def kwpop_ok(**kw):
    p = kw.pop("path")
    # clean
    os.system('x ' + p)


def kwpop_ok_call():
    kwpop_ok(name=request.args["x"], path="a")


def kwtarget_bad(path, name):
    # hit
    os.system('x ' + path)


def kwpass_bad(**kw):
    kwtarget_bad(**kw)


def kwpass_bad_call():
    kwpass_bad(path=request.args["x"], name="b")


def kwtarget_ok(path, name):
    # clean
    os.system('x ' + path)


def kwpass_ok(**kw):
    kwtarget_ok(**kw)


def kwpass_ok_call():
    kwpass_ok(name=request.args["x"], path="a")


def kwcall_bad(path, name):
    # hit
    os.system('x ' + path)


def kwcall_bad_call():
    kw = dict(path=request.args["x"], name="b")
    kwcall_bad(**kw)


def kwcall_ok(path, name):
    # clean
    os.system('x ' + path)


def kwcall_ok_call():
    kw = dict(name=request.args["x"], path="a")
    kwcall_ok(**kw)


def starcall_bad(path, name):
    # hit
    os.system('x ' + path)


def starcall_bad_call():
    a = [request.args["x"], "b"]
    starcall_bad(*a)


def starcall_ok(path, name):
    # clean
    os.system('x ' + path)


def starcall_ok_call():
    a = ["b", request.args["x"]]
    starcall_ok(*a)


def deept_bad(opts):
    # hit
    os.system('x ' + opts['path'])


def deep_bad(opts):
    deept_bad(opts)


def deep_bad_call():
    deep_bad({"path": request.args["x"], "name": "a"})


def deept_ok(opts):
    # clean
    os.system('x ' + opts['path'])


def deep_ok(opts):
    deept_ok(opts)


def deep_ok_call():
    deep_ok({"path": "a", "name": request.args["x"]})


def checked_bad(opts):
    if opts["path"] not in ("a", "b"):
        raise ValueError
    # hit
    os.system('x ' + opts["name"])


def checked_bad_call():
    checked_bad({"path": "a", "name": request.args["x"]})


def checked_ok(opts):
    if opts["path"] not in ("a", "b"):
        raise ValueError
    # clean
    os.system('x ' + opts["name"])


def checked_ok_call():
    checked_ok({"path": request.args["x"], "name": "a"})


def lcomp_bad(names):
    # hit
    os.system('x ' + " ".join([n for n in names]))


def lcomp_bad_call():
    lcomp_bad([request.args["x"], "b"])


def lcomp_ok(names):
    # clean
    os.system('x ' + " ".join([n for n in names]))


def lcomp_ok_call():
    lcomp_ok([int(request.args["x"])])


def lq_ok(names):
    # clean
    os.system('x ' + " ".join(shlex.quote(n) for n in names))


def lq_ok_call():
    lq_ok([request.args["x"]])


def lidx_bad(names):
    # hit
    os.system('x ' + names[1])


def lidx_bad_call():
    lidx_bad(["b", request.args["x"]])


def lidx_ok(names):
    # clean
    os.system('x ' + names[1])


def lidx_ok_call():
    lidx_ok([request.args["x"], "b"])


def optsattr_bad(opts):
    self = O()
    self.path = opts["path"]
    # hit
    os.system('x ' + self.path)


def optsattr_bad_call():
    optsattr_bad({"path": request.args["x"], "name": "a"})


def optsattr_ok(opts):
    self = O()
    self.path = opts["path"]
    # clean
    os.system('x ' + self.path)


def optsattr_ok_call():
    optsattr_ok({"path": "a", "name": request.args["x"]})


def rkey(opts):
    return opts["path"]


def rkey_bad():
    # hit
    os.system('x ' + rkey({"path": request.args["x"], "name": "a"}))


def rkey_ok():
    # clean
    os.system('x ' + rkey({"path": "a", "name": request.args["x"]}))


def rget(opts):
    p = opts.get("path", "")
    return p


def rget_bad():
    # hit
    os.system('x ' + rget({"path": request.args["x"], "name": "a"}))


def rget_ok():
    # clean
    os.system('x ' + rget({"path": "a", "name": request.args["x"]}))


def rfirst(p):
    a, b = p
    return a


def rfirst_bad():
    # hit
    os.system('x ' + rfirst((request.args["x"], "a")))


def rfirst_ok():
    # clean
    os.system('x ' + rfirst(("a", request.args["x"])))


def rattr(o):
    return o.path


def rattr_bad():
    # hit
    os.system('x ' + rattr(O(request.args["x"], "a")))


def rfor(ns):
    r = []
    for n in ns: r.append("-" + n)
    return " ".join(r)


def rfor_bad():
    # hit
    os.system('x ' + rfor([request.args["x"]]))


def rfor_ok():
    # clean
    os.system('x ' + rfor([int(request.args["x"])]))


def rmulti(*ns):
    return ns[0]


def rmulti_bad():
    # hit
    os.system('x ' + rmulti(request.args["x"], "a"))


def rmulti_ok():
    # clean
    os.system('x ' + rmulti("a", request.args["x"]))


def rkw(**ns):
    return ns["p"]


def rkw_bad():
    # hit
    os.system('x ' + rkw(p=request.args["x"], q="a"))


def rkw_ok():
    # clean
    os.system('x ' + rkw(q=request.args["x"], p="a"))


def rkwg(**ns):
    return ns.get("p")


def rkwg_bad():
    # hit
    os.system('x ' + rkwg(p=request.args["x"], q="a"))


def rkwg_ok():
    # clean
    os.system('x ' + rkwg(q=request.args["x"], p="a"))


def transformed(opts):
    inner = opts.copy()
    # hit
    os.system("x " + inner["path"])


def of_a_call(text):
    # hit
    os.system("x " + decoded(text)["path"])


def decoded(text):
    return json.loads(text)


def call_others():
    transformed({"path": request.args["x"]})
    of_a_call(request.args["x"])


def changed(opts):
    opts["path"] = "fixed"
    # clean
    os.system("x " + opts["path"])
    # hit
    os.system("x " + opts["name"])


def added_to(opts):
    opts.update(name="a")
    # hit
    os.system("x " + opts["path"])


def call_changed():
    changed({"path": request.args["x"], "name": request.args["y"]})
    added_to({"path": request.args["x"]})


def first_of(pair):
    name, number = pair
    if name not in ("a", "b"):
        raise ValueError(name)
    # clean
    os.system("x " + name)
    # hit
    os.system("x " + number)


def call_first_of():
    first_of((request.args["x"], request.args["y"]))


def one_key_is_checked(data):
    if data.get("kind") not in ("a", "b"):
        raise ValueError(data)
    # clean
    os.system("x " + data.get("kind"))
    # hit
    os.system("x " + data.get("name"))


def all_keys_are_checked(data):
    name = data["name"]
    if data not in ({"name": "a"}, {"name": "b"}):
        raise ValueError(data)
    # clean
    os.system("x " + name)


def call_checked():
    one_key_is_checked(request.args)
    all_keys_are_checked(request.get_json())
