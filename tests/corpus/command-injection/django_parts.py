"""Django: middleware, commands, forms, admin."""

import os
import shlex

from django import forms
from django.contrib import admin
from django.core.management.base import BaseCommand
from django.views.generic import FormView


class LogMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        # ruleid: command-injection
        os.system("logger " + request.META["HTTP_USER_AGENT"])
        # ok: command-injection
        os.system("logger visit")
        return self.get_response(request)


class Command(BaseCommand):
    def add_arguments(self, parser):
        parser.add_argument("target")
        parser.add_argument("-j", "--make-jobs", type=int, default=2)
        parser.add_argument("--verbose", action="store_true", dest="loud")
        group = parser.add_mutually_exclusive_group()
        group.add_argument("--kind", choices=["debug", "release"])
        group.add_argument("--folder", default="build")

    def handle(self, *args, **options):
        # ok: command-injection
        os.system(f"make -j {options['make_jobs']}")
        # ok: command-injection
        os.system("make " + options.get("kind"))
        # ok: command-injection
        os.system(f"make {options['loud']}")
        # ruleid: command-injection
        os.system("make -C " + options["folder"])
        # ruleid: command-injection
        os.system("make " + options["target"])
        # ok: command-injection
        os.system("make " + shlex.quote(options["target"]))


class Search(forms.Form):
    word = forms.CharField()
    count = forms.IntegerField()
    level = forms.ChoiceField(choices=[("a", "A")])

    def clean_word(self):
        # ruleid: command-injection
        os.system("grep " + self.cleaned_data["word"])
        # ok: command-injection
        os.system(f"head -n {self.cleaned_data['count']}")
        return self.cleaned_data["word"]


def search(request):
    form = Search(request.POST)
    if form.is_valid():
        # ruleid: command-injection
        os.system("grep " + form.cleaned_data["word"])
        # ok: command-injection
        os.system(f"head -n {form.cleaned_data['count']}")
        # ok: command-injection
        os.system(f"report {form.cleaned_data['level']}")


class SearchView(FormView):
    def form_valid(self, form):
        # ruleid: command-injection
        os.system("grep " + form.cleaned_data["word"])
        return super().form_valid(form)


class ShopAdmin(admin.ModelAdmin):
    def save_model(self, request, obj, form, change):
        # ruleid: command-injection
        os.system("logger " + request.POST["note"])
        # ok: command-injection
        os.system("logger saved")
