//! Calls over the network that may wait for ever.

use super::clients::{HTTPX, REQUESTS};
use crate::rules::prelude::*;

pub(in crate::rules) static RULE: Rule = Rule {
    meta: Meta {
        id: "missing-timeout",
        summary: "Network call that may wait for ever",
        family: Family::Network,
        cwe: &[400],
        owasp: Owasp::A10,
        severity: Severity::Low,
        precision: Precision::High,
        tier: Tier::Safe,
        answers: &["B113", "S113"],
        why: "`requests`, `urllib`, `socket`, `smtplib` and `ftplib` wait without end for a host that accepts the connection and \
              says nothing. A few such requests hold every worker of a service.",
        instead: "Give the call a timeout in seconds: `timeout=10`, or `timeout=(3, 30)` with `requests` for connecting and \
                  reading. `httpx` and `aiohttp` have one by default: keep it.",
        references: &[
            "https://requests.readthedocs.io/en/latest/user/advanced/#timeouts",
            "https://cwe.mitre.org/data/definitions/400.html",
        ],
        words: Words::OWN,
        examples: examples(&[
            Example::Rewrite {
                path: "app.py",
                bad: "import requests\n\ndef status(url):\n    return requests.get(url, params={'a': 1}).json()\n",
                good: "import requests\n\ndef status(url):\n    return requests.get(url, params={'a': 1}, timeout=10).json()\n",
            },
            Example::Rewrite {
                path: "app.py",
                bad: "from requests import post as send\n\nREQUEST_TIMEOUT = 5\n\ndef tell(url):\n    return send(url)\n",
                good: "from requests import post as send\n\nREQUEST_TIMEOUT = 5\n\ndef tell(url):\n    return send(url, timeout=REQUEST_TIMEOUT)\n",
            },
            Example::Rewrite {
                path: "app.py",
                bad: "import httpx\n\ndef status(url):\n    return httpx.get(url, timeout=None)\n",
                good: "import httpx\n\ndef status(url):\n    return httpx.get(url, timeout=10)\n",
            },
            Example::Good {
                path: "app.py",
                code: "import requests\n\ndef status(url, **options):\n    return requests.get(url, **options).json()\n",
            },
            Example::Good {
                path: "app.py",
                code: "import requests\nimport httpx\n\ndef status(url):\n    requests.get(url, timeout=(3, 30))\n    return httpx.get(url).json()\n",
            },
            Example::Rewrite {
                path: "app.py",
                bad: "import ftplib\n\ndef store(context):\n    return ftplib.FTP_TLS('files.example', context=context)\n",
                good: "import ftplib\n\ndef store(context):\n    return ftplib.FTP_TLS('files.example', context=context, timeout=10)\n",
            },
            Example::Good {
                path: "app.py",
                code: "import ftplib\n\ndef store(context):\n    ftp = ftplib.FTP_TLS(context=context)\n    ftp.connect('files.example', timeout=10)\n    return ftp\n",
            },
            Example::Good {
                path: "app.py",
                code: "import requests\n\ndef events(url):\n    return requests.get(url, stream=True).iter_lines()\n",
            },
        ]),
    },
    on: &[
        On::Call(REQUESTS, unbounded),
        On::Call(UNBOUNDED, unbounded),
        On::Call(HTTPX, bounded),
        On::Call(BOUNDED, bounded),
    ],
};

/// No timeout unless one is given, as with requests.
const UNBOUNDED: &[&str] = &[
    "urllib.request.urlopen",
    "socket.create_connection",
    "smtplib.SMTP",
    "smtplib.SMTP_SSL",
    "ftplib.FTP",
    "ftplib.FTP_TLS",
];

/// A timeout unless it is switched off, as with the rest of httpx.
const BOUNDED: &[&str] = &[
    "httpx.Client.get",
    "httpx.Client.post",
    "httpx.Client.put",
    "httpx.Client.patch",
    "httpx.Client.delete",
    "httpx.Client.request",
    "httpx.Client.stream",
];

/// The names of constants that say how long a request may take; `SESSION_TIMEOUT` says something else.
const CONSTANTS: &[&str] = &[
    "TIMEOUT",
    "REQUEST_TIMEOUT",
    "REQUESTS_TIMEOUT",
    "HTTP_TIMEOUT",
    "API_TIMEOUT",
    "NETWORK_TIMEOUT",
    "DEFAULT_TIMEOUT",
    "TIMEOUT_SECONDS",
    "REQUEST_TIMEOUT_SECONDS",
];

