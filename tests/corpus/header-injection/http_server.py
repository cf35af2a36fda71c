import json
import re
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs, quote, unquote, urlsplit


class Handler(BaseHTTPRequestHandler):
    def field(self, name):
        return parse_qs(urlsplit(self.path).query)[name][0]

    def do_GET(self):
        name = self.field("name")
        self.send_response(200)
        # ruleid: header-injection
        self.send_header("X-Name", name)
        # ok: header-injection
        self.send_header("X-Name", quote(name))
        # ok: header-injection
        self.send_header("X-Name", json.dumps(name))
        # ok: header-injection
        self.send_header("X-Length", str(len(name)))
        # ruleid: header-injection
        self.send_header("Content-Disposition", f'attachment; filename="{name}"')
        # ruleid: header-injection
        self.send_header(name, "1")
        # ok: header-injection
        self.send_header("X-Path", self.path)
        # ruleid: header-injection
        self.send_header("X-Path", unquote(self.path))
        # ok: header-injection
        self.send_header("Access-Control-Allow-Origin", self.headers["Origin"])
        self.end_headers()

    def do_POST(self):
        name = self.field("name")
        # ok: header-injection
        self.send_header("X-Name", name.replace("\r", "").replace("\n", ""))
        # ruleid: header-injection
        self.send_header("X-Name", name.replace(" ", ""))
        # ok: header-injection
        self.send_header("X-Name", name.splitlines()[0])
        # ok: header-injection
        self.send_header("X-Name", " ".join(name.split()))
        # ruleid: header-injection
        self.send_header("X-Name", name.split(";")[0])
        # ok: header-injection
        self.send_header("X-Name", re.sub(r"[\r\n]+", " ", name))
        # ruleid: header-injection
        self.send_header("X-Name", re.sub(r"[<>]", "", name))
        # ok: header-injection
        self.send_header("Location", name)
        # ruleid: header-injection
        self.send_header("Location", "/found?name=" + name)

    def do_PUT(self):
        name = self.field("name")
        if "\r" in name or "\n" in name:
            self.send_error(400)
            return
        # ok: header-injection
        self.send_header("X-Name", name)

    def do_PATCH(self):
        name = self.field("name")
        if any(end in name for end in "\r\n"):
            self.send_error(400)
            return
        # ok: header-injection
        self.send_header("X-Name", name)

    def do_DELETE(self):
        name = self.field("name")
        if "/" in name:
            self.send_error(400)
            return
        # ruleid: header-injection
        self.send_header("X-Name", name)
        # ruleid: header-injection
        self.send_response(200, name)
        # ok: header-injection
        self.send_response(200, "OK")
