//! MD5 and SHA-1, by what the digest is for.

use crate::rules::prelude::*;
use crate::rules::purpose;

pub(in crate::rules) static RULE: Rule = Rule {
    meta: Meta {
        id: "weak-hash",
        summary: "MD5 or SHA-1",
        family: Family::Cryptography,
        cwe: &[328, 327],
        owasp: Owasp::A04,
        severity: Severity::Medium,
        precision: Precision::High,
        tier: Tier::Safe,
        answers: &["B303", "S303", "B324", "S324"],
        why: "Two texts with the same MD5 can be made in seconds, with the same SHA-1 for the price of rented machines. A \
              signature, token or integrity check built on them accepts the second text. For entity tags, cache keys and \
              the like they do no harm, and Python wants to be told so: some systems refuse them otherwise.",
        instead: "Take `hashlib.sha256` or `hashlib.blake2b` where anyone gains from a collision, and `hmac` with a key for \
                  signatures. Where nobody does, say `usedforsecurity=False`: the digest stays the same.",
        references: &[
            "https://docs.python.org/3/library/hashlib.html#hashlib.new",
            "https://cwe.mitre.org/data/definitions/328.html",
        ],
        words: Words::any(&["*md5*", "*sha1*", "SHA", "hmac"]).alone().file(&["hashlib", "hmac", "Crypto", "Cryptodome", "cryptography"]),
        examples: examples(&[
            Example::Rewrite {
                path: "app.py",
                bad: "import hashlib\n\ndef etag(body):\n    return hashlib.md5(body).hexdigest()\n",
                good: "import hashlib\n\ndef etag(body):\n    return hashlib.md5(body, usedforsecurity=False).hexdigest()\n",
            },
            Example::Rewrite {
                path: "app.py",
                bad: "from hashlib import sha1\nimport hashlib\n\ndef token(body):\n    signature = sha1(body).hexdigest()\n    return signature\n",
                good: "from hashlib import sha1\nimport hashlib\n\ndef token(body):\n    signature = hashlib.sha256(body).hexdigest()\n    return signature\n",
            },
            Example::Rewrite {
                path: "app.py",
                bad: "import hashlib as h\n\nclass Page:\n    def read(self, body):\n        self.cache_key = h.new('md5', body).hexdigest()\n",
                good: "import hashlib as h\n\nclass Page:\n    def read(self, body):\n        self.cache_key = h.new('md5', body, usedforsecurity=False).hexdigest()\n",
            },
            Example::Rewrite {
                path: "app.py",
                bad: "import hashlib\n\ndef email_hash(user):\n    return hashlib.md5(user.email.encode()).hexdigest()\n",
                good: "import hashlib\n\ndef email_hash(user):\n    return hashlib.md5(user.email.encode(), usedforsecurity=False).hexdigest()\n",
            },
            Example::Bad { path: "app.py", code: "import hashlib\n\ndef shorten(body):\n    return hashlib.md5(body).hexdigest()\n" },
            Example::Bad {
                path: "app.py",
                code: "import hashlib\nimport hmac\n\ndef is_signed(body, given):\n    signature_fits = hmac.compare_digest(hashlib.sha1(body).hexdigest(), given)\n    return signature_fits\n",
            },
            Example::Good {
                path: "app.py",
                code: "import hashlib\n\ndef verify_and_upgrade(body, signature):\n    old_signature = hashlib.sha1(body).hexdigest()\n    return old_signature == signature\n",
            },
            Example::Good {
                path: "app.py",
                code: "import hashlib\n\ndef etag(body):\n    return hashlib.md5(body, usedforsecurity=False).hexdigest()\n",
            },
            Example::Good { path: "app.py", code: "import hashlib\n\ndef signature(body):\n    return hashlib.sha256(body).hexdigest()\n" },
        ]),
    },
    on: &[
        On::Call(&["hashlib.md5", "hashlib.sha1", "hashlib.new"], digest),
        On::Call(&["Crypto.Hash.MD5.new", "Crypto.Hash.SHA1.new", "Crypto.Hash.SHA.new"], elsewhere),
        On::Call(
            &["cryptography.hazmat.primitives.hashes.MD5", "cryptography.hazmat.primitives.hashes.SHA1"],
            elsewhere,
        ),
        On::Call(&["hmac.new", "hmac.digest", "hmac.HMAC"], keyed),
    ],
};

