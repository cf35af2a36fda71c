"""Django: names in a query, quoted or not, and what a model says of itself."""

from django.db import connection
from django.views.generic import DetailView, ListView


def drop(request, schema_editor):
    name = schema_editor.quote_name(request.GET["extension"])
    # ok: sql-injection
    schema_editor.connection.cursor().execute("DROP EXTENSION IF EXISTS %s" % name)


def drop_unquoted(request, schema_editor):
    name = request.GET["extension"]
    with connection.cursor() as cursor:
        # ruleid: sql-injection
        cursor.execute("DROP EXTENSION IF EXISTS %s" % name)


def drop_quoted(request):
    with connection.cursor() as cursor:
        # ok: sql-injection
        cursor.execute("DROP EXTENSION IF EXISTS %s" % connection.ops.quote_name(request.GET["extension"]))


def estimate(model):
    with connection.cursor() as cursor:
        # ok: sql-injection
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = '%s'" % model._meta.db_table)


def estimate_of(table):
    with connection.cursor() as cursor:
        # ruleid: sql-injection
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = '%s'" % table)


class Orders(ListView):
    def get_queryset(self):
        # ruleid: sql-injection
        return self.model.objects.raw("SELECT * FROM orders WHERE state = '%s'" % self.request.GET.get("state"))


class Order(DetailView):
    def get_queryset(self):
        # ok: sql-injection
        return self.model.objects.raw("SELECT * FROM orders WHERE code = %s", [self.kwargs["code"]])
