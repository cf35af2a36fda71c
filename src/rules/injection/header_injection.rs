//! Line ends in headers: of responses that no framework looks at, and of mails that are written by hand.
//!
//! Flask, Django, Starlette and aiohttp refuse them, and so do the classes of `email`.

use super::open_redirect::keeps_host;
use crate::rules::prelude::*;

pub(in crate::rules) static RULE: Rule = Rule {
    meta: Meta {
        id: "header-injection",
        summary: "Header written with what a client sends, line ends and all",
        family: Family::Injection,
        cwe: &[113, 93],
        owasp: Owasp::A05,
        severity: Severity::Medium,
        precision: Precision::High,
        tier: Tier::Advice,
        answers: &[],
        why: "A line end closes a header. What follows it is read as the next one, or as the body: the client sets \
              cookies for other visitors or answers them with a page of its own; in a mail it adds recipients and \
              writes the text. `http.server` and `smtplib` send what they are given.",
        instead: "Take line ends out of the value, `value.replace(\"\\r\", \"\").replace(\"\\n\", \"\")`, quote it with \
                  `urllib.parse.quote`, or refuse it. Put mails together with `email.message.EmailMessage`, which raises \
                  for line ends in a header, and send them with `send_message`.",
        references: &[
            "https://docs.python.org/3/library/http.server.html#http.server.BaseHTTPRequestHandler.send_header",
            "https://docs.python.org/3/library/email.message.html",
            "https://cwe.mitre.org/data/definitions/113.html",
        ],
        words: Words::OWN,
        examples: examples(&[
            Example::Bad {
                path: "serve.py",
                code: "from http.server import BaseHTTPRequestHandler\nfrom urllib.parse import parse_qs, quote, urlsplit\n\n\nclass Handler(BaseHTTPRequestHandler):\n    def do_GET(self):\n        name = parse_qs(urlsplit(self.path).query)[\"name\"][0]\n        self.send_response(200)\n        self.send_header(\"Content-Disposition\", f\"attachment; filename={name}\")\n        self.end_headers()\n",
            },
            Example::Good {
                path: "serve.py",
                code: "from http.server import BaseHTTPRequestHandler\nfrom urllib.parse import parse_qs, quote, urlsplit\n\n\nclass Handler(BaseHTTPRequestHandler):\n    def do_GET(self):\n        name = parse_qs(urlsplit(self.path).query)[\"name\"][0]\n        self.send_response(200)\n        self.send_header(\"Content-Disposition\", f\"attachment; filename={quote(name)}\")\n        self.end_headers()\n",
            },
            Example::Bad {
                path: "app.py",
                code: "import smtplib\n\nfrom flask import Flask, request\n\napp = Flask(__name__)\n\n\n@app.post(\"/contact\")\ndef contact():\n    subject = request.form[\"subject\"]\n    with smtplib.SMTP(\"localhost\") as server:\n        server.sendmail(\"shop@example.org\", [\"desk@example.org\"], f\"Subject: {subject}\\r\\n\\r\\nHello\")\n    return {}\n",
            },
            Example::Good {
                path: "app.py",
                code: "import smtplib\n\nfrom flask import Flask, request\n\napp = Flask(__name__)\n\n\n@app.post(\"/contact\")\ndef contact():\n    subject = request.form[\"subject\"]\n    with smtplib.SMTP(\"localhost\") as server:\n        server.sendmail(\"shop@example.org\", [\"desk@example.org\"], f\"Subject: Question\\r\\n\\r\\n{subject}\")\n    return {}\n",
            },
        ]),
    },
    on: &[On::Flow(Kind::Header, check), On::Flow(Kind::Mail, check_mail)],
};

fn check(cx: &mut Cx<'_>, hit: &Hit) {
    let Some((_, SourceClass::Request)) = cx.strongest(hit) else { return };
    // An address that the client gives as a whole is `open-redirect`'s to tell.
    let sent = |other: &Hit| other.site.kind == Kind::Redirect && other.site.call == hit.site.call;
    if cx.analysis.facts.hits.iter().any(sent) && !keeps_host(cx, hit.site.arg) {
        return;
    }
    let Some(draft) = cx.flow(hit, "is written into the headers, line ends and all") else { return };
    cx.report(draft);
}

fn check_mail(cx: &mut Cx<'_>, hit: &Hit) {
    let Some((_, SourceClass::Request)) = cx.strongest(hit) else { return };
    let Some(draft) = cx.flow(hit, "stands among the mail's headers, line ends and all") else { return };
    let advice = "Put the mail together with `email.message.EmailMessage` and send it with `send_message`, or take line \
                  ends out of the value.";
    cx.report(Draft { advice: Some(advice.to_owned()), ..draft });
}
