"""Settings; everything secret comes from the environment."""

import os


class Production:
    SECRET_KEY = os.environ.get("SHOP_SECRET_KEY")
    SQLALCHEMY_DATABASE_URI = os.environ.get("SHOP_DATABASE", "sqlite:///shop.db")
    SESSION_COOKIE_SECURE = True
    SESSION_COOKIE_HTTPONLY = True
    SESSION_COOKIE_SAMESITE = "Lax"
    PAYMENT_URL = "https://api.payments.example/v1"
    PAYMENT_KEY = os.environ.get("SHOP_PAYMENT_KEY")
    PAYMENT_WEBHOOK_KEY = os.environ.get("SHOP_PAYMENT_WEBHOOK_KEY")
    PICTURE_DIR = "/srv/shop/pictures"
    PAGE_SIZE = 24
    MAX_CONTENT_LENGTH = 8 * 1024 * 1024


class Testing(Production):
    TESTING = True
    SECRET_KEY = "only for tests"
    SQLALCHEMY_DATABASE_URI = "sqlite://"
    SESSION_COOKIE_SECURE = False
    WTF_CSRF_ENABLED = False
