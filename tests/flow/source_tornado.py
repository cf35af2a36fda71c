"""What a request brings, name by name; the method is one of a few words."""
import os
import tornado.web
import web


class OfTornado(tornado.web.RequestHandler):
    def get(self):
        # hit
        os.system(self.get_argument("x"))
        # hit
        os.system(self.get_arguments("x"))
        # hit
        os.system(self.get_query_argument("x"))
        # hit
        os.system(self.get_query_arguments("x"))
        # hit
        os.system(self.get_body_argument("x"))
        # hit
        os.system(self.get_body_arguments("x"))
        # hit
        os.system(self.get_cookie("x"))
        # hit
        os.system(self.path_args)
        # hit
        os.system(self.path_kwargs)
        # hit
        os.system(self.request.body)
        # hit
        os.system(self.request.arguments)
        # hit
        os.system(self.request.query_arguments)
        # hit
        os.system(self.request.body_arguments)
        # hit
        os.system(self.request.headers)
        # hit
        os.system(self.request.cookies)
        # hit
        os.system(self.request.files)
        # hit
        os.system(self.request.uri)
        # hit
        os.system(self.request.path)
        # hit
        os.system(self.request.query)
        # hit
        os.system(self.request.full_url())
        # clean
        os.system(self.request.method)
