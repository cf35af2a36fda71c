"""Tornado: the address as it was sent has no markup, its arguments have."""

import tornado.web


class Missing(tornado.web.RequestHandler):
    def get(self):
        # ok: xss
        self.write("<p>No page " + self.request.path + "</p>")

    def post(self):
        # ruleid: xss
        self.write("<p>No item " + self.get_query_argument("item") + "</p>")


class Addresses(tornado.web.RequestHandler):
    def get(self):
        # ok: xss
        self.write("<p>" + self.request.uri + "</p>")
        # ok: xss
        self.write("<p>" + self.request.query + "</p>")
        # ok: xss
        self.write("<p>" + self.request.full_url() + "</p>")
        # ruleid: xss
        self.write("<p>" + self.get_cookie("name") + "</p>")
