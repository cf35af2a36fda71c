"""Starlette: the signed session cookie."""

import os

from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware

KEY = os.environ["SESSION_KEY"]

app = FastAPI()
# ruleid: insecure-cookie
app.add_middleware(SessionMiddleware, secret_key=KEY)
# ok: insecure-cookie
app.add_middleware(SessionMiddleware, secret_key=KEY, https_only=True)
# ruleid: insecure-cookie
listed = [Middleware(SessionMiddleware, secret_key=KEY, https_only=False)]
