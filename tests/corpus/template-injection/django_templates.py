"""Django: the text of a template."""

from django.http import HttpResponse
from django.shortcuts import render
from django.template import Context, Template, engines

GREETING = "Hello {{ name }}"


def from_the_form(request):
    # ruleid: template-injection
    template = Template(request.POST["text"])
    return HttpResponse(template.render(Context({"name": "you"})))


def constant(request):
    # ok: template-injection
    template = Template(GREETING)
    return HttpResponse(template.render(Context({"name": request.POST["name"]})))


def by_engine(request):
    # ruleid: template-injection
    template = engines["django"].from_string("Hello " + request.GET["name"])
    return HttpResponse(template.render({}, request))


def by_file(request):
    # ok: template-injection
    return render(request, "hello.html", {"name": request.GET["name"]})
