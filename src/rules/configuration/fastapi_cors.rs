//! Other sites allowed to read answers that are made with the visitor's cookies.

use super::places::{definition, elements, is_development};
use super::settings::{self, Setting};
use crate::rules::prelude::*;

pub(in crate::rules) static RULE: Rule = Rule {
    meta: Meta {
        id: "fastapi-cors",
        summary: "Every origin may read answers made with the visitor's cookies",
        family: Family::Configuration,
        cwe: &[942, 346],
        owasp: Owasp::A02,
        severity: Severity::High,
        precision: Precision::High,
        tier: Tier::Review,
        answers: &[],
        why: "Browsers refuse a plain `*` together with credentials, so these libraries answer with the caller's own \
              origin instead. Any page that a logged-in visitor opens can then call the service with the visitor's cookies \
              and read what it answers.",
        instead: "List the origins that need it: `allow_origins=[\"https://app.example.com\"]`. A service for everybody needs \
                  no cookies: `allow_credentials=False`. In `allow_origin_regex` spell scheme and host out and escape the dots.",
        references: &[
            "https://fastapi.tiangolo.com/tutorial/cors/",
            "https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/CORS",
            "https://cwe.mitre.org/data/definitions/942.html",
        ],
        words: Words::any(&["CORSMiddleware", "CORS", "cross_origin", "CORS_*"]).whole(),
        examples: examples(&[
            Example::Rewrite {
                path: "app.py",
                bad: "from fastapi import FastAPI\nfrom fastapi.middleware.cors import CORSMiddleware\n\napp = FastAPI()\napp.add_middleware(CORSMiddleware, allow_origins=[\"*\"], allow_credentials=True)\n",
                good: "from fastapi import FastAPI\nfrom fastapi.middleware.cors import CORSMiddleware\n\napp = FastAPI()\napp.add_middleware(CORSMiddleware, allow_origins=[\"*\"], allow_credentials=False)\n",
            },
            Example::Rewrite {
                path: "app.py",
                bad: "from flask import Flask\nfrom flask_cors import CORS\n\napp = Flask(__name__)\nCORS(app, supports_credentials=True)\n",
                good: "from flask import Flask\nfrom flask_cors import CORS\n\napp = Flask(__name__)\nCORS(app, supports_credentials=False)\n",
            },
            Example::Rewrite {
                path: "shop/settings.py",
                bad: "ROOT_URLCONF = \"shop.urls\"\nCORS_ALLOW_ALL_ORIGINS = True\nCORS_ALLOW_CREDENTIALS = True\n",
                good: "ROOT_URLCONF = \"shop.urls\"\nCORS_ALLOW_ALL_ORIGINS = True\nCORS_ALLOW_CREDENTIALS = False\n",
            },
            Example::Good {
                path: "app.py",
                code: "from fastapi import FastAPI\nfrom fastapi.middleware.cors import CORSMiddleware\n\napp = FastAPI()\napp.add_middleware(CORSMiddleware, allow_origins=[\"https://app.example.com\"], allow_credentials=True)\n",
            },
            Example::Good {
                path: "app.py",
                code: "from fastapi import FastAPI\nfrom fastapi.middleware.cors import CORSMiddleware\n\napp = FastAPI()\napp.add_middleware(CORSMiddleware, allow_origins=[\"*\"])\n",
            },
        ]),
    },
    on: &[
        On::Call(&[".add_middleware", "starlette.middleware.Middleware", "starlette.middleware.cors.CORSMiddleware"], check_middleware),
        On::Call(&["flask_cors.CORS", "flask_cors.cross_origin"], check_flask),
        On::Module(check_settings),
    ],
};

const CHECK: &str = "Pages of other origins can no longer call the service with cookies; list those that must.";
const MESSAGE: &str = "Any page that a logged-in visitor opens can call this service with the visitor's cookies and read the answers.";

