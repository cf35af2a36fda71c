"""What a request brings, name by name; the method is one of a few words."""
import os
import starlette.requests


async def of_starlette_requests_request(request: starlette.requests.Request):
    # hit
    os.system(request.query_params)
    # hit
    os.system(request.path_params)
    # hit
    os.system(request.headers)
    # hit
    os.system(request.cookies)
    # hit
    os.system(request.url)
    # hit
    os.system(await request.json())
    # hit
    os.system(await request.body())
    # hit
    os.system(await request.form())
    # hit
    os.system(request.stream)
    # hit
    os.system(request.base_url)
    # clean
    os.system(request.method)
