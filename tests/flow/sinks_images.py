from flask import request
from PIL import Image


def images():
    path = request.args["path"]
    # hit
    Image.open("shop.png").save(fp=path)
    # hit
    Image.new("RGB", (1, 1)).save(fp=path)
    # hit
    Image.frombytes("RGB", (1, 1), b"...").save(fp=path)


def changed(image: Image.Image):
    path = request.args["path"]
    # hit
    image.convert("L").save(fp=path)
    # hit
    image.copy().save(fp=path)
    # hit
    image.crop((0, 0, 1, 1)).save(fp=path)
    # hit
    image.resize((1, 1)).save(fp=path)
    # hit
    image.rotate(90).save(fp=path)
    # clean
    image.save(fp="shop.png")
