//! Bytes of a file as lines and columns, without trusting that they lie inside the file.

use crate::finding::{Place, Review};
use crate::source::{Position, SourceFile, Span};

/// Start and end of a span as people count; the end is exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Region {
    pub(super) start: Position,
    pub(super) end: Position,
}

/// The span cut to the text and to whole characters.
pub(super) fn clamp(text: &str, span: Span) -> Span {
    let start = text.floor_char_boundary(span.start as usize);
    let end = text.ceil_char_boundary((span.end as usize).min(text.len())).max(start);
    Span::new(start, end)
}

/// Lines and columns of `span` in `source`.
pub(super) fn region(source: &SourceFile, span: Span) -> Region {
    let span = clamp(source.text(), span);
    Region { start: source.position(span.start), end: source.position(span.end) }
}

/// Lines and columns of a place; `None` when the review does not carry the file.
pub(super) fn find(review: &Review, place: &Place) -> Option<Region> {
    review.sources.get(&place.path).map(|source| region(source, place.span))
}

/// First line of a place, 1 when the review does not carry the file.
pub(super) fn line(review: &Review, place: &Place) -> u32 {
    find(review, place).map_or(1, |region| region.start.line)
}

/// The text of line `line` (from 1) without its line ending.
pub(super) fn line_text(source: &SourceFile, line: u32) -> &str {
    let span = source.lines().span(line);
    source.text().get(span.range()).unwrap_or_default().trim_end_matches(['\n', '\r'])
}
