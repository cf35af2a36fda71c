"""The settings that a shop is served with."""

import os

# ruleid: django-settings
DEBUG = True
# ruleid: django-settings
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "shop.urls"
# ruleid: django-settings
SESSION_COOKIE_SECURE = False
# ok: django-settings
CSRF_COOKIE_SECURE = True
# ok: django-settings
SECURE_SSL_REDIRECT = os.environ.get("SHOP_HTTPS", "1") == "1"
# ruleid: django-settings
PASSWORD_HASHERS = ["django.contrib.auth.hashers.UnsaltedSHA1PasswordHasher"]
# ok: django-settings
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
]
