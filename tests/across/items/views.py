import os
import shlex
from flask import request


class O:
    def __init__(self, path=None, name=None):
        self.path = path
        self.name = name
from items.store import each_bad, each_ok, each2_bad, each2_ok, key_bad, key_ok, key2_bad, key2_ok, getk_bad, getk_ok, first_bad, first_ok, unpk_bad, unpk_ok, items_bad, items_ok, keys_bad, keys_ok, multi_bad, multi_ok, multie_bad, multie_ok, kwpop_bad, kwpop_ok, kwtarget_bad, kwpass_bad, kwtarget_ok, kwpass_ok, kwcall_bad, kwcall_ok, starcall_bad, starcall_ok, deept_bad, deep_bad, deept_ok, deep_ok, checked_bad, checked_ok, lcomp_bad, lcomp_ok, lq_ok, lidx_bad, lidx_ok, optsattr_bad, optsattr_ok, rkey, rget, rfirst, rfor, rmulti, rkw, rkwg


def each_bad_call():
    each_bad(request.args.getlist("x"))


def each_ok_call():
    each_ok(["a", "b"])


def each2_bad_call():
    each2_bad([request.args["x"], "b"])


def each2_ok_call():
    each2_ok([int(request.args["x"])])


def key_bad_call():
    key_bad({"path": request.args["x"], "name": "a"})


def key_ok_call():
    key_ok({"path": "a", "name": request.args["x"]})


def key2_bad_call():
    key2_bad(request.get_json())


def key2_ok_call():
    key2_ok({"path": "b"})


def getk_bad_call():
    getk_bad({"path": request.args["x"], "name": "a"})


def getk_ok_call():
    getk_ok({"path": "a", "name": request.args["x"]})


def first_bad_call():
    first_bad((request.args["x"], "a"))


def first_ok_call():
    first_ok(("a", request.args["x"]))


def unpk_bad_call():
    unpk_bad((request.args["x"], "a"))


def unpk_ok_call():
    unpk_ok(("a", request.args["x"]))


def items_bad_call():
    items_bad({"a": request.args["x"]})


def items_ok_call():
    items_ok({"a": "b"})


def keys_bad_call():
    keys_bad({request.args["x"]: "a"})


def keys_ok_call():
    keys_ok({"a": request.args["x"]})


def multi_bad_call():
    multi_bad(request.args["x"], "b")


def multi_ok_call():
    multi_ok("b", request.args["x"])


def multie_bad_call():
    multie_bad(request.args["x"], "b")


def multie_ok_call():
    multie_ok("b", int(request.args["x"]))


def kwpop_bad_call():
    kwpop_bad(path=request.args["x"], name="b")


def kwpop_ok_call():
    kwpop_ok(name=request.args["x"], path="a")


def kwpass_bad_call():
    kwpass_bad(path=request.args["x"], name="b")


def kwpass_ok_call():
    kwpass_ok(name=request.args["x"], path="a")


def kwcall_bad_call():
    kw = dict(path=request.args["x"], name="b")
    kwcall_bad(**kw)


def kwcall_ok_call():
    kw = dict(name=request.args["x"], path="a")
    kwcall_ok(**kw)


def starcall_bad_call():
    a = [request.args["x"], "b"]
    starcall_bad(*a)


def starcall_ok_call():
    a = ["b", request.args["x"]]
    starcall_ok(*a)


def deep_bad_call():
    deep_bad({"path": request.args["x"], "name": "a"})


def deep_ok_call():
    deep_ok({"path": "a", "name": request.args["x"]})


def checked_bad_call():
    checked_bad({"path": "a", "name": request.args["x"]})


def checked_ok_call():
    checked_ok({"path": request.args["x"], "name": "a"})


def lcomp_bad_call():
    lcomp_bad([request.args["x"], "b"])


def lcomp_ok_call():
    lcomp_ok([int(request.args["x"])])


def lq_ok_call():
    lq_ok([request.args["x"]])


def lidx_bad_call():
    lidx_bad(["b", request.args["x"]])


def lidx_ok_call():
    lidx_ok([request.args["x"], "b"])


def optsattr_bad_call():
    optsattr_bad({"path": request.args["x"], "name": "a"})


def optsattr_ok_call():
    optsattr_ok({"path": "a", "name": request.args["x"]})


def rkey_bad():
    # hit
    os.system('x ' + rkey({"path": request.args["x"], "name": "a"}))


def rkey_ok():
    # clean
    os.system('x ' + rkey({"path": "a", "name": request.args["x"]}))


def rget_bad():
    # hit
    os.system('x ' + rget({"path": request.args["x"], "name": "a"}))


def rget_ok():
    # clean
    os.system('x ' + rget({"path": "a", "name": request.args["x"]}))


def rfirst_bad():
    # hit
    os.system('x ' + rfirst((request.args["x"], "a")))


def rfirst_ok():
    # clean
    os.system('x ' + rfirst(("a", request.args["x"])))


def rfor_bad():
    # hit
    os.system('x ' + rfor([request.args["x"]]))


def rfor_ok():
    # clean
    os.system('x ' + rfor([int(request.args["x"])]))


def rmulti_bad():
    # hit
    os.system('x ' + rmulti(request.args["x"], "a"))


def rmulti_ok():
    # clean
    os.system('x ' + rmulti("a", request.args["x"]))


def rkw_bad():
    # hit
    os.system('x ' + rkw(p=request.args["x"], q="a"))


def rkw_ok():
    # clean
    os.system('x ' + rkw(q=request.args["x"], p="a"))


def rkwg_bad():
    # hit
    os.system('x ' + rkwg(p=request.args["x"], q="a"))


def rkwg_ok():
    # clean
    os.system('x ' + rkwg(q=request.args["x"], p="a"))
