import flags.shell as sh
from flask import Flask, request

app = Flask(__name__)


@app.get("/run")
def run():
    folder = request.args["d"]
    sh.run("ls " + folder, capture_output=True)
    sh.run(["ls", "--", folder], shell=False)
    sh.run_quietly(["ls", "--", folder])
    sh.run_by_wish("ls " + folder, shell=True)
    sh.run_by_wish(["ls", "--", folder])
    sh.run_off(["ls", "--", folder], shell=False)
    return {}
