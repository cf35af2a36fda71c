"""What a request brings, name by name; the method is one of a few words."""
import aiohttp.web
import os
import web


async def of_aiohttp_web_request(request: aiohttp.web.Request):
    # hit
    os.system(request.query)
    # hit
    os.system(request.query_string)
    # hit
    os.system(request.rel_url)
    # hit
    os.system(request.url)
    # hit
    os.system(request.path)
    # hit
    os.system(request.path_qs)
    # hit
    os.system(request.raw_path)
    # hit
    os.system(request.match_info)
    # hit
    os.system(request.headers)
    # hit
    os.system(request.cookies)
    # hit
    os.system(await request.post())
    # hit
    os.system(await request.json())
    # hit
    os.system(await request.text())
    # hit
    os.system(await request.read())
    # hit
    os.system(request.content)
    # hit
    os.system(await request.multipart())
    # clean
    os.system(request.method)
