//! A review as people and programs read it: terminal text, Markdown, JSON, SARIF, a patch, the catalogue of rules.
//!
//! Every function here turns values into a string. Nothing prints, reads or knows how a finding was found, and
//! nothing from the code under review gets out raw: [`safe`] is the one place that decides how it is shown.

mod diff;
mod excerpt;
pub mod inventory;
pub mod json;
pub mod line_hash;
pub mod markdown;
mod masks;
pub mod patch;
mod places;
#[cfg(test)]
mod robust;
pub mod rule_text;
pub mod safe;
pub mod sarif;
mod suggestion;
#[cfg(test)]
mod testing;
pub mod text;
mod verdict;
mod wrap;

pub use suggestion::{MAX_SUGGESTION_LINES, Suggestion, halves, suggestion};
pub use verdict::verdict;

use crate::finding::Finding;

/// The rule whose findings point at secret values; see [`masks`].
const SECRET_RULE: &str = "hard-coded-secret";

/// The rule whose findings stand at addresses with passwords.
const ADDRESS_RULE: &str = "index-credentials";

/// The page of a rule's documentation.
pub fn docs_url(rule: &str) -> String {
    format!("{}/blob/main/docs/rules/{}.md", env!("CARGO_PKG_REPOSITORY"), safe::url_segment(rule))
}

/// The mark that silences a rule, as it is to be typed.
pub fn silence_mark(rule: &str) -> String {
    format!("# hognose: ignore[{rule}] -- reason")
}

/// What to do where there is no rewrite: the finding's own words, else the rule's.
fn advice(finding: &Finding) -> Option<&str> {
    finding.advice.as_deref().or_else(|| crate::rules::find(finding.rule).map(|rule| rule.meta.instead))
}

/// "1 finding", "2 findings".
fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}
