import smtplib
from http.server import BaseHTTPRequestHandler
from urllib.parse import unquote

from flask import request
from shop import outbox


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        name = unquote(self.path)
        # hit
        self.send_header("X-Name", name)
        # hit
        self.send_header(name, "X-Name")
        # hit
        self.send_response(200, name)
        # hit
        self.send_response(200, message=name)
        # clean
        self.send_header("X-Path", self.path)
        # clean
        self.send_header("X-Host", self.headers["Host"])
        # clean
        self.send_header("X-Line", self.requestline)
        if not name.isprintable():
            return
        # clean
        self.send_header("X-Name", name)


def mails(server):
    subject = request.args["subject"]
    # hit
    smtplib.SMTP("x").sendmail("a", "b", f"Subject: {subject}\n\n")
    # hit
    server.sendmail("a", "b", f"Subject: {subject}\n\n")
    # clean
    server.sendmail("a", "b", f"Subject: x\n\n{subject}")
    # clean
    server.sendmail("a", "b", f"\nSubject: {subject}\n\n")
    # clean
    outbox.sendmail(subject, "b", "Subject: x\n\n")
