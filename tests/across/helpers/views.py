from django.db import connection
from django.http import JsonResponse

from helpers.filters import city, page


def search(request):
    with connection.cursor() as cursor:
        # hit
        cursor.execute(f"SELECT id FROM shops WHERE city = '{city(request)}'")
        return JsonResponse({"rows": cursor.fetchall()})


def listed(request):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM shops LIMIT 10 OFFSET {page(request)}")
        return JsonResponse({"rows": cursor.fetchall()})
