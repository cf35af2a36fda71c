"""What a request brings, name by name; the method is one of a few words."""
import django.http
import os


def of_django_http_httprequest(request: django.http.HttpRequest):
    # hit
    os.system(request.GET)
    # hit
    os.system(request.POST)
    # hit
    os.system(request.COOKIES)
    # hit
    os.system(request.META)
    # hit
    os.system(request.FILES)
    # hit
    os.system(request.body)
    # hit
    os.system(request.headers)
    # hit
    os.system(request.path)
    # hit
    os.system(request.path_info)
    # hit
    os.system(request.get_full_path())
    # hit
    os.system(request.read())
    # hit
    os.system(request.content_params)
    # hit
    os.system(request.data)
    # hit
    os.system(request.query_params)
    # clean
    os.system(request.method)
