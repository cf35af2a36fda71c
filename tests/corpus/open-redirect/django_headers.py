"""Django: the header that sends a browser elsewhere, as an element of the response."""

from django.http import HttpResponse


def put_there(request):
    response = HttpResponse(status=302)
    # ruleid: open-redirect
    response["Location"] = request.GET["to"]
    return response


def put_below_the_host(request):
    response = HttpResponse(status=302)
    # ok: open-redirect
    response["Location"] = "/users/" + request.GET["to"]
    return response


def kept_in_a_dict(request):
    place = {}
    # ok: open-redirect
    place["Location"] = request.GET["to"]
    return HttpResponse(str(len(place)))
