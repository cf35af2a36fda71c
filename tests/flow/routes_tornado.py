import os

import tornado.web


class Show(tornado.web.RequestHandler):
    def get(self, name):
        # hit
        os.system("tool " + name)


class Number(tornado.web.RequestHandler):
    def get(self, number):
        # clean
        os.system(f"tool {number}")


class Both(tornado.web.RequestHandler):
    def get(self, number, name):
        # clean
        os.system(f"tool {number}")
        # hit
        os.system(f"tool {name}")


def make():
    return tornado.web.Application([
        (r"/show/(.*)", Show),
        (r"/number/([0-9]+)", Number),
        (r"/both/(\d+)/(?P<name>[^/]+)", Both, {}),
    ])
