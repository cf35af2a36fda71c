//! Regular expressions that a change makes worse: one that takes the place of another and goes back over more of the text.
//!
//! A pattern by itself is spoken of where outside data is known to reach it. Where the change puts it in the place of a
//! better one, that is worth a question wherever the text comes from.

use super::altered::Altered;
use super::dependencies::is_code;
use super::examine::{self, Found};
use super::pass::Pass;
use crate::change::FileChange;
use crate::finding::{Precision, Severity};
use crate::rules::{self, Draft, EXPONENTIAL, Pattern};
use crate::semantic::Analysis;
use crate::source::SourceFile;

/// True when a hunk both takes away and brings lines that may hold a pattern.
pub(super) fn changes_patterns(file: &FileChange) -> bool {
    let (Some(base), Some(head)) = (&file.base, &file.head) else { return false };
    if !is_code(head.path()) || head.path().is_test() || file.is_same_text() {
        return false;
    }
    let holds = |source: &SourceFile, lines: std::ops::Range<u32>| {
        lines.into_iter().any(|line| {
            let text = source.slice(source.lines().span(line));
            text.contains(['"', '\'']) && text.contains(['*', '+', '{']) && text.contains(['\\', '[', '('])
        })
    };
    file.hunks.iter().any(|hunk| holds(base, hunk.base.clone()) && holds(head, hunk.head.clone()))
}

fn stands_in(pattern: &Pattern, patterns: &[Pattern]) -> bool {
    patterns.iter().any(|known| known.text == pattern.text)
}

/// Findings of patterns that take the place of better ones.
pub(super) fn worse(
    pass: &Pass,
    file: &FileChange,
    altered: &Altered<'_>,
    [before, after]: [&Analysis<'_>; 2],
) -> Vec<Found> {
    let (base, head) = (altered.base.source, altered.head.source);
    let before = rules::patterns(base, before);
    let Some(rule) = rules::find("regex-denial-of-service").filter(|_| !before.is_empty()) else {
        return Vec::new();
    };
    let after = rules::patterns(head, after);
    let mut drafts = Vec::new();
    for hunk in file.hunks.iter() {
        let lies = |source: &SourceFile, pattern: &&Pattern, lines: &std::ops::Range<u32>| {
            let (first, last) = source.line_range(pattern.span);
            first < lines.end && last >= lines.start
        };
        // What is still there, or was there before, takes no other's place.
        let old = before
            .iter()
            .filter(|pattern| lies(base, pattern, &hunk.base) && !stands_in(pattern, &after))
            .map(|pattern| pattern.power)
            .max();
        let new = after
            .iter()
            .filter(|pattern| lies(head, pattern, &hunk.head) && !stands_in(pattern, &before))
            .max_by_key(|pattern| pattern.power);
        let (Some(old), Some(new)) = (old, new) else { continue };
        if new.power <= old || new.power < 2 {
            continue;
        }
        let grows = if new.power == EXPONENTIAL {
            "doubles with every few characters"
        } else {
            "grows much faster than the text"
        };
        drafts.push(Draft {
                once: None,
                cause: None,
                rule,
                span: new.span,
                severity: Some(Severity::Medium.min(rule.meta.severity)),
                precision: Some(if new.power == EXPONENTIAL { Precision::Medium } else { Precision::Low }),
                message: format!(
                    "This pattern can split one text in more ways than the one that it takes the place of: where it does \
                     not match, the time {grows}."
                ),
                far: None,
                trace: Vec::new(),
                proposal: None,
                advice: None,
            });
    }
    examine::stand_for(pass, head, &altered.head.module, &altered.head.scopes, drafts)
        .into_iter()
        .flatten()
        .collect()
}
