"""Flask: checks whose bodies lie in files that are not read, or compare hosts in ways of their own."""

from fnmatch import fnmatch
from urllib.parse import urlparse

from flask import Flask, redirect, request, url_for

from shop.addresses import is_known, is_safe_url
from shop.settings import HOSTS, UNCHECKED

app = Flask(__name__)


@app.get("/a")
def after_a_check_elsewhere():
    target = request.args["next"]
    if not is_safe_url(target):
        target = url_for("home")
    # ok: open-redirect
    return redirect(target)


@app.get("/b")
def after_a_check_of_something_else():
    target = request.args["next"]
    if not is_known(target):
        target = url_for("home")
    # ruleid: open-redirect
    return redirect(target)


@app.get("/c")
def after_a_check_of_an_object():
    target = request.args["next"]
    # ok: open-redirect
    return redirect(target if app.adapter().is_safe_url(target) else "/")


@app.get("/d")
def where_the_check_failed():
    target = request.args["next"]
    if not is_safe_url(target):
        # ruleid: open-redirect
        return redirect(target)
    return redirect("/")


def is_allowed_url(url):
    host = urlparse(url).netloc
    return not host or any(fnmatch(host, pattern) for pattern in HOSTS)


def is_valid_url(url):
    return urlparse(url).scheme in ("http", "https")


def is_trusted_url(url):
    return urlparse(url).netloc.endswith("shop.example")


@app.get("/f")
def after_a_match_of_the_host():
    target = request.args["next"]
    # ok: open-redirect
    return redirect(target if is_allowed_url(target) else "/")


@app.get("/g")
def after_a_check_of_the_scheme():
    target = request.args["next"]
    # ruleid: open-redirect
    return redirect(target if is_valid_url(target) else "/")


@app.get("/h")
def after_a_look_at_the_end_of_the_host():
    target = request.args["next"]
    # ruleid: open-redirect
    return redirect(target if is_trusted_url(target) else "/")


@app.get("/i")
def with_a_switch():
    target = request.args["next"]
    if is_safe_url(target) or UNCHECKED:
        # ok: open-redirect
        return redirect(target)
    return redirect("/")


@app.get("/j")
def with_another_way_in():
    target = request.args["next"]
    if is_safe_url(target) or target.startswith("shop"):
        # ruleid: open-redirect
        return redirect(target)
    return redirect("/")


@app.get("/k")
def beyond_the_own_address(anchor=None):
    url = url_for("profile")
    anchor = request.args.get("tab")
    if anchor:
        url = f"{url}#{anchor}"
    # ok: open-redirect
    return redirect(url)


@app.get("/l")
def before_the_own_address():
    url = url_for("profile")
    base = request.args.get("base")
    if base:
        url = f"{base}{url}"
    # ruleid: open-redirect
    return redirect(url)


@app.get("/o")
def kept_after_a_check_elsewhere():
    target = request.args.get("next")
    if target and app.login.validate_next_url(target):
        # ok: open-redirect
        return redirect(target)
    # ruleid: open-redirect
    return redirect(target)


@app.get("/m")
def back_to_where_it_came_from():
    # ok: open-redirect
    return redirect(request.environ["HTTP_REFERER"])


@app.get("/n")
def to_a_header_of_another_name():
    # ruleid: open-redirect
    return redirect(request.environ["HTTP_X_TARGET"])


def is_safe(target):
    return is_safe_url(target)


@app.get("/p")
def kept_through_a_helper():
    target = request.args.get("next") or request.form.get("next")
    if target and is_safe(target):
        checked = target
    else:
        checked = url_for("home")
    # ok: open-redirect
    return redirect(checked)


@app.get("/q")
def kept_whatever_the_helper_says():
    target = request.args.get("next") or request.form.get("next")
    if target and is_safe(target):
        checked = target
    else:
        checked = target.strip()
    # ruleid: open-redirect
    return redirect(checked)
