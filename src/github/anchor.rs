//! Where on the pull request a finding can be shown: at lines of the diff, or in the body of the review.
//!
//! One bad anchor makes GitHub refuse a whole review, so only lines are used that GitHub itself shows in a hunk.

use std::collections::BTreeMap;

use super::fetch::lone_cr;
use super::patch::Commentable;
use crate::finding::{Finding, Place, Review};
use crate::report::{Suggestion, markdown};
use crate::source::RepoPath;

/// Lines of the new side that a comment spans.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Anchor {
    /// First line, from 1.
    pub first: u32,
    /// Last line.
    pub last: u32,
    /// True when the comment offers its rewrite as a suggestion, which replaces exactly these lines.
    pub suggestion: bool,
}

/// The anchor of a finding; `None` when it has no line in the diff. A suggestion is only offered where all its lines lie
/// in one hunk; else the rewrite is shown as a diff.
pub fn anchor(one: &Finding, review: &Review, lines: &BTreeMap<RepoPath, Commentable>) -> Option<Anchor> {
    let lines = lines.get(&one.shown_at.path)?;
    let source = review.sources.get(&one.shown_at.path)?;
    if lone_cr(source.text()) {
        return None;
    }
    if let Some(fit) = markdown::offered(one, review)
        && lines.holds(fit.start_line, fit.end_line)
    {
        return Some(Anchor { first: fit.start_line, last: fit.end_line, suggestion: true });
    }
    plain(one, review, lines)
}

/// The anchors of a finding whose rewrite stands in two places of the diff, each with its suggestion: at the finding
/// itself, and at the other place.
pub fn halves(
    one: &Finding,
    review: &Review,
    lines: &BTreeMap<RepoPath, Commentable>,
) -> Option<[(Anchor, Suggestion); 2]> {
    let lines = lines.get(&one.shown_at.path)?;
    let (here, there) = markdown::offered_halves(one, review)?;
    let anchored = |half: Suggestion| {
        let at = Anchor { first: half.start_line, last: half.end_line, suggestion: true };
        lines.holds(at.first, at.last).then_some((at, half))
    };
    Some([anchored(here)?, anchored(there)?])
}

/// As [`anchor`], without a suggestion.
pub fn without_suggestion(
    one: &Finding,
    review: &Review,
    lines: &BTreeMap<RepoPath, Commentable>,
) -> Option<Anchor> {
    plain(one, review, lines.get(&one.shown_at.path)?)
}

fn plain(one: &Finding, review: &Review, lines: &Commentable) -> Option<Anchor> {
    let shown = markdown::lines(review, &one.shown_at)?;
    let place = (one.place.path == one.shown_at.path).then(|| markdown::lines(review, &one.place)).flatten();
    let candidates = [Some(shown), place].into_iter().flatten().flat_map(|(first, last)| first..=last);
    // A statement is not that long; what is, is data.
    let line = candidates.take(1_000).find(|line| lines.holds(*line, *line))?;
    Some(Anchor { first: line, last: line, suggestion: false })
}

/// True when code scanning shows the alert of this finding on the pull request: all its lines are in the diff.
pub fn alert_is_shown(one: &Finding, review: &Review, lines: &BTreeMap<RepoPath, Commentable>) -> bool {
    let Place { path, .. } = &one.shown_at;
    let span = markdown::lines(review, &one.shown_at);
    span.zip(lines.get(path)).is_some_and(|((first, last), lines)| lines.holds(first, last))
}

#[cfg(test)]
#[path = "anchor_tests.rs"]
mod tests;
