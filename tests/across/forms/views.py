from django.db import connection
from django.views.generic import FormView
from rest_framework.generics import CreateAPIView

from forms.forms import Column, Search, Wider


def search(request):
    form = Search(request.GET)
    if form.is_valid():
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM t LIMIT %s" % form.cleaned_data["n"])
            cursor.execute("SELECT * FROM " + form.cleaned_data["name"] + form.cleaned_data["word"])
            # hit
            cursor.execute("SELECT * FROM t WHERE q = '%s'" % form.cleaned_data["q"])


def wider(request):
    form = Wider(request.POST, prefix="x")
    if form.is_valid():
        data = form.cleaned_data
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM t LIMIT %s" % data["n"])
            # hit
            cursor.execute("SELECT * FROM t WHERE q = '%s'" % data["more"])
            # hit
            cursor.execute("SELECT * FROM t WHERE q = '%s'" % data.get("q"))


class View(FormView):
    form_class = Search

    def form_valid(self, form):
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM t LIMIT %s" % form.cleaned_data["n"])
            cursor.execute("SELECT * FROM " + form.cleaned_data["name"])
            # hit
            cursor.execute("SELECT * FROM t WHERE q = '%s'" % form.cleaned_data["q"])


class Columns(CreateAPIView):
    serializer_class = Column

    def post(self, request):
        given = Column(data=request.data)
        given.is_valid(raise_exception=True)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {given.validated_data['col']} FROM t")
            # hit
            cursor.execute(f"SELECT {given.validated_data['free']} FROM t")

    def perform_create(self, serializer):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {serializer.validated_data['col']} FROM t")
            # hit
            cursor.execute(f"SELECT {serializer.validated_data['free']} FROM t")
