//! A development server that listens on every network of the machine.

use super::places::{is_development, plain_literal};
use crate::rules::prelude::*;

pub(in crate::rules) static RULE: Rule = Rule {
    meta: Meta {
        id: "bind-all-interfaces",
        summary: "Server listens on every network interface",
        family: Family::Configuration,
        cwe: &[605],
        owasp: Owasp::A02,
        severity: Severity::Low,
        precision: Precision::Medium,
        tier: Tier::Review,
        answers: &["B104", "S104"],
        why: "`0.0.0.0` makes the server reachable from every network that the machine is in: the office, the café, the \
              other machines of the data centre. A development server has no protection of its own, and behind a proxy \
              it lets callers go around the proxy.",
        instead: "Listen on `127.0.0.1` and let a proxy in front take the outside connections. In a container `0.0.0.0` is \
                  right: there the ports that are published decide who gets in; take the address from the environment.",
        references: &["https://cwe.mitre.org/data/definitions/605.html"],
        words: Words::OWN.file(&["0.0.0.0", "::"]),
        examples: examples(&[
            Example::Rewrite {
                path: "app.py",
                bad: "from flask import Flask\n\napp = Flask(__name__)\n\nif __name__ == \"__main__\":\n    app.run(host=\"0.0.0.0\", port=8000)\n",
                good: "from flask import Flask\n\napp = Flask(__name__)\n\nif __name__ == \"__main__\":\n    app.run(host=\"127.0.0.1\", port=8000)\n",
            },
            Example::Rewrite {
                path: "serve.py",
                bad: "import uvicorn\n\nuvicorn.run('shop:app', host='0.0.0.0')\n",
                good: "import uvicorn\n\nuvicorn.run('shop:app', host='127.0.0.1')\n",
            },
            Example::Rewrite {
                path: "serve.py",
                bad: "from http.server import HTTPServer, SimpleHTTPRequestHandler\n\nHTTPServer((\"0.0.0.0\", 8000), SimpleHTTPRequestHandler).serve_forever()\n",
                good: "from http.server import HTTPServer, SimpleHTTPRequestHandler\n\nHTTPServer((\"127.0.0.1\", 8000), SimpleHTTPRequestHandler).serve_forever()\n",
            },
            Example::Good {
                path: "serve.py",
                code: "import os\nimport uvicorn\n\nuvicorn.run('shop:app', host='0.0.0.0', port=int(os.environ['PORT']))\n",
            },
            Example::Good {
                path: "serve.py",
                code: "# In the container only the published port is reachable.\nimport uvicorn\n\nuvicorn.run('shop:app', host='0.0.0.0')\n",
            },
        ]),
    },
    on: &[
        On::Call(&["flask.Flask.run", "uvicorn.run", "aiohttp.web.run_app", "bottle.run", "flask_socketio.SocketIO.run"], check_host),
        On::Call(&["http.server.HTTPServer", "http.server.ThreadingHTTPServer"], check_address),
    ],
};

fn check_host(cx: &mut Cx<'_>, call: Call<'_>) {
    // With the debugger on there is a graver finding at the same place.
    if call.keyword(cx.module(), "debug").is_some_and(|arg| cx.is_true(arg.value)) {
        return;
    }
    let by_position = if call.name == "flask.Flask.run" { call.positional(0) } else { None };
    let host = by_position.or_else(|| call.keyword(cx.module(), "host").map(|arg| arg.value));
    if let Some(host) = host {
        report(cx, call, host);
    }
}

fn check_address(cx: &mut Cx<'_>, call: Call<'_>) {
    let Some(address) = call.positional(0) else { return };
    let ExprKind::Tuple(items) = &cx.expr(address).kind else { return };
    if let Some(host) = items.first() {
        report(cx, call, *host);
    }
}

fn report(cx: &mut Cx<'_>, call: Call<'_>, host: ExprId) {
    let span = cx.span(call.id);
    let Some(name) = cx.str(host).filter(|name| matches!(*name, "0.0.0.0" | "::")) else { return };
    if is_development(cx, span) || is_contained(cx, call) {
        return;
    }
    let proposal = plain_literal(cx, host).map(|(start, _)| Proposal {
        title: "Listen on the machine's own address".to_owned(),
        tier: Tier::Review,
        edits: vec![arguments::replace(
            Span { start, end: start + name.len() as u32 },
            if name == "::" { "::1" } else { "127.0.0.1" },
        )],
        check: Some("Other machines, and a container's published ports, no longer reach the server.".to_owned()),
    });
    let message = format!("`{name}` opens the server to every network that the machine is in.");
    let draft = cx.draft(span, message).propose(proposal);
    cx.report(draft);
}

/// The file speaks of a container or a platform that hands out the port: there every address is right.
fn is_contained(cx: &Cx<'_>, call: Call<'_>) -> bool {
    const WORDS: &[&str] = &["container", "docker", "kubernetes", "k8s", "heroku", "cloud run", "podman"];
    let text = cx.file.text().to_lowercase();
    let port = call.keyword(cx.module(), "port").map(|arg| cx.text(super::places::definition(cx, arg.value)));
    WORDS.iter().any(|word| text.contains(word)) || port.is_some_and(|port| port.contains("PORT"))
}
