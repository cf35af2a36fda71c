//! Where a finding of a change is shown: at the changed line that explains it best.

use crate::change::Hunks;
use crate::finding::{Finding, Place};
use crate::source::{SourceFile, Span};

/// The sink when it lies in a hunk; else the last step of the trace that does; else the place of the change nearest to
/// the sink inside the same definition, where a check may have been removed; else the sink.
pub(super) fn show(finding: &Finding, source: &SourceFile, hunks: &Hunks) -> Place {
    let place = |span| Place { path: finding.place.path.clone(), span };
    let own = source.line_range(finding.place.span);
    if hunks.first_touched(own).is_some() {
        return finding.place.clone();
    }
    for step in finding.trace.iter().rev().filter(|step| step.place.path == finding.place.path) {
        if hunks.first_touched(source.line_range(step.place.span)).is_some() {
            return step.place.clone();
        }
    }
    // At module level the definition is the whole file: any hunk may have changed what the names there mean.
    match hunks.nearest(source.line_range(finding.scope.span), own.0) {
        Some(line) => place(code_of_line(source, line)),
        None => finding.place.clone(),
    }
}

/// A line without its indentation and line ending.
fn code_of_line(source: &SourceFile, line: u32) -> Span {
    let span = source.lines().span(line);
    let text = source.slice(span);
    let trimmed = text.trim();
    let start = span.start as usize + (text.len() - text.trim_start().len());
    if trimmed.is_empty() {
        Span::empty(span.start as usize)
    } else {
        Span::new(start, start + trimmed.len())
    }
}
