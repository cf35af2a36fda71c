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


def each_ok(names):
    for n in names:
        # clean
        os.system('x ' + n)


def each2_bad(names):
    for n in names:
        # hit
        os.system('x ' + n)


def each2_ok(names):
    for n in names:
        # clean
        os.system('x ' + n)


def key_bad(opts):
    # hit
    os.system('x ' + opts["path"])


def key_ok(opts):
    # clean
    os.system('x ' + opts["path"])


def key2_bad(opts):
    # hit
    os.system('x ' + opts["path"])


def key2_ok(opts):
    # clean
    os.system('x ' + opts["path"])


def getk_bad(opts):
    # hit
    os.system('x ' + opts.get("path", ""))


def getk_ok(opts):
    # clean
    os.system('x ' + opts.get("path", ""))


def first_bad(pair):
    # hit
    os.system('x ' + pair[0])


def first_ok(pair):
    # clean
    os.system('x ' + pair[0])


def unpk_bad(pair):
    a, b = pair
    # hit
    os.system('x ' + a)


def unpk_ok(pair):
    a, b = pair
    # clean
    os.system('x ' + a)


def items_bad(d):
    for k, v in d.items():
        # hit
        os.system('x ' + v)


def items_ok(d):
    for k, v in d.items():
        # clean
        os.system('x ' + v)


def keys_bad(d):
    for k in d:
        # hit
        os.system('x ' + k)


def keys_ok(d):
    for k in d:
        # clean
        os.system('x ' + k)


def multi_bad(*names):
    # hit
    os.system('x ' + names[0])


def multi_ok(*names):
    # clean
    os.system('x ' + names[0])


def multie_bad(*names):
    for n in names:
        # hit
        os.system('x ' + n)


def multie_ok(*names):
    for n in names:
        # clean
        os.system('x ' + n)


def kwpop_bad(**kw):
    p = kw.pop("path")
    # hit
    os.system('x ' + p)


def kwpop_ok(**kw):
    p = kw.pop("path")
    # clean
    os.system('x ' + p)


def kwtarget_bad(path, name):
    # hit
    os.system('x ' + path)


def kwpass_bad(**kw):
    kwtarget_bad(**kw)


def kwtarget_ok(path, name):
    # clean
    os.system('x ' + path)


def kwpass_ok(**kw):
    kwtarget_ok(**kw)


def kwcall_bad(path, name):
    # hit
    os.system('x ' + path)


def kwcall_ok(path, name):
    # clean
    os.system('x ' + path)


def starcall_bad(path, name):
    # hit
    os.system('x ' + path)


def starcall_ok(path, name):
    # clean
    os.system('x ' + path)


def deept_bad(opts):
    # hit
    os.system('x ' + opts['path'])


def deep_bad(opts):
    deept_bad(opts)


def deept_ok(opts):
    # clean
    os.system('x ' + opts['path'])


def deep_ok(opts):
    deept_ok(opts)


def checked_bad(opts):
    if opts["path"] not in ("a", "b"):
        raise ValueError
    # hit
    os.system('x ' + opts["name"])


def checked_ok(opts):
    if opts["path"] not in ("a", "b"):
        raise ValueError
    # clean
    os.system('x ' + opts["name"])


def lcomp_bad(names):
    # hit
    os.system('x ' + " ".join([n for n in names]))


def lcomp_ok(names):
    # clean
    os.system('x ' + " ".join([n for n in names]))


def lq_ok(names):
    # clean
    os.system('x ' + " ".join(shlex.quote(n) for n in names))


def lidx_bad(names):
    # hit
    os.system('x ' + names[1])


def lidx_ok(names):
    # clean
    os.system('x ' + names[1])


def optsattr_bad(opts):
    self = O()
    self.path = opts["path"]
    # hit
    os.system('x ' + self.path)


def optsattr_ok(opts):
    self = O()
    self.path = opts["path"]
    # clean
    os.system('x ' + self.path)


def rkey(opts):
    return opts["path"]


def rget(opts):
    p = opts.get("path", "")
    return p


def rfirst(p):
    a, b = p
    return a


def rfor(ns):
    r = []
    for n in ns: r.append("-" + n)
    return " ".join(r)


def rmulti(*ns):
    return ns[0]


def rkw(**ns):
    return ns["p"]


def rkwg(**ns):
    return ns.get("p")
