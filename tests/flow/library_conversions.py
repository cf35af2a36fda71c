"""What leaves nothing of a text to inject, and what hands out something else than it was given."""
import datetime
import decimal
import fractions
import hashlib
import ipaddress
import os
import pathlib
import time
import urllib.parse
import uuid
import zlib

import bottle
import django.core.signing
import django.utils.text
import itsdangerous
import pyramid.request
from cryptography.fernet import Fernet
from django.http import HttpRequest
from django.shortcuts import render
from django.urls import reverse
from flask import jsonify, render_template, request, url_for
from slugify import slugify
from starlette.requests import Request


def numbers():
    bad = request.args["x"]
    # hit
    os.system(bad)
    # clean
    os.system(int(bad))
    # clean
    os.system(float(bad))
    # clean
    os.system(complex(bad))
    # clean
    os.system(bool(bad))
    # clean
    os.system(len(bad))
    # clean
    os.system(hash(bad))
    # clean
    os.system(id(bad))
    # clean
    os.system(ord(bad))
    # clean
    os.system(range(bad))
    # clean
    os.system(abs(bad))
    # clean
    os.system(round(bad))
    # clean
    os.system(decimal.Decimal(bad))
    # clean
    os.system(fractions.Fraction(bad))
    # clean
    os.system(zlib.crc32(bad))
    # clean
    os.system(urllib.parse.urlsplit(bad).port)


def questions():
    bad = request.args["x"]
    # clean
    os.system(isinstance(bad, str))
    # clean
    os.system(issubclass(bad, str))
    # clean
    os.system(hasattr(bad, "x"))
    # clean
    os.system(callable(bad))
    # clean
    os.system(type(bad))
    # clean
    os.system(any(bad))
    # clean
    os.system(all(bad))
    # clean
    os.system(os.path.exists(bad))
    # clean
    os.system(os.path.isdir(bad))
    # clean
    os.system(os.path.isfile(bad))
    # clean
    os.system(os.path.getsize(bad))
    # clean
    os.system(os.path.getmtime(bad))
    # clean
    os.system(pathlib.Path(bad).exists())


def times_and_addresses():
    bad = request.args["x"]
    # clean
    os.system(uuid.UUID(bad))
    # clean
    os.system(datetime.datetime.strptime(bad, "%Y"))
    # clean
    os.system(datetime.datetime.fromisoformat(bad))
    # clean
    os.system(datetime.date.fromisoformat(bad))
    # clean
    os.system(datetime.datetime.fromtimestamp(bad))
    # clean
    os.system(time.strptime(bad, "%Y"))
    # clean
    os.system(ipaddress.ip_address(bad))
    # clean
    os.system(ipaddress.ip_network(bad))


def digests():
    bad = request.args["x"]
    # clean
    os.system(hashlib.md5(bad))
    # clean
    os.system(hashlib.sha1(bad))
    # clean
    os.system(hashlib.sha256(bad))
    # clean
    os.system(hashlib.sha512(bad))
    # clean
    os.system(hashlib.blake2b(bad))
    # clean
    os.system(hashlib.new("sha256", bad))


def pages():
    bad = request.args["x"]
    # clean
    os.system(render_template("page.html", x=bad))
    # clean
    os.system(url_for("page", x=bad))
    # clean
    os.system(jsonify(bad))
    # clean
    os.system(render(bad, "page.html"))
    # clean
    os.system(reverse("page", bad))
    # clean
    os.system(bottle.jinja2_template("page.html", bad))
    # clean
    os.system(slugify(bad))
    # clean
    os.system(django.utils.text.slugify(bad))
    # clean
    os.system(bottle.mako_template("page.html", bad))


def addresses_of_views(of_django: HttpRequest, of_pyramid: pyramid.request.Request, of_starlette: Request):
    bad = request.args["x"]
    # clean
    os.system(of_django.get_signed_cookie(bad))
    # clean
    os.system(of_pyramid.route_url(bad))
    # clean
    os.system(of_pyramid.route_path(bad))
    # clean
    os.system(of_starlette.url_for(bad))


def whose_sender_is_certain():
    bad = request.args["x"]
    # clean
    os.system(itsdangerous.Signer("key").unsign(bad))
    # clean
    os.system(itsdangerous.TimestampSigner("key").unsign(bad))
    # clean
    os.system(itsdangerous.Serializer("key").loads(bad))
    # clean
    os.system(itsdangerous.URLSafeSerializer("key").loads(bad))
    # clean
    os.system(itsdangerous.URLSafeTimedSerializer("key").loads(bad))
    # clean
    os.system(django.core.signing.loads(bad))
    # clean
    os.system(django.core.signing.Signer().unsign(bad))
    # clean
    os.system(django.core.signing.TimestampSigner().unsign(bad))
    # clean
    os.system(Fernet("key").decrypt(bad))


def content_is_not_the_name():
    bad = request.args["x"]
    # hit
    text = pathlib.Path(bad).read_text()
    # clean
    os.system(text)
    # hit
    data = pathlib.Path(bad).read_bytes()
    # clean
    os.system(data)
