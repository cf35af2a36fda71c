"""Checks whose outcome is kept: a flag or a list that a loop fills, and the `else` of a loop that nothing broke off."""
import os
from flask import request, abort

A = ["a", "b"]


def for_else_ok():
    xs = request.args.getlist("x")
    for x in xs:
        if x not in A:
            break
    else:
        # clean
        os.system(" ".join(xs))


def for_else_bad():
    xs = request.args.getlist("x")
    for x in xs:
        if x not in A:
            break
    # hit
    os.system(" ".join(xs))


def for_else_bad2():
    xs = request.args.getlist("x")
    for x in xs:
        if x in A:
            break
    else:
        # hit
        os.system(" ".join(xs))


def list_ok():
    xs = request.args.getlist("x")
    bad = [x for x in xs if x not in A]
    if bad:
        abort(400)
    # clean
    os.system(" ".join(xs))


def append_ok():
    xs = request.args.getlist("x")
    bad = []
    for x in xs:
        if x not in A:
            bad.append(x)
    if bad:
        abort(400)
    # clean
    os.system(" ".join(xs))


def append_bad():
    xs = request.args.getlist("x")
    bad = []
    for x in xs:
        if x in A:
            bad.append(x)
    if bad:
        abort(400)
    # hit
    os.system(" ".join(xs))


def flag_ok():
    xs = request.args.getlist("x")
    bad = False
    for x in xs:
        if x not in A:
            bad = True
    if bad:
        abort(400)
    # clean
    os.system(" ".join(xs))


def flag_ok2():
    xs = request.args.getlist("x")
    ok = True
    for x in xs:
        if x not in A:
            ok = False
            break
    if not ok:
        return
    # clean
    os.system(" ".join(xs))


def flag_bad():
    xs = request.args.getlist("x")
    found = False
    for x in xs:
        if x in A:
            found = True
            break
    if not found:
        return
    # hit
    os.system(" ".join(xs))


def all_ok():
    xs = request.args.getlist("x")
    ok = all(x in A for x in xs)
    if not ok:
        return
    # clean
    os.system(" ".join(xs))


def all_bad():
    xs = request.args.getlist("x")
    ok = any(x in A for x in xs)
    if not ok:
        return
    # hit
    os.system(" ".join(xs))


def counted_ok():
    xs = request.args.getlist("x")
    bad = []
    for x in xs:
        if x not in A:
            bad.append(x)
    if len(bad) > 0:
        abort(400)
    # clean
    os.system(" ".join(xs))


def cleared_bad():
    xs = request.args.getlist("x")
    bad = []
    for x in xs:
        if x not in A:
            bad.append(x)
    bad.clear()
    if bad:
        abort(400)
    # hit
    os.system(" ".join(xs))


def perhaps_bad(often):
    xs = request.args.getlist("x")
    bad = False
    if often:
        for x in xs:
            if x not in A:
                bad = True
    if bad:
        abort(400)
    # hit
    os.system(" ".join(xs))


def broken_off_bad():
    xs = request.args.getlist("x")
    bad = False
    for x in xs:
        if x == "end":
            break
        if x not in A:
            bad = True
    if bad:
        abort(400)
    # hit
    os.system(" ".join(xs))


def reset_bad():
    xs = request.args.getlist("x")
    bad = False
    for x in xs:
        bad = False
        if x not in A:
            bad = True
    if bad:
        abort(400)
    # hit
    os.system(" ".join(xs))


def read_again_bad():
    xs = request.args.getlist("x")
    bad = False
    for x in xs:
        if x not in A:
            bad = True
    xs = request.args.getlist("y")
    if bad:
        abort(400)
    # hit
    os.system(" ".join(xs))


def other_list_bad():
    xs = request.args.getlist("x")
    ys = request.args.getlist("y")
    bad = False
    for x in xs:
        if x not in A:
            bad = True
    if bad:
        abort(400)
    # hit
    os.system(" ".join(ys))


def used_where_good():
    xs = request.args.getlist("x")
    good = True
    for x in xs:
        if x not in A:
            good = False
    if good:
        # clean
        os.system(" ".join(xs))
    else:
        # hit
        os.system(" ".join(xs))


def else_refuses_ok():
    xs = request.args.getlist("x")
    for x in xs:
        if x in A:
            break
    else:
        abort(404)
    # clean
    os.system(x)


def else_goes_on_bad():
    xs = request.args.getlist("x")
    for x in xs:
        if x in A:
            break
    else:
        print("none")
    # hit
    os.system(x)


def while_else(text):
    name = request.args["x"]
    while text:
        if name in A:
            break
        text = text[1:]
    else:
        return
    # clean
    os.system(name)
