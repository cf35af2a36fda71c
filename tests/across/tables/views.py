import subprocess

from django.http import HttpResponse
from django.views import View


def by_number(request, pk):
    # clean: the table lets numbers through only
    subprocess.run(f"tool {pk}", shell=True)
    return HttpResponse("")


def by_name(request, name):
    # hit: the table lets any text through
    subprocess.run(f"tool {name}", shell=True)
    return HttpResponse("")


def by_year(request, year):
    # clean: digits
    subprocess.run(f"tool {year}", shell=True)
    return HttpResponse("")


def by_both(request, number):
    # clean: both entries let nothing through
    subprocess.run(f"tool {number}", shell=True)
    return HttpResponse("")


def by_either(request, number):
    # hit: one of the entries does
    subprocess.run(f"tool {number}", shell=True)
    return HttpResponse("")


def unrouted(request, pk):
    # hit: no table speaks of it
    subprocess.run(f"tool {pk}", shell=True)
    return HttpResponse("")


class Show(View):
    def get(self, request, pk, file):
        # clean: a number
        subprocess.run(f"tool {pk}", shell=True)
        # hit: a path
        subprocess.run(f"tool {file}", shell=True)
        return HttpResponse("")
