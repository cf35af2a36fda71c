//! Checks of addresses, hosts and paths that more passes than was meant.
//!
//! Only where the check decides something: it stands in a condition, and what it looks at comes from a request. Telling
//! kinds of address apart is no such check.

use crate::rules::Signs;
use crate::rules::closer::{Token, Tokens, sign};
use crate::rules::configuration::places::definition;
use crate::rules::prelude::*;
use crate::semantic::Taint;
use crate::syntax::{Stmt, UnaryOp};

pub(in crate::rules) static RULE: Rule = Rule {
    meta: Meta {
        id: "unsafe-prefix-check",
        summary: "Check of an address or path by a part of its text",
        family: Family::Injection,
        cwe: &[1023, 20, 625],
        owasp: Owasp::A01,
        severity: Severity::Medium,
        precision: Precision::High,
        tier: Tier::Review,
        answers: &[],
        why: "`https://api.example.com.evil.example` begins with `https://api.example.com`, `evil-example.com` ends with \
              `example.com`, and any address may hold a name somewhere. `/srv/files-private` begins with `/srv/files`. \
              Whoever registers such a name, or asks for such a path, passes the check.",
        instead: "Take the address apart and compare the whole host: `urlsplit(url).hostname == \"api.example.com\"`, or \
                  `host == \"example.com\" or host.endswith(\".example.com\")`. Compare paths as paths: \
                  `path.resolve().is_relative_to(ROOT)`, or `os.path.commonpath`.",
        references: &[
            "https://docs.python.org/3/library/urllib.parse.html#urllib.parse.urlsplit",
            "https://docs.python.org/3/library/os.path.html#os.path.commonpath",
            "https://cwe.mitre.org/data/definitions/1023.html",
        ],
        words: Words::any(&["startswith", "endswith"])
            .near(&["://", "realpath", "abspath", "resolve", "absolute", "normpath", "join", "safe_join", "joinpath"])
            .or_literal(|Quoted { text, signs, asked, sought, .. }| {
                (asked || sought) && signs.has(Signs::DOT) && is_host(open_host(text).unwrap_or(text))
            })
            .closer(may_pass)
            .untested()
        .from_outside(&[SourceClass::Request]),
        examples: examples(&[
            Example::Rewrite {
                path: "app.py",
                bad: "from urllib.parse import quote\n\nfrom flask import Flask, abort, redirect, request\n\napp = Flask(__name__)\n\n\n@app.get(\"/go\")\ndef go():\n    url = request.args[\"url\"]\n    if not url.startswith(\"https://shop.example.com\"):\n        abort(400)\n    return redirect(url)\n",
                good: "from urllib.parse import quote, urlsplit\n\nfrom flask import Flask, abort, redirect, request\n\napp = Flask(__name__)\n\n\n@app.get(\"/go\")\ndef go():\n    url = request.args[\"url\"]\n    if not urlsplit(url).hostname == \"shop.example.com\":\n        abort(400)\n    return redirect(url)\n",
            },
            Example::Bad {
                path: "app.py",
                code: "from flask import Flask, abort, request\n\napp = Flask(__name__)\n\n\n@app.post(\"/save\")\ndef save():\n    origin = request.headers[\"Origin\"]\n    if \"example.com\" not in origin:\n        abort(403)\n    return {\"saved\": True}\n",
            },
            Example::Bad {
                path: "app.py",
                code: "import os\n\nfrom flask import Flask, abort, request, send_file\n\napp = Flask(__name__)\nFOLDER = \"/srv/files\"\n\n\n@app.get(\"/file\")\ndef file():\n    path = os.path.realpath(os.path.join(FOLDER, request.args[\"name\"]))\n    if not path.startswith(FOLDER):\n        abort(404)\n    return send_file(path)\n",
            },
            Example::Good {
                path: "app.py",
                code: "from flask import Flask, abort, redirect, request\n\napp = Flask(__name__)\n\n\n@app.get(\"/go\")\ndef go():\n    url = request.args[\"url\"]\n    if not url.startswith(\"https://shop.example.com/\"):\n        abort(400)\n    return redirect(url)\n",
            },
            Example::Good {
                path: "app.py",
                code: "from flask import Flask, request\n\napp = Flask(__name__)\n\n\n@app.get(\"/kind\")\ndef kind():\n    url = request.args[\"url\"]\n    shop = url.startswith(\"https://shop.example.com\")\n    return {\"shop\": shop}\n",
            },
        ]),
    },
    on: &[On::Call(&[".startswith", ".endswith"], affix), On::Compare(contains)],
};

