//! The review as JSON, schema version 1; `docs/json.md` describes every field.
//!
//! Within one schema version fields are added, never renamed or removed. The same review gives the same bytes.

mod finding;

use serde::Serialize;

use super::masks::Masks;
use super::{places, safe, verdict};
use crate::finding::{NoteKind, Place, Review, Subject};
use crate::rules::Rule;
use finding::Finding;

/// Grows when a field changes its meaning or goes away.
pub const SCHEMA_VERSION: u32 = 1;

#[derive(Serialize)]
struct Report<'a> {
    schema_version: u32,
    tool: Tool,
    subject: &'static str,
    files_reviewed: usize,
    findings: Vec<Finding<'a>>,
    older: usize,
    suppressed: Vec<Silenced<'a>>,
    notes: Vec<Note<'a>>,
    skipped: Vec<Skipped<'a>>,
    advisories: Option<&'a str>,
    verdict: Verdict,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct Silenced<'a> {
    by: &'a str,
    reason: Option<&'a str>,
    finding: Finding<'a>,
}

#[derive(Serialize)]
struct Note<'a> {
    kind: &'static str,
    text: &'a str,
    path: &'a str,
    region: Option<Region>,
}

#[derive(Serialize)]
struct Skipped<'a> {
    path: &'a str,
    why: &'a str,
}

#[derive(Serialize)]
struct Verdict {
    blocks: bool,
    blocking: usize,
    threshold: &'static str,
    text: String,
}

/// Lines and columns from 1, columns in Unicode scalar values, the end exclusive; bytes of the decoded text.
#[derive(Serialize)]
struct Region {
    start_line: u32,
    start_column: u32,
    end_line: u32,
    end_column: u32,
    start_byte: u32,
    end_byte: u32,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    #[serde(flatten)]
    region: Option<Region>,
}

fn region(review: &Review, place: &Place) -> Option<Region> {
    let found = places::find(review, place)?;
    Some(Region {
        start_line: found.start.line,
        start_column: found.start.column,
        end_line: found.end.line,
        end_column: found.end.column,
        start_byte: place.span.start,
        end_byte: place.span.end,
    })
}

fn location<'a>(review: &Review, place: &'a Place) -> Location<'a> {
    Location { path: place.path.as_str(), region: region(review, place) }
}

/// The document, indented, with a line feed at its end. `rules` gives CWE and OWASP to findings.
pub fn json(review: &Review, rules: &[&'static Rule]) -> String {
    let masks = Masks::of(review);
    let make = |one| Finding::new(review, one, rules, &masks);
    let blocking = review.blocking().count();
    let report = Report {
        schema_version: SCHEMA_VERSION,
        tool: Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") },
        subject: match review.subject {
            Subject::Change => "change",
            Subject::Files => "files",
        },
        files_reviewed: review.files_reviewed,
        findings: review.findings.iter().map(make).collect(),
        older: review.older,
        suppressed: review
            .suppressed
            .iter()
            .map(|one| Silenced { by: &one.by, reason: one.reason.as_deref(), finding: make(&one.finding) })
            .collect(),
        notes: review.notes.iter().map(|one| note(review, one)).collect(),
        skipped: review
            .skipped
            .iter()
            .map(|one| Skipped { path: one.path.as_str(), why: &one.why })
            .collect(),
        advisories: review.advisories.as_deref(),
        verdict: Verdict {
            blocks: blocking > 0,
            blocking,
            threshold: review.threshold.0.map_or("never", |least| least.word()),
            text: verdict::verdict(review),
        },
    };
    // Strings, numbers and lists of them: this cannot fail, and an empty document would be seen at once.
    let mut out = serde_json::to_string_pretty(&report).unwrap_or_default();
    out.push('\n');
    safe::json(&out)
}

fn note<'a>(review: &Review, one: &'a crate::finding::Note) -> Note<'a> {
    let place = one.span.map(|span| Place { path: one.path.clone(), span });
    Note {
        kind: match one.kind {
            NoteKind::Broken => "broken",
            NoteKind::Limit => "limit",
            NoteKind::Suppression => "suppression",
        },
        text: &one.text,
        path: one.path.as_str(),
        region: place.and_then(|place| region(review, &place)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing;

    fn value() -> serde_json::Value {
        let review = testing::full();
        let text = json(&review, &[&testing::SQL]);
        assert_eq!(text, json(&review, &[&testing::SQL]));
        assert!(!text.chars().any(|c| c != '\n' && safe::is_hostile(c)));
        assert!(!text.contains("sk_live_0123456789"));
        serde_json::from_str(&text).unwrap()
    }

    #[test]
    fn the_top_level_is_as_documented() {
        let value = value();
        let keys: Vec<_> = value.as_object().unwrap().keys().cloned().collect();
        let docs = include_str!("../../docs/json.md");
        for key in &keys {
            assert!(docs.contains(&format!("`{key}`")), "docs/json.md lacks {key}");
        }
        for key in value["findings"][0].as_object().unwrap().keys() {
            assert!(docs.contains(&format!("`{key}`")), "docs/json.md lacks {key} of a finding");
        }
        assert_eq!(value["schema_version"], 1);
        assert_eq!(value["verdict"]["blocking"], 2);
        assert_eq!(value["skipped"][0]["path"], "shop/\u{1b}[31mlogo.py");
    }

    #[test]
    fn a_finding_is_complete() {
        let value = value();
        let one = &value["findings"][0];
        assert_eq!(one["rule"], "sql-injection");
        assert_eq!((&one["cwe"][0], &one["owasp"]), (&89.into(), &"A05:2025 Injection".into()));
        assert_eq!(one["place"]["start_line"], 12);
        assert_eq!(one["trace"].as_array().unwrap().len(), 3);
        assert_eq!(one["rewrite"]["edits"][0]["region"]["start_column"], 27);
    }

    #[test]
    fn the_edits_applied_by_bytes_give_the_rewritten_text() {
        let value = value();
        let edit = &value["findings"][0]["rewrite"]["edits"][0];
        let (start, end) =
            (edit["region"]["start_byte"].as_u64().unwrap(), edit["region"]["end_byte"].as_u64().unwrap());
        let text = testing::SHOP;
        let new =
            format!("{}{}{}", &text[..start as usize], edit["text"].as_str().unwrap(), &text[end as usize..]);
        let review = testing::full();
        assert_eq!(new, review.findings[0].rewrite.as_ref().unwrap().edits.apply(text).unwrap());
    }
}
