//! A requirement that allows any version where the others do not.

use super::rows::written;
use crate::manifest::{Format, clauses};
use crate::rules::prelude::*;

pub(in crate::rules) static RULE: Rule = Rule {
    meta: Meta {
        id: "loose-requirement",
        summary: "Requirement without a version among pinned ones",
        family: Family::Dependencies,
        cwe: &[1357, 829],
        owasp: Owasp::A03,
        severity: Severity::Low,
        precision: Precision::High,
        tier: Tier::Advice,
        answers: &[],
        why: "In a file of pinned versions a row without one takes whatever was released last. A release that somebody uploads with a \
              stolen account reaches the next build within minutes, and nothing in the project shows it.",
        instead: "Pin the version that is tested, as the other rows do, and let a tool raise it in a pull request of its own.",
        references: &[
            "https://pip.pypa.io/en/stable/topics/repeatable-installs/",
            "https://cwe.mitre.org/data/definitions/1357.html",
        ],
        words: Words::OWN,
        examples: examples(&[
            Example::Bad {
                path: "requirements.txt",
                code: "idna==3.7\nsix==1.17.0\ncertifi==2025.1.31\nclick==8.2.1\nitsdangerous==2.2.0\nrich\n",
            },
            Example::Bad {
                path: "requirements.txt",
                code: "idna==3.7\nsix==1.17.0\ncertifi==2025.1.31\nclick==8.2.1\nitsdangerous==2.2.0\nrich>=13\n",
            },
            Example::Bad {
                path: "pyproject.toml",
                code: "[tool.poetry.dependencies]\npython = \"^3.12\"\nrich = \"*\"\nclick = \"^8.1\"\n",
            },
            Example::Good { path: "requirements.txt", code: "idna\nsix\nrich>=13\nclick==8.2.1\n" },
            Example::Good {
                path: "requirements.txt",
                code: "idna==3.7\nsix==1.17.0\ncertifi==2025.1.31\nclick==8.2.1\nitsdangerous==2.2.0\nrich>=13,<15\n",
            },
        ]),
    },
    on: &[On::Manifest(check)],
};

/// A file with fewer pins is not one of pins.
const LEAST: usize = 5;

/// Nothing, or lower bounds alone.
fn is_open(specifier: &str) -> bool {
    !specifier.contains(['$', '{']) && clauses(specifier).all(|(_, clause)| clause.starts_with('>') || clause.starts_with("!="))
}

fn check(cx: &mut ManifestCx<'_>) {
    // A lock beside the file pins what it leaves open; build requirements are commonly left open.
    if cx.beside(Format::is_lock).chain(cx.left_alone(Format::is_lock)).next().is_some() || cx.manifest.format.is_command() {
        return;
    }
    let rows: Vec<_> = written(cx)
        .filter(|row| row.source.is_index() && !row.name.is_empty() && !row.groups.iter().any(|group| group == "build"))
        .collect();
    let pinned = rows.iter().filter(|row| row.version.is_some()).count();
    let of_pins = cx.manifest.format == Format::Requirements && pinned >= LEAST && pinned * 10 >= rows.len() * 8;
    let bounded = rows.iter().any(|row| !matches!(row.specifier.as_str(), "" | "*"));
    let stars = matches!(cx.manifest.format, Format::Pyproject | Format::Pipfile);
    for row in rows {
        let star = row.specifier == "*" && bounded && stars;
        let open = of_pins && is_open(&row.specifier);
        if !star && !open {
            continue;
        }
        let message = format!("`{}` is installed in whatever version was released last, while the others are held.", row.name);
        let draft = cx.row(row, message);
        cx.report(draft);
    }
}
