"""What a request brings, name by name; the method is one of a few words."""
import http.server
import os


class OfTheStandardLibrary(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        # hit
        os.system(self.path)
        # hit
        os.system(self.headers)
        # hit
        os.system(self.rfile.read())
        # hit
        os.system(self.requestline)
        # hit
        os.system(self.raw_requestline)
        # hit
        self.send_header("X-Name", self.rfile.read().decode())
        # clean
        self.send_header("X-Name", "x")
        # clean
        os.system(self.command)
