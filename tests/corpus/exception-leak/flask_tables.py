"""Flask: one exception on several ways to the client."""

from flask import Flask, jsonify

from shop.store import delete

app = Flask(__name__)


def removed(number):
    try:
        delete(number)
    except Exception as error:
        return {"message": f"failed: {error}"}
    return None


@app.post("/delete/<int:number>")
def remove(number):
    answer = removed(number)
    if isinstance(answer, dict):
        # ruleid: exception-leak
        return jsonify(answer)
    # ok: exception-leak
    return answer


@app.post("/clear/<int:number>")
def clear(number):
    try:
        delete(number)
    except Exception as error:
        # ruleid: exception-leak
        return jsonify({"message": str(error)})
    return ""
