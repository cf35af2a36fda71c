//! JSON Web Tokens that are believed without a check, or with one that the token's author can choose.

use crate::rules::configuration::places::{definition, dict_value, elements};
use crate::rules::prelude::*;
use crate::rules::purpose;

pub(in crate::rules) static RULE: Rule = Rule {
    meta: Meta {
        id: "jwt-verification",
        summary: "JSON Web Token read without checking its signature",
        family: Family::Access,
        cwe: &[347, 345],
        owasp: Owasp::A07,
        severity: Severity::High,
        precision: Precision::High,
        tier: Tier::Safe,
        answers: &[],
        why: "Anybody can write a token with any claims in it; only the signature shows that the server issued it. With \
              `verify_signature` switched off, or `none` among the algorithms, a made-up token is taken for a real \
              one. Switching the signature off in PyJWT switches off the checks of `exp`, `aud` and `iss` too. Where \
              no algorithm is pinned the token itself says how it wants to be checked.",
        instead: "Decode with the key and a fixed list of algorithms: `jwt.decode(token, key, algorithms=[\"HS256\"])`. \
                  Keep the algorithms of shared keys (`HS…`) and of key pairs (`RS…`, `ES…`, `PS…`) apart. To look \
                  into a token before the key is known use `jwt.get_unverified_header` and decode properly afterwards.",
        references: &[
            "https://pyjwt.readthedocs.io/en/stable/usage.html",
            "https://datatracker.ietf.org/doc/html/rfc8725",
            "https://cwe.mitre.org/data/definitions/347.html",
        ],
        words: Words::OWN,
        examples: examples(&[
            Example::Rewrite {
                path: "tokens.py",
                bad: "import jwt\n\ndef claims(token, key):\n    return jwt.decode(token, key, algorithms=[\"HS256\"], options={\"verify_signature\": False})\n",
                good: "import jwt\n\ndef claims(token, key):\n    return jwt.decode(token, key, algorithms=[\"HS256\"])\n",
            },
            Example::Rewrite {
                path: "tokens.py",
                bad: "from jose import jwt as j\n\ndef claims(token, key):\n    return j.decode(token, key, options={\"verify_signature\": False, \"leeway\": 5}, algorithms=\"RS256\")\n",
                good: "from jose import jwt as j\n\ndef claims(token, key):\n    return j.decode(token, key, options={\"leeway\": 5}, algorithms=\"RS256\")\n",
            },
            Example::Rewrite {
                path: "tokens.py",
                bad: "from jwt import decode\n\ndef claims(token, key):\n    return decode(token, key, algorithms=[\"none\", \"HS256\"])\n",
                good: "from jwt import decode\n\ndef claims(token, key):\n    return decode(token, key, algorithms=[\"HS256\"])\n",
            },
            Example::Rewrite {
                path: "tokens.py",
                bad: "import jwt\n\ndef issue(user, key):\n    return jwt.encode({\"sub\": user}, key, algorithm=\"HS512\")\n\ndef claims(token, key):\n    return jwt.decode(token, key)\n",
                good: "import jwt\n\ndef issue(user, key):\n    return jwt.encode({\"sub\": user}, key, algorithm=\"HS512\")\n\ndef claims(token, key):\n    return jwt.decode(token, key, algorithms=[\"HS512\"])\n",
            },
            Example::Rewrite {
                path: "tokens.py",
                bad: "import jwt\n\ndef claims(token, key):\n    return jwt.decode(token, key, verify=False, algorithms=[\"HS256\"])\n",
                good: "import jwt\n\ndef claims(token, key):\n    return jwt.decode(token, key, algorithms=[\"HS256\"])\n",
            },
            Example::Bad {
                path: "tokens.py",
                code: "import jwt\n\ndef claims(token):\n    return jwt.decode(token, options={\"verify_signature\": False})\n",
            },
            Example::Bad {
                path: "tokens.py",
                code: "import jwt\n\ndef claims(token, key):\n    header = jwt.get_unverified_header(token)\n    return jwt.decode(token, key, algorithms=[header[\"alg\"]])\n",
            },
            Example::Good {
                path: "tokens.py",
                code: "import jwt\n\ndef claims(token, key):\n    return jwt.decode(token, key, algorithms=[\"HS256\"], options={\"require\": [\"exp\"], \"verify_signature\": True})\n",
            },
            Example::Good {
                path: "tokens.py",
                code: "import jwt\n\ndef ends(token):\n    claims = jwt.decode(token, options={\"verify_signature\": False})\n    return float(claims.get(\"exp\") or 0)\n",
            },
            Example::Bad {
                path: "tokens.py",
                code: "import jwt\n\ndef ends(token):\n    claims = jwt.decode(token, options={\"verify_signature\": False})\n    return claims[\"sub\"], float(claims.get(\"exp\") or 0)\n",
            },
            Example::Good {
                path: "tokens.py",
                code: "import jwt\n\ndef claims(token, key, **more):\n    return jwt.decode(token, key, **more)\n",
            },
        ]),
    },
    on: &[
        On::Call(
            &[
                "jwt.decode",
                "jwt.decode_complete",
                "jwt.PyJWT.decode",
                "jwt.PyJWT.decode_complete",
                "jose.jwt.decode",
            ],
            check,
        ),
        // Looked up for the algorithm: where one is called matters to the rewrite.
        On::Call(SIGNING, |_, _| ()),
    ],
};

