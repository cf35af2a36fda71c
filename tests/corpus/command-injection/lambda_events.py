"""Functions of clouds: events, Chalice, functions framework."""

import os
import shlex

import functions_framework
from chalice import Chalice

app = Chalice(app_name="tools")


def lambda_handler(event, context):
    # ruleid: command-injection
    os.system("ping " + event["queryStringParameters"]["host"])
    # ok: command-injection
    os.system("ping " + shlex.quote(event["queryStringParameters"]["host"]))


def typed_handler(event: dict, context):
    # ruleid: command-injection
    os.system("ping " + event["host"])
    # ok: command-injection
    os.system("echo " + context.aws_request_id)


@app.route("/ping/{host}")
def ping(host):
    # ruleid: command-injection
    os.system("ping " + host)
    # ok: command-injection
    os.system("ping localhost")


@app.route("/make", methods=["POST"])
def make():
    body = app.current_request.json_body
    # ruleid: command-injection
    os.system("make " + body["target"])
    # ok: command-injection
    os.system("make " + shlex.quote(body["target"]))


@functions_framework.http
def entry(request):
    # ruleid: command-injection
    os.system("make " + request.args["target"])
    # ok: command-injection
    os.system("make all")
