//! Settings of a Django project that weaken it where it is served.

use super::places::elements;
use super::settings::{self, Setting};
use crate::rules::prelude::*;

pub(in crate::rules) static RULE: Rule = Rule {
    meta: Meta {
        id: "django-settings",
        summary: "Django setting that weakens the site",
        family: Family::Configuration,
        cwe: &[16, 489, 614],
        owasp: Owasp::A02,
        severity: Severity::Medium,
        precision: Precision::High,
        tier: Tier::Review,
        answers: &[],
        why: "`DEBUG = True` shows settings, source and local variables to whoever causes an error. A wildcard in \
              `ALLOWED_HOSTS` lets a forged `Host` header into links that the site sends by mail. Cookies without `Secure` and \
              pages without the redirect to HTTPS can be read and changed on the way. A fast hash as the first of \
              `PASSWORD_HASHERS` makes stolen passwords cheap to guess.",
        instead: "Take what differs between machines from the environment, with the safe value as the default, and run \
                  `manage.py check --deploy`. List the hosts that the site answers for. Keep old password hashers behind a \
                  strong first one, so that passwords are hashed anew at the next log-in.",
        references: &[
            "https://docs.djangoproject.com/en/stable/howto/deployment/checklist/",
            "https://docs.djangoproject.com/en/stable/ref/settings/",
        ],
        words: Words::any(&[
            "DEBUG", "ALLOWED_HOSTS", "SECURE_*", "*COOKIE_SECURE", "*COOKIE_HTTPONLY", "PASSWORD_HASHERS", "MIDDLEWARE",
        ])
        .bound()
        .whole(),
        examples: examples(&[
            Example::Rewrite {
                path: "shop/settings.py",
                bad: "import os\n\nDEBUG = True\nROOT_URLCONF = \"shop.urls\"\n",
                good: "import os\n\nDEBUG = os.environ.get(\"DJANGO_DEBUG\") == \"1\"\nROOT_URLCONF = \"shop.urls\"\n",
            },
            Example::Rewrite {
                path: "shop/settings/production.py",
                bad: "from .base import *\n\nSESSION_COOKIE_SECURE = False\n",
                good: "from .base import *\n\nSESSION_COOKIE_SECURE = True\n",
            },
            Example::Rewrite {
                path: "shop/settings.py",
                bad: "ROOT_URLCONF = \"shop.urls\"\nPASSWORD_HASHERS = [\n    \"django.contrib.auth.hashers.MD5PasswordHasher\",\n]\n",
                good: "ROOT_URLCONF = \"shop.urls\"\nPASSWORD_HASHERS = [\n    \"django.contrib.auth.hashers.PBKDF2PasswordHasher\",\n    \"django.contrib.auth.hashers.MD5PasswordHasher\",\n]\n",
            },
            Example::Rewrite {
                path: "shop/settings.py",
                bad: "MIDDLEWARE = [\n    \"django.contrib.sessions.middleware.SessionMiddleware\",\n    \"django.middleware.csrf.CsrfViewMiddleware\",\n]\n",
                good: "MIDDLEWARE = [\n    \"django.middleware.security.SecurityMiddleware\",\n    \"django.contrib.sessions.middleware.SessionMiddleware\",\n    \"django.middleware.csrf.CsrfViewMiddleware\",\n]\n",
            },
            Example::Bad {
                path: "shop/settings.py",
                code: "ROOT_URLCONF = \"shop.urls\"\nALLOWED_HOSTS = [\"*\"]\n",
            },
            Example::Good {
                path: "shop/settings.py",
                code: "DEBUG = False\nROOT_URLCONF = \"shop.urls\"\nALLOWED_HOSTS = [\"shop.example.com\"]\nSESSION_COOKIE_SECURE = True\n",
            },
            Example::Good { path: "shop/settings/dev.py", code: "from .base import *\n\nDEBUG = True\nALLOWED_HOSTS = [\"*\"]\n" },
            Example::Good { path: "shop/report.py", code: "DEBUG = True\n" },
        ]),
    },
    on: &[On::Module(check)],
};

const HTTPS: &str = "Pages and log-ins over plain HTTP stop working; behind a proxy `SECURE_PROXY_SSL_HEADER` must be set.";

fn check(cx: &mut Cx<'_>) {
    if !settings::is_django(cx) || !RULE.meta.words.any.iter().any(|word| cx.has_text(word.trim_matches('*'))) {
        return;
    }
    let settings = settings::all(cx);
    for setting in settings.iter().filter(|setting| setting.holder == settings::Holder::Module) {
        match setting.name {
            "DEBUG" if cx.is_true(setting.value) => debug(cx, setting),
            "ALLOWED_HOSTS" => hosts(cx, setting),
            "PASSWORD_HASHERS" => hashers(cx, setting),
            _ => switch(cx, setting),
        }
    }
    middleware(cx, &settings);
}

