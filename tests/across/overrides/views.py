from flask import request
from overrides.steps import Passed


def show():
    Passed().start(request.args["q"])
