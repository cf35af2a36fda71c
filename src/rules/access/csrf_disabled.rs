//! Protection against forged requests that is switched off.

use crate::rules::configuration::places::{self, words};
use crate::rules::configuration::settings;
use crate::rules::prelude::*;
use crate::rules::purpose;
use crate::syntax::Function;

pub(in crate::rules) static RULE: Rule = Rule {
    meta: Meta {
        id: "csrf-disabled",
        summary: "Protection against cross-site request forgery switched off",
        family: Family::Access,
        cwe: &[352],
        owasp: Owasp::A01,
        severity: Severity::Medium,
        precision: Precision::Medium,
        tier: Tier::Review,
        answers: &[],
        why: "A browser sends the session cookie with every request to the site, also with one that a page elsewhere \
              triggers. The CSRF token is what tells the two apart. Without it any page that a logged-in user visits \
              can act in the user's name: change the mail address, place an order, add an administrator.",
        instead: "Leave the protection on and send the token with the form (`{% csrf_token %}`, `form.hidden_tag()`) or in \
                  the `X-CSRFToken` header. Exempt only what no browser session reaches: webhooks that check a \
                  signature, and interfaces that take a token in the `Authorization` header.",
        references: &[
            "https://docs.djangoproject.com/en/stable/howto/csrf/",
            "https://flask-wtf.readthedocs.io/en/stable/csrf/",
            "https://cwe.mitre.org/data/definitions/352.html",
        ],
        words: Words::any(&["csrf_exempt", "exempt", "WTF_CSRF*=", "SessionMiddleware", "MIDDLEWARE="]).alone(),
        examples: examples(&[
            Example::Rewrite {
                path: "shop/views.py",
                bad: "from django.http import HttpResponse\nfrom django.views.decorators.csrf import csrf_exempt\n\n@csrf_exempt\ndef change_mail(request):\n    request.user.email = request.POST[\"email\"]\n    request.user.save()\n    return HttpResponse(\"done\")\n",
                good: "from django.http import HttpResponse\nfrom django.views.decorators.csrf import csrf_exempt\n\ndef change_mail(request):\n    request.user.email = request.POST[\"email\"]\n    request.user.save()\n    return HttpResponse(\"done\")\n",
            },
            Example::Rewrite {
                path: "app.py",
                bad: "from flask import Flask\nfrom flask_wtf import CSRFProtect\n\napp = Flask(__name__)\ncsrf = CSRFProtect(app)\n\n@app.post(\"/orders\")\n@csrf.exempt\ndef order():\n    return \"done\"\n",
                good: "from flask import Flask\nfrom flask_wtf import CSRFProtect\n\napp = Flask(__name__)\ncsrf = CSRFProtect(app)\n\n@app.post(\"/orders\")\ndef order():\n    return \"done\"\n",
            },
            Example::Rewrite {
                path: "config.py",
                bad: "class Config:\n    WTF_CSRF_ENABLED = False\n",
                good: "class Config:\n    WTF_CSRF_ENABLED = True\n",
            },
            Example::Rewrite {
                path: "shop/settings.py",
                bad: "MIDDLEWARE = [\n    'django.contrib.sessions.middleware.SessionMiddleware',\n    'django.middleware.common.CommonMiddleware',\n    'django.contrib.auth.middleware.AuthenticationMiddleware',\n]\n",
                good: "MIDDLEWARE = [\n    'django.contrib.sessions.middleware.SessionMiddleware',\n    'django.middleware.common.CommonMiddleware',\n    'django.middleware.csrf.CsrfViewMiddleware',\n    'django.contrib.auth.middleware.AuthenticationMiddleware',\n]\n",
            },
            Example::Good {
                path: "shop/views.py",
                code: "from django.http import HttpResponse\nfrom django.views.decorators.csrf import csrf_exempt\n\n@csrf_exempt\ndef payment_webhook(request):\n    return HttpResponse(\"done\")\n",
            },
            Example::Good {
                path: "config.py",
                code: "class TestConfig:\n    WTF_CSRF_ENABLED = False\n",
            },
        ]),
    },
    on: &[
        On::Function(check_function),
        On::Class(check_class),
        On::Call(&["django.views.decorators.csrf.csrf_exempt"], check_call),
        On::Module(check_settings),
    ],
};

