"""Django: redirects after a form."""

from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme


def after_login(request):
    # ruleid: open-redirect
    return redirect(request.GET.get("next", "/"))


def after_login_checked(request):
    target = request.GET.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        target = "/"
    # ok: open-redirect
    return redirect(target)


def after_login_refused(request):
    target = request.GET.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        return redirect("home")
    # ok: open-redirect
    return HttpResponseRedirect(target)


def after_logout(request):
    target = request.POST["next"]
    # ruleid: open-redirect
    return HttpResponseRedirect(target)


def after_order(request):
    # ok: open-redirect
    return HttpResponseRedirect(reverse("order", args=[request.POST["order"]]))
