"""What a request brings, name by name; the method is one of a few words."""
import bottle
import os


def of_bottle_request():
    # hit
    os.system(bottle.request.query)
    # hit
    os.system(bottle.request.query_string)
    # hit
    os.system(bottle.request.forms)
    # hit
    os.system(bottle.request.params)
    # hit
    os.system(bottle.request.json)
    # hit
    os.system(bottle.request.cookies)
    # hit
    os.system(bottle.request.headers)
    # hit
    os.system(bottle.request.files)
    # hit
    os.system(bottle.request.body)
    # hit
    os.system(bottle.request.url)
    # hit
    os.system(bottle.request.path)
    # hit
    os.system(bottle.request.fullpath)
    # hit
    os.system(bottle.request.urlparts)
    # hit
    os.system(bottle.request.url_args)
    # hit
    os.system(bottle.request.GET)
    # hit
    os.system(bottle.request.POST)
    # hit
    os.system(bottle.request.get_header("x"))
    # hit
    os.system(bottle.request.get_cookie("x"))
    # clean
    os.system(bottle.request.method)
