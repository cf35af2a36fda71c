//! Packages over plain http, or from hosts whose certificates are not checked.

use super::rows::{addresses, is_local, shown};
use crate::manifest::OptionKind;
use crate::rules::prelude::*;

pub(in crate::rules) static RULE: Rule = Rule {
    meta: Meta {
        id: "insecure-index",
        summary: "Packages fetched without a protected connection",
        family: Family::Dependencies,
        cwe: &[319, 494, 295],
        owasp: Owasp::A03,
        severity: Severity::High,
        precision: Precision::High,
        tier: Tier::Review,
        answers: &[],
        why: "Over plain `http`, and from a host that is named in `--trusted-host`, whoever is on the way between the machine and the \
              server puts a package of their own in the place of the right one. Its code runs when it is installed or imported.",
        instead: "Use `https`. For an internal server give pip the certificate of its authority with `--cert`, instead of trusting the \
                  host without one.",
        references: &[
            "https://pip.pypa.io/en/stable/topics/https-certificates/",
            "https://cwe.mitre.org/data/definitions/494.html",
        ],
        words: Words::OWN,
        examples: examples(&[
            Example::Rewrite {
                path: "requirements.txt",
                bad: "--index-url http://packages.example.com/simple\nshop-core==1.4\n",
                good: "--index-url https://packages.example.com/simple\nshop-core==1.4\n",
            },
            Example::Rewrite {
                path: "requirements.txt",
                bad: "tool @ git+http://code.example.com/tool@3f786850e387550fdab836ed7e6dc881de23001b\n",
                good: "tool @ git+https://code.example.com/tool@3f786850e387550fdab836ed7e6dc881de23001b\n",
            },
            Example::Bad { path: "requirements.txt", code: "--trusted-host packages.example.com\nshop-core==1.4\n" },
            Example::Good { path: "requirements.txt", code: "--index-url http://localhost:3141/root\nshop-core==1.4\n" },
        ]),
    },
    on: &[On::Manifest(check)],
};

fn check(cx: &mut ManifestCx<'_>) {
    for option in cx.manifest.options.iter().filter(|option| option.kind == OptionKind::TrustedHost) {
        let host = option.value.as_str();
        if is_local(host) || host.is_empty() {
            continue;
        }
        let message = "The certificate of this host is not checked: who is on the way to it can send any package.";
        let draft = cx.draft(option.span, message);
        cx.report(draft);
    }
    for (address, span, row) in addresses(cx) {
        // Of the address as it stands in the file, which may have more around it.
        let written = cx.file.slice(span);
        let Some(at) = written.find("http://").or_else(|| written.find("git://")) else { continue };
        if is_local(address) || !(address.starts_with("http://") || address.starts_with("git://")) {
            continue;
        }
        let message = format!("`{}` comes without protection: who is on the way to it can send any package.", shown(address));
        let mut draft = match row {
            Some(row) => cx.row(row, message),
            None => cx.draft(span, message),
        };
        if written[at..].starts_with("http://") && !cx.manifest.format.is_lock() {
            let start = span.start as usize + at + "http".len();
            draft.draft.proposal = Some(Proposal {
                title: "Use `https`".to_owned(),
                tier: Tier::Review,
                edits: vec![Edit { span: Span::new(start, start), text: "s".to_owned() }],
                check: Some("The server has to answer on `https` too.".to_owned()),
            });
        }
        cx.report(draft);
    }
}
