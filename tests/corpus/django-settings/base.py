"""Settings that others build on."""

import os

# ok: django-settings
DEBUG = os.environ.get("SHOP_DEBUG") == "1"
# ok: django-settings
ALLOWED_HOSTS = ["shop.example.com"]
ROOT_URLCONF = "shop.urls"
if DEBUG:
    # ok: django-settings
    SESSION_COOKIE_SECURE = False
# ok: django-settings
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.MD5PasswordHasher",
]
# ruleid: django-settings
MIDDLEWARE = ["django.contrib.sessions.middleware.SessionMiddleware"]
