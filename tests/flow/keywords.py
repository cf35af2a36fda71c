"""Keyword arguments by name, names of an outer function that an inner one writes."""
import os

from flask import request


def picked(**options):
    return options["a"]


def picked_by_get(**options):
    return options.get("a", "x")


def picked_by_pop(**options):
    first = options.pop("a")
    return first


def rest_after_pop(**options):
    options.pop("a")
    return options


def fixed_first(**options):
    options["a"] = "x"
    return options["a"]


def run(**options):
    # hit
    os.system(options["a"])
    # hit
    os.system(options.get("a"))
    # clean
    os.system(options["b"])
    # clean
    os.system(options.get("b", "x"))


def run_all(**options):
    for name, value in options.items():
        # hit
        os.system(value)


def run_rest(a, **options):
    # hit
    os.system(options["b"])
    # clean
    os.system(options["c"])
    # clean
    os.system(a)


def forwarding(**options):
    run_rest("x", **options)


def by_name():
    bad, good = request.args["x"], "x"
    # hit
    os.system(picked(a=bad, b=good))
    # clean
    os.system(picked(a=good, b=bad))
    # hit
    os.system(picked_by_get(a=bad, b=good))
    # clean
    os.system(picked_by_get(a=good, b=bad))
    # clean
    os.system(picked_by_get(b=bad))
    # hit
    os.system(picked_by_pop(a=bad, b=good))
    # clean
    os.system(picked_by_pop(a=good, b=bad))
    # clean
    os.system(fixed_first(a=bad))
    # hit
    os.system(rest_after_pop(a=good, b=bad)["b"])
    # clean
    os.system(rest_after_pop(a=bad, b=good)["b"])
    run(a=bad, b=good)
    run_all(a=bad)
    forwarding(b=bad, c=good)


def by_name_spread():
    given = {"a": request.args["x"], "b": "x"}
    # hit
    os.system(picked(**given))
    given = {"a": "x", "b": request.args["x"]}
    # clean
    os.system(picked(**given))


class Command:
    def __init__(self, **options):
        self.command = options["command"]
        self.name = options.get("name", "x")


def built():
    bad, good = request.args["x"], "x"
    # hit
    os.system(Command(command=bad, name=good).command)
    # clean
    os.system(Command(command=bad, name=good).name)
    # clean
    os.system(Command(command=good, name=bad).command)


def written_inside():
    command = "ls"

    def choose():
        nonlocal command
        command = request.args["x"]

    choose()
    # hit
    os.system(command)


def written_inside_clean():
    command = "ls"

    def choose():
        nonlocal command
        command = "pwd"

    choose()
    # clean
    os.system(command)


def written_by_parameter():
    command = "ls"

    def choose(value):
        nonlocal command
        command = value

    choose(request.args["x"])
    # hit
    os.system(command)


def written_by_parameter_clean():
    command = "ls"

    def choose(value):
        nonlocal command
        command = value

    choose("pwd")
    # clean
    os.system(command)


def local_inside():
    command = "ls"

    def choose():
        command = request.args["x"]
        return command

    choose()
    # clean
    os.system(command)


def kept_in_a_list():
    found = []

    def keep(value):
        found.append(value)

    keep(request.args["x"])
    # hit
    os.system(found[0])


def kept_in_a_list_clean():
    found = []

    def keep(value):
        found.append("x")

    keep(request.args["x"])
    # clean
    os.system(found[0])