const SIGNING: &[&str] = &["jwt.encode", "jwt.PyJWT.encode", "jose.jwt.encode"];

const CHECK: &str = "Tokens that expired, or that another key signed, are refused from now on.";

fn check(cx: &mut Cx<'_>, call: Call<'_>) {
    if cx.is_test() || call.has_spread() {
        return;
    }
    let module = cx.module();
    let span = cx.span(call.id);
    let key = call.argument(module, 1, "key");
    let algorithms = call.argument(module, 2, "algorithms");
    let options = call.argument(module, 3, "options").map(|options| definition(cx, options));
    let switch = options.and_then(|options| dict_value(cx, options, "verify_signature"));
    if let Some((entry, value)) = switch.filter(|(_, value)| cx.is_false(*value)) {
        if of_times_alone(cx, call.id) {
            return;
        }
        let token = call.argument(module, 0, "jwt").or(call.argument(module, 0, "token"));
        let token =
            token.map_or_else(|| "the token".to_owned(), |id| format!("`{}`", cx.shorten(cx.span(id))));
        let message = format!(
            "The signature of {token} is not checked: its claims are whatever the sender wrote."
        );
        let complete = key.is_some() && algorithms.is_some();
        let proposal = complete.then(|| keep_signature(cx, call, entry, value)).flatten();
        let draft = cx.draft(span, message).propose(proposal);
        cx.report(draft);
        return;
    }
    match algorithms {
        Some(algorithms) => check_algorithms(cx, call, algorithms),
        None => check_missing(cx, call, key),
    }
    if let Some(verify) = call.keyword(module, "verify").filter(|arg| cx.is_false(arg.value)) {
        let message = "`verify=False` does nothing in PyJWT 2, where it misleads the reader, and switches the check \
                       of the signature off in PyJWT 1.";
        let proposal = (key.is_some() && algorithms.is_some()).then(|| Proposal {
            title: "Drop `verify`".to_owned(),
            tier: Tier::Review,
            edits: vec![arguments::remove(cx.file, call.args, call.parens, verify)],
            check: Some(CHECK.to_owned()),
        });
        let draft = cx.draft(span, message).severity(Severity::Low).propose(proposal);
        cx.report(draft);
    }
}

/// When its own token ends a client may read from it: nobody is believed for it.
fn of_times_alone(cx: &Cx<'_>, id: ExprId) -> bool {
    let module = cx.module();
    let ancestors = purpose::ancestors(cx, id);
    if let Some(around) = ancestors.first() {
        return reads_time(cx, *around, id, ancestors.get(1).copied());
    }
    let Some(stmt) = module.statement_at(cx.span(id)) else { return false };
    let StmtKind::Assign { targets, value } = &module.stmt(stmt).kind else { return false };
    let ([target], true) = (&targets[..], *value == id) else { return false };
    let Some(var) = cx.analysis.scopes.resolve(*target) else { return false };
    let same = |at: &usize| {
        let read = ExprId(*at as u32);
        read != *target && cx.analysis.scopes.resolve(read) == Some(var)
    };
    let mut reads = (0..module.exprs.len()).filter(same).map(|at| ExprId(at as u32)).peekable();
    reads.peek().is_some()
        && reads.all(|read| {
            let around = purpose::ancestors(cx, read);
            around.first().is_some_and(|first| reads_time(cx, *first, read, around.get(1).copied()))
        })
}

/// `claims["exp"]`, `claims.get("exp")`, `"exp" in claims`
fn reads_time(cx: &Cx<'_>, around: ExprId, claims: ExprId, call: Option<ExprId>) -> bool {
    let is_time = |id: ExprId| matches!(cx.str(id), Some("exp" | "iat" | "nbf"));
    match &cx.expr(around).kind {
        ExprKind::Subscript { base, index } => *base == claims && is_time(*index),
        ExprKind::Compare { left, .. } => is_time(*left),
        ExprKind::Attr { name, .. } if cx.module().name(*name) == "get" => call.is_some_and(|call| {
            matches!(&cx.expr(call).kind, ExprKind::Call { args, .. } if args.first().is_some_and(|arg| is_time(arg.value)))
        }),
        _ => false,
    }
}

/// Drops `verify_signature` from the options, and the options when nothing else is in them.
fn keep_signature(cx: &Cx<'_>, call: Call<'_>, entry: ExprId, value: ExprId) -> Option<Proposal> {
    let options = call.keyword(cx.module(), "options")?;
    let ExprKind::Dict(items) = &cx.expr(options.value).kind else { return None };
    let at = items.iter().position(|(key, _)| *key == Some(entry))?;
    let edit = if items.len() == 1 {
        arguments::remove(cx.file, call.args, call.parens, options)
    } else if let Some((next, _)) = items.get(at + 1) {
        // A spread entry has no key, and begins before its value.
        let next = (*next)?;
        arguments::replace(Span { start: cx.span(entry).start, end: cx.span(next).start }, "")
    } else {
        let before = cx.span(items[at - 1].1).end;
        arguments::replace(Span { start: before, end: cx.span(value).end }, "")
    };
    Some(Proposal {
        title: "Check the signature".to_owned(),
        tier: Tier::Review,
        edits: vec![edit],
        check: Some(CHECK.to_owned()),
    })
}

