"""Django: pages that are sent piece by piece."""

from django.http import StreamingHttpResponse
from django.utils.html import escape


def page(request):
    # ruleid: xss
    return StreamingHttpResponse(["<p>", request.GET["name"]])


def page_of_a_generator(request):
    def parts():
        yield "<ul>"
        for name in request.GET.getlist("name"):
            yield "<li>" + name

    # ruleid: xss
    return StreamingHttpResponse(parts())


def page_escaped(request):
    # ok: xss
    return StreamingHttpResponse(["<p>", escape(request.GET["name"])])


def table(request):
    # ok: xss
    return StreamingHttpResponse(["name\n", request.GET["name"]], content_type="text/csv")
