//! The one sentence that a review ends with, the same in every report.

use super::count;
use crate::finding::{Review, Severity, Subject};

/// "2 of 5 new findings block (threshold high)".
pub fn verdict(review: &Review) -> String {
    let new = if review.subject == Subject::Change { "new finding" } else { "finding" };
    let files = count(review.files_reviewed, "file");
    if review.findings.is_empty() {
        return format!("No {new}s in {files}");
    }
    let total = count(review.findings.len(), new);
    match review.threshold.0 {
        None => format!("{total} in {files}; nothing blocks (threshold never)"),
        Some(least) => match review.blocking().count() {
            0 => format!("{total} in {files}; none blocks (threshold {least})"),
            1 if review.findings.len() == 1 => format!("1 {new} in {files} blocks (threshold {least})"),
            1 => format!("1 of {total} in {files} blocks (threshold {least})"),
            n => format!("{n} of {total} in {files} block (threshold {least})"),
        },
    }
}

/// "1 critical, 2 high": the severities that occur, gravest first.
pub(super) fn severities(review: &Review) -> String {
    let parts: Vec<String> = Severity::ALL
        .iter()
        .rev()
        .map(|severity| (severity, review.findings.iter().filter(|f| f.severity == *severity).count()))
        .filter(|(_, number)| *number > 0)
        .map(|(severity, number)| format!("{number} {severity}"))
        .collect();
    parts.join(", ")
}
