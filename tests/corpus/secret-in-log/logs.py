"""What is written to the log, where many eyes and backups see it."""

import json
import logging
import os

from flask import Flask, request

app = Flask(__name__)
log = logging.getLogger(__name__)


@app.post("/login")
def login():
    email = request.form["email"]
    password = request.form["password"]
    # ruleid: secret-in-log
    log.info("log-in of %s with %s", email, password)
    # ok: secret-in-log
    log.info("log-in of %s", email)
    token_alg = request.form["token_alg"]
    # ok: secret-in-log
    log.info("log-in of %s with a token signed by %s", email, token_alg)
    return "", 204


@app.post("/password")
def change_password():
    password = request.form["password"]
    # ruleid: secret-in-log
    log.debug(f"new password: {password}")
    # ok: secret-in-log
    log.debug("the password was changed")
    # ok: secret-in-log
    log.debug("the new password has %d letters", len(password))
    # ok: secret-in-log
    log.debug("password given: %s", bool(password))
    return "", 204


@app.post("/direct")
def direct():
    # ruleid: secret-in-log
    app.logger.warning("wrong password: " + request.form["password"])
    # ok: secret-in-log
    app.logger.warning("wrong password for " + request.form["email"])
    return "", 401


@app.get("/header")
def header():
    # ruleid: secret-in-log
    logging.info("caller sent %s", request.headers["Authorization"])
    # ok: secret-in-log
    logging.info("caller sent %s", request.headers["User-Agent"])
    return "", 204


def connect():
    api_key = os.environ["SHOP_API_KEY"]
    # ruleid: secret-in-log
    log.error("no connection with key {}".format(api_key))
    # ok: secret-in-log
    log.error("no connection to {}".format(os.environ["SHOP_HOST"]))
    return api_key


class Client:
    def __init__(self, access_token):
        self.access_token = access_token
        self.log = logging.getLogger("client")

    def renew(self, token_type, token_count):
        # ruleid: secret-in-log
        self.log.info("renewing %s", self.access_token)
        # ok: secret-in-log
        self.log.info("renewing a token of type %s, the %d. one", token_type, token_count)
        # ok: secret-in-log
        self.log.info("access token set: %s", self.access_token is not None)


def say(message):
    # ok: secret-in-log
    log.info("%s", message)


def purge(store):
    for token in store.tokens():
        if token.expired:
            # ok: secret-in-log
            log.info("removing %s", token)
            store.remove(token)


def renew(user):
    token = user.make_token()
    # ruleid: secret-in-log
    log.debug(f"New token for user {user.pk} is {token.key}")
    # ok: secret-in-log
    log.debug(f"New token for user {user.pk} has number {token.pk}")


class TokenPage:
    def rename(self, name):
        old = self.token.name
        self.token.name = name
        # ok: secret-in-log
        log.info("token %r was called %s", self.token, old)

    def show(self, name):
        # ruleid: secret-in-log
        log.info("token %r is called %s", self.access_token, name)


def told(request):
    # ruleid: secret-in-log
    log.info("request with %s", request.headers)
    # ruleid: secret-in-log
    log.info(json.dumps(dict(request.headers), indent=2))
    known = {name: request.headers.get(name) for name in ("Host", "Referer")}
    # ok: secret-in-log
    log.info("request with %s", known)
    # ok: secret-in-log
    log.info("request from %s", request.headers["Host"])
    # ok: secret-in-log
    log.info("columns are %s", table.headers)
    # ruleid: secret-in-log
    log.info("request with %s", request.cookies)
    # ruleid: secret-in-log
    log.info("request with %s", dict(request.COOKIES))
    # ruleid: secret-in-log
    log.info("request with %s", dict(request.headers.items()))
    # ruleid: secret-in-log
    log.info("request with %s", request.headers.to_wsgi_list())
    # ok: secret-in-log
    log.info("request with %s", dict(request.args.items()))
    # ok: secret-in-log
    log.info("request with %s", list(request.headers.keys()))
    # ok: secret-in-log
    log.info("speaks %s", request.cookies.get("language"))
    # ok: secret-in-log
    log.info("the jar has %s", jar.cookies)


def handed_on(headers, token):
    headers = dict(headers)
    # ok: secret-in-log
    log.info("asks with %s", headers)
