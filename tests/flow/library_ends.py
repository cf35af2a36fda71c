"""What does not return ends the path on which a check failed; and checks that libraries offer."""
import keyword
import os
import sys

import flask
import pytest
import werkzeug.exceptions
from django.utils.http import is_safe_url, url_has_allowed_host_and_scheme
from flask import request


def by_exit():
    bad = request.args["x"]
    if bad not in ("a", "b"):
        exit(1)
    # clean
    os.system(bad)


def by_quit():
    bad = request.args["x"]
    if bad not in ("a", "b"):
        quit()
    # clean
    os.system(bad)


def by_sys_exit():
    bad = request.args["x"]
    if bad not in ("a", "b"):
        sys.exit(1)
    # clean
    os.system(bad)


def by_hard_exit():
    bad = request.args["x"]
    if bad not in ("a", "b"):
        os._exit(1)
    # clean
    os.system(bad)


def by_os_abort():
    bad = request.args["x"]
    if bad not in ("a", "b"):
        os.abort()
    # clean
    os.system(bad)


def by_flask():
    bad = request.args["x"]
    if bad not in ("a", "b"):
        flask.abort(400)
    # clean
    os.system(bad)


def by_werkzeug():
    bad = request.args["x"]
    if bad not in ("a", "b"):
        werkzeug.exceptions.abort(400)
    # clean
    os.system(bad)


def by_a_failed_test():
    bad = request.args["x"]
    if bad not in ("a", "b"):
        pytest.fail("not allowed")
    # clean
    os.system(bad)


def by_a_skipped_test():
    bad = request.args["x"]
    if bad not in ("a", "b"):
        pytest.skip("not allowed")
    # clean
    os.system(bad)


def by_nothing():
    bad = request.args["x"]
    if bad not in ("a", "b"):
        print("not allowed")
    # hit
    os.system(bad)


def own_hosts():
    bad = request.args["next"]
    if url_has_allowed_host_and_scheme(bad, allowed_hosts=None):
        # clean
        flask.redirect(bad)
        # hit
        os.system(bad)
    # hit
    flask.redirect(bad)


def own_hosts_of_old():
    bad = request.args["next"]
    if is_safe_url(bad, allowed_hosts=None):
        # clean
        flask.redirect(bad)
        # hit
        os.system(bad)
    # hit
    flask.redirect(bad)


def reserved():
    bad = request.args["x"]
    if keyword.iskeyword(bad):
        # clean
        eval(bad)
    # hit
    eval(bad)


def a_file_of_that_name():
    bad = request.args["x"]
    if os.path.isfile(bad):
        # hit
        open(bad)
