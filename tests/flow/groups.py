import os
import re

from flask import abort, request

PAIR = re.compile(r"^(\w+)=(.*)$")
SPACED = re.compile(
    r"""
    (?P<name> [a-z]+ )   # a word (of letters)
    \s+
    (?P<words> [a-z ]+ ) # some of them
    """,
    re.X,
)


def by_number():
    found = PAIR.match(request.args["x"])
    if not found:
        abort(400)
    # clean
    os.system(found.group(1))
    # hit
    os.system(found.group(2))
    # clean
    os.system(found[1])
    # hit
    os.system(found[2])
    # hit
    os.system(found.group())
    # hit
    os.system(found[0])


def by_name():
    found = re.search(r"(?P<id>[0-9]+)-(?P<slug>.+)", request.args["x"])
    # clean
    os.system(found["id"])
    # hit
    os.system(found["slug"])
    # clean
    os.system(found.group("id"))
    # hit
    os.system(found.group("slug"))


def by_unknown(which):
    found = re.search(r"(?P<id>[0-9]+)-(?P<slug>.+)", request.args["x"])
    # hit
    os.system(found[which])
    # hit
    os.system(found.group(which))


def several():
    found = re.fullmatch(r"(\d+):(.+)", request.args["x"])
    number, rest = found.groups()
    # clean
    os.system("kill " + number)
    # hit
    os.system("kill " + rest)
    rest, number = found.group(2, 1)
    # clean
    os.system("kill " + number)
    # hit
    os.system("kill " + rest)


def by_dict():
    parts = re.match(r"(?P<id>\d+):(?P<rest>.+)", request.args["x"]).groupdict()
    # clean
    os.system(parts["id"])
    # hit
    os.system(parts["rest"])


def with_default():
    found = re.match(r"(\d+)?(.*)", request.args["x"])
    # hit
    os.system(found.groups(request.args["y"])[0])
    # clean
    os.system(found.groups("1")[0])


def all_found():
    text = request.args["x"]
    for tag in re.findall(r"#([a-z]+)", text):
        # clean
        os.system(tag)
    for tag in re.findall(r"#(\S+)", text):
        # hit
        os.system(tag)
    for word in re.findall(r"\w+", text):
        # clean
        os.system(word)
    for key, value in re.findall(r"(\w+)=([^&]*)", text):
        # clean
        os.system(key)
        # hit
        os.system(value)
    for key, value in PAIR.findall(text):
        # clean
        os.system(key)
        # hit
        os.system(value)


def one_by_one():
    text = request.args["x"]
    for found in re.finditer(r"(\w+)=([^&]*)", text):
        # clean
        os.system(found.group(1))
        # hit
        os.system(found.group(2))
        # clean
        os.system("x" * found.start())
        # clean
        os.system("x" * found.end())
        # clean
        os.system(str(found.span()))
    for found in PAIR.finditer(text):
        # clean
        os.system(found[1])
        # hit
        os.system(found[2])


def which_one():
    found = re.match(r"(?P<word>[a-z]+)|(?P<rest>.+)", request.args["x"])
    # clean
    os.system(found.lastgroup)
    # clean
    os.system(str(found.lastindex))
    # clean
    os.system(str(found.pos))
    # clean
    os.system(str(found.endpos))
    # clean
    os.system(str(found.re))
    # hit
    os.system(found.expand(r"\2"))
    # hit
    os.system(f"see {found}")


def flags():
    found = SPACED.match(request.args["x"])
    # clean
    os.system(found["name"])
    # hit
    os.system(found["words"])


def looks_around():
    found = re.match(r"(?!-)([a-z0-9-]+)(?=:):(.+)", request.args["x"])
    # clean
    os.system(found.group(1))
    # hit
    os.system(found.group(2))
    # Groups inside of what looks ahead count as well.
    found = re.match(r"(?=(.+))([a-z]+)", request.args["x"])
    # hit
    os.system(found.group(1))


def first(found):
    return found.group(1)


def split(text):
    found = PAIR.match(text)
    return found.group(1), found.group(2)


def through_functions():
    key, value = split(request.args["x"])
    # clean
    os.system(key)
    # hit
    os.system(value)


def the_whole_is_not_said():
    text = request.args["x"]
    found = re.match(r"(\w+)=(.+)", text)
    if found.group(2) == "size":
        # clean
        os.system(found.group(2))
        # hit
        os.system(text)


def unsettled_pattern():
    found = re.match(request.args["p"], request.args["x"])
    # hit
    os.system(found.group(1))


def two_patterns():
    text = request.args["x"]
    found = re.match(r"a(\d+)", text) or re.match(r"b(.+)", text)
    # hit
    os.system(found.group(1))


def all_of_the_text():
    found = re.match("[a-z]+", request.args["x"])
    # clean
    os.system(found.group())
    # hit
    os.system(found.string)
    # hit
    os.system(PAIR.match(request.args["x"]).string)
    for one in re.finditer("[a-z]+", request.args["x"]):
        # clean
        os.system(one.group())
        # hit
        os.system(one.string)
    # clean
    os.system(re.fullmatch("[a-z]+", request.args["x"]).string)
    # clean
    os.system(re.match("^[a-z]+$", request.args["x"]).string)
    # clean
    os.system(re.match("[a-z]+", "shop").string)
