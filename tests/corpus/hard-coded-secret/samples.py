"""What shows how something looks, and what opens something."""

from django.urls import reverse

# ok: hard-coded-secret
NEXT_PAGE_TOKEN = "eyJpbmRleCI6IDExfQ=="
# ruleid: hard-coded-secret
UPLOAD_TOKEN = "eyJpbmRleCI6IDExfQ=="


class Page:
    schema = {
        "example": {
            # ok: hard-coded-secret
            "token": "6zzjnumtsx136ddy",
        },
        "defaults": {
            # ruleid: hard-coded-secret
            "token": "6zzjnumtsx136ddy",
        },
    }


def preview():
    return reverse(
        "order",
        kwargs={
            "order": "F8VVL",
            # ok: hard-coded-secret
            "secret": "6zzjnumtsx136ddy",
        },
    )


def send(queue):
    queue.add(
        "order",
        kwargs={
            "order": "F8VVL",
            # ruleid: hard-coded-secret
            "secret": "6zzjnumtsx136ddy",
        },
    )


def orders(build):
    return [
        # ok: hard-coded-secret
        build({"code": "F8VVL", "secret": "6zzjnumtsx136ddy", "hash": "abcdefghi"}),
        # ok: hard-coded-secret
        build({"code": "HIDHK", "secret": "98kusd8ofsj8dnkd", "hash": "jklmnopqr"}),
        # ruleid: hard-coded-secret
        build({"code": "HIDHK", "secret": "98kusd8ofsj8dnkd", "hash": "4f1a90c2e"}),
    ]


DATABASES = {
    "default": {
        "HOST": "localhost",
        "USER": "example",
        # ruleid: hard-coded-secret
        "PASSWORD": "n7Kq2wXy94",
    },
    "sample": {
        "HOST": "localhost",
        # ok: hard-coded-secret
        "PASSWORD": "n7Kq2wXy94",
    },
}
