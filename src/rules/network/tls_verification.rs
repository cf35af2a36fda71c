//! Connections that take any certificate, any host name or any host key.

use super::clients::{AIOHTTP, HTTPX, REQUESTS};
use crate::rules::configuration::places::{indentation, siblings};
use crate::rules::prelude::*;
use crate::rules::purpose;

pub(in crate::rules) static RULE: Rule = Rule {
    meta: Meta {
        id: "tls-verification",
        summary: "Certificate, host name or host key not checked",
        family: Family::Network,
        cwe: &[295],
        owasp: Owasp::A04,
        severity: Severity::High,
        precision: Precision::High,
        tier: Tier::Review,
        answers: &["B501", "S501", "B323", "S323", "B507", "S507", "B502", "S502"],
        why: "Without the check, whoever sits on the way (a shared network, a router, a resolver) answers with a certificate \
              of their own. They read what is sent, passwords and tokens included, and change what comes back.",
        instead: "Leave the check on. For a private authority name its certificate: `verify=\"/path/ca.pem\"` (requests, boto3), \
                  `ssl.create_default_context(cafile=\"/path/ca.pem\")` (httpx, aiohttp, urllib). For SSH, load the known host \
                  keys and refuse others. `ssl.create_default_context()` picks protocol versions that are still sound.",
        references: &[
            "https://docs.python.org/3/library/ssl.html#ssl-security",
            "https://requests.readthedocs.io/en/latest/user/advanced/#ssl-cert-verification",
            "https://cwe.mitre.org/data/definitions/295.html",
        ],
        words: Words::any(&[
            "verify=", "ssl", "cert_reqs", "_create_unverified_context", "set_missing_host_key_policy", "SSLContext", "wrap_socket",
            "starttls", "stls", "check_hostname", "verify_mode", "CERT_NONE", "AutoAddPolicy", "WarningPolicy", "tlsAllowInvalid*", "*verify_ssl*", "*ssl_verify*",
        ]),
        examples: examples(&[
            Example::Rewrite {
                path: "app.py",
                bad: "import requests\n\ndef status(url):\n    return requests.get(url, verify=False, timeout=10)\n",
                good: "import requests\n\ndef status(url):\n    return requests.get(url, timeout=10)\n",
            },
            Example::Rewrite {
                path: "app.py",
                bad: "import requests as http\n\nsession = http.Session()\nsession.verify = False\n",
                good: "import requests as http\n\nsession = http.Session()\nsession.verify = True\n",
            },
            Example::Rewrite {
                path: "app.py",
                bad: "import ssl\n\ncontext = ssl._create_unverified_context()\n",
                good: "import ssl\n\ncontext = ssl.create_default_context()\n",
            },
            Example::Rewrite {
                path: "app.py",
                bad: "import ssl\n\ncontext = ssl.create_default_context()\ncontext.check_hostname = False\ncontext.verify_mode = ssl.CERT_NONE\n",
                good: "import ssl\n\ncontext = ssl.create_default_context()\ncontext.check_hostname = True\ncontext.verify_mode = ssl.CERT_REQUIRED\n",
            },
            Example::Rewrite {
                path: "app.py",
                bad: "import paramiko\n\nclient = paramiko.SSHClient()\nclient.load_system_host_keys()\nclient.set_missing_host_key_policy(paramiko.AutoAddPolicy())\n",
                good: "import paramiko\n\nclient = paramiko.SSHClient()\nclient.load_system_host_keys()\nclient.set_missing_host_key_policy(paramiko.RejectPolicy())\n",
            },
            Example::Rewrite {
                path: "app.py",
                bad: "import smtplib\nimport ssl\n\ndef send(user, text):\n    with smtplib.SMTP(\"mail.example.org\", timeout=10) as server:\n        server.starttls()\n        server.sendmail(\"shop@example.org\", user, text)\n",
                good: "import smtplib\nimport ssl\n\ndef send(user, text):\n    with smtplib.SMTP(\"mail.example.org\", timeout=10) as server:\n        server.starttls(context=ssl.create_default_context())\n        server.sendmail(\"shop@example.org\", user, text)\n",
            },
            Example::Good {
                path: "app.py",
                code: "import requests\n\ndef status(url):\n    return requests.get(url, verify='/etc/ssl/company.pem', timeout=10)\n",
            },
            Example::Good {
                path: "app.py",
                code: "import requests\n\ndef local():\n    return requests.get('https://localhost:8443/health', verify=False, timeout=10)\n",
            },
        ]),
    },
    on: &[
        On::Call(REQUESTS, verify),
        On::Call(HTTPX, verify),
        On::Call(VERIFY, verify),
        On::Call(AIOHTTP, aiohttp),
        On::Call(REQUIREMENTS, requirements),
        On::Call(&["ssl._create_unverified_context"], unverified),
        On::Call(&["smtplib.SMTP.starttls", "imaplib.IMAP4.starttls", "poplib.POP3.stls"], starts),
        On::Call(&["paramiko.SSHClient.set_missing_host_key_policy"], host_keys),
        On::Call(&["ssl.SSLContext", "ssl.wrap_socket"], protocol),
        On::Assign(assigned),
    ],
};

