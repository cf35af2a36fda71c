"""Django: helpers that views hand the request and a path of their own."""

import os

from django.http import FileResponse


def send(request, filename):
    # ok: path-traversal
    return FileResponse(open(filename, "rb"))


def send_asked(request, folder):
    # ruleid: path-traversal
    return FileResponse(open(os.path.join(folder, request.GET["name"]), "rb"))
