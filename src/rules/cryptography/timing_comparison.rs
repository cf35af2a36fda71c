//! Signatures and tokens compared with `==`.

use crate::rules::prelude::*;
use crate::rules::closer::{MAX_OPERAND, Token, Tokens, sign};
use crate::rules::purpose;

pub(in crate::rules) static RULE: Rule = Rule {
    meta: Meta {
        id: "timing-comparison",
        summary: "Signature or token compared in a time that depends on it",
        family: Family::Cryptography,
        cwe: &[208],
        owasp: Owasp::A04,
        severity: Severity::Medium,
        precision: Precision::Medium,
        tier: Tier::Review,
        answers: &[],
        why: "`==` stops at the first byte that differs. Whoever can send many guesses and measure the answers finds the right value \
              byte by byte, without ever holding the key.",
        instead: "Compare with `hmac.compare_digest(a, b)`, which takes the same time wherever the difference lies. Both sides are \
                  `bytes`, or text of ASCII only; encode text that comes from outside.",
        references: &[
            "https://docs.python.org/3/library/hmac.html#hmac.compare_digest",
            "https://cwe.mitre.org/data/definitions/208.html",
        ],
        words: Words::any(&["hmac"])
        .or_compared(&[
            "*digest*", "*signature*", "*token*", "*secret*", "*key", "*pin", "*hmac*", "*mac", "*otp", "*credential*", "*apikey*",
        ])
        .file(&["hmac", "flask", "quart", "django", "rest_framework", "fastapi", "starlette", "aiohttp", "tornado", "bottle", "request"])
        .closer(may_guess)
        .untested()
        .from_outside(&[SourceClass::Request]),
        examples: examples(&[
            Example::Rewrite {
                path: "app.py",
                bad: "import hashlib\nimport hmac\n\ndef genuine(key, body, signature):\n    return hmac.new(key, body, hashlib.sha256).hexdigest() == signature\n",
                good: "import hashlib\nimport hmac\n\ndef genuine(key, body, signature):\n    return hmac.compare_digest(hmac.new(key, body, hashlib.sha256).hexdigest(), signature)\n",
            },
            Example::Rewrite {
                path: "app.py",
                bad: "import hmac as h\n\ndef check(key, body, given):\n    expected = h.new(key, body, 'sha256').digest()\n    if expected != given:\n        raise ValueError('not ours')\n",
                good: "import hmac as h\n\ndef check(key, body, given):\n    expected = h.new(key, body, 'sha256').digest()\n    if not h.compare_digest(expected, given):\n        raise ValueError('not ours')\n",
            },
            Example::Rewrite {
                path: "app.py",
                bad: "import os\nfrom flask import Flask, abort, request\n\napp = Flask(__name__)\nAPI_TOKEN = os.environ['API_TOKEN']\n\n@app.post('/hook')\ndef hook():\n    if request.headers['X-Token'] != API_TOKEN:\n        abort(403)\n    return ''\n",
                good: "import hmac\nimport os\nfrom flask import Flask, abort, request\n\napp = Flask(__name__)\nAPI_TOKEN = os.environ['API_TOKEN']\n\n@app.post('/hook')\ndef hook():\n    if not hmac.compare_digest(request.headers['X-Token'], API_TOKEN):\n        abort(403)\n    return ''\n",
            },
            Example::Rewrite {
                path: "app.py",
                bad: "import hmac\nimport os\nfrom flask import Flask, abort, request\n\napp = Flask(__name__)\nAPI_TOKEN = os.environ['API_TOKEN']\n\n@app.post('/hook')\ndef hook():\n    if request.headers.get('X-Token') != API_TOKEN:\n        abort(403)\n    return ''\n",
                good: "import hmac\nimport os\nfrom flask import Flask, abort, request\n\napp = Flask(__name__)\nAPI_TOKEN = os.environ['API_TOKEN']\n\n@app.post('/hook')\ndef hook():\n    if not hmac.compare_digest(request.headers.get('X-Token', ''), API_TOKEN):\n        abort(403)\n    return ''\n",
            },
            Example::Good {
                path: "app.py",
                code: "import hashlib\n\ndef unchanged(body, checksum):\n    return hashlib.sha256(body).hexdigest() == checksum\n",
            },
            Example::Good {
                path: "app.py",
                code: "from flask import Flask, request\n\napp = Flask(__name__)\n\n@app.post('/form')\ndef form():\n    if request.form['token'] == '':\n        return 'none'\n    return 'some'\n",
            },
        ]),
    },
    on: &[On::Compare(check)],
};

