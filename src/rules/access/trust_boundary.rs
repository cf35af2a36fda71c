//! A session's entry whose name the client chooses, or the value of one that is a right.
//!
//! Other values are not asked: a name that is kept after a check looks like one that was not checked.

use super::super::injection::sql_injection::is_mapping;
use crate::rules::closer::{Token, Tokens, sign};
use crate::rules::prelude::*;
use crate::semantic::is_right;
use crate::semantic::models::When;

pub(in crate::rules) static RULE: Rule = Rule {
    meta: Meta {
        id: "trust-boundary",
        summary: "Session entry whose name, or right, the client chooses",
        family: Family::Access,
        cwe: &[501],
        owasp: Owasp::A06,
        severity: Severity::High,
        precision: Precision::High,
        tier: Tier::Advice,
        answers: &[],
        why: "The program believes what its session holds: it put that there itself. Where the client chooses the name \
              of the entry, it can overwrite any other one, `user_id` or `is_admin` among them, and go on as somebody \
              else. So it can where an entry that says what somebody may do is taken from the request.",
        instead: "Write entries under names of the program's own. For a choice of settings take the names that are \
                  allowed from a fixed set, `if name in SETTINGS: session[name] = value`, or keep them all in one \
                  entry: `session[\"settings\"] = {name: value}`. Read rights from where the program keeps its users.",
        references: &[
            "https://cwe.mitre.org/data/definitions/501.html",
            "https://flask.palletsprojects.com/en/stable/quickstart/#sessions",
        ],
        words: Words::OWN.closer(may_choose),
        examples: examples(&[
            Example::Bad {
                path: "app.py",
                code: "from flask import Flask, request, session\n\napp = Flask(__name__)\n\n\n@app.post(\"/settings\")\ndef settings():\n    session[request.form[\"name\"]] = request.form[\"value\"]\n    return {}\n",
            },
            Example::Bad {
                path: "views.py",
                code: "from django.http import JsonResponse\n\n\ndef settings(request):\n    for name, value in request.POST.items():\n        request.session[name] = value\n    return JsonResponse({})\n",
            },
            Example::Bad {
                path: "app.py",
                code: "from flask import Flask, request, session\n\napp = Flask(__name__)\n\n\n@app.post(\"/settings\")\ndef settings():\n    session.update(request.get_json())\n    return {}\n",
            },
            Example::Bad {
                path: "app.py",
                code: "from flask import Flask, request, session\n\napp = Flask(__name__)\n\n\n@app.post(\"/login\")\ndef login():\n    session[\"is_admin\"] = request.form[\"admin\"]\n    return {}\n",
            },
            Example::Good {
                path: "app.py",
                code: "from flask import Flask, request, session\n\napp = Flask(__name__)\nSETTINGS = {\"colour\", \"language\"}\n\n\n@app.post(\"/settings\")\ndef settings():\n    name = request.form[\"name\"]\n    if name in SETTINGS:\n        session[name] = request.form[\"value\"]\n    return {}\n",
            },
            Example::Good {
                path: "app.py",
                code: "from flask import Flask, request, session\n\napp = Flask(__name__)\n\n\n@app.post(\"/settings\")\ndef settings():\n    session[\"colour\"] = request.form[\"value\"]\n    return {}\n",
            },
            Example::Good {
                path: "app.py",
                code: "from flask import Flask, request, session\n\napp = Flask(__name__)\n\n\n@app.post(\"/settings\")\ndef settings():\n    session[\"setting:\" + request.form[\"name\"]] = request.form[\"value\"]\n    return {}\n",
            },
        ]),
    },
    on: &[On::Flow(Kind::Session, check)],
};

/// Tells of a part's text whether a session may be written there under a key that is no literal or constant:
/// `session["cart"] = …`, `session[KEY]`, `session.get(…)`, `if name in session:` are nothing of the kind.
fn may_choose(text: &str, _: &[&str]) -> bool {
    let tokens = Tokens::of(text);
    let mut named = false;
    for (at, token) in tokens.all() {
        match token {
            Token::Word("get_session" | "new_session") => return true,
            Token::Word("session") => named = true,
            _ => continue,
        }
        let fixed = || {
            let key = match tokens.behind(at, 2) {
                Some(Token::Text(key)) => !is_right(key),
                Some(Token::Word(name)) => !name.bytes().any(|byte| byte.is_ascii_lowercase()),
                _ => false,
            };
            key && tokens.behind(at, 3) == sign(b']')
        };
        let harmless = match tokens.behind(at, 1) {
            Some(Token::Sign(b'[')) => fixed(),
            Some(Token::Sign(b'.')) => {
                !matches!(tokens.behind(at, 2), Some(Token::Word("update" | "setdefault" | "__setitem__")))
            }
            Some(Token::Sign(b':')) => true,
            _ => false,
        };
        if !harmless {
            return true;
        }
    }
    // It goes by another name.
    !named
}

fn check(cx: &mut Cx<'_>, hit: &Hit) {
    let Some((_, SourceClass::Request)) = cx.strongest(hit) else { return };
    if let ExprKind::Subscript { index, .. } = cx.expr(hit.site.call).kind
        && matches!(cx.expr(index).kind, ExprKind::Str(_))
    {
        let draft = cx.flow(hit, "decides what the session says that the client may do");
        return draft.into_iter().for_each(|draft| cx.report(draft.precision(Precision::Medium)));
    }
    if hit.site.sink.when == When::Keys {
        if !hit.taints.iter().any(|taint| is_mapping(cx, taint)) {
            return;
        }
    } else if is_apart(cx, hit.site.arg) {
        return;
    }
    let Some(draft) = cx.flow(hit, "chooses which entry of the session is written") else { return };
    cx.report(draft);
}

/// `"cart:" + name`: no entry of another kind has such a name.
fn is_apart(cx: &Cx<'_>, key: ExprId) -> bool {
    let Some(text) = cx.value(key).text() else { return false };
    text.pieces.iter().any(|piece| matches!(piece, Piece::Lit(text) if !text.is_empty()))
}