const HOST: &str = "Take the address apart and compare the whole host: `urlsplit(url).hostname == \"example.com\"`; for hosts \
                    below it `host.endswith(\".example.com\")`, with the dot.";
const FOLDER: &str = "Compare paths as paths: `path.resolve().is_relative_to(ROOT)`, or `os.path.commonpath([root, path]) == root`; \
                      or end the prefix with a separator.";

/// Tells of a part's text whether it holds a check that passes more than was meant.
fn may_pass(text: &str, names: &[&str]) -> bool {
    let tokens = Tokens::of(text);
    // `host in url`, maybe by way of a constant.
    let sought = |behind| matches!(behind, Some(Token::Word("in" | "not")));
    tokens.all().any(|(at, token)| {
        let behind = tokens.behind(at, 1);
        match token {
            Token::Word(method @ ("startswith" | "endswith")) => match (tokens.behind(at, 2), tokens.behind(at, 3)) {
                // Passed on, and called elsewhere.
                _ if behind != sign(b'(') => true,
                (Some(Token::Text(text)), next) if next == sign(b')') && !text.contains('\\') => {
                    let folder = || text.starts_with('/') && text.len() > 1 && !text.ends_with('/');
                    if method == "endswith" { is_host(text) } else { open_host(text).is_some() || folder() }
                }
                // Several at once.
                (Some(Token::Sign(b'(')), Some(Token::Text(_))) => tokens.behind(at, 4) != sign(b','),
                _ => true,
            },
            Token::Word(name) if !name.contains(|letter: char| letter.is_lowercase()) || names.contains(&name) => sought(behind),
            Token::Text(text) => {
                (sought(behind) || tokens.before(at, 1) == sign(b'=')) && is_host(text.trim_start_matches("https://").trim_start_matches("http://"))
            }
            _ => false,
        }
    })
}

fn affix(cx: &mut Cx<'_>, call: Call<'_>) {
    let ExprKind::Attr { base, .. } = &cx.expr(call.func).kind else { return };
    let (base, Some(wanted)) = (*base, call.positional(0)) else { return };
    if call.args.len() != 1 {
        return;
    }
    let Some(taint) = outside(cx, base) else { return };
    if call.name.ends_with(".endswith") {
        let host = cx.str(wanted).filter(|text| is_host(text) && !text.starts_with('.'));
        // In a mail address an `@` may stand before it; that is another matter.
        let named = is_host_like(cx, base) && !cx.text(base).to_ascii_lowercase().contains("mail");
        if let Some(host) = host.filter(|_| named) {
            let message = format!("`evil-{host}` ends with `{host}` too and passes this check.");
            say(cx, call.id, taint, message, Err(HOST));
        }
        return;
    }
    let open = cx.str(wanted).and_then(|text| Some((text, open_host(text)?)));
    if let Some((text, host)) = open {
        let message = format!("`{text}.evil.example` begins with `{text}` too and passes this check.");
        let proposal = hostname(cx, call, base, text, host);
        say(cx, call.id, taint, message, proposal.ok_or(HOST));
        return;
    }
    if is_open_folder(cx, wanted) && is_built_path(cx, taint) {
        let shown = cx.shorten(cx.span(wanted));
        let message = format!("A folder beside `{shown}` whose name only begins the same passes this check.");
        say(cx, call.id, taint, message, Err(FOLDER));
    }
}