fn check_algorithms(cx: &mut Cx<'_>, call: Call<'_>, algorithms: ExprId) {
    let module = cx.module();
    let list = definition(cx, algorithms);
    let items = match elements(module, list) {
        Some(items) => items,
        None => std::slice::from_ref(&algorithms),
    };
    let names: Vec<Option<&str>> = items.iter().map(|item| cx.str(*item)).collect();
    let is_none = |name: &Option<&str>| name.is_some_and(|name| name.eq_ignore_ascii_case("none"));
    let starts = |name: &Option<&str>, heads: &[&str]| {
        name.is_some_and(|name| heads.iter().any(|head| name.starts_with(head)))
    };
    let span = cx.span(call.id);
    if let Some(at) = names.iter().position(is_none) {
        let message = "A token that says `none` for its algorithm needs no signature, so anybody can write one.";
        let others = names.iter().all(Option::is_some) && names.iter().filter(|name| !is_none(name)).count() > 0;
        let single = names.iter().filter(|name| is_none(name)).count() == 1;
        let proposal = (others && single && list == algorithms).then(|| {
            let gone = match items.get(at + 1) {
                Some(next) => Span { start: cx.span(items[at]).start, end: cx.span(*next).start },
                None => Span { start: cx.span(items[at - 1]).end, end: cx.span(items[at]).end },
            };
            Proposal {
                title: "Drop `none` from the algorithms".to_owned(),
                tier: Tier::Safe,
                edits: vec![arguments::replace(gone, "")],
                check: None,
            }
        });
        let draft = cx.draft(span, message).propose(proposal);
        cx.report(draft);
    } else if items.iter().any(|item| from_header(cx, *item)) {
        let message = "The token's own header chooses the algorithm by which it is checked.";
        let draft = cx.draft(span, message);
        cx.report(draft);
    } else if names.iter().any(|name| starts(name, &["HS"]))
        && names.iter().any(|name| starts(name, &["RS", "ES", "PS", "Ed"]))
    {
        let message = "Algorithms of shared keys and of key pairs are mixed: a token signed with the public key as a \
                       shared secret may pass.";
        let draft = cx.draft(span, message).severity(Severity::Medium).precision(Precision::Medium);
        cx.report(draft);
    }
}

/// `get_unverified_header(token)["alg"]`, directly or by a variable.
fn from_header(cx: &Cx<'_>, id: ExprId) -> bool {
    let id = definition(cx, id);
    let base = match &cx.expr(id).kind {
        ExprKind::Subscript { base, .. } => *base,
        ExprKind::Call { func, .. } => match &cx.expr(*func).kind {
            ExprKind::Attr { base, .. } => *base,
            _ => return false,
        },
        _ => return false,
    };
    cx.call(definition(cx, base)).is_some_and(|call| call.name.ends_with("get_unverified_header"))
}

fn check_missing(cx: &mut Cx<'_>, call: Call<'_>, key: Option<ExprId>) {
    // A key from a key set carries its algorithm.
    let carries = key.is_some_and(|key| {
        let made = definition(cx, key);
        cx.class(key) == Some("jwt.PyJWK")
            || cx.call(made).is_some_and(|call| call.name.contains("get_signing_key"))
    });
    if carries {
        return;
    }
    let message = "No algorithm is pinned, so the token's own header has a say in how it is checked; PyJWT 2 refuses the call.";
    let known = encode_algorithm(cx);
    let proposal = known.filter(|_| key.is_some()).map(|name| Proposal {
        title: "Pin the algorithm that this module signs with".to_owned(),
        tier: Tier::Review,
        edits: vec![arguments::append(call.args, call.parens, &format!("algorithms=[\"{name}\"]"))],
        check: Some(format!("Tokens from elsewhere that are not signed with `{name}` are refused from now on.")),
    });
    let draft = cx.draft(cx.span(call.id), message).severity(Severity::Medium).propose(proposal);
    cx.report(draft);
}

/// The one algorithm that the module's own calls of `encode` sign with.
fn encode_algorithm<'a>(cx: &Cx<'a>) -> Option<&'a str> {
    let module = cx.module();
    let mut found = None;
    for at in 0..module.exprs.len() {
        let Some(call) = cx.call(ExprId(at as u32)) else { continue };
        if !SIGNING.contains(&call.name) {
            continue;
        }
        let name = match call.argument(module, 2, "algorithm") {
            Some(id) => cx.str(id)?,
            None => "HS256",
        };
        let plain = name.chars().all(|c| c.is_ascii_alphanumeric()) && !name.eq_ignore_ascii_case("none");
        if !plain || found.is_some_and(|found| found != name) {
            return None;
        }
        found = Some(name);
    }
    found
}
