//! A Content-Security-Policy that lets any script run.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::places::plain_literal;
use crate::rules::prelude::*;

pub(in crate::rules) static RULE: Rule = Rule {
    meta: Meta {
        id: "content-security-policy",
        summary: "Content-Security-Policy that lets foreign scripts run",
        family: Family::Configuration,
        cwe: &[1021, 79],
        owasp: Owasp::A02,
        severity: Severity::Low,
        precision: Precision::High,
        tier: Tier::Review,
        answers: &[],
        why: "The policy is the second line of defence: when somebody manages to inject a script, it keeps the browser from \
              running it. A wildcard, `http:` or `data:` among the script sources lets the script come from anywhere; \
              `'unsafe-inline'` lets it stand in the page itself; `'unsafe-eval'` makes text into code.",
        instead: "Name the sources: `script-src 'self'`, and for inline scripts a nonce that is made anew for each answer. Try \
                  a stricter policy with `Content-Security-Policy-Report-Only` first. Also set `object-src 'none'` and \
                  `base-uri 'none'`.",
        references: &[
            "https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/CSP",
            "https://www.w3.org/TR/CSP3/",
        ],
        words: Words::any(&["script-src", "default-src"]).alone(),
        examples: examples(&[
            Example::Rewrite {
                path: "app.py",
                bad: "def protect(response):\n    response.headers[\"Content-Security-Policy\"] = \"default-src 'self'; script-src 'self' 'unsafe-eval'\"\n    return response\n",
                good: "def protect(response):\n    response.headers[\"Content-Security-Policy\"] = \"default-src 'self'; script-src 'self'\"\n    return response\n",
            },
            Example::Rewrite {
                path: "app.py",
                bad: "HEADERS = {\"Content-Security-Policy\": \"script-src *; object-src 'none'\"}\n",
                good: "HEADERS = {\"Content-Security-Policy\": \"script-src 'self'; object-src 'none'\"}\n",
            },
            Example::Bad {
                path: "app.py",
                code: "HEADERS = {\"Content-Security-Policy\": 'script-src *'}\n",
            },
            Example::Good {
                path: "app.py",
                code: "HEADERS = {\"Content-Security-Policy\": \"default-src 'self'; img-src *; style-src 'self' 'unsafe-inline'\"}\n",
            },
            Example::Good {
                path: "app.py",
                code: "NOTE = \"script-src * is what we must never send\"\n",
            },
        ]),
    },
    on: &[On::Str(check)],
};

const DIRECTIVES: &[&str] = &[
    "default-src", "script-src", "script-src-elem", "style-src", "img-src", "font-src", "connect-src", "object-src", "frame-src",
    "media-src", "worker-src", "base-uri", "form-action", "frame-ancestors", "child-src", "manifest-src", "sandbox",
    "report-uri", "report-to", "upgrade-insecure-requests", "block-all-mixed-content", "script-src-attr", "style-src-attr",
    "style-src-elem", "require-trusted-types-for", "trusted-types",
];

/// One directive: its name and its sources with their places in the text.
struct Directive<'a> {
    name: &'a str,
    end: usize,
    sources: Vec<(usize, &'a str)>,
}

fn parse(text: &str) -> Option<Vec<Directive<'_>>> {
    let mut found = Vec::new();
    for part in text.split(';') {
        let mut tokens = part.split_ascii_whitespace().map(|token| {
            // Tokens are slices of the text, so their places are those of the slices.
            (token.as_ptr() as usize - text.as_ptr() as usize, token)
        });
        if let Some((at, name)) = tokens.next() {
            if !DIRECTIVES.contains(&name.to_ascii_lowercase().as_str()) {
                return None;
            }
            found.push(Directive { name, end: at + name.len(), sources: tokens.collect() });
        }
    }
    (!found.is_empty()).then_some(found)
}