fn contains(cx: &mut Cx<'_>, id: ExprId) {
    let ExprKind::Compare { left, rest } = &cx.expr(id).kind else { return };
    let [(CmpOp::In | CmpOp::NotIn, right)] = rest[..] else { return };
    let Some(host) = cx.str(*left) else { return };
    let host = host.trim_start_matches("https://").trim_start_matches("http://");
    if !is_host(host) || !is_host_like(cx, right) || matches!(cx.value(right).data(), Some(data) if data.obj.is_some()) {
        return;
    }
    let Some(taint) = outside(cx, right) else { return };
    let message = format!("`https://evil.example/?{host}` holds `{host}` too and passes this check.");
    say(cx, id, taint, message, Err(HOST));
}

fn say(cx: &mut Cx<'_>, id: ExprId, taint: Taint, message: String, answer: Result<Proposal, &str>) {
    let Some(guards) = decides(cx, id) else { return };
    let here = cx.function_at(cx.span(id));
    let reaches = cx.analysis.facts.hits.iter().any(|hit| {
        matches!(hit.site.kind, Kind::Url | Kind::Redirect | Kind::Path)
            && cx.function_at(cx.span(hit.site.call)) == here
            && cx.span(hit.site.call).start > cx.span(id).start
            && hit.taints.iter().any(|other| other.origin == taint.origin)
    });
    let note = &cx.analysis.origin(taint.origin).note;
    let header = note.contains("headers") || note.contains("referrer") || note.contains("META");
    if !(reaches || guards || header) || cx.is_test() {
        return;
    }
    let mut draft = cx.draft(cx.span(id), message);
    draft.trace =
        cx.analysis.trail(taint.step).into_iter().map(|step| (step.span, step.note.clone())).collect();
    draft.trace.push((cx.span(id), "is checked by a part of its text".to_owned()));
    if !reaches {
        draft = draft.precision(Precision::Medium);
    }
    match answer {
        Ok(proposal) => draft.proposal = Some(proposal),
        Err(advice) => draft.advice = Some(advice.to_owned()),
    }
    cx.report(draft);
}

/// The request's part in a value.
fn outside(cx: &Cx<'_>, expr: ExprId) -> Option<Taint> {
    let known = cx.value(expr).taints().iter().find(|taint| {
        let strong = cx.analysis.origin(taint.origin).class == SourceClass::Request;
        strong && (taint.kinds.has(Kind::Url) || taint.kinds.has(Kind::Redirect) || taint.kinds.has(Kind::Path))
    });
    known.copied()
}

/// The host of `https://host` with nothing behind it.
fn open_host(text: &str) -> Option<&str> {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
    let name = host.split(':').next().unwrap_or(host);
    (is_host(name) || name == "localhost").then_some(host)
}

fn is_host(text: &str) -> bool {
    let text = text.strip_prefix('.').unwrap_or(text);
    let mut labels = text.split('.').collect::<Vec<_>>();
    let top = labels.pop().unwrap_or("");
    let label = |label: &&str| {
        !label.is_empty() && label.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-')
    };
    !labels.is_empty()
        && labels.iter().all(label)
        && top.len() >= 2
        && top.chars().all(|letter| letter.is_ascii_alphabetic())
}

/// Called like an address or a host.
fn is_host_like(cx: &Cx<'_>, expr: ExprId) -> bool {
    let text = cx.text(expr).to_ascii_lowercase();
    ["url", "uri", "host", "origin", "referer", "referrer", "netloc", "domain", "redirect", "next", "target", "link"]
        .iter()
        .any(|word| text.contains(word))
}

