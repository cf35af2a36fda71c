"""Checks of a list by its elements: what holds of each one holds of all."""
import os
from flask import abort, request

ALLOWED = {"a", "b"}


def loop_abort():
    xs = request.args.getlist("x")
    for x in xs:
        if x not in ALLOWED:
            abort(400)
    # clean
    os.system("ls " + " ".join(xs))


def loop_abort_wrong():
    xs = request.args.getlist("x")
    for x in xs:
        if x not in ALLOWED:
            print("odd")
    # hit
    os.system("ls " + " ".join(xs))


def loop_raise():
    xs = request.args["x"].split(",")
    for x in xs:
        if x not in ALLOWED:
            raise ValueError(x)
    # clean
    os.system("ls " + " ".join(xs))


def loop_break():
    xs = request.args["x"].split(",")
    for x in xs:
        if x in ALLOWED:
            break
        if x not in ALLOWED:
            raise ValueError(x)
    # hit
    os.system("ls " + " ".join(xs))


def loop_return():
    xs = request.args["x"].split(",")
    for x in xs:
        if x not in ALLOWED:
            return "no"
    # clean
    for x in xs:
        # clean
        os.system("ls " + x)


def loop_continue():
    xs = request.args["x"].split(",")
    for x in xs:
        if x not in ALLOWED:
            continue
        # clean
        os.system("ls " + x)
    # hit
    os.system("ls " + " ".join(xs))


def loop_other():
    xs = request.args.getlist("x")
    ys = request.args.getlist("y")
    for x in xs:
        if x not in ALLOWED:
            abort(400)
    # hit
    os.system("ls " + " ".join(ys))


def loop_int():
    xs = request.args.getlist("x")
    for x in xs:
        int(x)
    # clean
    os.system("ls " + " ".join(xs))


def loop_int_pass():
    xs = request.args.getlist("x")
    for x in xs:
        try:
            int(x)
        except ValueError:
            pass
    # hit
    os.system("ls " + " ".join(xs))


def loop_digit():
    xs = request.args.getlist("x")
    for x in xs:
        if not x.isdigit():
            abort(400)
    # clean
    os.system("ls " + " ".join(xs))


def loop_two_ifs():
    xs = request.args.getlist("x")
    for x in xs:
        if x == "a":
            continue
        if x not in ALLOWED:
            abort(400)
    # clean
    os.system("ls " + " ".join(xs))


def loop_enumerate():
    xs = request.args.getlist("x")
    for i, x in enumerate(xs):
        if x not in ALLOWED:
            abort(400)
    # clean
    os.system("ls " + " ".join(xs))


def setminus():
    xs = request.args.getlist("x")
    if set(xs) - ALLOWED:
        abort(400)
    # clean
    os.system("ls " + " ".join(xs))


def setminus_wrong():
    xs = request.args.getlist("x")
    if ALLOWED - set(xs):
        abort(400)
    # hit
    os.system("ls " + " ".join(xs))


def setminus_var():
    xs = request.args.getlist("x")
    unknown = set(xs) - ALLOWED
    if unknown:
        abort(400)
    # clean
    os.system("ls " + " ".join(xs))


def setminus_method():
    xs = request.args.getlist("x")
    if set(xs).difference(ALLOWED):
        abort(400)
    # clean
    os.system("ls " + " ".join(xs))


def subset():
    xs = request.args.getlist("x")
    if not set(xs) <= ALLOWED:
        abort(400)
    # clean
    os.system("ls " + " ".join(xs))


def superset():
    xs = request.args.getlist("x")
    if not ALLOWED >= set(xs):
        abort(400)
    # clean
    os.system("ls " + " ".join(xs))


def superset_wrong():
    xs = request.args.getlist("x")
    if not ALLOWED <= set(xs):
        abort(400)
    # hit
    os.system("ls " + " ".join(xs))


def issubset():
    xs = request.args.getlist("x")
    if not set(xs).issubset(ALLOWED):
        abort(400)
    # clean
    os.system("ls " + " ".join(xs))


def issuperset():
    xs = request.args.getlist("x")
    if not ALLOWED.issuperset(xs):
        abort(400)
    # clean
    os.system("ls " + " ".join(xs))


