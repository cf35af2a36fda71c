"""What Django's table of addresses lets into the arguments of views."""
import os

from django.http import HttpResponse
from django.urls import path, re_path
from django.views import View


def by_number(request, pk):
    # clean
    os.system(f"tool {pk}")


def by_name(request, name):
    # hit
    os.system(f"tool {name}")


def by_slug(request, slug):
    # clean
    os.system(f"tool {slug}")


def by_path(request, file):
    # hit
    os.system(f"tool {file}")


def by_text(request, text):
    # hit
    os.system(f"tool {text}")


def by_year(request, year):
    # clean
    os.system(f"tool {year}")


def by_rest(request, rest):
    # hit
    os.system(f"tool {rest}")


def by_both(request, number):
    # hit
    os.system(f"tool {number}")


def by_word(request, number, word):
    # clean
    os.system(f"tool {number}")
    # hit
    os.system(f"tool {word}")
    # hit
    os.system("tool " + request.GET["word"])


class Show(View):
    def get(self, request, pk, name):
        # clean
        os.system(f"tool {pk}")
        # hit
        os.system(f"tool {name}")
        return HttpResponse("")


urlpatterns = [
    path("number/<int:pk>/", by_number),
    path("name/<name>/", by_name),
    path("slug/<slug:slug>/", by_slug, name="slug"),
    path("file/<path:file>", by_path),
    path("text/<str:text>/", by_text),
    re_path(r"^year/(?P<year>[0-9]{4})/$", by_year),
    re_path(r"^rest/(?P<rest>.*)$", by_rest),
    path("both/<int:number>/", by_both),
    path("other/<str:number>/", by_both),
    path("word/<uuid:number>/<str:word>/", by_word),
    path("show/<int:pk>/<str:name>/", Show.as_view(), name="show"),
]
