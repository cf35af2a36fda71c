"""Pictures of products on disk."""

import os
import shutil
import tempfile

from flask import current_app

ENDINGS = {"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp"}


def store_picture(product, upload):
    """Keeps an uploaded picture under the product's number; gives back its file name."""
    ending = ENDINGS.get(upload.mimetype)
    if ending is None:
        raise ValueError("not a picture that the shop can show")
    scratch = tempfile.mktemp(suffix=ending)
    upload.save(scratch)
    name = f"{product.id}{ending}"
    shutil.move(scratch, os.path.join(current_app.config["PICTURE_DIR"], name))
    return name


def remove_picture(product):
    """Forgets the product's picture; nothing happens when there is none."""
    if product.picture is None:
        return
    path = os.path.join(current_app.config["PICTURE_DIR"], product.picture)
    if os.path.exists(path):
        os.remove(path)
    product.picture = None
