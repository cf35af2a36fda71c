"""Branches, loops, exceptions; conditions that are constant."""
import os
import sys

from flask import abort, request


def branches(flag):
    name = "x"
    if flag:
        name = request.args["x"]
    # hit
    os.system(name)
    if flag:
        name = "y"
    else:
        name = "z"
    # clean
    os.system(name)


def constants():
    name = request.args["x"]
    number = 7 * 6
    if number > 40:
        name = "safe"
    # clean
    os.system(name)
    other = request.args["y"] if "abc"[1] == "c" else "fixed"
    # clean
    os.system(other)
    if False:
        # clean
        os.system(request.args["z"])


def loops():
    text = ""
    for part in request.args.getlist("p"):
        # hit
        os.system(text)
        text = text + part
    # hit
    os.system(text)
    found = "x"
    while True:
        if found:
            found = request.args["q"]
            break
    # hit
    os.system(found)


def early():
    name = request.args["x"]
    if not name:
        return "none"
    if name == "x":
        # clean
        os.system(name)
        return "x"
    # hit
    os.system(name)
    return "y"


def raised():
    name = request.args["x"]
    try:
        name = int(name)
    except ValueError:
        # hit
        os.system(name)
        abort(400)
    # clean
    os.system("ls %s" % name)


def raised_as_one_kind(names):
    try:
        raise TypeError(request.args["x"])
    except (KeyError, names.Missing) as error:
        # hit
        os.system(error.args[0])
    except (KeyError, OSError) as error:
        # clean
        os.system(error.args[0])
    except TypeError as error:
        # hit
        os.system(error.args[0])
    except Exception as error:
        # hit
        os.system(error.args[0])


def raised_by_another():
    try:
        refuse(request.args["x"])
    except KeyError as error:
        # clean
        os.system(error.args[0])
    except ValueError as error:
        # hit
        os.system(error.args[0])


def refuse(name):
    if name:
        raise ValueError(name)


def after_exit():
    sys.exit(1)
    # clean
    os.system(request.args["x"])


def matched():
    match request.args["x"]:
        case "a" | "b" as known:
            # clean
            os.system("fixed")
        case other:
            # hit
            os.system(other)


def with_statement(lock):
    with lock as held:
        name = request.args["x"]
    # hit
    os.system(name)
    del held


def elifs(kind):
    if kind == 1:
        command = "a"
    elif kind == 2:
        command = request.args["x"]
    elif kind == 3:
        command = "c"
    else:
        return
    # hit
    os.system(command)
