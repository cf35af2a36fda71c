//! Which lines a silencing mark on a given line speaks of.

use crate::source::{SourceFile, Span};

/// The statements of a file by line, compound ones cut down to their headers. Made once a file with marks; every
/// question is then answered from a table, whatever the file is made of.
#[derive(Debug)]
pub(super) struct Statements {
    lines: Vec<Line>,
}

/// What there is to know of one line.
#[derive(Debug, Clone, Copy, Default)]
struct Line {
    /// Nothing but a comment stands on it.
    comment: bool,
    /// Something else than blanks and a comment stands on it.
    code: bool,
    /// The shortest statement over it.
    around: Option<(u32, u32)>,
    /// The last line of the longest statement that starts on it.
    starting: Option<u32>,
    /// The next line with code, itself excluded.
    next: Option<u32>,
}

/// Lines painted per line and statement at most. Statements over one another are few in any real file; the bound
/// keeps ranges that make no sense from costing the square of their number.
const PAINT: usize = 8;

impl Statements {
    pub(super) fn new(comments: &[(Span, &str)], source: &SourceFile, statements: &[(u32, u32)]) -> Self {
        let count = source.lines().count();
        let mut lines = vec![Line::default(); count as usize + 1];
        for (number, line) in lines.iter_mut().enumerate().skip(1) {
            line.code = !text(source, number as u32).trim().is_empty();
        }
        for (span, _) in comments {
            let number = source.lines().line_of(span.start);
            let start = source.lines().span(number).start as usize;
            let before = source.text().get(start..span.start as usize).unwrap_or_default();
            if let Some(line) = lines.get_mut(number as usize)
                && before.trim().is_empty()
            {
                (line.comment, line.code) = (true, false);
            }
        }
        let mut next = None;
        for (number, line) in lines.iter_mut().enumerate().rev() {
            line.next = next;
            next = if line.code { Some(number as u32) } else { next };
        }
        let mut out = Self { lines };
        out.paint(cut(
            statements,
            |line| out.is_code(line),
            |line| text(source, line).trim_start().starts_with('@'),
        ));
        out
    }

    /// True when nothing but a comment stands on the line.
    pub(super) fn stands_alone(&self, line: u32) -> bool {
        self.line(line).comment
    }

    /// The lines that a mark on `line` speaks of: the statement around it; else, where `look_ahead` and the comment
    /// stands alone, the statement that starts on the next line of code; else the line itself.
    pub(super) fn meant_by(&self, line: u32, look_ahead: bool) -> (u32, u32) {
        let this = self.line(line);
        if let Some(range) = this.around {
            return range;
        }
        match this.next.filter(|_| look_ahead && this.comment) {
            Some(next) => (next, self.line(next).starting.unwrap_or(next)),
            None => (line, line),
        }
    }

    fn line(&self, line: u32) -> Line {
        self.lines.get(line as usize).copied().unwrap_or_default()
    }

    fn is_code(&self, line: u32) -> bool {
        self.line(line).code
    }

    /// Enters the statements in the table, the longest first so that the shortest stay.
    fn paint(&mut self, mut ranges: Vec<(u32, u32)>) {
        let mut left = PAINT * (self.lines.len() + ranges.len());
        let length = |(first, last): &(u32, u32)| last.saturating_sub(*first);
        crate::source::sort(&mut ranges, |one, other| length(other).cmp(&length(one)));
        for (first, last) in ranges {
            let Some(lines) = self.lines.get_mut(first as usize..=last as usize) else { continue };
            if let Some(line) = lines.first_mut() {
                line.starting = line.starting.max(Some(last));
            }
            if lines.len() <= left {
                left -= lines.len();
                lines.iter_mut().for_each(|line| line.around = Some((first, last)));
            }
        }
    }
}

fn text(source: &SourceFile, line: u32) -> &str {
    source.text().get(source.lines().span(line).range()).unwrap_or_default()
}

/// Ends each compound statement before the first statement of its body, and before comments that stand between.
/// A decorated definition keeps the header of the definition with its decorators.
fn cut(
    statements: &[(u32, u32)],
    is_code: impl Fn(u32) -> bool,
    is_decorator: impl Fn(u32) -> bool,
) -> Vec<(u32, u32)> {
    let mut ranges: Vec<(u32, u32)> =
        statements.iter().copied().filter(|(first, last)| *first > 0 && first <= last).collect();
    crate::source::sort(&mut ranges, |one, other| (one.0, other.1).cmp(&(other.0, one.1)));
    ranges.dedup();
    // The first statement that starts on a later line than the one at hand; where it starts inside, it is the first
    // of the body, and has been cut already.
    let mut later: Option<(u32, u32)> = None;
    let mut same: Option<(u32, u32)> = None;
    for at in (0..ranges.len()).rev() {
        let (first, last) = ranges[at];
        if same.is_some_and(|(start, _)| start > first) {
            later = same;
        }
        if let Some((inner_first, inner_last)) = later.filter(|(inner, _)| *inner <= last) {
            let end = if is_decorator(first) {
                inner_last
            } else {
                (first..inner_first).rev().find(|line| *line == first || is_code(*line)).unwrap_or(first)
            };
            ranges[at] = (first, end);
        }
        same = Some(ranges[at]);
    }
    ranges
}
