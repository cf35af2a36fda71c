//! Findings as annotations of the job: workflow commands, ten of a kind, the gravest first.
//!
//! The runner makes annotations of the first ten errors, warnings and notices of a step and cuts messages at 4,096
//! characters. Values are escaped as the runner unescapes them; nothing from the code under review can end one.

use crate::finding::{Finding, Review, Severity};
use crate::report::{markdown, safe};

/// Annotations of one kind in one step.
pub const MAX_OF_A_KIND: usize = 10;
const MAX_MESSAGE: usize = 1_000;

/// The commands, one a line.
pub fn annotations(review: &Review) -> Vec<String> {
    let mut order: Vec<&Finding> = review.findings.iter().collect();
    let gravity = |one: &Finding| (review.blocks(one), one.severity, one.precision);
    Finding::order(&mut order, &|one, other| gravity(other).cmp(&gravity(one)));
    let mut counts = [0usize; 3];
    let mut out = Vec::new();
    for one in order {
        let (kind, at) = match one.severity {
            Severity::Critical | Severity::High => ("error", 0),
            Severity::Medium => ("warning", 1),
            Severity::Low => ("notice", 2),
        };
        counts[at] += 1;
        if counts[at] <= MAX_OF_A_KIND {
            out.push(command(kind, one, review));
        }
    }
    out
}

fn command(kind: &str, one: &Finding, review: &Review) -> String {
    let mut properties = format!("file={}", property(one.shown_at.path.as_str()));
    if let Some((first, last)) = markdown::lines(review, &one.shown_at) {
        properties.push_str(&format!(",line={first},endLine={last}"));
    }
    let message: String = one.message.replace('`', "'").chars().take(MAX_MESSAGE).collect();
    format!(
        "::{kind} {properties},title={}::{}",
        property(&format!("hognose: {} ({})", one.rule, one.severity)),
        data(&message)
    )
}

/// A warning of hognose's own.
pub fn warning(text: &str) -> String {
    format!("::warning title=hognose::{}", data(text))
}

/// A failure of hognose's own.
pub fn error(text: &str) -> String {
    format!("::error title=hognose::{}", data(text))
}

/// The command that keeps a secret out of the log.
pub fn mask(secret: &str) -> String {
    format!("::add-mask::{}", escaped(secret))
}

fn data(text: &str) -> String {
    // The old form of a command is found anywhere in a line.
    escaped(&safe::line(text))
}

fn escaped(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
#[path = "annotations_tests.rs"]
mod tests;
