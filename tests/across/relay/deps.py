from fastapi import Request


def target(request: Request):
    return request.headers["x-target"]
