from django.db import connection
from django.http import HttpRequest


def total(request: HttpRequest):
    with connection.cursor() as cursor:
        # ok: sql-injection
        cursor.execute("SELECT sum(price) FROM " + request.session["table"])
        # ruleid: sql-injection
        cursor.execute("SELECT sum(price) FROM " + request.GET["table"])
        return cursor.fetchone()
