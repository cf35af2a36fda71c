//! A browser sent to an address that the request names.
//!
//! What stands behind a constant host, or behind a path of one's own, cannot change the host. The request's own
//! address and its referrer are left out: nobody but the client itself chooses them.

use crate::rules::prelude::*;
use crate::semantic::Taint;

pub(in crate::rules) static RULE: Rule = Rule {
    meta: Meta {
        id: "open-redirect",
        summary: "Redirect to an address that the request names",
        family: Family::Injection,
        cwe: &[601],
        owasp: Owasp::A01,
        severity: Severity::Medium,
        precision: Precision::High,
        tier: Tier::Advice,
        answers: &[],
        why: "A link to this site takes the visitor to any other one: a copy of the login page, say, right after the \
              real login. Where tokens travel along with the redirect, they leave too. `//evil.example` and \
              `/\\evil.example` name another host although they begin with a slash.",
        instead: "Choose the target from a fixed set, or build it with `url_for` or `reverse`. For a free `next` \
                  parameter take only own paths: Django has `url_has_allowed_host_and_scheme(url, \
                  allowed_hosts={request.get_host()})`; elsewhere demand that `urlsplit(url)` has neither scheme nor \
                  host and that the text begins with one `/`, not with `//` or `/\\`.",
        references: &[
            "https://cwe.mitre.org/data/definitions/601.html",
            "https://cheatsheetseries.owasp.org/cheatsheets/Unvalidated_Redirects_and_Forwards_Cheat_Sheet.html",
        ],
        words: Words::OWN,
        examples: examples(&[
            Example::Bad {
                path: "app.py",
                code: "from flask import Flask, redirect, request\n\napp = Flask(__name__)\n\n\n@app.post(\"/login\")\ndef login():\n    return redirect(request.args[\"next\"])\n",
            },
            Example::Bad {
                path: "views.py",
                code: "from django.shortcuts import redirect\n\n\ndef after(request):\n    target = \"https://%s/\" % request.GET[\"shop\"]\n    return redirect(target)\n",
            },
            Example::Bad {
                path: "app.py",
                code: "from flask import Flask, make_response, request\n\napp = Flask(__name__)\n\n\n@app.post(\"/login\")\ndef login():\n    response = make_response(\"\", 302)\n    response.headers[\"Location\"] = request.args[\"next\"]\n    return response\n",
            },
            Example::Good {
                path: "app.py",
                code: "from flask import Flask, request\n\napp = Flask(__name__)\n\n\n@app.post(\"/users\")\ndef made():\n    return {\"made\": True}, 201, {\"Location\": request.args[\"at\"]}\n",
            },
            Example::Good {
                path: "app.py",
                code: "from flask import Flask, redirect, request\n\napp = Flask(__name__)\n\n\n@app.post(\"/login\")\ndef login():\n    return redirect(\"/users/\" + request.args[\"name\"])\n",
            },
            Example::Bad {
                path: "app.py",
                code: "from flask import Flask, redirect, request\nfrom shop import BASE\n\napp = Flask(__name__)\n\n\n@app.get(\"/old\")\ndef old():\n    mark = \"&\" if \"?\" in BASE else \"?\"\n    return redirect(mark.join([request.args[\"to\"], BASE]))\n",
            },
            Example::Good {
                path: "app.py",
                code: "from flask import Flask, redirect, request\nfrom shop import BASE\n\napp = Flask(__name__)\n\n\n@app.get(\"/old\")\ndef old():\n    mark = \"&\" if \"?\" in BASE else \"?\"\n    return redirect(mark.join([BASE, request.args[\"to\"]]))\n",
            },
            Example::Good {
                path: "views.py",
                code: "from django.shortcuts import redirect\nfrom django.utils.http import url_has_allowed_host_and_scheme\n\n\ndef after(request):\n    target = request.GET[\"next\"]\n    if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):\n        target = \"/\"\n    return redirect(target)\n",
            },
        ]),
    },
    on: &[On::Flow(Kind::Redirect, check)],
};

/// Parts of a request that a link on another page cannot set to its own liking.
const OWN: &[&str] = &[
    "request.url", "request.base_url", "request.full_path", "request.path", "request.host", "request.referrer",
    "HttpRequest.path", "HttpRequest.path_info", "HttpRequest.get_full_path", "HttpRequest.build_absolute_uri",
    "Request.url", "Request.rel_url", "HttpRequest.META", "request.user_agent",
];

fn check(cx: &mut Cx<'_>, hit: &Hit) {
    let Some((_, SourceClass::Request)) = cx.strongest(hit) else { return };
    // Back to the page that the browser came from: nobody is sent anywhere new.
    let text = cx.text(hit.site.arg);
    let back = ["Referer", "HTTP_REFERER\"", "HTTP_REFERER'"].iter().any(|name| text.contains(name));
    let own = |taint: &Taint| {
        let note = &cx.analysis.origin(taint.origin).note;
        let header = ["headers`", "environ`"].iter().any(|end| note.contains(end));
        back && header || OWN.iter().any(|own| note.contains(&format!("`{own}`")))
    };
    // Where one of several things is chosen, the others count.
    let taints: Vec<Taint> = hit.taints.iter().copied().filter(|taint| !own(taint)).collect();
    let hit = &Hit { site: hit.site.clone(), taints };
    if !matches!(cx.strongest(hit), Some((_, SourceClass::Request))) || keeps_host(cx, hit.site.arg) {
        return;
    }
    let Some(draft) = cx.flow(hit, "decides which site the browser is sent to") else { return };
    // `url_path_join(base, path)`: who joins addresses puts the program's own first.
    let joins = |note: &str| note.starts_with("through `") && note.ends_with("join`");
    if !draft.trace.iter().any(|(_, note)| joins(note)) {
        cx.report(draft);
    }
}

/// What stands before the first outside value settles the host.
pub(in crate::rules) fn keeps_host(cx: &Cx<'_>, arg: ExprId) -> bool {
    let Some(text) = cx.value(arg).text() else { return false };
    let mut before = String::new();
    for piece in &text.pieces {
        match piece {
            Piece::Lit(text) => before.push_str(text),
            Piece::Hole(value, _) if value.taints().iter().any(|taint| taint.kinds.has(Kind::Redirect)) => {
                return settles_host(&before);
            }
            // A base of the program's own, whatever it is.
            Piece::Hole(..) => return true,
        }
    }
    false
}

fn settles_host(before: &str) -> bool {
    let before = before.trim_start();
    let authority = before.find("://").map(|at| &before[at + 3..]).or(before.strip_prefix("//"));
    match authority {
        Some(host) => host.find(['/', '?', '#']).is_some_and(|at| at > 0),
        None => match before.strip_prefix('/') {
            Some(path) => path.starts_with(|letter: char| !matches!(letter, '/' | '\\')),
            // `page/…`, `?next=…`: relative to the own page.
            None => before.contains(['/', '?', '#']) && !before.starts_with('\\') && !before.contains(':'),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::settles_host;

    #[test]
    fn hosts() {
        for text in ["/x", "/x/", "https://a.example/", "//a.example/", "?next=", "page/", "https://a.example?x="] {
            assert!(settles_host(text), "{text}");
        }
        for text in ["", "/", "//", "/\\", "https://", "https://a.example", "https:///", "javascript:/", "page"] {
            assert!(!settles_host(text), "{text}");
        }
    }
}
