//! Which lines a silencing mark on a given line speaks of.

use crate::source::{SourceFile, Span};

/// The statements of a file by line, compound ones cut down to their headers.
#[derive(Debug)]
pub(super) struct Statements<'a> {
    source: &'a SourceFile,
    /// Lines on which a comment stands alone, sorted.
    alone: Vec<u32>,
    /// Sorted by first line, the longer before the shorter.
    ranges: Vec<(u32, u32)>,
}

impl<'a> Statements<'a> {
    pub(super) fn new(comments: &[(Span, &str)], source: &'a SourceFile, statements: &[(u32, u32)]) -> Self {
        let alone = |span: &Span| {
            let line = source.lines().line_of(span.start);
            let start = source.lines().span(line).start as usize;
            let before = source.text().get(start..span.start as usize).unwrap_or_default();
            before.chars().all(char::is_whitespace).then_some(line)
        };
        let alone: Vec<u32> = comments.iter().filter_map(|(span, _)| alone(span)).collect();
        let mut ranges = statements.to_vec();
        ranges.sort_by_key(|(first, last)| (*first, std::cmp::Reverse(*last)));
        ranges.dedup();
        let mut out = Self { source, alone, ranges };
        out.cut();
        out
    }

    /// True when nothing but a comment stands on the line.
    pub(super) fn stands_alone(&self, line: u32) -> bool {
        self.alone.binary_search(&line).is_ok()
    }

    /// The lines that a mark on `line` speaks of: the statement around it; else, where `look_ahead` and the comment
    /// stands alone, the statement that starts on the next line of code; else the line itself.
    pub(super) fn meant_by(&self, line: u32, look_ahead: bool) -> (u32, u32) {
        let around = self.ranges.iter().filter(|(first, last)| *first <= line && line <= *last);
        if let Some(range) = around.min_by_key(|(first, last)| last - first) {
            return *range;
        }
        if !look_ahead || !self.stands_alone(line) {
            return (line, line);
        }
        let next = (line + 1..=self.source.lines().count()).find(|line| self.is_code(*line));
        next.map_or((line, line), |next| {
            let starting = self.ranges.iter().filter(|(first, _)| *first == next);
            starting.max_by_key(|(_, last)| *last).copied().unwrap_or((next, next))
        })
    }

    fn is_code(&self, line: u32) -> bool {
        !self.stands_alone(line) && !self.line(line).trim().is_empty()
    }

    fn line(&self, line: u32) -> &str {
        self.source.text().get(self.source.lines().span(line).range()).unwrap_or_default()
    }

    /// Ends each compound statement before the first statement of its body, and before comments that stand between.
    /// A decorated definition keeps the header of the definition with its decorators.
    fn cut(&mut self) {
        for at in (0..self.ranges.len()).rev() {
            let (first, last) = self.ranges[at];
            // What follows in the order is the first statement inside, if any is; it has been cut already.
            let inside = self.ranges[at + 1..].iter().find(|(inner, _)| *inner > first);
            let Some(&(inner_first, inner_last)) = inside.filter(|(inner, _)| *inner <= last) else {
                continue;
            };
            let end = if self.line(first).trim_start().starts_with('@') {
                inner_last
            } else {
                (first..inner_first).rev().find(|line| *line == first || self.is_code(*line)).unwrap_or(first)
            };
            self.ranges[at] = (first, end);
        }
    }
}
