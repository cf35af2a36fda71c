//! Passwords hashed with a fast hash.

use crate::rules::prelude::*;
use crate::rules::purpose;

pub(in crate::rules) static RULE: Rule = Rule {
    meta: Meta {
        id: "password-hash",
        summary: "Password hashed with a fast hash",
        family: Family::Cryptography,
        cwe: &[916],
        owasp: Owasp::A04,
        severity: Severity::High,
        precision: Precision::Medium,
        tier: Tier::Advice,
        answers: &[],
        why: "A graphics card tries billions of passwords a second against MD5, SHA-1, SHA-256 or BLAKE2. Whoever gets hold of the \
              table has most of the passwords by the next day; a salt only keeps them from trying all accounts at once.",
        instead: "Hash with a function that is made slow, and hash anew at the next log-in of each account:\n\n\
                  ```python\n\
                  from argon2 import PasswordHasher\n\n\
                  stored = PasswordHasher().hash(password)\n\
                  PasswordHasher().verify(stored, password)  # raises when it doesn't match\n\
                  ```\n\n\
                  Without a package: `hashlib.scrypt`. Frameworks bring their own: `django.contrib.auth.hashers.make_password`, \
                  `werkzeug.security.generate_password_hash`. `bcrypt` reads 72 bytes at most.",
        references: &[
            "https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html",
            "https://cwe.mitre.org/data/definitions/916.html",
        ],
        words: Words::any(&["*md5*", "*sha1*", "*sha2*", "*sha3*", "*sha5*", "*blake2*", "hashlib", "new"]).alone()
            .near(&["*pass*", "*pwd*"])
            .file(&["hashlib", "Crypto", "Cryptodome", "cryptography"])
            .untested(),
        examples: examples(&[
            Example::Bad {
                path: "app.py",
                code: "import hashlib\n\ndef register(user, password):\n    user.secret = hashlib.sha256(password.encode()).hexdigest()\n",
            },
            Example::Bad {
                path: "app.py",
                code: "from hashlib import md5 as digest\n\ndef register(user, form, salt):\n    user.secret = digest((salt + form['password']).encode()).hexdigest()\n",
            },
            Example::Good {
                path: "app.py",
                code: "import hashlib\n\ndef register(user, password, salt):\n    user.secret = hashlib.scrypt(password.encode(), salt=salt, n=2**14, r=8, p=1)\n",
            },
            Example::Good {
                path: "app.py",
                code: "import hashlib\n\ndef etag(body):\n    return hashlib.sha256(body.encode()).hexdigest()\n",
            },
        ]),
    },
    on: &[On::Call(FAST, hashed), On::Call(&[".update"], updated)],
};

const FAST: &[&str] = &[
    "hashlib.md5",
    "hashlib.sha1",
    "hashlib.sha224",
    "hashlib.sha256",
    "hashlib.sha384",
    "hashlib.sha512",
    "hashlib.sha3_256",
    "hashlib.sha3_512",
    "hashlib.blake2b",
    "hashlib.blake2s",
    "hashlib.new",
];

/// True when an expression is made with something that is named a password.
pub(in crate::rules) fn names_password(cx: &Cx<'_>, id: ExprId) -> bool {
    purpose::inside(cx, id, &mut |at| {
        let name = match &cx.expr(at).kind {
            ExprKind::Name(_) | ExprKind::Attr { .. } | ExprKind::Subscript { .. } => purpose::name_of(cx, at),
            ExprKind::Call { func, .. } if matches!(cx.expr(*func).kind, ExprKind::Attr { .. }) => purpose::name_of(cx, at),
            _ => None,
        };
        name.is_some_and(|name| {
            purpose::words(&name).last().is_some_and(|last| purpose::PASSWORD.contains(&last.as_str()))
        })
    })
}

fn hashed(cx: &mut Cx<'_>, call: Call<'_>) {
    let skipped = usize::from(call.name == "hashlib.new");
    let Some(data) = call.argument(cx.module(), skipped, "data") else { return };
    judge(cx, call, data);
}

/// `digest.update(password)` where the digest is one of hashlib's.
fn updated(cx: &mut Cx<'_>, call: Call<'_>) {
    let ExprKind::Attr { base, .. } = cx.expr(call.func).kind else { return };
    let ExprKind::Name(wanted) = cx.expr(base).kind else { return };
    let func = cx.function_at(cx.span(call.id));
    let made = cx.module().stmts.iter().any(|stmt| match &stmt.kind {
        StmtKind::Assign { targets, value } => {
            targets.iter().any(|target| matches!(cx.expr(*target).kind, ExprKind::Name(name) if name == wanted))
                && cx.call(*value).is_some_and(|made| FAST.contains(&made.name))
                && cx.function_at(stmt.span) == func
        }
        _ => false,
    });
    if let (true, Some(data)) = (made, call.positional(0)) {
        judge(cx, call, data);
    }
}

fn judge(cx: &mut Cx<'_>, call: Call<'_>, data: ExprId) {
    if cx.is_test() || cx.has_text("pwnedpasswords") || !names_password(cx, data) {
        return;
    }
    // Shortened before a slow hash, or brought to one length before a comparison.
    let before_slow = purpose::ancestors(cx, call.id).into_iter().any(|around| {
        cx.call(around).is_some_and(|call| {
            let name = call.name.to_ascii_lowercase();
            ["bcrypt", "hashpw", "argon2", "scrypt", "pbkdf2", "compare_digest"].iter().any(|word| name.contains(word))
        })
    });
    if before_slow {
        return;
    }
    let said = format!(
        "`{}` is fast: whoever gets hold of the stored digests tries billions of passwords a second.",
        call.name.trim_start_matches('.').replace('`', "'")
    );
    let draft = cx.draft(cx.span(call.id), said);
    cx.report(draft);
}
