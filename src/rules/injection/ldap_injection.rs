//! LDAP filters and names put together from outside data.
//!
//! A value in a filter and a value in a name take different escapes. A filter or attribute name that comes from outside
//! as a whole cannot be escaped at all: advice.

use crate::rewrite::holes;
use crate::rules::prelude::*;
use crate::semantic::Type;

pub(in crate::rules) static RULE: Rule = Rule {
    meta: Meta {
        id: "ldap-injection",
        summary: "LDAP filter or name built from outside data",
        family: Family::Injection,
        cwe: &[90],
        owasp: Owasp::A05,
        severity: Severity::High,
        precision: Precision::High,
        tier: Tier::Safe,
        answers: &[],
        why: "`*`, `(`, `)` and `\\` mean something in an LDAP filter. A user name such as `*)(uid=*` changes which \
              entries match: a login check lets anyone in, a search shows the whole directory.",
        instead: "Escape each value: `ldap.filter.escape_filter_chars` or `ldap3.utils.conv.escape_filter_chars` in a \
                  filter, `ldap.dn.escape_dn_chars` or `ldap3.utils.dn.escape_rdn` in a distinguished name. Take \
                  attribute names and whole filters from a fixed set.",
        references: &[
            "https://www.rfc-editor.org/rfc/rfc4515#section-3",
            "https://www.python-ldap.org/en/latest/reference/ldap-filter.html",
            "https://cwe.mitre.org/data/definitions/90.html",
        ],
        words: Words::OWN,
        examples: examples(&[
            Example::Rewrite {
                path: "app.py",
                bad: "from fastapi import FastAPI\nfrom ldap3 import Connection\n\napp = FastAPI()\nconnection = Connection(\"ldap.example\")\n\n\n@app.get(\"/people\")\ndef people(name: str):\n    connection.search(\"ou=people,dc=example\", f\"(uid={name})\")\n    return {}\n",
                good: "from fastapi import FastAPI\nfrom ldap3 import Connection\nfrom ldap3.utils.conv import escape_filter_chars\n\napp = FastAPI()\nconnection = Connection(\"ldap.example\")\n\n\n@app.get(\"/people\")\ndef people(name: str):\n    connection.search(\"ou=people,dc=example\", f\"(uid={escape_filter_chars(name)})\")\n    return {}\n",
            },
            Example::Rewrite {
                path: "app.py",
                bad: "import ldap\nfrom flask import Flask, request\n\napp = Flask(__name__)\n\n\n@app.get(\"/people\")\ndef people():\n    server = ldap.initialize(\"ldap://ldap.example\")\n    query = \"(&(uid=%s)(active=1))\" % request.args[\"name\"]\n    return {\"found\": len(server.search_s(\"dc=example\", ldap.SCOPE_SUBTREE, query))}\n",
                good: "import ldap\nfrom flask import Flask, request\nfrom ldap.filter import escape_filter_chars\n\napp = Flask(__name__)\n\n\n@app.get(\"/people\")\ndef people():\n    server = ldap.initialize(\"ldap://ldap.example\")\n    query = \"(&(uid=%s)(active=1))\" % escape_filter_chars(request.args[\"name\"])\n    return {\"found\": len(server.search_s(\"dc=example\", ldap.SCOPE_SUBTREE, query))}\n",
            },
            Example::Bad {
                path: "app.py",
                code: "import ldap\nfrom flask import Flask, request\n\napp = Flask(__name__)\n\n\n@app.get(\"/people\")\ndef people():\n    server = ldap.initialize(\"ldap://ldap.example\")\n    return {\"found\": len(server.search_s(\"dc=example\", ldap.SCOPE_SUBTREE, request.args[\"filter\"]))}\n",
            },
            Example::Good {
                path: "app.py",
                code: "import ldap\nfrom flask import Flask, request\nfrom ldap.filter import filter_format\n\napp = Flask(__name__)\n\n\n@app.get(\"/people\")\ndef people():\n    server = ldap.initialize(\"ldap://ldap.example\")\n    query = filter_format(\"(uid=%s)\", [request.args[\"name\"]])\n    return {\"found\": len(server.search_s(\"dc=example\", ldap.SCOPE_SUBTREE, query))}\n",
            },
            Example::Good {
                path: "app.py",
                code: "import ldap\nfrom flask import Flask, request\n\napp = Flask(__name__)\n\n\n@app.get(\"/people\")\ndef people():\n    server = ldap.initialize(\"ldap://ldap.example\")\n    number = int(request.args[\"number\"])\n    return {\"found\": len(server.search_s(\"dc=example\", ldap.SCOPE_SUBTREE, f\"(uid={number})\"))}\n",
            },
        ]),
    },
    on: &[On::Flow(Kind::Ldap, check)],
};

