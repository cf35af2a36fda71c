from django.shortcuts import redirect


def by_header_or_parameter(request):
    # ruleid: open-redirect
    return redirect(request.META.get("HTTP_X_BACK") or request.GET.get("to", "/"))


def by_header(request):
    # ok: open-redirect
    return redirect(request.META.get("HTTP_X_BACK") or "/")


def by_referrer(request):
    # ok: open-redirect
    return redirect(request.headers.get("Referer") or "/")


def by_referrer_or_parameter(request):
    # ruleid: open-redirect
    return redirect(request.headers.get("Referer") or request.GET["to"])
