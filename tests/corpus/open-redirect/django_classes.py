"""Django: views as classes, helpers that are given the request, answers of checks."""

from django.http import HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views import View

from shop.views import StaffView


class Back(View):
    def get(self, request):
        # ruleid: open-redirect
        return redirect(self.request.GET["next"])

    def post(self, request, target):
        # ruleid: open-redirect
        return redirect(target)

    def dispatch(self, request, *args, **kwargs):
        # ruleid: open-redirect
        return redirect(self.kwargs["target"])

    def _send_on(self, request, target):
        # ok: open-redirect
        return redirect(target)


class StaffBack(StaffView):
    def get(self, request):
        # ruleid: open-redirect
        return redirect(self.request.GET.get("next", "/"))


class Checked(View):
    def get(self, request):
        if url_has_allowed_host_and_scheme(self.request.GET.get("next"), allowed_hosts=None):
            # ok: open-redirect
            return redirect(self.request.GET["next"])
        # ruleid: open-redirect
        return redirect(self.request.GET.get("other"))


def kept(request):
    url = request.POST.get("next")
    safe = url_has_allowed_host_and_scheme(url=url, allowed_hosts=None)
    if not safe:
        url = "/"
    # ok: open-redirect
    return HttpResponseRedirect(url)


def kept_of_another(request):
    url = request.POST.get("next")
    safe = url_has_allowed_host_and_scheme(url=url, allowed_hosts=None)
    url = request.POST.get("other")
    if not safe:
        url = "/"
    # ruleid: open-redirect
    return HttpResponseRedirect(url)


def kept_or_not(request):
    url = request.POST.get("next")
    safe = url_has_allowed_host_and_scheme(url=url, allowed_hosts=None)
    if request.user.is_staff:
        safe = True
    if not safe:
        url = "/"
    # ruleid: open-redirect
    return HttpResponseRedirect(url)


def save(request, target, form):
    form.save()
    # ok: open-redirect
    return redirect(target or reverse("home"))


def sign_up(request, form):
    target = request.GET.get("next")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts=None):
        target = reverse("home")
    return save(request, target, form)