const CHECK: &str = "Clients that post without a CSRF token are refused from now on.";

/// The decorator that exempts a view; also as `method_decorator(csrf_exempt)`.
fn exempts(cx: &Cx<'_>, decorator: ExprId) -> bool {
    let module = cx.module();
    if cx.dotted(decorator) == Some("django.views.decorators.csrf.csrf_exempt") {
        return true;
    }
    match &module.expr(decorator).kind {
        ExprKind::Attr { base, name, .. } if module.name(*name) == "exempt" => {
            matches!(cx.class(*base), Some("flask_wtf.CSRFProtect" | "flask_wtf.csrf.CSRFProtect"))
                || cx.text(*base).to_lowercase().ends_with("csrf")
        }
        ExprKind::Call { args, .. } => {
            cx.call(decorator).is_some_and(|call| call.name == "django.utils.decorators.method_decorator")
                && args.first().is_some_and(|arg| exempts(cx, arg.value))
        }
        _ => false,
    }
}

/// Names and texts of things that no browser session reaches.
fn has_other_proof(names: &[&str], text: &str) -> bool {
    const NAMES: &[&str] = &[
        "webhook", "webhooks", "hook", "hooks", "callback", "ipn", "stripe", "paypal", "github", "gitlab", "slack", "twilio",
        "telegram", "api", "token", "tokens", "graphql", "rpc", "notify", "notification", "health", "ping", "metrics", "oauth",
        "oidc",
        "saml", "acs", "lti", "bot", "beacon", "csp", "report",
    ];
    const TEXTS: &[&str] = &["Authorization", "HTTP_AUTHORIZATION", "hmac", "signature", "construct_event", "api_key"];
    names.iter().any(|name| words(name).iter().any(|word| NAMES.contains(&word.as_str()) || word.contains("webhook")))
        || TEXTS.iter().any(|known| text.contains(known))
}

/// Takes the decorator's lines away.
fn undecorate(cx: &Cx<'_>, decorator: ExprId) -> Proposal {
    Proposal {
        title: "Keep the protection on".to_owned(),
        tier: Tier::Review,
        edits: vec![arguments::replace(places::whole_lines(cx, cx.span(decorator)), "")],
        check: Some(CHECK.to_owned()),
    }
}

fn read_only(cx: &Cx<'_>, function: &Function) -> bool {
    function.decorators.iter().any(|decorator| {
        let text = cx.text(*decorator);
        text.contains("require_GET") || text.contains("require_safe") || text.contains("api_view")
    })
}

fn check_function(cx: &mut Cx<'_>, func: FuncId) {
    let module = cx.module();
    let function = module.function(func);
    let Some(decorator) = function.decorators.iter().copied().find(|id| exempts(cx, *id)) else { return };
    let name = &function.qualname;
    let path = cx.analysis.routes.of(func).and_then(|route| route.path.as_deref()).unwrap_or("");
    let text = cx.file.slice(function.span);
    if cx.is_test() || has_other_proof(&[function.qualname.as_str(), path], text) || read_only(cx, function) {
        return;
    }
    let message = format!("Any page that a logged-in user visits can send requests to `{name}` in the user's name.");
    let draft = cx.draft(cx.span(decorator), message).propose(Some(undecorate(cx, decorator)));
    cx.report(draft);
}

