//! The review as SARIF 2.1.0, within what GitHub's code scanning takes.
//!
//! `tool.driver.rules` holds the rules that have results, sorted by name: indices only have meaning within a file,
//! GitHub keeps what it knows of other rules, and a report of nothing stays small. Limits are GitHub's; what goes
//! beyond is left out by severity and said in a notification.

mod fixes;
mod place;
mod results;
mod rules;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use serde_json::json;
use serde_sarif::sarif;

use super::{count, safe};
use crate::finding::{NoteKind, Place, Review};
use crate::rules::Rule;

/// Where the schema is, for editors.
pub const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";
/// Results that GitHub keeps of one run.
pub const MAX_RESULTS: usize = 5_000;

/// The log, indented, with a line feed at its end. `rules` gives the descriptions.
pub fn sarif(review: &Review, rules: &[&'static Rule]) -> String {
    sarif_of(review, rules, "")
}

/// As [`sarif`], for the part of a repository in `folder`: each part has a category of its own in code scanning, or the
/// upload of one would take the place of the other's.
pub fn sarif_of(review: &Review, rules: &[&'static Rule], folder: &str) -> String {
    let log = sarif::Sarif::builder()
        .schema(SCHEMA.to_owned())
        .version(json!("2.1.0"))
        .runs(vec![run(review, rules, folder)])
        .build();
    // Strings, numbers and lists of them: this cannot fail, and an empty document would be seen at once.
    let mut out = serde_json::to_string_pretty(&log).unwrap_or_default();
    out.push('\n');
    safe::json(&out)
}

fn run(review: &Review, rules: &[&'static Rule], folder: &str) -> sarif::Run {
    let category = if folder.is_empty() { "hognose/".to_owned() } else { format!("hognose/{folder}/") };
    let used: BTreeSet<&'static str> = review
        .findings
        .iter()
        .chain(review.suppressed.iter().map(|one| &one.finding))
        .map(|finding| finding.rule)
        .collect();
    let used: Vec<&'static str> = used.into_iter().collect();
    let (results, dropped) = results::all(review, &used);
    let driver = sarif::ToolComponent::builder()
        .name(env!("CARGO_PKG_NAME"))
        .semantic_version(env!("CARGO_PKG_VERSION"))
        .information_uri(env!("CARGO_PKG_REPOSITORY"))
        .rules(used.iter().map(|id| rules::descriptor(id, rules)).collect::<Vec<_>>())
        .build();
    sarif::Run::builder()
        .tool(sarif::Tool { driver, extensions: None, properties: None })
        .automation_details(sarif::RunAutomationDetails::builder().id(category).build())
        .column_kind(json!("unicodeCodePoints"))
        .invocations(vec![invocation(review, dropped)])
        .results(results)
        .build()
}

/// What kept the review from being whole: files skipped, bounds hit, results left out.
fn invocation(review: &Review, dropped: usize) -> sarif::Invocation {
    let mut notes = Vec::new();
    if dropped > 0 {
        let text = format!(
            "{} of the least severity left out: GitHub keeps {MAX_RESULTS}",
            count(dropped, "result")
        );
        notes.push(notification("warning", text, None));
    }
    if let Some(label) = &review.advisories {
        notes.push(notification(
            "note",
            format!("dependencies were held against: {}", safe::line(label)),
            None,
        ));
    }
    for note in &review.notes {
        let level = if note.kind == NoteKind::Suppression { "note" } else { "warning" };
        let span = note.span.unwrap_or_default();
        let place = Place { path: note.path.clone(), span };
        notes.push(notification(
            level,
            note.text.clone(),
            Some(place::location(review, &place, note.span.is_some())),
        ));
    }
    for skipped in &review.skipped {
        let place = Place { path: skipped.path.clone(), span: Default::default() };
        notes.push(notification(
            "warning",
            format!("skipped: {}", skipped.why),
            Some(place::location(review, &place, false)),
        ));
    }
    let mut made = sarif::Invocation::builder().execution_successful(true).build();
    if !notes.is_empty() {
        made.tool_execution_notifications = Some(notes);
    }
    made
}

fn notification(level: &str, text: String, location: Option<sarif::Location>) -> sarif::Notification {
    let mut made = sarif::Notification::builder().message(place::message(&text)).level(json!(level)).build();
    made.locations = location.map(|one| vec![one]);
    made
}
