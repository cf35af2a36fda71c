"""What stands around views, or below them."""

import os

from django.http import JsonResponse
from django.views import View


class Audit:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        # ruleid: command-injection
        os.system("logger " + request.path_info)
        # ok: command-injection
        os.system("logger " + str(len(request.path_info)))
        # ok: command-injection
        os.system("logger " + request.user.title)
        return self.get_response(request)

    def process_view(self, request, view_func, view_args, view_kwargs):
        # ruleid: command-injection
        os.system("logger " + request.GET["q"])

    def process_request(self, request):
        # ruleid: command-injection
        os.system("logger " + request.COOKIES["q"])


def middleware(get_response):
    def inner(request):
        # ruleid: command-injection
        os.system("logger " + request.GET["q"])
        return get_response(request)

    return inner


class Params:
    def target(self):
        return self.request.GET["t"]

    def count(self):
        return int(self.request.GET.get("c", 1))


class Ping(Params, View):
    def get(self, request):
        # ruleid: command-injection
        os.system("ping " + self.target())
        # ok: command-injection
        os.system("ping -c%d localhost" % self.count())
        return JsonResponse({})


class Job:
    def target(self):
        return self.request.GET["t"]


class Nightly(Job):
    def run(self):
        # It is no view.
        # ok: command-injection
        os.system("ping " + self.target())
