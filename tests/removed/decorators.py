# Decorators and settings that a change drops.
import sqlite3

from django.contrib.auth.decorators import login_required, permission_required
from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from shop.models import Order


@login_required
def listing(request):
    return HttpResponse("list")


@login_required
def orders(request):
    return HttpResponse("orders")


@login_required
def cart(request):
    return HttpResponse("cart")


# ruleid: missing-authorization
@login_required  # gone
@require_POST
def delete(request, number):
    Order.objects.filter(number=number).delete()
    return HttpResponse("gone")


# ruleid: csrf-disabled
@csrf_protect  # gone
#+ @csrf_exempt
def pay(request, number):
    Order.objects.filter(number=number).update(paid=True)
    return HttpResponse("paid")
