import cherrypy
from django.http import JsonResponse
from fastapi import FastAPI, Request
from pyramid.view import view_config

api = FastAPI()


def django_view(request):
    # ruleid: trust-boundary
    request.session[request.POST["name"]] = request.POST["value"]
    # ok: trust-boundary
    request.session["colour"] = request.POST["value"]
    # ruleid: trust-boundary
    request.session.update(request.POST.dict())
    return JsonResponse({})


def django_own(request, cache):
    # ok: trust-boundary
    cache[request.POST["name"]] = request.POST["value"]
    return JsonResponse({})


@api.post("/settings")
async def settings(request: Request):
    given = await request.json()
    # ruleid: trust-boundary
    request.session[given["name"]] = given["value"]
    # ok: trust-boundary
    request.session["theme"] = given["value"]
    return {}


@view_config(route_name="settings")
def pyramid_view(request):
    # ruleid: trust-boundary
    request.session[request.params["name"]] = request.params["value"]
    # ok: trust-boundary
    request.session["theme"] = request.params["value"]
    return {}


class Root:
    @cherrypy.expose
    def settings(self, name, value):
        # ruleid: trust-boundary
        cherrypy.session[name] = value
        # ok: trust-boundary
        cherrypy.session["theme"] = value
        return ""
