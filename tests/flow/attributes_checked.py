"""Attributes that one method sets, another checks and a third reads."""
import os

from django.views import View

KNOWN = {"a", "b"}


class Reads(View):
    def get(self, request):
        self.name = request.GET["name"]
        self.fixed = request.GET["fixed"]
        self.fixed = "a"
        self._run()

    def _run(self):
        # hit
        os.system(self.name)
        # clean
        os.system(self.fixed)


class Checks(View):
    def get(self, request):
        self.name = request.GET["name"]
        self.other = request.GET["other"]
        self._check()
        # clean
        os.system(self.name)
        # hit
        os.system(self.other)

    def _check(self):
        if self.name not in KNOWN:
            raise ValueError("unknown")


class ChecksAnother(View):
    def get(self, request):
        self.name = request.GET["name"]
        self._check()
        # hit
        os.system(self.name)

    def _check(self):
        if self.other not in KNOWN:
            raise ValueError("unknown")


class ChecksTooLate(View):
    def get(self, request):
        self.name = request.GET["name"]
        # hit
        os.system(self.name)
        self._check()

    def _check(self):
        if self.name not in KNOWN:
            raise ValueError("unknown")


class Asks(View):
    def get(self, request):
        self.name = request.GET["name"]
        if not self.is_known():
            return
        # clean
        os.system(self.name)

    def post(self, request):
        self.name = request.POST["name"]
        if self.is_known():
            return
        # hit
        os.system(self.name)

    def put(self, request):
        self.name = request.GET["name"]
        if self.is_unknown:
            return
        # clean
        os.system(self.name)

    def delete(self, request):
        self.name = request.GET["name"]
        if not self.is_unknown:
            return
        # hit
        os.system(self.name)

    def is_known(self):
        return self.name in KNOWN

    @property
    def is_unknown(self):
        return self.name not in KNOWN


def require(data):
    if data["name"] not in KNOWN:
        raise ValueError("unknown")


class Items(View):
    def get(self, request):
        data = {"name": request.GET["name"], "other": request.GET["other"]}
        require(data)
        # clean
        os.system(data["name"])
        # hit
        os.system(data["other"])
