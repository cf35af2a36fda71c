"""Outside data that Python is asked to run."""

import ast
import html
import json

from flask import Flask, abort, request

app = Flask(__name__)

OPERATIONS = {"double": lambda number: number * 2, "half": lambda number: number / 2}
FORMULAS = ("1 + 1", "2 * 3")


@app.get("/eval")
def evaluate():
    # ruleid: code-injection
    return {"result": eval(request.args["expression"])}


@app.get("/literal")
def literal():
    # ok: code-injection
    return {"result": ast.literal_eval(request.args["expression"])}


@app.post("/exec")
def execute():
    source = request.get_data(as_text=True)
    # ruleid: code-injection
    exec(source)
    return "done"


@app.post("/json")
def parse():
    source = request.get_data(as_text=True)
    # ok: code-injection
    return json.loads(source)


@app.get("/empty-builtins")
def with_empty_builtins():
    # ruleid: code-injection
    return {"result": eval(request.args["expression"], {"__builtins__": {}}, {})}


@app.get("/escaped")
def wrong_sanitizer():
    expression = html.escape(request.args["expression"])
    # ruleid: code-injection
    return {"result": eval(expression)}


@app.get("/number")
def number():
    rate = float(request.args["rate"])
    # ok: code-injection
    return {"result": eval(f"100 * {rate}")}


@app.get("/no-number")
def no_number():
    rate = request.args["rate"]
    # ruleid: code-injection
    return {"result": eval(f"100 * {rate}")}


@app.get("/known")
def known_formula():
    formula = request.args["formula"]
    if formula not in FORMULAS:
        abort(400)
    # ok: code-injection
    return {"result": eval(formula)}


@app.get("/operation")
def operation():
    chosen = OPERATIONS.get(request.args["name"])
    if chosen is None:
        abort(404)
    # ok: code-injection
    return {"result": chosen(float(request.args["number"]))}


def compute(formula):
    # ruleid: code-injection
    return eval(compile(formula, "formula", "eval"))


@app.get("/compile")
def through_a_helper():
    return {"result": compute(request.args["formula"])}


class Model:
    """Not Python's eval: a method of the same name."""

    def eval(self, text):
        return len(text)


@app.get("/model")
def model():
    # ok: code-injection
    return {"result": Model().eval(request.args["text"])}
