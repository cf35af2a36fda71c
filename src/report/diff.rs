//! A rewrite as changed lines: the small diff that text and Markdown show.
//!
//! Works on the lines around the edits only, so that a large file costs no more than a small one.

use std::ops::Range;

use similar::DiffTag;

use super::places;
use crate::change::diff;
use crate::finding::{Edit, EditSet};
use crate::source::{LineIndex, SourceFile, Span};

/// Lines `first..=last` of a file before and after the edits that touch them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cluster {
    pub(super) first: u32,
    pub(super) last: u32,
    pub(super) old: String,
    pub(super) new: String,
}

/// Which side a line stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tag {
    Gone,
    New,
}

/// One changed line, without its line ending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) tag: Tag,
    /// Its number on its own side.
    pub(super) number: u32,
    pub(super) text: String,
}

/// The groups of lines that the edits touch, in order; edits of the same or neighbouring lines share one.
/// `None` when an edit lies outside the text.
pub(super) fn clusters(source: &SourceFile, edits: &EditSet) -> Option<Vec<Cluster>> {
    let mut groups: Vec<(u32, u32, Vec<&Edit>)> = Vec::new();
    for edit in edits.iter() {
        if places::clamp(source.text(), edit.span) != edit.span {
            return None;
        }
        let (first, last) = source.line_range(edit.span);
        match groups.last_mut() {
            Some((_, end, group)) if first <= *end + 1 => {
                *end = last.max(*end);
                group.push(edit);
            }
            _ => groups.push((first, last, vec![edit])),
        }
    }
    groups.into_iter().map(|(first, last, group)| cluster(source, first, last, &group)).collect()
}

/// Lines `first..=last` with `edits`, all of which must lie inside them, applied.
pub(super) fn cluster(source: &SourceFile, first: u32, last: u32, edits: &[&Edit]) -> Option<Cluster> {
    let span = source.lines().span(first).cover(source.lines().span(last));
    let old = source.text().get(span.range())?;
    let moved = edits.iter().map(|edit| {
        let inside = span.contains(edit.span);
        inside.then(|| Edit {
            span: Span { start: edit.span.start - span.start, end: edit.span.end - span.start },
            text: edit.text.clone(),
        })
    });
    let new = EditSet::new(moved.collect::<Option<Vec<_>>>()?).ok()?.apply(old).ok()?;
    Some(Cluster { first, last, old: old.to_owned(), new })
}

/// The lines that change. Empty when the edits do not fit the text.
pub(super) fn changed(source: &SourceFile, edits: &EditSet) -> Vec<Vec<Line>> {
    let mut shift = 0i64;
    let mut out = Vec::new();
    for cluster in clusters(source, edits).unwrap_or_default() {
        let (old, new) = (split(&cluster.old), split(&cluster.new));
        let mut lines = Vec::new();
        let mut add = |tag: Tag, texts: &[&str], range: Range<usize>, first: i64| {
            for at in range {
                let number = u32::try_from(first + at as i64).unwrap_or(1);
                lines.push(Line { tag, number, text: texts[at].trim_end_matches(['\n', '\r']).to_owned() });
            }
        };
        for op in diff::lines(&old, &new).iter().filter(|op| op.tag() != DiffTag::Equal) {
            add(Tag::Gone, &old, op.old_range(), i64::from(cluster.first));
            add(Tag::New, &new, op.new_range(), i64::from(cluster.first) + shift);
        }
        shift += cluster.new.lines().count() as i64 - cluster.old.lines().count() as i64;
        out.push(lines);
    }
    out
}

/// The lines of a text with their endings.
fn split(text: &str) -> Vec<&str> {
    let lines = LineIndex::new(text);
    let count = if text.is_empty() { 0 } else { lines.count() };
    (1..=count).filter_map(|line| text.get(lines.span(line).range())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::testing;

    #[test]
    fn only_what_changes_is_listed_with_its_own_number() {
        let review = testing::full();
        let finding = &review.findings[1];
        let source = &review.sources[&finding.place.path];
        let lines = changed(source, &finding.rewrite.as_ref().unwrap().edits);
        let flat: Vec<_> = lines.iter().flatten().map(|l| (l.tag, l.number, l.text.as_str())).collect();
        assert_eq!(
            flat,
            [
                (Tag::New, 1, "import os"),
                (Tag::New, 2, ""),
                (Tag::Gone, 3, "API_KEY = \"sk_live_0123456789\""),
                (Tag::New, 5, "API_KEY = os.environ[\"API_KEY\"]"),
            ]
        );
    }
}
