"""The standard library's server: bytes are a page where the type says so."""

from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs, urlparse


class Page(BaseHTTPRequestHandler):
    def do_GET(self):
        name = parse_qs(urlparse(self.path).query).get("name", [""])[0]
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        # ruleid: xss
        self.wfile.write(f"<p>{name}</p>".encode())

    def do_POST(self):
        self._begin()
        # ruleid: xss
        self.wfile.write(("<p>" + self.headers["X-Name"] + "</p>").encode())

    def _begin(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()

    def do_PUT(self):
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        # ok: xss
        self.wfile.write(("<p>" + self.headers["X-Name"] + "</p>").encode())