/// Names of digests that guard something.
const GUARDS: &[&str] = &[
    "signature", "signatures", "sign", "signed", "sig", "hmac", "mac", "token", "tokens", "secret", "auth", "authenticate",
    "csrf", "verify", "verified", "credential", "credentials", "license", "certificate", "session", "nonce", "integrity", "tamper",
    "apikey", "otp",
];
/// Names of digests that nobody gains from forging.
const HARMLESS: &[&str] = &[
    "etag", "cache", "cached", "caching", "checksum", "checksums", "dedup", "deduplicate", "duplicate", "duplicates", "bucket",
    "shard", "partition", "gravatar", "avatar", "color", "colour", "slug", "filename", "fname", "tag", "fingerprint", "memo",
    "changed", "ratelimit", "throttle", "redis", "md5sum", "crc", "version", "revision", "short", "cachekey", "file", "content", "contents", "blob", "asset", "static", "thumbnail", "image", "email", "schema", "index",
];

/// What a digest is for.
#[derive(Clone, Copy, PartialEq)]
enum Use {
    Guard,
    Harmless,
    Unknown,
}

fn purpose_of(cx: &Cx<'_>, call: Call<'_>) -> Use {
    let mut names = purpose::names(cx, call.id);
    names.extend(purpose::function_name(cx, cx.span(call.id)));
    for name in names {
        if purpose::has_word(&name, GUARDS) {
            return Use::Guard;
        }
        if purpose::has_word(&name, HARMLESS) {
            return Use::Harmless;
        }
    }
    Use::Unknown
}

/// Hashes that a protocol fixes: the WebSocket handshake, the look-up of leaked passwords; one-time passwords,
/// OAEP and PBKDF2 do not rest on collisions.
fn is_fixed(cx: &Cx<'_>, call: Call<'_>) -> bool {
    let text = cx.file.text();
    if text.contains("258EAFA5-E914-47DA-95CA-C5AB0DC85B11") || text.contains("pwnedpasswords") {
        return true;
    }
    purpose::ancestors(cx, call.id).into_iter().any(|around| {
        let name = cx.call(around).map(|call| call.name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase());
        name.is_some_and(|name| {
            ["totp", "hotp", "oaep", "mgf1", "pbkdf2", "fingerprint"].iter().any(|word| name.contains(word))
        })
    })
}

/// `_verify_and_upgrade_from_sha1`: what was stored long ago is held against the hash that it was made with.
fn is_of_old(cx: &Cx<'_>, call: Call<'_>) -> bool {
    let Some(name) = purpose::function_name(cx, cx.span(call.id)) else { return false };
    let has = |wanted: &[&str]| purpose::has_word(&name, wanted);
    has(&["legacy", "deprecated", "obsolete"]) || has(&["upgrade", "migrate", "old"]) && has(&["verify", "check", "password", "hash"])
}

/// `hmac.compare_digest(sha1(x).hexdigest(), given)`, `sha1(x).hexdigest() == given`
fn is_compared(cx: &Cx<'_>, id: ExprId) -> bool {
    purpose::ancestors(cx, id).into_iter().any(|around| {
        matches!(cx.expr(around).kind, ExprKind::Compare { .. })
            || cx.call(around).is_some_and(|call| call.name.ends_with("compare_digest") || call.name.ends_with("constant_time_compare"))
    })
}

/// The password's own rule speaks of those.
fn of_password(cx: &Cx<'_>, call: Call<'_>) -> bool {
    call.args.iter().any(|arg| super::password_hash::names_password(cx, arg.value))
}

/// `sha1(os.urandom(64))`: nobody chooses what goes in.
fn of_random(cx: &Cx<'_>, call: Call<'_>) -> bool {
    let random = |id: ExprId| {
        let made = cx.call(id).map(|made| made.name);
        made.is_some_and(|name| name == "os.urandom" || name.starts_with("secrets.token_"))
    };
    call.positional(0).is_some_and(|arg| {
        random(arg)
            || match &cx.expr(arg).kind {
                ExprKind::Call { func, .. } => match &cx.expr(*func).kind {
                    ExprKind::Attr { base, name, .. } => cx.module().name(*name) == "encode" && random(*base),
                    _ => false,
                },
                _ => false,
            }
    })
}