const VERIFY: &[&str] = &[
    "httpx.HTTPTransport",
    "httpx.AsyncHTTPTransport",
    "boto3.client",
    "boto3.resource",
    "boto3.session.Session.client",
    "boto3.Session.client",
];

const REQUIREMENTS: &[&str] = &[
    "urllib3.PoolManager",
    "urllib3.ProxyManager",
    "urllib3.HTTPSConnectionPool",
    "urllib3.connectionpool.HTTPSConnectionPool",
    "pymongo.MongoClient",
    "elasticsearch.Elasticsearch",
    "redis.Redis",
];

const PRIVATE: &str = "Hosts whose certificate is private or self-signed are refused from now on; name their authority instead.";

fn verify(cx: &mut Cx<'_>, call: Call<'_>) {
    switched_off(cx, call, "verify", "`verify=False`");
}

fn aiohttp(cx: &mut Cx<'_>, call: Call<'_>) {
    switched_off(cx, call, "ssl", "`ssl=False`");
    switched_off(cx, call, "verify_ssl", "`verify_ssl=False`");
}

fn switched_off(cx: &mut Cx<'_>, call: Call<'_>, keyword: &str, shown: &str) {
    let Some(arg) = call.keyword(cx.module(), keyword) else { return };
    if cx.is_false(arg.value) && !cx.is_test() && !is_local(cx, call) {
        without(cx, call, arg, shown);
    }
}

fn requirements(cx: &mut Cx<'_>, call: Call<'_>) {
    if cx.is_test() {
        return;
    }
    for arg in call.args {
        let ArgKind::Keyword(key) = arg.kind else { continue };
        let name = cx.module().name(key);
        let none = || {
            matches!(cx.constant(arg.value), Some(Const::None))
                || cx.str(arg.value).is_some_and(|text| matches!(text, "CERT_NONE" | "NONE" | "none"))
                || cx.dotted(arg.value) == Some("ssl.CERT_NONE")
        };
        let off = match name {
            "cert_reqs" | "ssl_cert_reqs" => none(),
            "tlsAllowInvalidCertificates" | "tlsAllowInvalidHostnames" | "tlsInsecure" => cx.is_true(arg.value),
            "verify_certs" => cx.is_false(arg.value),
            _ => false,
        };
        if off {
            without(cx, call, arg, &format!("`{}`", cx.shorten(arg.span).replace('`', "'")));
        }
    }
}

/// The finding that goes when the argument does.
fn without(cx: &mut Cx<'_>, call: Call<'_>, arg: &Arg, shown: &str) {
    let edit = arguments::remove(cx.file, call.args, call.parens, arg);
    let comment = cx.file.slice(edit.span).contains('#');
    let proposal = (!comment).then(|| Proposal {
        title: "Leave the check of the certificate on".to_owned(),
        tier: Tier::Review,
        edits: vec![edit],
        check: Some(PRIVATE.to_owned()),
    });
    let draft = cx.draft(cx.span(call.id), message(shown)).propose(proposal);
    cx.report(draft);
}

fn message(shown: &str) -> String {
    format!("With {shown} whoever sits on the way can pass for the other side, and read and change what is sent.")
}

/// A constant address on this machine.
fn is_local(cx: &Cx<'_>, call: Call<'_>) -> bool {
    call.args.iter().take(2).any(|arg| {
        let start = match cx.value(arg.value).text().and_then(|text| text.pieces.first()) {
            Some(Piece::Lit(text)) => Some(text.to_string()),
            _ => cx.str(arg.value).map(str::to_owned),
        };
        let host = start.and_then(|text| text.strip_prefix("https://").map(str::to_owned)).unwrap_or_default();
        let host = host.split(['/', ':', '?']).next().unwrap_or_default();
        matches!(host, "localhost" | "127.0.0.1" | "[")
    })
}