/// A folder without a separator at its end.
fn is_open_folder(cx: &Cx<'_>, expr: ExprId) -> bool {
    let is_open = |text: &str| text.starts_with('/') && text.len() > 1 && !text.ends_with('/');
    match cx.str(expr) {
        Some(text) => is_open(text),
        None => {
            // `SCHEMES = ("http://", "https://")`
            if let ExprKind::Tuple(items) = &cx.expr(definition(cx, expr)).kind {
                return items.iter().any(|item| cx.str(*item).is_none_or(is_open));
            }
            matches!(cx.expr(expr).kind, ExprKind::Name(_) | ExprKind::Attr { .. })
                && cx.value(expr).text().is_none()
                && cx.value(expr).taints().is_empty()
        }
    }
}

/// A path that was put together or made absolute on its way.
fn is_built_path(cx: &Cx<'_>, taint: Taint) -> bool {
    taint.kinds.has(Kind::Path)
        && cx
            .analysis
            .trail(taint.step)
            .iter()
            .any(|step| matches!(step.note.as_str(), "made absolute" | "joined into the path"))
}

/// `None` when the result decides nothing at once; true when the branch that it leads to gives up.
fn decides(cx: &Cx<'_>, id: ExprId) -> Option<bool> {
    let module = cx.module();
    for stmt in &module.stmts {
        let test = match &stmt.kind {
            StmtKind::If { test, .. } | StmtKind::While { test, .. } | StmtKind::Assert { test, .. } => *test,
            _ => continue,
        };
        if !cx.span(test).contains(cx.span(id)) || !is_operand(cx, test, id) {
            continue;
        }
        return Some(match &stmt.kind {
            StmtKind::If { body, orelse, .. } => gives_up(cx, body) || gives_up(cx, orelse),
            StmtKind::Assert { .. } => true,
            _ => false,
        });
    }
    let conditional = module.exprs.iter().any(|expr| match &expr.kind {
        ExprKind::Conditional { test, .. } => is_operand(cx, *test, id),
        _ => false,
    });
    conditional.then_some(false)
}

fn is_operand(cx: &Cx<'_>, test: ExprId, id: ExprId) -> bool {
    let mut queue = vec![test];
    while let Some(at) = queue.pop() {
        if at == id {
            return true;
        }
        match &cx.expr(at).kind {
            ExprKind::Unary { op: UnaryOp::Not, operand } => queue.push(*operand),
            ExprKind::Logic { values, .. } => queue.extend(values),
            _ => {}
        }
    }
    false
}

/// The block ends by refusing.
fn gives_up(cx: &Cx<'_>, block: &[StmtId]) -> bool {
    let Some(last) = block.last() else { return false };
    let Stmt { kind, .. } = cx.module().stmt(*last);
    match kind {
        StmtKind::Raise { .. } => true,
        StmtKind::Expr(value) => cx.call(*value).is_some_and(|call| call.name.ends_with("abort")),
        StmtKind::Return(Some(value)) => match &cx.expr(*value).kind {
            ExprKind::Tuple(items) => items.get(1).is_some_and(|code| {
                matches!(cx.constant(*code), Some(Const::Int(code)) if (400..500).contains(code))
            }),
            _ => cx.is_false(*value) || cx.call(*value).is_some_and(|call| {
                call.name.ends_with("Forbidden") || call.name.ends_with("BadRequest")
            }),
        },
        _ => false,
    }
}

/// `urlsplit(url).hostname == "host"`
fn hostname(cx: &Cx<'_>, call: Call<'_>, base: ExprId, prefix: &str, host: &str) -> Option<Proposal> {
    if !prefix.starts_with("https://") || host.contains(':') {
        return None;
    }
    let spelled = imports::spell_name(cx.file, cx.analysis, cx.span(call.id), "urllib.parse", "urlsplit")?;
    let host = host.to_ascii_lowercase();
    let text = format!("{}({}).hostname == \"{host}\"", spelled.text, cx.text(base));
    let mut edits = vec![arguments::replace(cx.span(call.id), text)];
    edits.extend(spelled.edit);
    Some(Proposal {
        title: "Compare the host as a whole".to_owned(),
        tier: Tier::Review,
        edits,
        check: Some("the scheme is no longer compared, and an address that does not parse raises `ValueError`".to_owned()),
    })
}
