"""The standard library: http.server and socketserver."""

import os
import shlex
import socketserver
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler


class Web(BaseHTTPRequestHandler):
    def do_GET(self):
        # ruleid: command-injection
        os.system("cat pages" + self.path)
        # ok: command-injection
        os.system("cat pages" + shlex.quote(self.path))

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        # ruleid: command-injection
        os.system("make " + body)
        # ok: command-injection
        os.system("make all")


class Files(SimpleHTTPRequestHandler):
    def do_GET(self):
        # ruleid: command-injection
        os.popen("file ." + self.path)


class Line(socketserver.StreamRequestHandler):
    def handle(self):
        line = self.rfile.readline().strip().decode()
        # ruleid: command-injection
        os.system("say " + line)
        # ok: command-injection
        os.system("say hello")


class Raw(socketserver.BaseRequestHandler):
    def handle(self):
        data = self.request.recv(1024).decode()
        # ruleid: command-injection
        os.system("say " + data)
        # ok: command-injection
        self.request.sendall(b"done")
