"""What a request brings, name by name; the method is one of a few words."""
import os
import starlette.websockets


async def of_starlette_websockets_websocket(request: starlette.websockets.WebSocket):
    # hit
    os.system(await request.receive_text())
    # hit
    os.system(await request.receive_json())
    # hit
    os.system(await request.receive_bytes())
    # hit
    os.system(await request.receive())
    async for each in request.iter_text():
        # hit
        os.system(each)
    async for each in request.iter_json():
        # hit
        os.system(each)
    async for each in request.iter_bytes():
        # hit
        os.system(each)
    # hit
    os.system(request.query_params)
    # hit
    os.system(request.path_params)
    # hit
    os.system(request.headers)
    # hit
    os.system(request.cookies)
    # clean
    os.system(request.method)
