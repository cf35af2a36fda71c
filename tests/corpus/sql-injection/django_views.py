"""Django: cursors, raw(), extra() and RawSQL."""

from django.db import connection, models
from django.db.models.expressions import RawSQL
from django.http import JsonResponse


class Customer(models.Model):
    name = models.CharField(max_length=80)
    city = models.CharField(max_length=80)


def by_cursor(request):
    with connection.cursor() as cursor:
        # ruleid: sql-injection
        cursor.execute("SELECT id FROM shop_customer WHERE city = '%s'" % request.GET["city"])
        return JsonResponse({"rows": cursor.fetchall()})


def by_cursor_bound(request):
    with connection.cursor() as cursor:
        # ok: sql-injection
        cursor.execute("SELECT id FROM shop_customer WHERE city = %s", [request.GET["city"]])
        return JsonResponse({"rows": cursor.fetchall()})


def by_raw(request):
    city = request.POST.get("city")
    # ruleid: sql-injection
    rows = Customer.objects.raw(f"SELECT * FROM shop_customer WHERE city = '{city}'")
    return JsonResponse({"names": [row.name for row in rows]})


def by_raw_bound(request):
    city = request.POST.get("city")
    # ok: sql-injection
    rows = Customer.objects.raw("SELECT * FROM shop_customer WHERE city = %s", [city])
    return JsonResponse({"names": [row.name for row in rows]})


def by_extra(request):
    city = request.GET.get("city", "")
    # ruleid: sql-injection
    rows = Customer.objects.extra(where=[f"city = '{city}'"])
    return JsonResponse({"names": [row.name for row in rows]})


def by_extra_bound(request):
    city = request.GET.get("city", "")
    # ok: sql-injection
    rows = Customer.objects.extra(where=["city = %s"], params=[city])
    return JsonResponse({"names": [row.name for row in rows]})


def by_raw_sql(request):
    bonus = request.GET["bonus"]
    # ruleid: sql-injection
    rows = Customer.objects.annotate(points=RawSQL("points + " + bonus, ()))
    return JsonResponse({"points": [row.points for row in rows]})


def by_raw_sql_bound(request):
    bonus = request.GET["bonus"]
    # ok: sql-injection
    rows = Customer.objects.annotate(points=RawSQL("points + %s", (bonus,)))
    return JsonResponse({"points": [row.points for row in rows]})


def by_filter(request):
    city = request.GET["city"]
    # ok: sql-injection
    rows = Customer.objects.filter(city=city).order_by("name")
    return JsonResponse({"names": [row.name for row in rows]})