fn check(cx: &mut Cx<'_>, hit: &Hit) {
    let Some(call) = cx.call(hit.site.call) else { return };
    let module = cx.module();
    let base = call.argument(module, 0, "base").or_else(|| call.keyword(module, "search_base").map(|arg| arg.value));
    let is_name = base == Some(hit.site.arg) || call.name.ends_with("bind_s");
    let what = if is_name { "decides which entry is meant" } else { "becomes part of the search filter" };
    let Some(draft) = cx.flow(hit, what) else { return };
    let proposal = escape(cx, call, hit.site.arg, is_name);
    cx.report(draft.propose(proposal));
}

/// The escape around each value that stands where values stand.
fn escape(cx: &Cx<'_>, call: Call<'_>, arg: ExprId, is_name: bool) -> Option<Proposal> {
    let at = cx.span(call.id);
    let here = cx.function_at(at);
    let pieces = &cx.value(arg).text()?.pieces;
    let mut before = String::new();
    let mut values = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Lit(text) => before = text.to_string(),
            Piece::Hole(value, expr) => {
                if value.taints().iter().any(|taint| taint.kinds.has(Kind::Ldap)) {
                    // `(uid=` or `(cn=*`: anything else is no place of a value.
                    let place = before.trim_end_matches('*');
                    if !place.ends_with('=') || cx.function_at(cx.span(*expr)) != here {
                        return None;
                    }
                    values.push(*expr);
                }
                before.clear();
            }
        }
    }
    let ldap3 = call.name.starts_with("ldap3.");
    let (module, member) = match (ldap3, is_name) {
        (true, false) => ("ldap3.utils.conv", "escape_filter_chars"),
        (true, true) => ("ldap3.utils.dn", "escape_rdn"),
        (false, false) => ("ldap.filter", "escape_filter_chars"),
        (false, true) => ("ldap.dn", "escape_dn_chars"),
    };
    let spelled = imports::spell_name(cx.file, cx.analysis, at, module, member)?;
    let mut edits = holes::wrap(cx.file, cx.analysis, &values, &spelled.text, false)?;
    edits.extend(spelled.edit);
    let text = values.iter().all(|value| is_str(cx, *value));
    Some(Proposal {
        title: format!("Escape the value with `{member}`"),
        tier: if text { Tier::Safe } else { Tier::Review },
        edits,
        check: (!text).then(|| "the value is a `str`, and a `*` in it is not meant as a wildcard".to_owned()),
    })
}

/// Known to be text: by its class, or read by key from a request's fields.
fn is_str(cx: &Cx<'_>, value: ExprId) -> bool {
    debug_assert!(holes::is_value(cx.module(), value));
    match cx.value(value).class() {
        Some(Type::Outside(name)) => cx.analysis.names.text(name) == "str",
        _ => match &cx.expr(value).kind {
            ExprKind::Subscript { base, .. } => cx.dotted(*base).is_some_and(|name| {
                matches!(
                    name,
                    "flask.request.args" | "flask.request.form" | "flask.request.values" | "flask.request.cookies"
                        | "django.http.HttpRequest.GET" | "django.http.HttpRequest.POST"
                )
            }),
            _ => false,
        },
    }
}
