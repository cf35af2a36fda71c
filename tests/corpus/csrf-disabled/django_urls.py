"""Django: addresses whose views are exempted where they are listed."""

from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from shop.views import CartView, PaymentWebhook

urlpatterns = [
    path("cart", CartView.as_view()),
    path("hooks/payment", csrf_exempt(PaymentWebhook.as_view())),
    path(
        "cart/add",
        # ruleid: csrf-disabled
        csrf_exempt(CartView.as_view()),
    ),
]

# ruleid: csrf-disabled
add = csrf_exempt(CartView.as_view())


def exempt_and_counted(view):
    # ok: csrf-disabled
    return csrf_exempt(view)