fn is_source(token: &str) -> bool {
    let quoted = token.starts_with('\'') && token.ends_with('\'') && token.len() > 2;
    quoted || token == "*" || token.contains(['.', ':', '/', '{', '%']) || token == "localhost"
}

fn check(cx: &mut Cx<'_>, id: ExprId, text: &str) {
    static FETCHES: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("-src"));
    // Most texts are shorter than the shortest policy, `img-src`.
    if text.len() < 7 || FETCHES.find(text.as_bytes()).is_none() || cx.is_test() {
        return;
    }
    let Some(directives) = parse(text) else { return };
    // Words after a directive's name that are no sources make it a sentence.
    let all_sources = directives
        .iter()
        .filter(|directive| directive.name.ends_with("-src"))
        .all(|directive| directive.sources.iter().all(|(_, token)| is_source(token)));
    if !all_sources {
        return;
    }
    let scripts = directives
        .iter()
        .find(|directive| directive.name.eq_ignore_ascii_case("script-src"))
        .or_else(|| directives.iter().find(|directive| directive.name.eq_ignore_ascii_case("default-src")));
    let Some(scripts) = scripts else { return };
    let has = |wanted: &str| scripts.sources.iter().any(|(_, token)| token.eq_ignore_ascii_case(wanted));
    let starts = |head: &str| scripts.sources.iter().any(|(_, token)| token.to_ascii_lowercase().starts_with(head));
    let trusted = starts("'nonce-") || starts("'sha256-") || starts("'sha384-") || starts("'sha512-") || has("'strict-dynamic'");
    let dynamic = has("'strict-dynamic'");
    let is_bad = |token: &str| match token.to_ascii_lowercase().as_str() {
        "'unsafe-eval'" => true,
        // Browsers that know nonces and hashes pass over it.
        "'unsafe-inline'" => !trusted,
        "*" | "http:" | "https:" | "data:" | "http://*" | "https://*" => !dynamic,
        _ => false,
    };
    let bad: Vec<(usize, &str)> = scripts.sources.iter().copied().filter(|(_, token)| is_bad(token)).collect();
    if bad.is_empty() {
        return;
    }
    let names: Vec<String> = bad.iter().map(|(_, token)| format!("`{token}`")).collect();
    let message = format!(
        "With {} in `{}` an injected script is run in spite of the policy.",
        names.join(" and "),
        scripts.name
    );
    let draft = cx.draft(cx.span(id), message).propose(proposal(cx, id, scripts, &bad));
    cx.report(draft);
}

/// Takes the sources out; `'self'` stands in when none is left or a wildcard went.
fn proposal(cx: &Cx<'_>, id: ExprId, scripts: &Directive<'_>, bad: &[(usize, &str)]) -> Option<Proposal> {
    let (base, quote) = plain_literal(cx, id)?;
    let open = |token: &str| !token.starts_with('\'');
    let rest: Vec<&(usize, &str)> = scripts.sources.iter().filter(|source| !bad.contains(source)).collect();
    let has_self = rest.iter().any(|(_, token)| token.eq_ignore_ascii_case("'self'"));
    let mut needs_self = !has_self && (rest.is_empty() || bad.iter().any(|(_, token)| open(token)));
    if needs_self && quote == '\'' {
        return None;
    }
    let mut edits = Vec::new();
    let mut before = scripts.end;
    for (at, token) in &scripts.sources {
        let end = at + token.len();
        if bad.contains(&(*at, *token)) {
            let place = |from: usize| Span::new(base as usize + from, base as usize + end);
            if needs_self {
                edits.push(arguments::replace(place(*at), "'self'"));
                needs_self = false;
            } else {
                edits.push(arguments::replace(place(before), ""));
            }
        }
        before = end;
    }
    Some(Proposal {
        title: "Leave only named script sources".to_owned(),
        tier: Tier::Review,
        edits,
        check: Some(
            "Scripts from elsewhere, inline scripts and libraries that build code from text stop working where they relied on this.".to_owned(),
        ),
    })
}
