"""Filters whose names clients choose: fields, lookups, relations, the way conditions are joined."""
import json

from django import forms
from django.db.models import Q
from django.http import JsonResponse
from django.views import View

from shop.models import Item

FIELDS = {"name", "colour"}


class Search(forms.Form):
    name = forms.CharField()


def all_keys(request):
    # ruleid: sql-injection
    items = Item.objects.filter(**request.GET.dict())
    return JsonResponse(list(items), safe=False)


def one_value(request):
    # ok: sql-injection
    items = Item.objects.filter(name=request.GET["name"])
    return JsonResponse(list(items), safe=False)


def value_of_mapping(request):
    # ok: sql-injection
    items = Item.objects.filter(**{"name": request.GET["name"]})
    return JsonResponse(list(items), safe=False)


def key_of_mapping(request):
    # ruleid: sql-injection
    items = Item.objects.filter(**{request.GET["field"]: "red"})
    return JsonResponse(list(items), safe=False)


def part_of_key(request):
    # ruleid: sql-injection
    items = Item.objects.exclude(**{"%s__icontains" % request.GET["field"]: "red"})
    return JsonResponse(list(items), safe=False)


def part_of_checked_key(request):
    field = request.GET["field"]
    if field not in FIELDS:
        raise ValueError(field)
    # ok: sql-injection
    items = Item.objects.exclude(**{"%s__icontains" % field: "red"})
    return JsonResponse(list(items), safe=False)


def chained(request):
    # ruleid: sql-injection
    item = Item.objects.all().get(**request.GET)
    return JsonResponse(item.name, safe=False)


def another_get(request, client):
    # ok: sql-injection
    item = client.get(**request.GET)
    return JsonResponse(item.name, safe=False)


def conditions(request):
    # ruleid: sql-injection
    wanted = Q(**json.loads(request.body))
    return JsonResponse(list(Item.objects.filter(wanted)), safe=False)


def conditions_of_value(request):
    # ok: sql-injection
    wanted = Q(name=json.loads(request.body))
    return JsonResponse(list(Item.objects.filter(wanted)), safe=False)


def gathered(request):
    wanted = {}
    for key, value in request.GET.items():
        wanted[key] = value
    # ruleid: sql-injection
    items = Item.objects.filter(**wanted)
    return JsonResponse(list(items), safe=False)


def gathered_from_fields(request):
    wanted = {}
    for key, value in request.GET.items():
        if key in FIELDS:
            wanted[key] = value
    # ok: sql-injection
    items = Item.objects.filter(**wanted)
    return JsonResponse(list(items), safe=False)


def gathered_by_fields(request):
    wanted = {key: request.GET[key] for key in FIELDS if key in request.GET}
    # ok: sql-injection
    items = Item.objects.filter(**wanted)
    return JsonResponse(list(items), safe=False)


def comprehension(request):
    wanted = {key: value for key, value in request.GET.items()}
    # ruleid: sql-injection
    items = Item.objects.filter(**wanted)
    return JsonResponse(list(items), safe=False)


def comprehension_of_fields(request):
    wanted = {key: value for key, value in request.GET.items() if key in FIELDS}
    # ok: sql-injection
    items = Item.objects.filter(**wanted)
    return JsonResponse(list(items), safe=False)


def of_form(request):
    form = Search(request.GET)
    form.is_valid()
    # ok: sql-injection
    items = Item.objects.filter(**form.cleaned_data)
    return JsonResponse(list(items), safe=False)


def find(wanted):
    # ruleid: sql-injection
    return Item.objects.filter(**wanted)


def find_named(**wanted):
    # ruleid: sql-injection
    return Item.objects.filter(**wanted)


def find_values(wanted):
    # ok: sql-injection
    return Item.objects.filter(**wanted)


def find_named_values(**wanted):
    # ok: sql-injection
    return Item.objects.filter(**wanted)


def passed(request):
    return JsonResponse([find(request.GET), find_named(**request.GET.dict())], safe=False)


def passed_values(request):
    name = request.GET["name"]
    return JsonResponse([find_values({"name": name}), find_named_values(name=name)], safe=False)


def detail(request, **kwargs):
    # ok: sql-injection
    item = Item.objects.get(**kwargs)
    return JsonResponse(item.name, safe=False)


class Detail(View):
    def get(self, request, *args, **kwargs):
        # ok: sql-injection
        item = Item.objects.get(**self.kwargs)
        # ok: sql-injection
        other = Item.objects.get(**kwargs)
        return JsonResponse([item.name, other.name], safe=False)
