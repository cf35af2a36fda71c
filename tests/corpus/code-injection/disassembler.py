"""A program that shows what its input is compiled to, and runs none of it."""

import dis
import sys

from flask import Flask, request

app = Flask(__name__)


def main():
    # ok: code-injection
    code = compile(sys.stdin.read(), "<stdin>", "exec")
    dis.dis(code)


@app.post("/show")
def show():
    # ruleid: code-injection
    code = compile(request.form["code"], "<form>", "exec")
    return {"code": dis.code_info(code)}