fn check_class(cx: &mut Cx<'_>, class: ClassId) {
    let module = cx.module();
    let class = module.class(class);
    let Some(decorator) = class.decorators.iter().copied().find(|id| exempts(cx, *id)) else { return };
    let text = cx.file.slice(class.span);
    if cx.is_test() || has_other_proof(&[class.qualname.as_str()], text) {
        return;
    }
    let message =
        format!("Any page that a logged-in user visits can send requests to `{}` in the user's name.", class.qualname);
    let draft = cx.draft(cx.span(decorator), message).propose(Some(undecorate(cx, decorator)));
    cx.report(draft);
}

/// `path("cart", csrf_exempt(Cart.as_view()))`
fn check_call(cx: &mut Cx<'_>, call: Call<'_>) {
    let Some(view) = call.positional(0).filter(|_| call.args.len() == 1) else { return };
    // Inside a function it makes a decorator, whose uses are elsewhere.
    if cx.function_at(cx.span(call.id)) != FuncId(0) {
        return;
    }
    let text = cx.text(view);
    let stmt = purpose::statement(cx, cx.span(call.id)).map_or("", |stmt| cx.file.slice(cx.module().stmt(stmt).span));
    // A list of addresses is one statement; the line says which of them it is.
    let start = cx.span(call.id).start as usize;
    let line = cx.file.text()[..start].lines().rev().take(2).collect::<Vec<_>>().join(" ");
    let around = if stmt.len() < 200 { stmt } else { line.as_str() };
    if cx.is_test() || has_other_proof(&[text, around], "") {
        return;
    }
    let shown = cx.shorten(cx.span(view)).replace('`', "'");
    let message = format!("Any page that a logged-in user visits can send requests to `{shown}` in the user's name.");
    let draft = cx.draft(cx.span(call.id), message).propose(Some(Proposal {
        title: "Keep the protection on".to_owned(),
        tier: Tier::Review,
        edits: vec![arguments::replace(cx.span(call.id), text)],
        check: Some(CHECK.to_owned()),
    }));
    cx.report(draft);
}

fn check_settings(cx: &mut Cx<'_>) {
    if !cx.has_settings() || !cx.has_text("WTF_CSRF") && !cx.has_text("SessionMiddleware") {
        return;
    }
    let settings = settings::all(cx);
    for setting in &settings {
        let is_switch = matches!(setting.name, "WTF_CSRF_ENABLED" | "WTF_CSRF_CHECK_DEFAULT");
        if is_switch && cx.is_false(setting.value) {
            let message = "Forms are accepted without a CSRF token, so other sites can submit them for a logged-in user.";
            let proposal = settings::flip(cx, setting.name, setting.value, true, CHECK);
            let draft = cx.draft(setting.span, message).precision(Precision::High).propose(proposal);
            cx.report(draft);
        }
    }
    check_middleware(cx, &settings);
}

fn check_middleware(cx: &mut Cx<'_>, settings: &[settings::Setting<'_>]) {
    const SESSIONS: &str = "django.contrib.sessions.middleware.SessionMiddleware";
    const CSRF: &str = "django.middleware.csrf.CsrfViewMiddleware";
    let Some((setting, entries)) = settings::middleware(cx, settings) else { return };
    let Some(at) = entries.iter().position(|(_, name)| *name == SESSIONS) else { return };
    if entries.iter().any(|(_, name)| name.to_lowercase().contains("csrf")) {
        return;
    }
    let common = entries.iter().position(|(_, name)| *name == "django.middleware.common.CommonMiddleware");
    let at = common.filter(|common| *common > at).unwrap_or(at);
    let edit = settings::insert_behind(cx, entries[at].0, entries.get(at + 1).map(|(id, _)| *id), CSRF);
    let message = "Sessions are on and `CsrfViewMiddleware` is not in the list: other sites can post for a logged-in user.";
    let draft = cx.draft(setting.span, message).severity(Severity::High).propose(Some(Proposal {
        title: "Put `CsrfViewMiddleware` back".to_owned(),
        tier: Tier::Review,
        edits: vec![edit],
        check: Some(CHECK.to_owned()),
    }));
    cx.report(draft);
}
