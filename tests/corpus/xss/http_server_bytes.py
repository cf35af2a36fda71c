"""The standard library's server: without a type nothing says that it is a page."""

from http.server import BaseHTTPRequestHandler


class Echo(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        # ok: xss
        self.wfile.write(self.path.encode())
