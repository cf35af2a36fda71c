//! The parts of a file that a change can have an effect on: those in its hunks, what they use in the file, and what uses
//! them. What goes on elsewhere in the file is as it was, so nobody around the change is asked about it.

use std::collections::BTreeSet;
use std::ops::Range;

use super::related::closure;
use super::slice::Concern;
use crate::source::{SourceFile, Span};
use crate::syntax::{Outline, UnitKind, outline};

/// A function of a file.
pub(super) struct Part {
    /// `find`, `Store.find`.
    pub(super) name: String,
    /// Its bytes.
    pub(super) span: Span,
    /// Its first and last line, from 1.
    pub(super) rows: (u32, u32),
}

/// The functions and methods of a file, in order; none of a file that cannot be told into parts.
pub(super) fn functions(source: &SourceFile) -> Vec<Part> {
    let Some(outline) = outline(source.text()) else { return Vec::new() };
    let part = |at: usize| {
        let unit = &outline.units[at];
        let end = outline.units.get(at + 1).map_or(outline.rows + 1, |next| next.row);
        Some(Part { name: function(&outline, at)?, span: unit.span, rows: (unit.row + 1, end) })
    };
    (0..outline.units.len()).filter_map(part).collect()
}

/// The name of a part that is a function.
fn function(outline: &Outline<'_>, at: usize) -> Option<String> {
    let unit = &outline.units[at];
    let name = unit.name.filter(|_| unit.kind == UnitKind::Function)?;
    let name = outline.words[name as usize];
    let class = unit.parent.and_then(|class| outline.units[class as usize].name);
    Some(match class {
        Some(class) => format!("{}.{name}", outline.words[class as usize]),
        None => name.to_owned(),
    })
}

/// The lines that a change of some `lines` (from 1, half-open; an empty range stands before its line) is seen in; `None`
/// where it is one of comments and blank lines: these change nothing, and stand at the end of the part above them.
pub(super) fn says_something(source: &SourceFile, lines: Range<u32>) -> Option<(u32, u32)> {
    let says = |line: u32| {
        let code = source.slice(source.lines().span(line)).trim_start();
        !code.is_empty() && !code.starts_with('#')
    };
    match lines.is_empty() {
        true => Some((lines.start.saturating_sub(1), lines.start + 1)),
        false => lines.clone().any(says).then_some((lines.start, lines.end)),
    }
}

/// Parts of one file.
#[derive(Debug, Default)]
pub(super) struct Touched {
    /// Their bytes, in order.
    spans: Vec<(Span, Concern)>,
    /// Functions that may do something else than before: `find`, `Store.find`.
    functions: BTreeSet<String>,
}

impl Touched {
    /// The parts that the changed `lines` (from 1, half-open; an empty range stands before its line) have an effect on;
    /// `None` where they cannot be told.
    pub(super) fn of(
        source: &SourceFile,
        outline: &Outline<'_>,
        lines: impl Iterator<Item = Range<u32>>,
    ) -> Option<Self> {
        let changed: Vec<(u32, u32)> = lines.filter_map(|lines| says_something(source, lines)).collect();
        let count = outline.units.len();
        let end = |at: usize| outline.units.get(at + 1).map_or(outline.rows + 1, |next| next.row);
        let mut own = vec![false; count];
        for (at, unit) in outline.units.iter().enumerate() {
            let (first, last) = (unit.row + 1, end(at));
            own[at] = changed.iter().any(|(start, end)| *start <= last && *end > first);
        }
        let up = closure(outline, own.clone(), true);
        let down = closure(outline, own.clone(), false);
        let mut touched = Self::default();
        for (at, unit) in outline.units.iter().enumerate() {
            if up[at] || down[at] {
                let concern = match (own[at], up[at]) {
                    (true, _) => Concern::Changed,
                    (false, true) => Concern::Touched,
                    (false, false) => Concern::Used,
                };
                touched.spans.push((unit.span, concern));
            }
            touched.functions.extend(function(outline, at).filter(|_| up[at]));
        }
        Some(touched)
    }

    /// The functions that may do something else than before.
    pub(super) fn into_functions(self) -> BTreeSet<String> {
        self.functions
    }

    /// What the change has to do with the part around a place.
    pub(super) fn concern(&self, place: Span) -> Concern {
        let after = self.spans.partition_point(|(span, _)| span.start <= place.start);
        let around = self.spans[..after].last().filter(|(span, _)| place.start < span.end);
        around.map_or(Concern::No, |(_, concern)| *concern)
    }

    /// True for a place in one of the parts.
    pub(super) fn holds(&self, place: Span) -> bool {
        self.concern(place) != Concern::No
    }

    /// True when a function may do something else than before.
    pub(super) fn changes(&self, function: &str) -> bool {
        // Of a nested class only the inner name is known.
        let end = function.rsplitn(3, '.').nth(2).map_or(function, |outer| &function[outer.len() + 1..]);
        self.functions.contains(end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::RepoPath;

    const TEXT: &str = "\
import os

LIMIT = 3


def inner(x):
    return x + LIMIT


def other(x):
    return x


class Store:
    def find(self, x):
        return inner(x)

    def lost(self):
        return 1
";

    fn touched(lines: Range<u32>) -> Touched {
        let source = SourceFile::from_text(RepoPath::new("a.py"), TEXT);
        Touched::of(&source, &outline(TEXT).unwrap(), std::iter::once(lines)).unwrap()
    }

    fn at(code: &str) -> Span {
        let start = TEXT.find(code).unwrap();
        Span::new(start, start + 1)
    }

    #[test]
    fn users_and_used_are_touched_and_others_are_not() {
        let touched = touched(7..8);
        assert!(touched.changes("inner") && touched.changes("Store.find"));
        assert!(!touched.changes("other") && !touched.changes("Store.lost"));
        assert!(touched.holds(at("return inner")) && touched.holds(at("LIMIT = 3")));
        assert!(!touched.holds(at("return x\n")) && !touched.holds(at("return 1")));
    }

    #[test]
    fn blank_lines_touch_nothing() {
        assert!(touched(4..6).spans.is_empty());
    }

    #[test]
    fn what_was_deleted_touches_its_place() {
        assert!(touched(11..11).changes("other"));
        assert!(touched(3..3).changes("inner"));
    }
}