fn debug(cx: &mut Cx<'_>, setting: &Setting<'_>) {
    let value = cx.span(setting.value);
    let spelled = imports::spell(cx.file, cx.analysis, value, "os", "environ");
    let literal = matches!(cx.expr(setting.value).kind, ExprKind::Bool(_));
    let proposal = spelled.filter(|_| literal).map(|spelled| {
        let mut edits = vec![arguments::replace(value, format!("{}.get(\"DJANGO_DEBUG\") == \"1\"", spelled.text))];
        edits.extend(spelled.edit);
        Proposal {
            title: "Take `DEBUG` from the environment".to_owned(),
            tier: Tier::Review,
            edits,
            check: Some("Developers have to set `DJANGO_DEBUG=1` from now on.".to_owned()),
        }
    });
    let message = "Whoever causes an error is shown source, local variables and settings.";
    let draft = cx.draft(setting.span, message).severity(Severity::High).propose(proposal);
    cx.report(draft);
}

fn hosts(cx: &mut Cx<'_>, setting: &Setting<'_>) {
    let items = elements(cx.module(), setting.value).unwrap_or_default();
    if items.iter().any(|item| cx.str(*item) == Some("*")) {
        let message = "The site answers to any `Host` header, and puts it into links that it mails, such as those for a new password.";
        let mut draft = cx.draft(setting.span, message);
        draft.advice = Some("List the names that the site is served under, or read them from the environment.".to_owned());
        cx.report(draft);
    }
}

fn hashers(cx: &mut Cx<'_>, setting: &Setting<'_>) {
    const STRONG: &str = "django.contrib.auth.hashers.PBKDF2PasswordHasher";
    let items = elements(cx.module(), setting.value).unwrap_or_default();
    let Some(first) = items.first() else { return };
    let name = cx.str(*first).and_then(|name| name.rsplit('.').next());
    let weak = name.filter(|name| {
        ["MD5", "SHA1", "UnsaltedMD5", "UnsaltedSHA1", "Crypt"].iter().any(|head| name.starts_with(head))
    });
    let Some(weak) = weak else { return };
    let message = format!("New passwords are stored with `{weak}`, which one graphics card tries billions of times a second.");
    let listed = items.iter().any(|item| cx.str(*item) == Some(STRONG));
    let proposal = (!listed).then(|| Proposal {
        title: "Put a strong hasher first".to_owned(),
        tier: Tier::Review,
        edits: vec![insert_before(cx, setting, *first, STRONG)],
        check: Some("Logging in takes longer; stored passwords are hashed anew at the next log-in.".to_owned()),
    });
    let draft = cx.draft(setting.span, message).severity(Severity::High).propose(proposal);
    cx.report(draft);
}

/// Inserts an entry in front of the first, set as that one is.
fn insert_before(cx: &Cx<'_>, setting: &Setting<'_>, first: ExprId, name: &str) -> Edit {
    let span = cx.span(first);
    let quote = cx.text(first).chars().next().unwrap_or('"');
    let opening = cx.file.slice(Span { start: cx.span(setting.value).start + 1, end: span.start });
    let gap = if opening.trim().is_empty() && !opening.is_empty() { opening } else { " " };
    arguments::replace(Span::empty(span.start as usize), format!("{quote}{name}{quote},{gap}"))
}

fn switch(cx: &mut Cx<'_>, setting: &Setting<'_>) {
    if !cx.is_false(setting.value) {
        return;
    }
    let (message, severity) = match setting.name {
        "SESSION_COOKIE_SECURE" => ("The session cookie is sent over plain HTTP too, where it can be read on the way.", Severity::Medium),
        "CSRF_COOKIE_SECURE" => ("The CSRF cookie is sent over plain HTTP too, where it can be read on the way.", Severity::Low),
        "SECURE_SSL_REDIRECT" => ("Pages asked for over plain HTTP are served there, where they can be read and changed on the way.", Severity::Low),
        "SESSION_COOKIE_HTTPONLY" => ("Any script in a page can read the session cookie.", Severity::Medium),
        "SECURE_CONTENT_TYPE_NOSNIFF" => ("Browsers may take an uploaded file for a script or a page.", Severity::Low),
        _ => return,
    };
    let check = match setting.name {
        "SESSION_COOKIE_HTTPONLY" => "Scripts that read the session cookie stop working.",
        "SECURE_CONTENT_TYPE_NOSNIFF" => "Files served with a wrong content type are no longer shown.",
        _ => HTTPS,
    };
    let proposal = settings::flip(cx, setting.name, setting.value, true, check);
    let draft = cx.draft(setting.span, message).severity(severity).propose(proposal);
    cx.report(draft);
}

fn middleware(cx: &mut Cx<'_>, settings: &[Setting<'_>]) {
    const SECURITY: &str = "django.middleware.security.SecurityMiddleware";
    let Some((setting, entries)) = settings::middleware(cx, settings) else { return };
    let sessions = entries.iter().any(|(_, name)| name.ends_with(".SessionMiddleware"));
    if !sessions || entries.iter().any(|(_, name)| name.contains("SecurityMiddleware")) {
        return;
    }
    let Some((first, _)) = entries.first() else { return };
    let message = "Without `SecurityMiddleware` the redirect to HTTPS and the headers of the `SECURE_…` settings are not sent.";
    let draft = cx.draft(setting.span, message).severity(Severity::Low).propose(Some(Proposal {
        title: "Put `SecurityMiddleware` first".to_owned(),
        tier: Tier::Review,
        edits: vec![insert_before(cx, &setting, *first, SECURITY)],
        check: Some("It sends its headers from now on; see the `SECURE_…` settings.".to_owned()),
    }));
    cx.report(draft);
}
