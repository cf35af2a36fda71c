"""Checks in views."""

from django.http import HttpResponse

from shop.models import Order


def cancel(request, number):
    order = Order.objects.get(pk=number)
    # ruleid: assert-authorization
    assert request.user.is_staff or order.owner_id == request.user.id
    order.delete()
    return HttpResponse("done")


def pay(request, number):
    order = Order.objects.get(pk=number)
    # ok: assert-authorization
    assert order is not None
    # ok: assert-authorization
    assert isinstance(order, Order)
    if not request.user.is_staff:
        raise PermissionError("not allowed")
    return HttpResponse("done")


def rename(request):
    # ruleid: assert-authorization
    assert request.POST["name"] != ""
    return HttpResponse("done")


def total(prices):
    # ok: assert-authorization
    assert len(prices) > 0
    return sum(prices)
