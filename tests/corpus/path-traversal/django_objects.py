"""Django: helpers of views that are given objects, and views that are given texts."""

from django.http import FileResponse
from shop.models import Invoice


def download(request, name: str):
    # ruleid: path-traversal
    return FileResponse(open(name, "rb"))


def download_plain(request, name):
    # ruleid: path-traversal
    return FileResponse(open(name, "rb"))


def download_maybe(request, name: str | None = None):
    # ruleid: path-traversal
    return FileResponse(open(name, "rb"))


def download_invoice(request, invoice: Invoice):
    # ok: path-traversal
    return FileResponse(open(invoice.file_name, "rb"))


def download_any(request, invoice: "Invoice | None" = None):
    # ok: path-traversal
    return FileResponse(open(invoice.file_name, "rb"))
