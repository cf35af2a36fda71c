"""What functions inside functions keep, share and leave for one another."""
import os

from flask import request


def default_kept():
    host = request.args["h"]

    def ping(target=host):
        # hit
        os.system("ping " + target)

    def ping_home(target="localhost"):
        # clean
        os.system("ping " + target)

    ping()
    ping_home()


def default_by_keyword():
    host = request.args["h"]

    def ping(*, count=1, target=host):
        # clean
        os.system(f"ping -c {count}")
        # hit
        os.system("ping " + target)

    return ping


def default_of_lambda(later):
    host, count = request.args["h"], 1
    # hit
    later(lambda target=host: os.system(target))
    # clean
    later(lambda target=count: os.system(target))


def in_a_loop(later):
    for name in request.args.getlist("names"):
        # hit
        later(lambda name=name: os.system(name))
        # clean
        later(lambda name: os.system(name))


def written_by_a_sibling():
    folder = "/tmp"
    other = "/var"

    def change(given):
        nonlocal folder
        folder = given

    def change_other(given):
        nonlocal other
        other = given

    def show():
        # hit
        os.system("ls " + folder)

    def show_other():
        # clean
        os.system("ls " + other)

    change(request.args["p"])
    change_other("/opt")
    show()
    show_other()


def by_name_of_variables():
    name = request.args["n"]
    size = len(name)
    # hit
    os.system("show {name}".format(**locals()))
    # clean
    os.system("show {size}".format(**locals()))
    # hit
    os.system("show %(name)s" % locals())
    # clean
    os.system("show %(size)s" % locals())
    # hit
    os.system("show {name}".format_map(locals()))
    # clean
    os.system("show {size}".format_map(vars()))
    # hit
    os.system(locals()["name"])
    # clean
    os.system(str(locals()["size"]))


class Holder:
    pass


def by_name_of_attributes(which):
    held = Holder()
    setattr(held, "sent_here", request.args["n"])
    setattr(held, "fixed_here", "1")
    # hit
    os.system(getattr(held, "sent_here"))
    # clean
    os.system(getattr(held, "fixed_here"))
    # clean
    os.system(getattr(held, "never_here", "x"))
    # hit
    os.system(getattr(held, "never_here", request.args["n"]))
    # hit
    os.system(vars(held)["sent_here"])
    # clean
    os.system(vars(held)["fixed_here"])
