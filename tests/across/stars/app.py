from flask import Flask, request
from stars.lib.text import *
from stars.lib.db import *

app = Flask(__name__)


def unused(sql):
    return sql


@app.get("/items")
def items():
    name = request.args["n"]
    unused(f"SELECT * FROM items WHERE name = '{name}'")
    query_with("SELECT * FROM items WHERE name = ?", (name,))
    # shown
    return {"found": query(f"SELECT * FROM items WHERE name = '{name}'")}