fn unverified(cx: &mut Cx<'_>, call: Call<'_>) {
    if cx.is_test() {
        return;
    }
    let proposal = default_context(cx, call.func, None);
    let draft = cx.draft(cx.span(call.id), message("this context")).propose(proposal);
    cx.report(draft);
}

/// `server.starttls()`: the context that mail libraries make for themselves takes any certificate.
fn starts(cx: &mut Cx<'_>, call: Call<'_>) {
    let (at, name) = match call.name {
        "smtplib.SMTP.starttls" => (2, "context"),
        "imaplib.IMAP4.starttls" => (0, "ssl_context"),
        _ => (0, "context"),
    };
    let given = call.argument(cx.module(), at, name);
    let none = |given: ExprId| matches!(cx.constant(given), Some(Const::None));
    if cx.is_test() || call.has_spread() || !given.is_none_or(none) {
        return;
    }
    let spelled = imports::spell(cx.file, cx.analysis, cx.span(call.func), "ssl", "create_default_context");
    let proposal = spelled.map(|spelled| {
        let made = format!("{}()", spelled.text);
        let edit = match given {
            Some(given) => arguments::replace(cx.span(given), made),
            None => arguments::append(call.args, call.parens, &format!("{name}={made}")),
        };
        Proposal {
            title: "Check certificate and host name".to_owned(),
            tier: Tier::Review,
            edits: std::iter::once(edit).chain(spelled.edit).collect(),
            check: Some(PRIVATE.to_owned()),
        }
    });
    let message = "Without a context any certificate is taken: whoever sits on the way can pass for the server and take the log-in.";
    let draft = cx.draft(cx.span(call.id), message).severity(Severity::Medium).propose(proposal);
    cx.report(draft);
}

/// `ssl.create_default_context` in place of a function, or with new parentheses in place of a whole call.
fn default_context(cx: &Cx<'_>, func: ExprId, parens: Option<Span>) -> Option<Proposal> {
    let spelled = imports::spell(cx.file, cx.analysis, cx.span(func), "ssl", "create_default_context")?;
    let mut edits = vec![arguments::replace(cx.span(func), spelled.text)];
    edits.extend(parens.map(|parens| arguments::replace(parens, "()")));
    edits.extend(spelled.edit);
    Some(Proposal {
        title: "Check certificate and host name".to_owned(),
        tier: Tier::Review,
        edits,
        check: Some(PRIVATE.to_owned()),
    })
}

fn host_keys(cx: &mut Cx<'_>, call: Call<'_>) {
    let Some(policy) = call.argument(cx.module(), 0, "policy") else { return };
    let named = match cx.call(policy) {
        Some(made) => made.func,
        None => policy,
    };
    let name = cx.dotted(named).unwrap_or_default();
    if cx.is_test() || !matches!(name, "paramiko.AutoAddPolicy" | "paramiko.WarningPolicy" | "paramiko.client.AutoAddPolicy") {
        return;
    }
    let message = "A host that is not known is taken as it comes: whoever sits on the way can pass for it and take the log-in.";
    let text = cx.file.text();
    // Without known keys every host would be refused.
    let keys = text.contains("load_system_host_keys") || text.contains("load_host_keys");
    let proposal = imports::spell(cx.file, cx.analysis, cx.span(named), "paramiko", "RejectPolicy").and_then(|spelled| {
        let mut edits = vec![arguments::replace(cx.span(named), spelled.text)];
        edits.extend(spelled.edit);
        if !keys {
            let ExprKind::Attr { base, .. } = cx.expr(call.func).kind else { return None };
            let stmt = purpose::statement(cx, cx.span(call.id))?;
            let span = cx.module().stmt(stmt).span;
            if span != cx.span(call.id) {
                return None;
            }
            let indent = indentation(cx, span.start)?;
            let line = format!("{}.load_system_host_keys(){}{indent}", cx.text(base), cx.file.newline());
            edits.insert(0, Edit { span: Span::empty(span.start as usize), text: line });
        }
        Some(Proposal {
            title: "Refuse hosts whose key is not known".to_owned(),
            tier: Tier::Review,
            edits,
            check: Some("Each host must stand in the `known_hosts` file of the account that the program runs under.".to_owned()),
        })
    });
    let draft = cx.draft(cx.span(call.id), message).propose(proposal);
    cx.report(draft);
}

const OLD: &[&str] =
    &["ssl.PROTOCOL_SSLv2", "ssl.PROTOCOL_SSLv3", "ssl.PROTOCOL_TLSv1", "ssl.PROTOCOL_TLSv1_1"];

