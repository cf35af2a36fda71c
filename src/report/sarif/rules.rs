//! Rules as reporting descriptors.

use std::collections::BTreeMap;

use serde_json::json;
use serde_sarif::sarif;

use super::place::cut;
use super::results::level;
use crate::finding::Severity;
use crate::report::{docs_url, rule_text};
use crate::rules::{Meta, Rule};

/// Tags that GitHub keeps of one rule.
pub(super) const MAX_TAGS: usize = 10;
/// Characters that GitHub keeps of a description.
const MAX_DESCRIPTION: usize = 1_024;

/// The descriptor of a rule; of one that is not in the list, its name is all there is to say.
pub(super) fn descriptor(id: &str, rules: &[&'static Rule]) -> sarif::ReportingDescriptor {
    let mut made = sarif::ReportingDescriptor::builder().id(id).help_uri(docs_url(id)).build();
    // A name that only repeats the identifier must be left out, and case does not tell them apart (SARIF1001).
    made.name = id.contains('-').then(|| pascal(id));
    let Some(meta) = rules.iter().map(|rule| &rule.meta).find(|meta| meta.id == id) else {
        let words = id.replace('-', " ");
        made.short_description = Some(text(&words));
        made.full_description = Some(text(&words));
        made.help = Some(text(&docs_url(id)));
        return made;
    };
    let why = meta.why.split("\n\n").next().unwrap_or_default();
    made.short_description = Some(text(&cut(meta.summary, MAX_DESCRIPTION)));
    made.full_description = Some(text(&cut(why.trim(), MAX_DESCRIPTION)));
    let mut help = text(&rule_text::help(meta));
    help.markdown = Some(rule_text::help(meta));
    made.help = Some(help);
    made.default_configuration =
        Some(sarif::ReportingConfiguration::builder().level(json!(level(meta.severity))).build());
    made.properties = Some(properties(meta));
    made
}

fn text(text: &str) -> sarif::MultiformatMessageString {
    sarif::MultiformatMessageString::builder().text(text.to_owned()).build()
}

fn properties(meta: &Meta) -> sarif::PropertyBag {
    let mut tags = vec!["security".to_owned()];
    let code = meta.owasp.title().split([':', ' ']).next().unwrap_or_default().to_lowercase();
    tags.push(format!("external/owasp/{code}-2025"));
    tags.extend(meta.cwe.iter().map(|number| format!("external/cwe/cwe-{number:03}")));
    tags.truncate(MAX_TAGS);
    let problem = match level(meta.severity) {
        "note" => "recommendation",
        word => word,
    };
    let score = match meta.severity {
        Severity::Critical => "9.5",
        Severity::High => "8.0",
        Severity::Medium => "5.5",
        Severity::Low => "2.5",
    };
    let bag = BTreeMap::from([
        ("precision".to_owned(), json!(meta.precision.word())),
        ("problem.severity".to_owned(), json!(problem)),
        ("security-severity".to_owned(), json!(score)),
    ]);
    sarif::PropertyBag { tags: Some(tags), additional_properties: bag }
}

/// `sql-injection` as `SqlInjection`.
fn pascal(id: &str) -> String {
    let capital = |word: &str| {
        let mut chars = word.chars();
        chars.next().map(|first| first.to_ascii_uppercase().to_string() + chars.as_str()).unwrap_or_default()
    };
    id.split('-').map(capital).collect()
}
