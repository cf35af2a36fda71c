"""Tornado: what is written as a dict is sent as JSON."""

import tornado.web


class Names(tornado.web.RequestHandler):
    def get(self):
        # ok: xss
        self.write({"name": self.get_argument("name")})
        data = {"name": self.get_argument("name")}
        # ok: xss
        self.finish(data)
        # ruleid: xss
        self.write("<p>" + self.get_argument("name") + "</p>")
