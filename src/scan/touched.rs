//! The parts of a file that a change can have an effect on: those in its hunks, what they use in the file, and what uses
//! those that do something else than before. What goes on elsewhere in the file is as it was, so nobody around the change
//! is asked about it.

use std::collections::BTreeSet;
use std::ops::Range;

use super::related::{closure, with_users};
use super::slice::Concern;
use super::written;
use crate::source::{SourceFile, Span};
use crate::syntax::{Form, Outline, Unit, UnitKind, outline};

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

/// Which functions of a file do something else than before; `None` where that cannot be told, so that all do that the
/// change has an effect on.
pub(super) type Differing = Option<BTreeSet<String>>;

/// Parts of one file.
#[derive(Debug, Default)]
pub(super) struct Touched {
    /// Their bytes, in order.
    spans: Vec<(Span, Concern)>,
    /// Functions that the change wrote into: `find`, `Store.find`.
    written: BTreeSet<String>,
    /// Functions that may do something else than before.
    functions: BTreeSet<String>,
}

impl Touched {
    /// The parts that the changed `lines` (from 1, half-open; an empty range stands before its line) have an effect on:
    /// those that they lie in, what these use, and what uses those that do something else.
    pub(super) fn of(
        source: &SourceFile,
        outline: &Outline<'_>,
        lines: impl Iterator<Item = Range<u32>>,
        differing: &Differing,
    ) -> Self {
        let changed: Vec<(u32, u32)> = lines.filter_map(|lines| says_something(source, lines)).collect();
        let own = own(outline, &changed);
        let units = &outline.units;
        let up = match differing {
            None => closure(outline, own.clone(), true),
            Some(differing) => {
                let differs = |at: usize| match units[at].kind {
                    UnitKind::Function => function(outline, at).is_some_and(|name| differing.contains(&name)),
                    UnitKind::Import => false,
                    _ => own[at],
                };
                let users = with_users(outline, (0..units.len()).map(differs).collect());
                let imported = imported(source, outline, &changed, &own);
                let speak = speaking(outline, &imported);
                (0..units.len()).map(|at| own[at] || users[at] || speak[at]).collect()
            }
        };
        let down = closure(outline, own.clone(), false);
        let mut touched = Self::default();
        for (at, unit) in units.iter().enumerate() {
            if up[at] || down[at] {
                let concern = match (own[at], up[at]) {
                    (true, _) => Concern::Changed,
                    (false, true) => Concern::Touched,
                    (false, false) => Concern::Used,
                };
                touched.spans.push((unit.span, concern));
            }
            touched.written.extend(function(outline, at).filter(|_| own[at]));
            if differing.is_none() {
                touched.functions.extend(function(outline, at).filter(|_| up[at]));
            }
        }
        touched.functions.extend(differing.iter().flatten().cloned());
        touched
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
        self.functions.contains(outlined(function))
    }

    /// The same, or the change wrote into it.
    pub(super) fn rewrites(&self, function: &str) -> bool {
        self.changes(function) || self.written.contains(outlined(function))
    }
}

/// The name of a function as outlines have it: of a nested class they know only the inner name.
pub(super) fn outlined(function: &str) -> &str {
    function.rsplitn(3, '.').nth(2).map_or(function, |outer| &function[outer.len() + 1..])
}

/// By part, whether some changed lines lie in it.
fn own(outline: &Outline<'_>, changed: &[(u32, u32)]) -> Vec<bool> {
    let touches = |at: usize| {
        let (first, last) = rows(outline, at);
        changed.iter().any(|(start, end)| *start <= last && *end > first)
    };
    (0..outline.units.len()).map(touches).collect()
}

/// The first line of a part, and that of the next one.
fn rows(outline: &Outline<'_>, at: usize) -> (u32, u32) {
    let next = outline.units.get(at + 1).map_or(outline.rows + 1, |next| next.row);
    (outline.units[at].row + 1, next)
}

/// The words of changed lines of imports; where the line changed that says from where, those of the whole import.
fn imported<'s>(
    source: &'s SourceFile,
    outline: &Outline<'_>,
    changed: &[(u32, u32)],
    own: &[bool],
) -> BTreeSet<&'s str> {
    let mut words = BTreeSet::new();
    for at in (0..own.len()).filter(|at| own[*at] && outline.units[*at].kind == UnitKind::Import) {
        let (first, next) = rows(outline, at);
        let mut open = false;
        for line in first..next.min(outline.rows + 1) {
            let code = source.slice(source.lines().span(line));
            let is_changed = changed.iter().any(|(start, end)| (*start..*end).contains(&line));
            open |= is_changed && code.contains('(');
            if is_changed || open {
                let names = code.split_once("import ").map_or(code, |(_, names)| names);
                words.extend(written::words(names).map(|(_, word)| word));
            }
            open &= !code.contains(')');
        }
    }
    words
}

/// By part, whether it uses some words.
fn speaking(outline: &Outline<'_>, words: &BTreeSet<&str>) -> Vec<bool> {
    if words.is_empty() {
        return vec![false; outline.units.len()];
    }
    let meant: Vec<bool> = outline.words.iter().map(|word| words.contains(word)).collect();
    let uses =
        |unit: &Unit| outline.uses(unit).any(|(word, form)| meant[word as usize] && form.has(Form::CODE));
    outline.units.iter().map(|unit| unit.kind != UnitKind::Import && uses(unit)).collect()
}

/// The functions of a file that changed lines may have an effect on: those that they lie in, and those that use some of
/// these.
pub(super) fn reached(
    source: &SourceFile,
    outline: &Outline<'_>,
    lines: impl Iterator<Item = Range<u32>>,
) -> BTreeSet<String> {
    let changed: Vec<(u32, u32)> = lines.filter_map(|lines| says_something(source, lines)).collect();
    named(outline, &closure(outline, own(outline, &changed), true))
}

/// The functions of a file that use some words, and those that use these.
pub(super) fn users_of(outline: &Outline<'_>, words: &BTreeSet<&str>) -> BTreeSet<String> {
    named(outline, &closure(outline, speaking(outline, words), true))
}

fn named(outline: &Outline<'_>, parts: &[bool]) -> BTreeSet<String> {
    (0..parts.len()).filter(|at| parts[*at]).filter_map(|at| function(outline, at)).collect()
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
        Touched::of(&source, &outline(TEXT).unwrap(), std::iter::once(lines), &None)
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
