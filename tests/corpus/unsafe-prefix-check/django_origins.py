"""Django: checks of headers."""

from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.shortcuts import redirect

ORIGINS = {"https://shop.example", "https://www.shop.example"}


def save(request):
    # ruleid: unsafe-prefix-check
    if "shop.example" not in request.headers["Origin"]:
        raise PermissionDenied
    return JsonResponse({"saved": True})


def save_known(request):
    # ok: unsafe-prefix-check
    if request.headers["Origin"] not in ORIGINS:
        raise PermissionDenied
    return JsonResponse({"saved": True})


def save_prefix(request):
    origin = request.headers["Origin"]
    # ruleid: unsafe-prefix-check
    if not origin.startswith("https://shop.example"):
        raise PermissionDenied
    return JsonResponse({"saved": True})


def after(request):
    target = request.GET["next"]
    # ruleid: unsafe-prefix-check
    if target and target.startswith("https://shop.example"):
        return redirect(target)
    return redirect("home")


def mail(request):
    # ok: unsafe-prefix-check
    if not request.POST["mail"].endswith("@shop.example"):
        raise PermissionDenied
    return JsonResponse({"saved": True})
