//! A download without the hash that would tell a wrong one.

use super::rows::{shown, written};
use crate::manifest::{Format, OptionKind, Source};
use crate::rules::prelude::*;

pub(in crate::rules) static RULE: Rule = Rule {
    meta: Meta {
        id: "unverified-download",
        summary: "Package fetched without a hash",
        family: Family::Dependencies,
        cwe: &[494, 353],
        owasp: Owasp::A08,
        severity: Severity::Medium,
        precision: Precision::High,
        tier: Tier::Advice,
        answers: &[],
        why: "An archive at an address can be another one tomorrow: whoever holds the server, or the account that releases are \
              uploaded with, changes what is installed. In a file in which every row has its hashes, a row without makes pip refuse \
              the whole file, or, where hashes are not demanded, lets that one package through unchecked.",
        instead: "Give the hash: `#sha256=…` behind an address, `--hash=sha256:…` behind a pin. `pip hash` computes it; \
                  `pip-compile --generate-hashes` and `uv pip compile --generate-hashes` write a whole file.",
        references: &[
            "https://pip.pypa.io/en/stable/topics/secure-installs/",
            "https://cwe.mitre.org/data/definitions/494.html",
        ],
        words: Words::OWN,
        examples: examples(&[
            Example::Bad { path: "requirements.txt", code: "tool @ https://files.example.com/tool-1.2.tar.gz\n" },
            Example::Bad {
                path: "requirements.txt",
                code: "idna==3.7 --hash=sha256:82fee1fc78add43492d3a1898bfa6d8a904cc97d8427f683ed8e798d07761aa0\nsix==1.17.0\n",
            },
            Example::Good {
                path: "requirements.txt",
                code: "tool @ https://files.example.com/tool-1.2.tar.gz#sha256=82fee1fc78add43492d3a1898bfa6d8a904cc97d8427f683ed8e798d07761aa0\n",
            },
            Example::Good { path: "requirements.txt", code: "idna==3.7\nsix==1.17.0\n" },
        ]),
    },
    on: &[On::Manifest(check)],
};

fn check(cx: &mut ManifestCx<'_>) {
    let hashed = cx.manifest.rows.iter().filter(|row| !row.hashes.is_empty() && row.source.is_index()).count();
    let demanded = cx.manifest.options.iter().any(|option| option.kind == OptionKind::RequireHashes);
    let all_hashed = cx.manifest.format == Format::Requirements && (hashed > 0 || demanded);
    let rows: Vec<_> = written(cx).filter(|row| row.hashes.is_empty() && !row.editable).collect();
    for row in rows {
        let message = match &row.source {
            Source::Url(url) if !url.contains(['$', '{']) => {
                format!("`{}` is installed whatever it holds: no hash says what it should be.", shown(url))
            }
            Source::Default | Source::Index(_) if all_hashed && !row.name.is_empty() => {
                format!("`{}` has no hash in a file whose other packages have theirs.", row.name)
            }
            _ => continue,
        };
        let draft = cx.row(row, message);
        cx.report(draft);
    }
}