const SWITCHED_OFF: &str = "The call now fails after that time; `timeout=None` may have been meant for a slow answer.";

fn unbounded(cx: &mut Cx<'_>, call: Call<'_>) {
    let module = cx.module();
    let requests = call.name.starts_with("requests.");
    let position = match call.name {
        "urllib.request.urlopen" => 2,
        "socket.create_connection" => 1,
        "smtplib.SMTP" => 3,
        "smtplib.SMTP_SSL" => 3,
        "ftplib.FTP" | "ftplib.FTP_TLS" => 4,
        // The convenience functions of requests take it by name only.
        _ => usize::MAX,
    };
    if cx.is_test() || call.has_spread() || call.args.is_empty() {
        return;
    }
    // Without a host nothing is connected yet.
    let later = matches!(call.name, "smtplib.SMTP" | "smtplib.SMTP_SSL" | "ftplib.FTP" | "ftplib.FTP_TLS");
    if later && call.argument(module, 0, "host").is_none() {
        return;
    }
    if requests && call.keyword(module, "stream").is_some_and(|arg| !cx.is_false(arg.value)) {
        return;
    }
    // A default for all sockets, or an adapter that brings its own.
    let text = cx.file.text();
    if !requests && text.contains("setdefaulttimeout") {
        return;
    }
    if call.name.starts_with("requests.Session.") && text.contains(".mount(") {
        return;
    }
    match call.argument(module, position, "timeout") {
        Some(given) if matches!(cx.constant(given), Some(Const::None)) => switched_off(cx, call, given),
        Some(_) => {}
        None => {
            let value = constant(cx, call).unwrap_or_else(|| "10".to_owned());
            let stays = call.name == "socket.create_connection";
            let proposal = Proposal {
                title: format!("Wait at most `{value}` seconds; the number is yours to choose"),
                tier: if stays { Tier::Review } else { Tier::Safe },
                edits: vec![arguments::append(call.args, call.parens, &format!("timeout={value}"))],
                check: stays.then(|| "The timeout stays on the socket and holds for later reads and writes.".to_owned()),
            };
            let message = "A host that accepts the connection and stays silent holds this call for ever.";
            let draft = cx.draft(cx.span(call.id), message).propose(Some(proposal));
            cx.report(draft);
        }
    }
}

fn bounded(cx: &mut Cx<'_>, call: Call<'_>) {
    let given = call.keyword(cx.module(), "timeout").map(|arg| arg.value);
    if let Some(given) = given.filter(|given| !cx.is_test() && matches!(cx.constant(*given), Some(Const::None))) {
        switched_off(cx, call, given);
    }
}

fn switched_off(cx: &mut Cx<'_>, call: Call<'_>, given: ExprId) {
    let value = constant(cx, call).unwrap_or_else(|| "10".to_owned());
    let proposal = Proposal {
        title: format!("Wait at most `{value}` seconds; the number is yours to choose"),
        tier: Tier::Review,
        edits: vec![arguments::replace(cx.span(given), value)],
        check: Some(SWITCHED_OFF.to_owned()),
    };
    let message = "`timeout=None` switches the timeout off: a host that stays silent holds this call for ever.";
    let draft = cx.draft(cx.span(call.id), message).propose(Some(proposal));
    cx.report(draft);
}

/// The module's own constant for the purpose, when it stands above the call and nothing else has its name.
fn constant(cx: &Cx<'_>, call: Call<'_>) -> Option<String> {
    let module = cx.module();
    module.body().iter().find_map(|id| {
        let stmt = module.stmt(*id);
        let (target, value) = match &stmt.kind {
            StmtKind::Assign { targets, value } => (*targets.first()?, *value),
            StmtKind::AnnAssign { target, value: Some(value), .. } => (*target, *value),
            _ => return None,
        };
        let ExprKind::Name(symbol) = cx.expr(target).kind else { return None };
        let name = module.name(symbol);
        let number = matches!(cx.constant(value), Some(Const::Int(1..) | Const::Float(_)));
        let alone = cx.analysis.scopes.vars().filter(|(_, var)| var.name == symbol).count() == 1;
        let fits = CONSTANTS.contains(&name.trim_start_matches('_'));
        (fits && number && alone && stmt.span.end <= cx.span(call.id).start).then(|| name.to_owned())
    })
}