fn digest(cx: &mut Cx<'_>, call: Call<'_>) {
    let module = cx.module();
    let by_name = call.name == "hashlib.new";
    let name = if by_name {
        let given = call.argument(module, 0, "name").and_then(|id| cx.str(id)).unwrap_or_default();
        match given.to_ascii_lowercase().as_str() {
            "md5" => "MD5",
            "sha1" | "sha-1" => "SHA-1",
            _ => return,
        }
    } else if call.name == "hashlib.md5" {
        "MD5"
    } else {
        "SHA-1"
    };
    let stated = call.keyword(module, "usedforsecurity").is_some_and(|arg| !cx.is_true(arg.value));
    if stated || call.has_spread() || cx.is_test() || is_fixed(cx, call) || is_of_old(cx, call) || of_password(cx, call) || of_random(cx, call) {
        return;
    }
    let draft = match purpose_of(cx, call) {
        Use::Guard => {
            let said = format!("Two texts with the same {name} can be made: whoever chooses both has one pass for the other here.");
            let literal = call.argument(module, 0, "name").filter(|id| matches!(cx.expr(*id).kind, ExprKind::Str(_)));
            let edits = match (by_name, literal) {
                // What is compared was made elsewhere, with the old hash: another one on this side never fits.
                _ if is_compared(cx, call.id) => None,
                (true, Some(literal)) => Some(vec![arguments::replace(cx.span(literal), "\"sha256\"")]),
                (true, None) => None,
                (false, _) => {
                    imports::spell(cx.file, cx.analysis, cx.span(call.id), "hashlib", "sha256").map(|spelled| {
                        std::iter::once(arguments::replace(cx.span(call.func), spelled.text)).chain(spelled.edit).collect()
                    })
                }
            };
            let proposal = edits.map(|edits| Proposal {
                title: "Hash with SHA-256".to_owned(),
                tier: Tier::Review,
                edits,
                check: Some("Digests that are stored or sent by others no longer match, and columns must hold 64 hex digits.".to_owned()),
            });
            cx.draft(cx.span(call.id), said).propose(proposal)
        }
        Use::Harmless => {
            let said = format!("{name} breaks where a system refuses it, unless it is said that the digest guards nothing.");
            let append = arguments::append(call.args, call.parens, "usedforsecurity=False");
            let proposal = call.keyword(module, "usedforsecurity").is_none().then(|| Proposal {
                title: "Say that the digest guards nothing; it stays the same".to_owned(),
                tier: Tier::Safe,
                edits: vec![append],
                check: None,
            });
            cx.draft(cx.span(call.id), said).severity(Severity::Low).precision(Precision::Medium).propose(proposal)
        }
        Use::Unknown => {
            let said = format!(
                "Two texts with the same {name} can be made. Does anything here rest on the digest? If not, say `usedforsecurity=False`."
            );
            cx.draft(cx.span(call.id), said).severity(Severity::Low).precision(Precision::Low)
        }
    };
    cx.report(draft);
}

fn elsewhere(cx: &mut Cx<'_>, call: Call<'_>) {
    if cx.is_test() || is_fixed(cx, call) || of_password(cx, call) {
        return;
    }
    // A table of what there is chooses nothing.
    let listed = purpose::ancestors(cx, call.id).first().is_some_and(|around| {
        matches!(cx.expr(*around).kind, ExprKind::Dict(_) | ExprKind::List(_) | ExprKind::Tuple(_) | ExprKind::Set(_))
    });
    if listed {
        return;
    }
    let name = if call.name.contains("MD5") { "MD5" } else { "SHA-1" };
    let said = format!("Two texts with the same {name} can be made, and one passes for the other wherever the digest decides.");
    let mut draft = cx.draft(cx.span(call.id), said);
    match purpose_of(cx, call) {
        Use::Harmless => return,
        Use::Guard => {}
        Use::Unknown => draft = draft.severity(Severity::Low).precision(Precision::Medium),
    }
    cx.report(draft);
}

/// `hmac.new(key, message, "md5")`: no collision helps against it yet; it is a matter of leaving it behind.
fn keyed(cx: &mut Cx<'_>, call: Call<'_>) {
    let keyword = if call.name == "hmac.digest" { "digest" } else { "digestmod" };
    let Some(given) = call.argument(cx.module(), 2, keyword) else { return };
    let md5 = cx.dotted(given) == Some("hashlib.md5") || cx.str(given).is_some_and(|name| name.eq_ignore_ascii_case("md5"));
    // A mail server that asks for CRAM-MD5 takes nothing else.
    if !md5 || cx.is_test() || cx.has_text("CRAM") {
        return;
    }
    let proposal = Proposal {
        title: "Sign with SHA-256".to_owned(),
        tier: Tier::Review,
        edits: vec![arguments::replace(cx.span(given), "\"sha256\"")],
        check: Some("Both ends must change together; signatures made before no longer match.".to_owned()),
    };
    let said = "MD5 is broken as a hash, and a signature built on it is trusted no longer by most systems.";
    let draft = cx.draft(cx.span(call.id), said).severity(Severity::Low).precision(Precision::Medium).propose(Some(proposal));
    cx.report(draft);
}
