"""Order, branches, loops, exceptions, matches."""
import os
import sys
from contextlib import contextmanager, suppress

from flask import abort, request


def order(flag):
    text = request.args["x"]
    text = "x"
    # clean
    os.system(text)
    if flag:
        text = request.args["y"]
    # hit
    os.system(text)
    if flag:
        text = "a"
    else:
        text = "b"
    # clean
    os.system(text)


def constant_branches():
    bad = request.args["x"]
    number = 106
    text = bad if (7 * 18) + number > 200 else "x"
    # hit
    os.system(text)
    if (7 * 42) - number > 200:
        text = bad
    else:
        text = "x"
    # clean
    os.system(text)
    possible = "ABC"
    guess = possible[1]
    match guess:
        case "A":
            text = bad
        case "B":
            text = "x"
        case _:
            text = bad
    # clean
    os.system(text)
    if "should" in "this should be":
        text = "x"
    else:
        text = bad
    # clean
    os.system(text)
    if len("abc") == 3:
        text = bad
    # hit
    os.system(text)
    if False:
        # clean
        os.system(bad)
    if not 0:
        # hit
        os.system(bad)
    while 0:
        # clean
        os.system(bad)
    if 2 in (1, 2, 3):
        text = "x"
    # clean
    os.system(text)
    if "k" not in {"k": 1}:
        os.system(bad)
    if isinstance("x", int) and False:
        # clean
        os.system(bad)


def loops():
    bad, good = request.args["x"], "x"
    text = "ls"
    for _ in range(3):
        text += bad
    # hit
    os.system(text)
    calm = "ls"
    for _ in range(3):
        calm += good
    # clean
    os.system(calm)
    late = "x"
    for _ in range(3):
        # hit
        os.system(late)
        late = bad
    a, b, c = "x", "x", "x"
    while request.args["y"]:
        # hit
        os.system(c)
        c, b, a = b, a, bad
    for item in ["a", "b"]:
        # clean
        os.system(item)
    else:
        item = bad
    # hit
    os.system(item)


def leaving_loops():
    bad = request.args["x"]
    text = "x"
    for _ in range(3):
        if bad:
            text = bad
            break
    # hit
    os.system(text)
    for _ in range(3):
        text = "x"
        continue
        # clean
        os.system(bad)
    for name in [bad]:
        if name not in ("a", "b"):
            continue
        # clean
        os.system(name)
    for name in [bad]:
        if name in ("a", "b"):
            continue
        # hit
        os.system(name)
    for name in [bad]:
        if name not in ("a", "b"):
            break
        # clean
        os.system(name)
    while True:
        name = request.args["n"]
        if name in ("a", "b"):
            break
    # clean
    os.system(name)


def excepting():
    bad = request.args["x"]
    text = "x"
    try:
        text = bad
        int(text)
    except ValueError:
        # hit
        os.system(text)
    else:
        text = "y"
        # clean
        os.system(text)
    finally:
        pass
    # hit
    os.system(text)
    try:
        text = "a"
    finally:
        text = "b"
    # clean
    os.system(text)
    try:
        number = bad
    except ValueError:
        number = "0"
    finally:
        # hit
        os.system(number)


def converted():
    bad = request.args["x"]
    try:
        int(bad)
    except ValueError:
        abort(400)
    os.system(bad)


def converted_in_vain():
    bad = request.args["x"]
    try:
        int(bad)
    except ValueError:
        pass
    # hit
    os.system(bad)


class Refused(Exception):
    def __init__(self, text):
        super().__init__(text)
        self.text = text


def carrying():
    try:
        raise ValueError(request.args["x"])
    except ValueError as error:
        # hit
        os.system(str(error))
        # hit
        os.system(error.args[0])
    try:
        raise ValueError("x")
    except ValueError as error:
        # clean
        os.system(str(error))
    try:
        raise Refused(request.args["x"])
    except Refused as error:
        # hit
        os.system(error.text)
    try:
        raise Refused("x")
    except Refused as error:
        # clean
        os.system(error.text)


def refuse(text):
    raise ValueError("no " + text)


def carrying_through():
    try:
        refuse(request.args["x"])
    except ValueError as error:
        # hit
        os.system(str(error))
    try:
        refuse("x")
    except ValueError as error:
        # clean
        os.system(str(error))


def withs():
    bad = request.args["x"]
    with suppress(KeyError):
        # hit
        os.system(bad)
    with open("/etc/hosts") as file, suppress(OSError):
        # clean
        os.system(file.name)


@contextmanager
def managed(value):
    yield value


@contextmanager
def fixed(value):
    yield "x"


def managers():
    with managed(request.args["x"]) as text:
        # hit
        os.system(text)
    with fixed(request.args["x"]) as text:
        # clean
        os.system(text)
    with managed("x") as text:
        # clean
        os.system(text)


def matches():
    bad = request.args["x"]
    match bad:
        case "a" | "b":
            # clean
            os.system(bad)
        case _:
            # hit
            os.system(bad)
    match {"k": bad, "o": "x"}:
        case {"k": k, "o": o}:
            # hit
            os.system(k)
            os.system(o)
    match ["x", bad]:
        case [first, second]:
            os.system(first)
            # hit
            os.system(second)
    match bad:
        case str() as text:
            # hit
            os.system(text)
    match bad.split():
        case ["go", where]:
            # hit
            os.system(where)
        case ["look"]:
            # clean
            os.system("look")
        case [verb, *rest] if verb in ("a", "b"):
            # clean
            os.system(verb)
            os.system(rest[0])


def early(flag):
    bad = request.args["x"]
    if flag:
        return
        # clean
        os.system(bad)
    if bad != "x":
        raise ValueError(bad)
    # clean
    os.system(bad)


def exits():
    bad, worse = request.args["x"], request.args["y"]
    if bad not in ("a", "b"):
        sys.exit(1)
    # clean
    os.system(bad)
    if worse not in ("a", "b"):
        print("no")
    # hit
    os.system(worse)
    assert worse in ("a", "b")
    # clean
    os.system(worse)
    if bad:
        os._exit(3)
        # clean
        os.system(bad)


def usage():
    sys.exit("usage")


def leaves_by_helper():
    bad = request.args["x"]
    if bad not in ("a", "b"):
        usage()
    # clean
    os.system(bad)
