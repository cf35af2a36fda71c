import copy

import state
from flask import request
from state import CACHE, Config, known, names

local = ""
fixed = ""


def write():
    state.last = request.args["q"]
    state.quiet = "constant"
    state.CACHE["shown"] = request.args["q"]
    CACHE["asked"] = request.args["q"]
    CACHE["plain"] = "constant"
    names.append(request.args["q"])
    known.append("constant")
    Config.command = request.args["q"]
    Config.folder = "constant"


def write_copies():
    mine = copy.deepcopy(state.COPIED)
    mine["shown"] = request.args["q"]
    same = state.ALIASED
    same["shown"] = request.args["q"]


def write_own():
    global local, fixed
    local = request.args["q"]
    fixed = "constant"


def write_number():
    state.OTHER["count"] = int(request.args["q"])
    state.OTHER["text"] = request.args["q"]
