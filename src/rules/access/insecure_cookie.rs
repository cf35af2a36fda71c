//! Session cookies that travel in clear or that scripts can read.

use crate::rules::configuration::places::{imports_from, words};
use crate::rules::configuration::settings::{self, Holder};
use crate::rules::prelude::*;

pub(in crate::rules) static RULE: Rule = Rule {
    meta: Meta {
        id: "insecure-cookie",
        summary: "Session cookie without the Secure or HttpOnly attribute",
        family: Family::Access,
        cwe: &[614, 1004, 1275],
        owasp: Owasp::A02,
        severity: Severity::Medium,
        precision: Precision::High,
        tier: Tier::Review,
        answers: &[],
        why: "Whoever holds the session cookie is logged in. Without `Secure` the browser sends it over plain HTTP too, \
              where anybody on the way can read it; without `HttpOnly` one injected script is enough to carry it off; \
              without `SameSite` it goes along with requests that other sites trigger.",
        instead: "Set all three: `response.set_cookie(name, value, secure=True, httponly=True, samesite=\"Lax\")`; for the \
                  framework's own session `SESSION_COOKIE_SECURE = True` (Flask, Django) or \
                  `SessionMiddleware(…, https_only=True)` (Starlette).",
        references: &[
            "https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Set-Cookie",
            "https://flask.palletsprojects.com/en/stable/web-security/#set-cookie-options",
            "https://cwe.mitre.org/data/definitions/614.html",
        ],
        words: Words::any(&["set_cookie", "*_COOKIE_*=", "SessionMiddleware"]).alone(),
        examples: examples(&[
            Example::Rewrite {
                path: "app.py",
                bad: "from flask import make_response\n\ndef login(token):\n    response = make_response(\"hello\")\n    response.set_cookie(\"session_token\", token)\n    return response\n",
                good: "from flask import make_response\n\ndef login(token):\n    response = make_response(\"hello\")\n    response.set_cookie(\"session_token\", token, secure=True, httponly=True, samesite=\"Lax\")\n    return response\n",
            },
            Example::Rewrite {
                path: "app.py",
                bad: "from fastapi import Response\n\ndef login(response: Response, token: str):\n    response.set_cookie(key=\"auth\", value=token, httponly=False, max_age=3600)\n",
                good: "from fastapi import Response\n\ndef login(response: Response, token: str):\n    response.set_cookie(key=\"auth\", value=token, httponly=True, max_age=3600, secure=True)\n",
            },
            Example::Rewrite {
                path: "app.py",
                bad: "from flask import Flask\n\napp = Flask(__name__)\napp.config[\"SESSION_COOKIE_SECURE\"] = False\n",
                good: "from flask import Flask\n\napp = Flask(__name__)\napp.config[\"SESSION_COOKIE_SECURE\"] = True\n",
            },
            Example::Rewrite {
                path: "app.py",
                bad: "from starlette.applications import Starlette\nfrom starlette.middleware.sessions import SessionMiddleware\n\ndef build(key):\n    app = Starlette()\n    app.add_middleware(SessionMiddleware, secret_key=key)\n    return app\n",
                good: "from starlette.applications import Starlette\nfrom starlette.middleware.sessions import SessionMiddleware\n\ndef build(key):\n    app = Starlette()\n    app.add_middleware(SessionMiddleware, secret_key=key, https_only=True)\n    return app\n",
            },
            Example::Good {
                path: "app.py",
                code: "from flask import make_response\n\ndef theme():\n    response = make_response(\"hello\")\n    response.set_cookie(\"theme\", \"dark\")\n    return response\n",
            },
            Example::Good {
                path: "app.py",
                code: "from flask import make_response\n\ndef logout():\n    response = make_response(\"bye\")\n    response.set_cookie(\"session_token\", \"\", expires=0)\n    return response\n",
            },
            Example::Good {
                path: "config.py",
                code: "class DevConfig:\n    SESSION_COOKIE_SECURE = False\n\nclass Config:\n    SESSION_COOKIE_SECURE = True\n",
            },
        ]),
    },
    on: &[
        On::Call(&[".set_cookie"], check_cookie),
        On::Call(&[".add_middleware", "starlette.middleware.Middleware"], check_middleware),
        On::Module(check_settings),
    ],
};

const CHECK: &str = "Over plain HTTP, on a developer's machine for instance, the browser no longer sends the cookie; \
                     scripts in the page can no longer read it.";

/// True for the name of a cookie that stands for a person who is logged in.
fn is_session(name: &str) -> bool {
    let words = words(name);
    let has = |wanted: &[&str]| words.iter().any(|word| wanted.contains(&word.as_str()));
    has(&["session", "sess", "sessionid", "sid", "token", "auth", "jwt", "remember", "login", "authorization", "bearer"])
        && !has(&["csrf", "xsrf", "csrftoken", "theme", "lang", "locale", "hint", "count", "flag"])
}

