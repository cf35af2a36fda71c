//! Where a finding of a change is shown: at the changed line that explains it best.

use std::collections::BTreeMap;

use crate::change::FileChange;
use crate::finding::{Finding, Place};
use crate::source::{RepoPath, SourceFile, Span};

/// The sink when it lies in a hunk; else the last step of the trace that does, in whichever file; else the place of the
/// change nearest to the sink inside the same definition, where a check may have been removed; else the last step in a
/// file of the change; else the sink. `source` is the file of the sink, `changed` are the files of the change.
pub(super) fn show(
    finding: &Finding,
    source: &SourceFile,
    changed: &BTreeMap<&RepoPath, &FileChange>,
) -> Place {
    let touches = |place: &Place| {
        changed.get(&place.path).is_some_and(|file| {
            let lines = file.head.as_ref().map(|head| head.line_range(place.span));
            lines.is_some_and(|lines| file.hunks.first_touched(lines).is_some())
        })
    };
    if touches(&finding.place) {
        return finding.place.clone();
    }
    let mut steps = finding.trace.iter().rev().map(|step| &step.place);
    let own = steps.clone().filter(|place| place.path == finding.place.path);
    let far = steps.clone().filter(|place| place.path != finding.place.path);
    if let Some(place) = own.chain(far).find(|place| touches(place)) {
        return place.clone();
    }
    let Some(file) = changed.get(&finding.place.path) else {
        let changed = steps.find(|place| changed.contains_key(&place.path));
        return changed.unwrap_or(&finding.place).clone();
    };
    // At module level the definition is the whole file: any hunk may have changed what the names there mean.
    let own = source.line_range(finding.place.span);
    match file.hunks.nearest(source.line_range(finding.scope.span), own.0) {
        Some(line) => Place { path: finding.place.path.clone(), span: code_of_line(source, line) },
        None => finding.place.clone(),
    }
}

/// A line without its indentation and line ending.
pub(super) fn code_of_line(source: &SourceFile, line: u32) -> Span {
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
