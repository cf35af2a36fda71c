"""What a request brings, name by name; the method is one of a few words."""
import falcon
import os


def of_falcon_request(request: falcon.Request):
    # hit
    os.system(request.params)
    # hit
    os.system(request.media)
    # hit
    os.system(request.query_string)
    # hit
    os.system(request.uri)
    # hit
    os.system(request.url)
    # hit
    os.system(request.path)
    # hit
    os.system(request.relative_uri)
    # hit
    os.system(request.headers)
    # hit
    os.system(request.cookies)
    # hit
    os.system(request.stream)
    # hit
    os.system(request.bounded_stream)
    # hit
    os.system(request.forwarded_uri)
    # hit
    os.system(request.referer)
    # hit
    os.system(request.get_param("x"))
    # hit
    os.system(request.get_param_as_list("x"))
    # hit
    os.system(request.get_param_as_json("x"))
    # hit
    os.system(request.get_media())
    # hit
    os.system(request.get_header("x"))
    # hit
    os.system(request.get_cookie_values("x"))
    # clean
    os.system(request.method)
