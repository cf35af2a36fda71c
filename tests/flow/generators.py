"""What is sent into a generator comes out of its `yield`."""
import os
import shlex
from flask import request


def runner_bad():
    while True:
        command = yield
        # hit
        os.system(command)


def runner_ok():
    while True:
        command = yield
        # clean
        os.system(command)


def quoted_ok():
    while True:
        command = yield
        # clean
        os.system("echo " + shlex.quote(command))


def quoted_bad():
    while True:
        command = yield
        # hit
        os.system("echo " + command)


def send_bad():
    runner = runner_bad()
    next(runner)
    runner.send(request.args["q"])


def send_ok():
    runner = runner_ok()
    next(runner)
    runner.send("ls")


def send_quoted():
    for made in (quoted_ok(), quoted_bad()):
        print(made)
    first = quoted_ok()
    first.send(request.args["q"])
    second = quoted_bad()
    second.send(request.args["q"])


def echo():
    got = None
    while True:
        got = yield got


def numbers():
    got = None
    while True:
        got = yield int(got)


def comes_back_bad():
    talk = echo()
    next(talk)
    # hit
    os.system(talk.send(request.args["q"]))


def comes_back_ok():
    talk = echo()
    next(talk)
    # clean
    os.system(talk.send("ls"))


def comes_back_as_number_ok():
    talk = numbers()
    next(talk)
    # clean
    os.system("sleep %s" % talk.send(request.args["q"]))


def comes_back_later_bad():
    talk = echo()
    talk.send(request.args["q"])
    # hit
    os.system(next(talk))


def comes_back_later_ok():
    talk = echo()
    talk.send("ls")
    # clean
    os.system(next(talk))


def gives(first):
    seen = yield first
    print(seen)


def given_bad():
    # hit
    os.system(next(gives(request.args["q"])))


def given_ok():
    # clean
    os.system(next(gives("ls")))


def given_in_loop_bad():
    for text in gives(request.args["q"]):
        # hit
        os.system(text)


def given_in_loop_ok():
    for text in gives("ls"):
        # clean
        os.system(text)
