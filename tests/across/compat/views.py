import sys

from flask import Flask, request

if sys.platform == "win32":
    from compat.fast import launch
else:
    from compat.slow import launch

try:
    from compat.fast import opened
except ImportError:
    from compat.slow import opened

try:
    from compat.slow import only
except ImportError:
    only = None

app = Flask(__name__)


@app.get("/launch")
def launched():
    # shown
    launch(request.args["name"])
    # shown
    opened(request.args["name"])
    if only:
        # shown
        only(request.args["name"])
    return {}