def issuperset_wrong():
    xs = request.args.getlist("x")
    if not ALLOWED.issubset(xs):
        abort(400)
    # hit
    os.system("ls " + " ".join(xs))


def anynot():
    xs = request.args.getlist("x")
    if any(x not in ALLOWED for x in xs):
        abort(400)
    # clean
    os.system("ls " + " ".join(xs))


def anyin():
    xs = request.args.getlist("x")
    if not any(x in ALLOWED for x in xs):
        abort(400)
    # hit
    os.system("ls " + " ".join(xs))


def allin():
    xs = request.args.getlist("x")
    if not all(x in ALLOWED for x in xs):
        abort(400)
    # clean
    os.system("ls " + " ".join(xs))


def comp():
    xs = request.args.getlist("x")
    bad = [x for x in xs if x not in ALLOWED]
    if bad:
        abort(400)
    # clean
    os.system("ls " + " ".join(xs))


def comp_inline():
    xs = request.args.getlist("x")
    if [x for x in xs if x not in ALLOWED]:
        abort(400)
    # clean
    os.system("ls " + " ".join(xs))


def comp_wrong():
    xs = request.args.getlist("x")
    good = [x for x in xs if x in ALLOWED]
    if good:
        abort(400)
    # hit
    os.system("ls " + " ".join(xs))


def check_names(xs):
    for x in xs:
        if x not in ALLOWED:
            raise ValueError(x)


def helper():
    xs = request.args.getlist("x")
    check_names(xs)
    # clean
    os.system("ls " + " ".join(xs))


def inters():
    xs = request.args.getlist("x")
    for x in set(xs) & ALLOWED:
        # clean
        os.system("ls " + x)


def dict_values():
    data = request.get_json()
    for key in data:
        if key not in ALLOWED:
            abort(400)
    # hit
    os.system("ls " + data["a"])


def fields():
    a = request.args["a"]
    b = request.args["b"]
    for x in (a, b):
        if x not in ALLOWED:
            abort(400)
    # clean
    os.system("ls " + a + b)


def fields_wrong():
    a = request.args["a"]
    b = request.args["b"]
    for x in (a, b):
        if x not in ALLOWED:
            print(x)
    # hit
    os.system("ls " + a + b)


def chars():
    x = request.args["x"]
    for c in x:
        if c not in "abcdef":
            abort(400)
    # clean
    os.system("ls " + x)


def chars_all():
    x = request.args["x"]
    if not all(c in "abcdef" for c in x):
        abort(400)
    # clean
    os.system("ls " + x)


def parts_of_text():
    text = request.args["x"]
    for part in text.split(","):
        if part not in ALLOWED:
            abort(400)
    # clean
    os.system("ls " + text)


def parts_of_text_cut_anywhere():
    text = request.args["x"]
    for part in text.split(";rm"):
        if not part.isalnum():
            abort(400)
    # hit
    os.system("ls " + text)


def changed_before_the_check():
    xs = request.args.getlist("x")
    for x in xs:
        x = "a" if len(x) > 1 else "b"
        if x not in ALLOWED:
            abort(400)
    # hit
    os.system("ls " + " ".join(xs))


def counted():
    xs = request.args.getlist("x")
    bad = [x for x in xs if x not in ALLOWED]
    if len(bad) > 0:
        abort(400)
    # clean
    os.system("ls " + " ".join(xs))


def counted_otherwise():
    xs = request.args.getlist("x")
    bad = [x for x in xs if x not in ALLOWED]
    if len(bad) == 0:
        abort(400)
    # hit
    os.system("ls " + " ".join(xs))


def added_after():
    xs = request.args["x"].split(",")
    for x in xs:
        if x not in ALLOWED:
            abort(400)
    xs.append(request.args["y"])
    # hit
    os.system("ls " + " ".join(xs))


def lengths():
    xs = request.args.getlist("x")
    for x in xs:
        if len(x) > 40:
            abort(400)
    # hit
    os.system("ls " + " ".join(xs))


def a_part_is_checked():
    xs = request.args.getlist("x")
    for x in xs[1:]:
        if x not in ALLOWED:
            abort(400)
    # hit
    os.system("ls " + " ".join(xs))
