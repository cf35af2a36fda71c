"""Variables that other modules read and write."""
import os

last = ""
quiet = ""
first = ""
CACHE = {}
OTHER = {}
COPIED = {}
ALIASED = {}
names = []
known = []


class Config:
    command = ""
    folder = ""


def remember(text):
    global first
    first = "known"


def own_bad():
    # hit
    os.system(last)


def own_ok():
    # clean
    os.system(quiet)
