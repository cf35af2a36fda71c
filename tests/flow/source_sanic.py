"""What a request brings, name by name; the method is one of a few words."""
import os
import sanic.request


def of_sanic_request_request(request: sanic.request.Request):
    # hit
    os.system(request.args)
    # hit
    os.system(request.form)
    # hit
    os.system(request.json)
    # hit
    os.system(request.query_args)
    # hit
    os.system(request.query_string)
    # hit
    os.system(request.raw_url)
    # hit
    os.system(request.files)
    # hit
    os.system(request.headers)
    # hit
    os.system(request.cookies)
    # hit
    os.system(request.body)
    # hit
    os.system(request.url)
    # hit
    os.system(request.path)
    # hit
    os.system(request.match_info)
    # hit
    os.system(request.get_args())
    # hit
    os.system(request.get_form())
    # clean
    os.system(request.method)
