import copy

import state
from flask import request
from state import CACHE, Config, known, names

# shown
local = ""
fixed = ""


def write():
    # shown
    state.last = request.args["q"]
    state.quiet = "constant"
    # shown
    state.CACHE["shown"] = request.args["q"]
    CACHE["asked"] = request.args["q"]
    CACHE["plain"] = "constant"
    # shown
    names.append(request.args["q"])
    known.append("constant")
    # shown
    Config.command = request.args["q"]
    Config.folder = "constant"


def write_copies():
    mine = copy.deepcopy(state.COPIED)
    mine["shown"] = request.args["q"]
    same = state.ALIASED
    # shown
    same["shown"] = request.args["q"]


def write_own():
    global local, fixed
    local = request.args["q"]
    fixed = "constant"


def write_number():
    state.OTHER["count"] = int(request.args["q"])
    # shown
    state.OTHER["text"] = request.args["q"]
