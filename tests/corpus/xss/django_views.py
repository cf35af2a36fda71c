"""Django: responses and safe strings."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe


def response(request):
    name = request.GET["name"]
    # ruleid: xss
    return HttpResponse(f"<p>{name}</p>")


def response_escaped(request):
    name = request.GET["name"]
    # ok: xss
    return HttpResponse(f"<p>{escape(name)}</p>")


def response_plain(request):
    name = request.GET["name"]
    # ok: xss
    return HttpResponse(f"Hello {name}", content_type="text/plain")


def response_json(request):
    # ok: xss
    return JsonResponse({"name": request.GET["name"]})


def safe_string(request):
    name = request.POST.get("name")
    # ruleid: xss
    title = mark_safe("<b>%s</b>" % name)
    return render(request, "page.html", {"title": title})


def safe_string_formatted(request):
    name = request.POST.get("name")
    # ok: xss
    title = format_html("<b>{}</b>", name)
    return render(request, "page.html", {"title": title})


def safe_string_constant(request):
    # ok: xss
    title = mark_safe("<hr>")
    return render(request, "page.html", {"title": title})
