//! From a review to the bytes of a report: which function of `report` serves which format.

use anyhow::Context;
use serde_json::json;

use super::fix;
use super::format::Format;
use super::terminal::Terminal;
use crate::finding::Review;
use crate::report::text::{Options, Verbosity};
use crate::report::{self, safe};
use crate::rules::{self, Rule};

/// The bytes of one report. `screen` is true when they go straight to a terminal.
pub(super) fn render(
    format: Format,
    review: &Review,
    plan: &fix::Plan,
    terminal: Terminal,
    screen: bool,
    verbosity: i8,
) -> anyhow::Result<Vec<u8>> {
    Ok(match format {
        Format::Text => report::text::text(review, &options(terminal, verbosity)).into_bytes(),
        Format::Json => report::json::json(review, rules::all()).into_bytes(),
        Format::Sarif => report::sarif::sarif(review, rules::all()).into_bytes(),
        Format::Markdown => report::markdown::markdown(review).into_bytes(),
        Format::Patch => {
            let files: Vec<_> = plan.files.iter().map(|fixed| (&fixed.before, &fixed.edits)).collect();
            let patch = report::patch::patch(&files).context("cannot make the patch")?;
            // A program gets the code as it is; on a terminal its control characters must not act.
            if screen { safe::lines(&String::from_utf8_lossy(&patch)).into_bytes() } else { patch }
        }
    })
}

fn options(terminal: Terminal, verbosity: i8) -> Options {
    let verbosity = match verbosity {
        ..0 => Verbosity::Quiet,
        0 => Verbosity::Normal,
        _ => Verbosity::Verbose,
    };
    let Terminal { color, links, width } = terminal;
    Options { color, links, width, verbosity, silencing: true }
}

/// The rules for programs.
pub(super) fn rules_json(rules: &[&Rule]) -> anyhow::Result<String> {
    let each = rules.iter().map(|rule| {
        let meta = &rule.meta;
        json!({
            "id": meta.id,
            "summary": meta.summary,
            "family": meta.family.word(),
            "cwe": meta.cwe.iter().map(|number| format!("CWE-{number}")).collect::<Vec<_>>(),
            "owasp": meta.owasp.title(),
            "severity": meta.severity.word(),
            "precision": meta.precision.word(),
            "rewrite": meta.tier.word(),
            "answers": meta.answers,
        })
    });
    let list = json!({ "rules": each.collect::<Vec<_>>() });
    let mut text = serde_json::to_string_pretty(&list).context("cannot write JSON")?;
    text.push('\n');
    Ok(text)
}
