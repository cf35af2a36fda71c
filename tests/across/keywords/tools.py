import subprocess


def run(**options):
    # hit: by a keyword that the function does not name
    subprocess.run("tool " + options["name"], shell=True)


def run_size(**options):
    # clean: callers pass clients' data under another name
    subprocess.run("tool " + options["size"], shell=True)


def run_get(**options):
    # hit: read by get
    subprocess.run("tool " + options.get("name", "x"), shell=True)


def line(**options):
    return "tool " + options["name"]


def line_size(**options):
    return "tool " + options["size"]


def outer(**options):
    inner(**options)


def inner(name="", size=""):
    # hit: keywords handed on
    subprocess.run("tool " + name, shell=True)
    return size