/// Tells of a part's text whether something called like a secret is compared in it, and not with a constant.
fn may_guess(text: &str, names: &[&str]) -> bool {
    let tokens = Tokens::of(text);
    let constant = |side: &[Token<'_>]| match side {
        [Token::Text(_)] => true,
        [Token::Word(word)] => {
            matches!(*word, "None" | "True" | "False") || word.starts_with(|first: char| first.is_ascii_digit())
        }
        _ => false,
    };
    let named = |token: &Token<'_>| match token {
        // `request.headers.get(TOKEN_HEADER)`: what the constant says is not known.
        Token::Word(name) => guards(name) || !name.contains(|letter: char| letter.is_lowercase()) || names.contains(name),
        Token::Text(name) => guards(name),
        _ => false,
    };
    tokens.all().any(|(at, token)| {
        if !matches!(token, Token::Sign(b'=' | b'!')) || tokens.behind(at, 1) != sign(b'=') {
            return false;
        }
        let (left, right) = (tokens.operand_before(at), tokens.operand_from(at + 2));
        let long = left.len().max(right.len()) == MAX_OPERAND;
        !constant(&left) && !constant(&right) && (long || left.iter().chain(&right).any(named))
    })
}

/// True when a name says that what it holds is secret, and no password: these are hashed and verified, which is another
/// matter.
fn guards(name: &str) -> bool {
    let last = purpose::words(name).pop().unwrap_or_default();
    !purpose::PASSWORD.contains(&last.as_str())
        && (purpose::holds_secret(name) || matches!(last.as_str(), "signature" | "hmac" | "mac" | "otp"))
}

fn check(cx: &mut Cx<'_>, id: ExprId) {
    let ExprKind::Compare { left, rest } = &cx.expr(id).kind else { return };
    let [(op @ (CmpOp::Eq | CmpOp::Ne), right)] = rest[..] else { return };
    let (left, constant) = (*left, |side: ExprId| cx.constant(side).is_some() || is_number(cx, side));
    if cx.is_test() || constant(left) || constant(right) {
        return;
    }
    let digest = is_keyed_digest(cx, left) || is_keyed_digest(cx, right);
    let guarded = !digest && (is_guarded(cx, left, right) || is_guarded(cx, right, left));
    if !digest && !guarded {
        return;
    }
    // A comparison inside a call is a part of a query more often than not.
    let in_call = |around: &ExprId| matches!(cx.expr(*around).kind, ExprKind::Call { .. });
    if !digest && purpose::ancestors(cx, id).iter().any(in_call) {
        return;
    }
    let shown = |side| cx.shorten(cx.span(side)).replace('`', "'");
    let said = if digest {
        "The time that this comparison takes tells a sender how much of the signature was right, byte by byte.".to_owned()
    } else {
        format!("The time that this comparison takes tells a client how much of `{}` it has guessed.", shown(if is_asked(cx, left) { right } else { left }))
    };
    let mut draft = cx.draft(cx.span(id), said).propose(rewrite(cx, id, left, op, right));
    if digest {
        draft = draft.precision(Precision::High);
    }
    cx.report(draft);
}

fn is_number(cx: &Cx<'_>, side: ExprId) -> bool {
    match &cx.expr(side).kind {
        ExprKind::Call { func, .. } => cx.dotted(*func).is_some_and(|name| matches!(name, "len" | "type" | "int")),
        _ => false,
    }
}

/// `hmac.new(…).hexdigest()`, `hmac.digest(…)`, or a variable that was given one.
fn is_keyed_digest(cx: &Cx<'_>, side: ExprId) -> bool {
    // Whatever the code calls it, it names the module where it has it from, and asks for the digest.
    let names = &cx.module().names;
    if names.get("hmac").is_none() || names.get("digest").is_none() && names.get("hexdigest").is_none() {
        return false;
    }
    match &cx.expr(side).kind {
        ExprKind::Call { func, .. } => makes_keyed_digest(cx, *func),
        ExprKind::Name(wanted) => {
            let func = cx.function_at(cx.span(side));
            cx.module().stmts.iter().any(|stmt| match &stmt.kind {
                StmtKind::Assign { targets, value } => {
                    targets.iter().any(|target| matches!(cx.expr(*target).kind, ExprKind::Name(name) if name == *wanted))
                        && stmt.span.end <= cx.span(side).start
                        && matches!(&cx.expr(*value).kind, ExprKind::Call { func, .. } if makes_keyed_digest(cx, *func))
                        && cx.function_at(stmt.span) == func
                }
                _ => false,
            })
        }
        _ => false,
    }
}

