"""PyJWT: what is checked before the claims are believed."""

import os

import jwt
from jwt import PyJWKClient
from jwt import decode as decode_token

KEY = os.environ["JWT_KEY"]
UNCHECKED = {"verify_signature": False}
KEYS = PyJWKClient("https://login.example.com/keys")


def unchecked(token):
    # ruleid: jwt-verification
    return jwt.decode(token, options={"verify_signature": False})


def checked(token):
    # ok: jwt-verification
    return jwt.decode(token, KEY, algorithms=["HS256"])


def unchecked_with_a_key(token):
    # ruleid: jwt-verification
    return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": False})


def checked_with_options(token):
    # ok: jwt-verification
    return jwt.decode(token, KEY, algorithms=["HS256"], options={"require": ["exp", "sub"]})


def unchecked_by_constant(token):
    # ruleid: jwt-verification
    return jwt.decode(token, options=UNCHECKED)


def unchecked_by_variable(token):
    options = {"verify_signature": False, "verify_exp": True}
    # ruleid: jwt-verification
    claims = decode_token(token, options=options)
    return claims["sub"]


def no_algorithm(token):
    # ruleid: jwt-verification
    return jwt.decode(token, KEY, algorithms=["none"])


def one_of_them_is_none(token):
    # ruleid: jwt-verification
    return jwt.decode(token, KEY, algorithms=["HS256", "none"])


def by_published_key(token):
    key = KEYS.get_signing_key_from_jwt(token).key
    # ok: jwt-verification
    return decode_token(token, key, algorithms=["RS256"], audience="shop")


def signed(user):
    # ok: jwt-verification
    return jwt.encode({"sub": user.id}, KEY, algorithm="HS256")


class Envelope:
    """Not a token: a method of the same name."""

    def decode(self, text, options=None):
        return text, options


def envelope(text):
    # ok: jwt-verification
    return Envelope().decode(text, options={"verify_signature": False})
