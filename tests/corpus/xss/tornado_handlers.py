"""Tornado: what a handler writes, and as what."""

from tornado.web import RequestHandler


class Page(RequestHandler):
    def get(self):
        # ruleid: xss
        self.write("<p>" + self.get_argument("q") + "</p>")


class Answer(RequestHandler):
    def get(self):
        self.set_header("Content-Type", "application/json")
        # ok: xss
        self.write('{"q": "' + self.get_argument("q") + '"}')


class Feed(RequestHandler):
    def get(self):
        self.set_header("Content-Type", "image/svg+xml")
        # ruleid: xss
        self.write("<svg>" + self.get_argument("q") + "</svg>")