fn makes_keyed_digest(cx: &Cx<'_>, func: ExprId) -> bool {
    if cx.dotted(func) == Some("hmac.digest") {
        return true;
    }
    let ExprKind::Attr { base, name, .. } = cx.expr(func).kind else { return false };
    let made = |id: ExprId| cx.call(id).is_some_and(|call| matches!(call.name, "hmac.new" | "hmac.HMAC"));
    match cx.module().name(name) {
        "digest" | "hexdigest" => {
            made(base) || {
                let ExprKind::Name(wanted) = cx.expr(base).kind else { return false };
                let func = cx.function_at(cx.span(base));
                cx.module().stmts.iter().any(|stmt| match &stmt.kind {
                    StmtKind::Assign { targets, value } => {
                        targets.iter().any(|target| matches!(cx.expr(*target).kind, ExprKind::Name(name) if name == wanted))
                            && made(*value)
                            && cx.function_at(stmt.span) == func
                    }
                    _ => false,
                })
            }
        }
        // `base64.b64encode(…).decode()`
        "decode" | "encode" => matches!(&cx.expr(base).kind, ExprKind::Call { func, .. } if makes_keyed_digest(cx, *func)),
        _ => false,
    }
}

/// The client's own words.
fn is_asked(cx: &Cx<'_>, side: ExprId) -> bool {
    cx.value(side).taints().iter().any(|taint| cx.analysis.origin(taint.origin).class == SourceClass::Request)
}

/// A secret of the program's, compared with what a client sent.
fn is_guarded(cx: &Cx<'_>, secret: ExprId, given: ExprId) -> bool {
    // Few comparisons have to do with clients.
    let asked = is_asked(cx, given) && !is_asked(cx, secret);
    asked && purpose::name_of(cx, secret).is_some_and(|name| guards(&name))
}

/// A side as it is written; of what a client may leave out, `request.headers.get("X-Token")`, an empty text in place
/// of `None`, which can't be compared. Never so for the secret: an empty one would fit.
fn present(cx: &Cx<'_>, side: ExprId) -> String {
    let text = cx.text(side);
    if let ExprKind::Call { func, args, parens } = &cx.expr(side).kind
        && let ExprKind::Attr { name, .. } = cx.expr(*func).kind
        && let [Arg { kind: ArgKind::Positional, value, .. }] = args[..]
        && cx.module().name(name) == "get"
        && cx.str(value).is_some()
        && is_asked(cx, side)
    {
        let quote = if cx.text(value).ends_with('\'') { "''" } else { "\"\"" };
        let before = Span { start: cx.span(side).start, end: parens.start };
        return format!("{}({}, {quote})", cx.file.slice(before), cx.text(value));
    }
    text.to_owned()
}

fn rewrite(cx: &Cx<'_>, id: ExprId, left: ExprId, op: CmpOp, right: ExprId) -> Option<Proposal> {
    let at = cx.span(id);
    let ready = imports::spell(cx.file, cx.analysis, at, "secrets", "compare_digest").filter(|spelled| spelled.edit.is_none());
    let own = imports::spell(cx.file, cx.analysis, at, "hmac", "compare_digest");
    let spelled = match (own, ready) {
        (Some(own), _) if own.edit.is_none() => own,
        (_, Some(ready)) => ready,
        (own, None) => own?,
    };
    // Comments and parentheses between the two sides would be lost.
    let between = Span { start: cx.span(left).end, end: cx.span(right).start };
    let sign = cx.file.slice(between).trim();
    if !matches!(sign, "==" | "!=") {
        return None;
    }
    let not = if op == CmpOp::Ne { "not " } else { "" };
    let call = format!("{not}{}({}, {})", spelled.text, present(cx, left), present(cx, right));
    let mut edits = vec![arguments::replace(at, call)];
    edits.extend(spelled.edit);
    Some(Proposal {
        title: "Compare in constant time".to_owned(),
        tier: Tier::Review,
        edits,
        check: Some(
            "Both sides must be `bytes`, or text of ASCII only: `None`, a mix of both, or other letters raise `TypeError`.".to_owned(),
        ),
    })
}
