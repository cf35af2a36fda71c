"""The keys of what a client sends, and what is left of sets of them."""
from django.db import connection

KNOWN = {"a", "b"}


def keys(request):
    with connection.cursor() as cursor:
        for name in request.GET.keys():
            # hit
            cursor.execute("SELECT " + name)
        for name in set(request.GET.keys()) - {"page"}:
            # hit
            cursor.execute("SELECT " + name)
        for name in request.GET.keys() - {"page"}:
            # hit
            cursor.execute("SELECT " + name)
        for name in KNOWN - set(request.GET.keys()):
            # clean
            cursor.execute("SELECT " + name)
        for name in set(request.GET.keys()) & KNOWN:
            # clean
            cursor.execute("SELECT " + name)
        own = {"a": request.GET["a"], "b": 1}
        # clean
        cursor.execute("SELECT " + ", ".join(own.keys()))
        # hit
        cursor.execute("SELECT " + ", ".join(request.GET.keys()))


def without(request):
    data = request.GET
    if set(data.keys()) - KNOWN:
        raise ValueError("unknown")
    with connection.cursor() as cursor:
        # clean
        cursor.execute("SELECT " + ", ".join(data.keys()))
        # hit
        cursor.execute("SELECT " + data["a"])


def below(request):
    data = request.GET
    if not set(data.keys()) <= KNOWN:
        raise ValueError("unknown")
    # clean
    connection.cursor().execute("SELECT " + ", ".join(data.keys()))


def each(request):
    data = request.GET
    for name in data.keys():
        if name not in KNOWN:
            raise ValueError("unknown")
    # clean
    connection.cursor().execute("SELECT " + ", ".join(data.keys()))


def every(request):
    data, other = request.GET, request.POST
    if any(name not in KNOWN for name in data.keys()):
        raise ValueError("unknown")
    with connection.cursor() as cursor:
        # clean
        cursor.execute("SELECT " + ", ".join(data.keys()))
        # hit
        cursor.execute("SELECT " + ", ".join(other.keys()))


def filtered(request):
    names = [name for name in request.GET.keys() if name in KNOWN]
    # clean
    connection.cursor().execute("SELECT " + ", ".join(names))
