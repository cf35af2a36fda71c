"""Django: function views of one module."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from shop.models import Order


def _find(request, number):
    return get_object_or_404(Order, pk=number)


@login_required
# ok: missing-authorization
def orders(request):
    return render(request, "orders.html", {"orders": Order.objects.all()})


@login_required
# ok: missing-authorization
def order(request, number):
    return render(request, "order.html", {"order": _find(request, number)})


@login_required
# ok: missing-authorization
def pay(request, number):
    _find(request, number).pay()
    return HttpResponse("paid")


# ruleid: missing-authorization
def cancel(request, number):
    _find(request, number).delete()
    return HttpResponse("cancelled")


# ok: missing-authorization
def health(request, number):
    return HttpResponse("fine")