fn protocol(cx: &mut Cx<'_>, call: Call<'_>) {
    let context = call.name == "ssl.SSLContext";
    let given = if context { call.argument(cx.module(), 0, "protocol") } else { call.keyword(cx.module(), "ssl_version").map(|arg| arg.value) };
    let Some(given) = given.filter(|given| cx.dotted(*given).is_some_and(|name| OLD.contains(&name))) else { return };
    if cx.is_test() {
        return;
    }
    let text = cx.file.text();
    let proposal = match (context, text.contains("server_side=True"), text.contains("server_hostname")) {
        (true, true, _) => {
            imports::spell(cx.file, cx.analysis, cx.span(given), "ssl", "PROTOCOL_TLS_SERVER").map(|spelled| Proposal {
                title: "Let both sides choose the newest version".to_owned(),
                tier: Tier::Review,
                edits: std::iter::once(arguments::replace(cx.span(given), spelled.text)).chain(spelled.edit).collect(),
                check: Some("Clients that know only the old version can no longer connect.".to_owned()),
            })
        }
        (true, false, true) => default_context(cx, call.func, Some(call.parens)),
        _ => None,
    };
    let message = "This version of the protocol has known attacks; what is sent under it can be read by whoever sits on the way.";
    let draft = cx.draft(cx.span(call.id), message).severity(Severity::Medium).propose(proposal);
    cx.report(draft);
}

fn assigned(cx: &mut Cx<'_>, target: ExprId, value: ExprId) {
    let ExprKind::Attr { base, name, .. } = cx.expr(target).kind else { return };
    if cx.is_test() {
        return;
    }
    let class = cx.class(base).unwrap_or_default();
    let fixed = |member: &str| {
        imports::spell(cx.file, cx.analysis, cx.span(value), "ssl", member)
            .map(|spelled| std::iter::once(arguments::replace(cx.span(value), spelled.text)).chain(spelled.edit).collect::<Vec<_>>())
    };
    let set = |text: &str| Some(vec![arguments::replace(cx.span(value), text)]);
    let (shown, edits) = match (cx.module().name(name), class) {
        ("verify", "requests.Session" | "httpx.Client") if cx.is_false(value) => ("`verify = False`", set("True")),
        ("check_hostname", "ssl.SSLContext") if cx.is_false(value) => {
            let mut edits = set("True");
            if let (Some(edits), Some(more)) = (&mut edits, partner(cx, target, base)) {
                edits.extend(more);
            }
            ("`check_hostname = False`", edits)
        }
        ("verify_mode", "ssl.SSLContext") if cx.dotted(value) == Some("ssl.CERT_NONE") => {
            if hostname_unchecked(cx, target, base) {
                // Said of the line that switches the host name off; the rewrite there mends both.
                return;
            }
            ("`CERT_NONE`", fixed("CERT_REQUIRED"))
        }
        ("_create_default_https_context", _) if cx.dotted(value) == Some("ssl._create_unverified_context") => {
            ("this context for the whole program", fixed("create_default_context"))
        }
        ("minimum_version", "ssl.SSLContext")
            if matches!(cx.dotted(value), Some("ssl.TLSVersion.SSLv3" | "ssl.TLSVersion.TLSv1" | "ssl.TLSVersion.TLSv1_1")) =>
        {
            ("a version of the protocol that has known attacks", fixed("TLSVersion.TLSv1_2"))
        }
        _ => return,
    };
    let proposal = edits.map(|edits| Proposal {
        title: "Leave the check on".to_owned(),
        tier: Tier::Review,
        edits,
        check: Some(PRIVATE.to_owned()),
    });
    let stmt = purpose::statement(cx, cx.span(target)).map_or(cx.span(target), |stmt| cx.module().stmt(stmt).span);
    let draft = cx.draft(stmt, message(shown)).propose(proposal);
    cx.report(draft);
}

fn hostname_unchecked(cx: &Cx<'_>, target: ExprId, base: ExprId) -> bool {
    siblings(cx, target, base, "check_hostname").iter().any(|value| cx.is_false(*value))
}

/// The edits of `verify_mode = ssl.CERT_NONE` beside `check_hostname = False`.
fn partner(cx: &Cx<'_>, target: ExprId, base: ExprId) -> Option<Vec<Edit>> {
    let modes = siblings(cx, target, base, "verify_mode");
    let value = *modes.iter().find(|value| cx.dotted(**value) == Some("ssl.CERT_NONE"))?;
    let spelled = imports::spell(cx.file, cx.analysis, cx.span(value), "ssl", "CERT_REQUIRED")?;
    Some(std::iter::once(arguments::replace(cx.span(value), spelled.text)).chain(spelled.edit).collect())
}
