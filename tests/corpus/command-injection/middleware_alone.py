"""A file that does not name the framework that calls it."""

import os


class Audit:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        # ruleid: command-injection
        os.system("logger " + request.path_info)
        # ok: command-injection
        os.system("logger " + str(len(request.path_info)))
        return self.get_response(request)