fn check_cookie(cx: &mut Cx<'_>, call: Call<'_>) {
    let module = cx.module();
    if cx.is_test() || call.has_spread() {
        return;
    }
    let name = call.argument(module, 0, "key").or(call.argument(module, 0, "name"));
    let Some(name) = name.and_then(|id| cx.str(id)).filter(|name| is_session(name)) else { return };
    // An empty value deletes the cookie.
    if call.argument(module, 1, "value").is_some_and(|id| cx.str(id) == Some("")) {
        return;
    }
    // Long calls give the attributes by position.
    if call.positional(4).is_some() {
        return;
    }
    let mut edits = Vec::new();
    let mut missing = Vec::new();
    let mut added = Vec::new();
    for (flag, shown) in [("secure", "`Secure`"), ("httponly", "`HttpOnly`")] {
        match call.keyword(module, flag) {
            None => {
                missing.push(shown);
                added.push(format!("{flag}=True"));
            }
            Some(arg) if cx.is_false(arg.value) => {
                missing.push(shown);
                edits.push(arguments::replace(cx.span(arg.value), "True"));
            }
            Some(_) => {}
        }
    }
    if missing.is_empty() {
        return;
    }
    // Starlette's own default is "lax".
    if call.keyword(module, "samesite").is_none() && !imports_from(cx, &["fastapi", "starlette"]) {
        added.push("samesite=\"Lax\"".to_owned());
    }
    if !added.is_empty() {
        edits.push(arguments::append(call.args, call.parens, &added.join(", ")));
    }
    let danger = match missing.as_slice() {
        ["`Secure`"] => "whoever listens on a plain HTTP connection can take it over",
        ["`HttpOnly`"] => "an injected script can read it",
        _ => "a listener on plain HTTP or an injected script can take it over",
    };
    let message = format!("The cookie `{name}` is set without {}: {danger}.", missing.join(" and "));
    let draft = cx.draft(cx.span(call.id), message).propose(Some(Proposal {
        title: format!("Set {}", missing.join(" and ")),
        tier: Tier::Review,
        edits,
        check: Some(CHECK.to_owned()),
    }));
    cx.report(draft);
}

fn check_middleware(cx: &mut Cx<'_>, call: Call<'_>) {
    let first = call.positional(0).and_then(|id| cx.dotted(id));
    if first != Some("starlette.middleware.sessions.SessionMiddleware") || call.has_spread() || cx.is_test() {
        return;
    }
    let span = cx.span(call.id);
    if crate::rules::configuration::places::is_development(cx, span) {
        return;
    }
    let edit = match call.keyword(cx.module(), "https_only") {
        None => arguments::append(call.args, call.parens, "https_only=True"),
        Some(arg) if cx.is_false(arg.value) => arguments::replace(cx.span(arg.value), "True"),
        Some(_) => return,
    };
    let message = "The session cookie is sent over plain HTTP too, where it can be read on the way.";
    let draft = cx.draft(span, message).propose(Some(Proposal {
        title: "Send the session cookie over HTTPS only".to_owned(),
        tier: Tier::Review,
        edits: vec![edit],
        check: Some("Sessions stop working where the site is served over plain HTTP.".to_owned()),
    }));
    cx.report(draft);
}

fn check_settings(cx: &mut Cx<'_>) {
    if !cx.has_settings() || !cx.has_text("_COOKIE_") || settings::is_django(cx) || settings::is_defaults(cx) {
        return;
    }
    for setting in settings::all(cx) {
        let (what, danger) = match setting.name {
            "SESSION_COOKIE_SECURE" => ("session", "sent over plain HTTP too, where it can be read on the way"),
            "REMEMBER_COOKIE_SECURE" => ("remember-me", "sent over plain HTTP too, where it can be read on the way"),
            "SESSION_COOKIE_HTTPONLY" => ("session", "open to every script in the page"),
            "REMEMBER_COOKIE_HTTPONLY" => ("remember-me", "open to every script in the page"),
            _ => continue,
        };
        if !cx.is_false(setting.value) || setting.holder == Holder::Module && !is_configuration(cx) {
            continue;
        }
        let message = format!("The {what} cookie is {danger}.");
        let proposal = settings::flip(cx, setting.name, setting.value, true, CHECK);
        let draft = cx.draft(setting.span, message).propose(proposal);
        cx.report(draft);
    }
}

/// True for a file that Flask would read its settings from.
fn is_configuration(cx: &Cx<'_>) -> bool {
    let name = cx.file.path().file_name();
    name.contains("config") || name.contains("settings") || imports_from(cx, &["flask"])
}
