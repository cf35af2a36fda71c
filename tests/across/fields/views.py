from django.http import HttpResponse

from fields.forms import Search
from fields.models import Order


def by_names(request):
    search = Search(names=request.GET.getlist("name"), columns=["paid"])
    # hit
    return HttpResponse(Order.objects.filter(**{name: 1 for name in search.names}))


def by_columns(request):
    search = Search(names=["paid"], columns=request.GET.getlist("column"))
    return HttpResponse(Order.objects.filter(**{name: 1 for name in search.names}))
