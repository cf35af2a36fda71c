from flask import request
from handed_back.override import Override


def show():
    shown = Override()
    shown.direct(request.args["q"])
    shown.direct_quoted(request.args["q"])
    shown.start(request.args["q"])
    shown.begin(request.args["q"])
    shown.begin_quoted(request.args["q"])
    shown.run(request.args["q"])
    shown.run_made(request.args["q"])
