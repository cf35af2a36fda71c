"""Secrets in the code, and what looks like one. None of these opens anything."""

import os

# ruleid: hard-coded-secret
SECRET_KEY = "p8Zr!4vq_T2m#x90bLwe"
# ok: hard-coded-secret
OTHER_SECRET_KEY = os.environ["OTHER_SECRET_KEY"]
# ruleid: hard-coded-secret
API_KEY = os.environ.get("API_KEY", "f3a91c07be5d4421")
# ok: hard-coded-secret
REGION_KEY = os.environ.get("REGION_KEY", "eu-west-1")
# ok: hard-coded-secret
PLACEHOLDER_TOKEN = "changeme-please-1"
# ok: hard-coded-secret
TOKEN_URL = "https://login.example.com/oauth2/v2.0/token"
# ok: hard-coded-secret
PASSWORD_FIELD = "user_password_2"
# ok: hard-coded-secret
API_KEY_HEADER = "X-Api-Key-V2"
# ok: hard-coded-secret
CACHE_KEY = "shop:v2:products:91c07be5"
# ruleid: hard-coded-secret
BROKER = "amqp://shop:n7Kq2wXy94@queue.internal.net/shop"
# ok: hard-coded-secret
LOCAL_BROKER = "amqp://shop:n7Kq2wXy94@localhost/shop"
# ruleid: hard-coded-secret
SIGNING_KEY = b"p8Zr!4vq_T2m#x90bLwe"

DATABASES = {
    "default": {
        "USER": "shop",
        # ruleid: hard-coded-secret
        "PASSWORD": "n7Kq2wXy94",
    },
    "reports": {
        "USER": "reports",
        # ok: hard-coded-secret
        "PASSWORD": os.environ["REPORTS_PASSWORD"],
    },
}

MESSAGES = {
    # ok: hard-coded-secret
    "password": "Passwords have 8 letters or more.",
    # ok: hard-coded-secret
    "token": "errors.token_expired_v2",
}


class Testing:
    # ok: hard-coded-secret
    SECRET_KEY = "p8Zr!4vq_T2m#x90bLwf"


def connect(driver):
    # ruleid: hard-coded-secret
    return driver.connect(user="shop", password="n7Kq2wXy94")


def connect_as_the_environment_says(driver):
    # ok: hard-coded-secret
    return driver.connect(user="shop", password=os.environ["SHOP_PASSWORD"])


# ruleid: hard-coded-secret
def log_in(client, api_token="9fbb1e04c7d2a6538e"):
    return client.log_in(api_token)


# ok: hard-coded-secret
def log_in_with(client, api_token=None):
    return client.log_in(api_token)
