"""What forms, serializers and parsers of requests let through."""

import os
import re

from django import forms
from django.core.validators import RegexValidator
from django.views.generic import FormView
from flask_restful import Resource, inputs, reqparse
from rest_framework import serializers
from rest_framework.generics import CreateAPIView


class Base(forms.Form):
    port = forms.IntegerField()
    label = forms.CharField()


class Search(Base):
    host = forms.CharField()
    loose = forms.CharField()
    name = forms.RegexField(regex=r"^[a-z]+\Z")
    first = forms.RegexField(r"^[a-z]+$", strip=True)
    part = forms.RegexField(r"[a-z]+")
    word = forms.CharField(validators=[RegexValidator(r"^[a-z]+\Z")])
    other = forms.CharField(validators=[RegexValidator(r"^[a-z]+\Z", inverse_match=True)])
    trimmed = forms.CharField()

    def clean_host(self):
        host = self.cleaned_data["host"]
        # ruleid: command-injection
        os.system("ping " + host)
        if host not in ("a", "b"):
            raise forms.ValidationError("bad")
        return host

    def clean_loose(self):
        loose = self.cleaned_data["loose"]
        if len(loose) > 100:
            raise forms.ValidationError("bad")
        return loose

    def clean_trimmed(self):
        if not re.fullmatch(r"[a-z]+", self.cleaned_data["trimmed"]):
            raise forms.ValidationError("bad")
        return self.cleaned_data["trimmed"]


def search(request):
    form = Search(request.POST)
    if not form.is_valid():
        return None
    # ok: command-injection
    os.system("ping " + form.cleaned_data["host"])
    # ruleid: command-injection
    os.system("ping " + form.cleaned_data["loose"])
    # ok: command-injection
    os.system("ping " + form.cleaned_data["name"] + form.cleaned_data["first"] + form.cleaned_data["word"])
    # ruleid: command-injection
    os.system("ping " + form.cleaned_data["part"])
    # ruleid: command-injection
    os.system("ping " + form.cleaned_data["other"])
    # ok: command-injection
    os.system("ping -p %s" % form.cleaned_data["port"])
    # ruleid: command-injection
    os.system("ping " + form.cleaned_data["label"])


class Ping(FormView):
    form_class = Search
    template_name = "p.html"

    def form_valid(self, form):
        # ok: command-injection
        os.system("nc -z localhost %s" % form.cleaned_data["port"])
        # ok: command-injection
        os.system("nc -z " + form.cleaned_data["host"])
        # ruleid: command-injection
        os.system("nc -z " + form.cleaned_data["loose"])
        return super().form_valid(form)


class Unknown(FormView):
    template_name = "p.html"

    def form_valid(self, form):
        # ruleid: command-injection
        os.system("nc -z " + form.cleaned_data["host"])
        return super().form_valid(form)


class Column(serializers.Serializer):
    col = serializers.CharField()
    free = serializers.CharField()
    loose = serializers.CharField()
    count = serializers.IntegerField()

    def validate_col(self, value):
        if value not in ("id", "name"):
            raise serializers.ValidationError("col")
        return value

    def validate_loose(self, value):
        if value.startswith("_"):
            raise serializers.ValidationError("col")
        return value


class Columns(CreateAPIView):
    serializer_class = Column

    def perform_create(self, serializer):
        # ok: command-injection
        os.system("cut -f %s" % serializer.validated_data["count"])
        # ok: command-injection
        os.system("cut -f " + serializer.validated_data["col"])
        # ruleid: command-injection
        os.system("cut -f " + serializer.validated_data["free"])

    def post(self, request):
        given = Column(data=request.data)
        given.is_valid(raise_exception=True)
        # ok: command-injection
        os.system("cut -f " + given.validated_data["col"])
        # ruleid: command-injection
        os.system("cut -f " + given.validated_data["loose"])


parser = reqparse.RequestParser()
parser.add_argument("q", type=str)
parser.add_argument("n", type=int)
parser.add_argument("flag", type=inputs.boolean)
parser.add_argument("mode", choices=("fast", "slow"))
parser.add_argument("twice", type=int)
parser.add_argument("twice")


class Parsed(Resource):
    def get(self):
        args = parser.parse_args()
        # ok: command-injection
        os.system(f"head -n {args['n']} {args.mode}")
        # ruleid: command-injection
        os.system(f"grep {args['q']}")
        # ruleid: command-injection
        os.system(f"grep {args['twice']}")
        # ruleid: command-injection
        os.system(f"grep {args.get('q')}")
        # ok: command-injection
        os.system(f"head -n {args.get('n')}")
        # ruleid: command-injection
        os.system("grep " + args.q)


def before(request):
    form = Later(request.POST)
    if form.is_valid():
        # ok: command-injection
        os.system("ping " + form.cleaned_data["host"])
        # ruleid: command-injection
        os.system("ping " + form.cleaned_data["loose"])


class Later(forms.Form):
    host = forms.CharField()
    loose = forms.CharField()

    def clean_host(self):
        host = self.cleaned_data["host"]
        if host not in ("a", "b"):
            raise forms.ValidationError("bad")
        return host

    def clean_loose(self):
        return self.cleaned_data["loose"].strip()
