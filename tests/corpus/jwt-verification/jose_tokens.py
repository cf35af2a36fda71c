"""python-jose: the same question with another library."""

import os

from jose import jwt

KEY = os.environ["JWT_KEY"]


def unchecked(token):
    # ruleid: jwt-verification
    return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": False})


def checked(token):
    # ok: jwt-verification
    return jwt.decode(token, KEY, algorithms=["HS256"])
