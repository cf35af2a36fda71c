"""What a request brings, name by name; the method is one of a few words."""
import os
import pyramid.request


def of_pyramid_request_request(request: pyramid.request.Request):
    # hit
    os.system(request.params)
    # hit
    os.system(request.GET)
    # hit
    os.system(request.POST)
    # hit
    os.system(request.json_body)
    # hit
    os.system(request.json)
    # hit
    os.system(request.body)
    # hit
    os.system(request.text)
    # hit
    os.system(request.matchdict)
    # hit
    os.system(request.headers)
    # hit
    os.system(request.cookies)
    # hit
    os.system(request.url)
    # hit
    os.system(request.path)
    # hit
    os.system(request.path_info)
    # hit
    os.system(request.path_qs)
    # hit
    os.system(request.path_url)
    # hit
    os.system(request.query_string)
    # hit
    os.system(request.referer)
    # hit
    os.system(request.referrer)
    # clean
    os.system(request.method)
