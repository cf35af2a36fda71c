"""web.py: a table of paths and names of classes."""
import os

import web

urls = (
    "/a/(.*)", "Text",
    "/b/(\\d+)", "Number",
    "/c/(\\d+)/(.+)", "Both",
)


class Text:
    def GET(self, name):
        # hit
        os.system("x " + name)


class Number:
    def GET(self, name):
        # clean
        os.system("x " + name)


class Both:
    def POST(self, number, name):
        # clean
        os.system("x " + number)
        # hit
        os.system("x " + name)


app = web.application(urls, globals())
