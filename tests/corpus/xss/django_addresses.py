"""Django: addresses of the site's own in markup."""

from django.urls import reverse
from django.utils.safestring import mark_safe


def source(request):
    link = '<a href="{}">source</a>'.format(request.build_absolute_uri(reverse("source")))
    # ok: xss
    return {"link": mark_safe(link)}


def source_of(request):
    link = '<a href="{}">source</a>'.format(request.build_absolute_uri(request.GET["of"]))
    # ruleid: xss
    return {"link": mark_safe(link)}
