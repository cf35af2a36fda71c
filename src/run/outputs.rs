//! From a review to the bytes of a report. Isolates `run` from the room `report`.
//!
//! STAND-INS until `report` is joined are marked as such; each is one call to replace.

use anyhow::Context;
use serde_json::json;

use super::format::Format;
use super::terminal::Terminal;
use super::{fix, patch};
use crate::finding::Review;
use crate::rules::Rule;

/// The bytes of one report.
pub(super) fn render(
    format: Format,
    review: &Review,
    plan: &fix::Plan,
    terminal: Terminal,
    verbosity: i8,
) -> anyhow::Result<Vec<u8>> {
    Ok(match format {
        Format::Text => text(review, terminal, verbosity).into_bytes(),
        // STAND-INS: report::json, report::sarif, report::markdown.
        Format::Json => pretty(&json!({ "findings": review.findings.len() }))?.into_bytes(),
        Format::Sarif => pretty(&json!({ "version": "2.1.0", "runs": [] }))?.into_bytes(),
        Format::Markdown => text(review, terminal, verbosity).into_bytes(),
        Format::Patch => patch::render(plan)?,
    })
}

/// STAND-IN: report::text.
fn text(review: &Review, terminal: Terminal, verbosity: i8) -> String {
    let _ = (terminal.links, terminal.width, verbosity);
    let bold = |text: &str| if terminal.color { format!("\u{1b}[1m{text}\u{1b}[0m") } else { text.into() };
    let (files, findings) = (review.files_reviewed, review.findings.len());
    format!("{}\n", bold(&format!("{findings} findings in {files} files")))
}

/// STAND-IN: report::rules_table.
pub(super) fn rules_table(rules: &[&Rule], terminal: Terminal) -> String {
    let _ = terminal;
    rules.iter().map(|rule| format!("{}  {}\n", rule.meta.id, rule.meta.summary)).collect()
}

/// STAND-IN: report::explain.
pub(super) fn explain(rule: &Rule, terminal: Terminal) -> String {
    let _ = terminal;
    format!("{}\n\n{}\n\n{}\n", rule.meta.id, rule.meta.why, rule.meta.instead)
}

/// STAND-IN: report::rule_page.
pub(super) fn rule_page(rule: &Rule) -> String {
    format!("# {}\n", rule.meta.id)
}

/// STAND-IN: report::rules_index.
pub(super) fn rules_index(rules: &[&Rule]) -> String {
    rules.iter().map(|rule| format!("- [{0}]({0}.md)\n", rule.meta.id)).collect()
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
    pretty(&json!({ "rules": each.collect::<Vec<_>>() }))
}

fn pretty(value: &serde_json::Value) -> anyhow::Result<String> {
    let mut text = serde_json::to_string_pretty(value).context("cannot write JSON")?;
    text.push('\n');
    Ok(text)
}
