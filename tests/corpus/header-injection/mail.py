import smtplib
from email.message import EmailMessage

from flask import Flask, make_response, request

app = Flask(__name__)
SENDER = "shop@example.org"
DESK = ["desk@example.org"]


@app.post("/contact")
def contact():
    subject, text = request.form["subject"], request.form["text"]
    server = smtplib.SMTP("localhost")
    # ruleid: header-injection
    server.sendmail(SENDER, DESK, "Subject: " + subject + "\n\n" + text)
    # ok: header-injection
    server.sendmail(SENDER, DESK, "Subject: Question\n\n" + subject + "\n" + text)
    # ruleid: header-injection
    server.sendmail(SENDER, DESK, "From: %s\r\nSubject: %s\r\n\r\n%s" % (SENDER, subject, text))
    # ok: header-injection
    server.sendmail(SENDER, DESK, "From: %s\r\nSubject: Question\r\n\r\n%s" % (SENDER, text))
    # ruleid: header-injection
    server.sendmail(SENDER, DESK, "\r\n".join(["From: " + SENDER, "Subject: " + subject, "", text]))
    # ok: header-injection
    server.sendmail(SENDER, DESK, f"Subject: {subject.splitlines()[0]}\n\n{text}")
    # ruleid: header-injection
    server.sendmail(SENDER, DESK, f"Subject: {subject}\n\n{text}".encode("utf-8"))
    # ok: header-injection
    server.sendmail(SENDER, DESK, text)
    return {}


@app.post("/message")
def message():
    mail = EmailMessage()
    mail["Subject"] = request.form["subject"]
    mail.set_content(request.form["text"])
    with smtplib.SMTP_SSL("localhost") as server:
        # ok: header-injection
        server.sendmail(SENDER, DESK, mail.as_string())
        # ruleid: header-injection
        server.sendmail(SENDER, DESK, f"Subject: {request.form['subject']}\n\n")
    return {}


def send(server, subject, text):
    # ok: header-injection
    server.sendmail(SENDER, DESK, f"Subject: {subject}\n\n{text}")


@app.post("/fixed")
def fixed():
    send(smtplib.SMTP("localhost"), "Question", request.form["text"])
    return {}


def send_as(server, subject, text):
    # ruleid: header-injection
    server.sendmail(SENDER, DESK, f"Subject: {subject}\n\n{text}")


@app.post("/free")
def free():
    send_as(smtplib.SMTP("localhost"), request.form["subject"], "Hello")
    return {}


@app.get("/page")
def page():
    response = make_response("")
    # ok: header-injection
    response.headers["X-Name"] = request.args["name"]
    return response
