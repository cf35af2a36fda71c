"""Mail servers, and whether anybody asks who they are before the log-in."""

import imaplib
import poplib
import smtplib
import ssl

CONTEXT = ssl.create_default_context()


def send(text, password):
    with smtplib.SMTP("mail.example.org", 587, timeout=10) as server:
        # ruleid: tls-verification
        server.starttls()
        server.login("shop", password)
        server.sendmail("shop@example.org", "desk@example.org", text)


def send_safely(text, password):
    with smtplib.SMTP("mail.example.org", 587, timeout=10) as server:
        # ok: tls-verification
        server.starttls(context=CONTEXT)
        server.login("shop", password)
        server.sendmail("shop@example.org", "desk@example.org", text)


class Mailer:
    def __init__(self, context=None):
        self.server = smtplib.SMTP("mail.example.org", 587, timeout=10)
        self.context = context

    def start(self):
        # ruleid: tls-verification
        self.server.starttls(context=None)
        # ok: tls-verification
        self.server.starttls(context=self.context)
        # ok: tls-verification
        self.server.starttls(None, None, CONTEXT)

    def start_with(self, **options):
        # ok: tls-verification
        self.server.starttls(**options)


def read():
    inbox = imaplib.IMAP4("mail.example.org", timeout=10)
    # ruleid: tls-verification
    inbox.starttls()
    # ok: tls-verification
    inbox.starttls(CONTEXT)
    letters = poplib.POP3("mail.example.org", timeout=10)
    # ruleid: tls-verification
    letters.stls()
    # ok: tls-verification
    letters.stls(context=CONTEXT)


def other(server):
    # ok: tls-verification
    server.starttls()
