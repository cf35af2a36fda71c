//! A password in the address of an index or a package.

use super::rows::{addresses, host};
use crate::rules::prelude::*;

pub(in crate::rules) static RULE: Rule = Rule {
    meta: Meta {
        id: "index-credentials",
        summary: "Password in the address of a package or an index",
        family: Family::Dependencies,
        cwe: &[798, 522],
        owasp: Owasp::A07,
        severity: Severity::High,
        precision: Precision::High,
        tier: Tier::Advice,
        answers: &[],
        why: "Everyone who can read the repository can read the password, now and in its history, and so can everyone who sees the \
              log of a build: tools print the address. With it they read internal packages, and often upload new ones.",
        instead: "Take the password out, make it invalid, and hand the new one over from outside: a variable that pip fills in, \
                  `--index-url https://user:${INDEX_PASSWORD}@packages.example.com/simple`, a keyring, or `.netrc`.",
        references: &[
            "https://pip.pypa.io/en/stable/topics/authentication/",
            "https://cwe.mitre.org/data/definitions/798.html",
        ],
        words: Words::OWN,
        examples: examples(&[
            Example::Bad {
                path: "requirements.txt",
                code: "--index-url https://deploy:hunter2-9f31@packages.example.com/simple\nshop-core==1.4\n",
            },
            Example::Good {
                path: "requirements.txt",
                code: "--index-url https://deploy:${INDEX_PASSWORD}@packages.example.com/simple\nshop-core==1.4\n",
            },
            Example::Good {
                path: "requirements.txt",
                code: "tool @ git+ssh://git@code.example.com/tool@3f786850e387550fdab836ed7e6dc881de23001b\n",
            },
        ]),
    },
    on: &[On::Manifest(check)],
};

fn check(cx: &mut ManifestCx<'_>) {
    let mut told: std::collections::BTreeSet<Span> = std::collections::BTreeSet::new();
    for (address, span, row) in addresses(cx) {
        if !has_password(address) || !told.insert(span) {
            continue;
        }
        let message = format!(
            "The address of `{}` holds a password: who can read the repository, or the log of a build, has it.",
            host(address)
        );
        let mut draft = match row {
            Some(row) => cx.row(row, message),
            None => cx.draft(span, message),
        };
        // What it is known by ends up in reports: the secret must not.
        draft.identity = format!("password for {}", host(address));
        cx.report(draft);
    }
}

/// A password, or a token in its place, that stands there itself.
fn has_password(address: &str) -> bool {
    let Some((scheme, rest)) = address.split_once("://") else { return false };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let Some((user, _)) = authority.rsplit_once('@') else { return false };
    if scheme.ends_with("ssh") {
        return false;
    }
    let (name, secret) = user.split_once(':').unwrap_or(("", user));
    let filled_in = |text: &str| {
        text.contains(['$', '{', '<', '%', '*']) && !text.contains("%4") || text.is_empty()
    };
    // A single word in front of the `@` is a token only if it looks like one.
    let tokens = ["ghp_", "gho_", "ghs_", "github_pat_", "glpat-", "pypi-"];
    let likely = match name {
        "" => user.split_once(':').is_none() && tokens.iter().any(|start| secret.starts_with(start)),
        _ => true,
    };
    let stand_in = ["password", "pass", "token", "secret", "pwd", "xxx", "x-oauth-basic", "changeme", "your-token", "your_token"];
    likely && !filled_in(secret) && !stand_in.contains(&secret.to_ascii_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::has_password;

    #[test]
    fn passwords_are_told_from_stand_ins() {
        for (address, wanted) in [
            ("https://u:s3cr3t-value@h/x", true),
            ("https://ghp_0123456789abcdef@github.com/o/n", true),
            ("https://x:ghs_0123456789@h", true),
            ("https://u:${PW}@h", false),
            ("https://u:{pw}@h", false),
            ("https://u:<token>@h", false),
            ("https://u:password@h", false),
            ("https://git@h/x", false),
            ("ssh://git:x@h/x", false),
            ("https://h/a@b:c", false),
            ("https://u:@h", false),
        ] {
            assert_eq!(has_password(address), wanted, "{address}");
        }
    }
}