fn report(cx: &mut Cx<'_>, span: Span, name: &str, value: ExprId) {
    if is_development(cx, span) {
        return;
    }
    let proposal = settings::flip(cx, name, value, false, CHECK);
    let draft = cx.draft(span, MESSAGE).propose(proposal);
    cx.report(draft);
}

/// `"*"`, or a list that holds it, directly or by a name that is set once.
fn is_everyone(cx: &Cx<'_>, id: ExprId) -> bool {
    let id = definition(cx, id);
    match elements(cx.module(), id) {
        Some(items) => items.iter().any(|item| cx.str(*item) == Some("*")),
        None => cx.str(id) == Some("*"),
    }
}

/// A pattern that fits every origin.
fn fits_all(pattern: &str) -> bool {
    let pattern = pattern.trim_start_matches('^').trim_end_matches('$');
    let host = pattern
        .strip_prefix("https?://")
        .or_else(|| pattern.strip_prefix("http://"))
        .or_else(|| pattern.strip_prefix("https://"))
        .unwrap_or(pattern);
    matches!(host.trim_start_matches('(').trim_end_matches(')'), ".*" | ".+" | ".*?")
}

fn check_middleware(cx: &mut Cx<'_>, call: Call<'_>) {
    const CORS: &str = "starlette.middleware.cors.CORSMiddleware";
    let module = cx.module();
    if call.name != CORS && call.positional(0).and_then(|id| cx.dotted(id)) != Some(CORS) {
        return;
    }
    let Some(credentials) = call.keyword(module, "allow_credentials").filter(|arg| cx.is_true(arg.value)) else { return };
    let origins = call.keyword(module, "allow_origins").is_some_and(|arg| is_everyone(cx, arg.value));
    let regex = call.keyword(module, "allow_origin_regex");
    let regex = regex.and_then(|arg| cx.str(arg.value)).is_some_and(fits_all);
    if origins || regex {
        report(cx, cx.span(call.id), "allow_credentials", credentials.value);
    }
}

fn check_flask(cx: &mut Cx<'_>, call: Call<'_>) {
    let module = cx.module();
    let Some(credentials) = call.keyword(module, "supports_credentials").filter(|arg| cx.is_true(arg.value)) else { return };
    if call.has_spread() {
        return;
    }
    let everyone = match (call.keyword(module, "origins"), call.keyword(module, "resources")) {
        (Some(origins), _) => is_everyone(cx, origins.value),
        (None, None) => true,
        (None, Some(resources)) => opens_a_resource(cx, resources.value),
    };
    if everyone {
        report(cx, cx.span(call.id), "supports_credentials", credentials.value);
    }
}

/// `{r"/api/*": {"origins": "*"}}`; a resource without origins is open too.
fn opens_a_resource(cx: &Cx<'_>, resources: ExprId) -> bool {
    let ExprKind::Dict(items) = &cx.expr(definition(cx, resources)).kind else { return false };
    items.iter().any(|(_, options)| match &cx.expr(*options).kind {
        ExprKind::Dict(options) => options
            .iter()
            .any(|(key, value)| key.is_some_and(|key| cx.str(key) == Some("origins")) && is_everyone(cx, *value)),
        _ => false,
    })
}

fn check_settings(cx: &mut Cx<'_>) {
    if !cx.has_settings() || !cx.has_text("CORS_ALLOW_CREDENTIALS") {
        return;
    }
    let settings = settings::all(cx);
    let set = |name: &str| -> Option<Setting<'_>> {
        settings.iter().find(|setting| setting.name == name && cx.is_true(setting.value)).copied()
    };
    let open = set("CORS_ALLOW_ALL_ORIGINS").or_else(|| set("CORS_ORIGIN_ALLOW_ALL"));
    if let (Some(credentials), Some(_)) = (set("CORS_ALLOW_CREDENTIALS"), open) {
        report(cx, credentials.span, credentials.name, credentials.value);
    }
}
