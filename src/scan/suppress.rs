//! Silencing marks in comments: `# hognose: ignore[rule] -- reason`, bandit's `# nosec`, ruff's `# noqa`.
//!
//! Reads comments only, never strings; is told where they are and which lines each statement has. Knows no clock: the
//! day is handed in.

use std::sync::atomic::{AtomicBool, Ordering};

use super::mark::{self, Mark, Names};
use super::statements::Statements;
use crate::config::suggestion;
use crate::finding::{Note, NoteKind};
use crate::rules::{self, Meta};
use crate::source::{SourceFile, Span};

/// Marks beyond this many in one file are not read; no person wrote them.
const MAX_MARKS: usize = 10_000;

/// The marks of one file, with a memory of which were of use.
#[derive(Debug)]
pub struct Marks {
    marks: Vec<Placed>,
    notes: Vec<Note>,
}

/// Why a finding is silent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Silenced {
    /// What the mark gives as reason: text from the code under review, to be escaped where it is shown.
    pub reason: Option<String>,
    /// The mark in our own words: "`# hognose: ignore[sql-injection]`".
    pub by: String,
    /// The comment that holds the mark; `None` where it is the configuration that silences.
    pub mark: Option<Span>,
}

/// A mark with the lines that it speaks of.
#[derive(Debug)]
struct Placed {
    mark: Mark,
    span: Span,
    /// First and last line, from 1; `None` for the whole file.
    lines: Option<(u32, u32)>,
    /// One for each rule of a hognose mark.
    used: Vec<AtomicBool>,
}

impl Marks {
    /// Reads the marks. `comments` are the file's comments in order, each text starting with `#`; `statements` the
    /// first and last line of every statement, of a compound one either with its body or without; `today` is what
    /// `until=` is held against, `None` lets nothing expire.
    pub fn read(
        comments: &[(Span, &str)],
        source: &SourceFile,
        statements: &[(u32, u32)],
        today: Option<jiff::civil::Date>,
    ) -> Self {
        let known: Vec<&str> = rules::all().iter().map(|rule| rule.meta.id).collect();
        Self::read_knowing(&known, comments, source, statements, today)
    }

    fn read_knowing(
        known: &[&str],
        comments: &[(Span, &str)],
        source: &SourceFile,
        statements: &[(u32, u32)],
        today: Option<jiff::civil::Date>,
    ) -> Self {
        let mut out = Self { marks: Vec::new(), notes: Vec::new() };
        if !comments.iter().any(|(_, text)| mark::maybe(text)) {
            return out;
        }
        let statements = Statements::new(comments, source, statements);
        for (span, text) in comments {
            for (mut mark, mut faults) in mark::parse(text) {
                if let Names::Own(rules) = &mut mark.names {
                    rules.retain(|rule| {
                        let right = known.contains(&rule.as_str());
                        if !right {
                            let near = suggestion(rule, known.iter().copied(), "`hognose rules` lists them");
                            faults.push(format!("the mark names an unknown rule `{rule}`; {near}"));
                        }
                        right
                    });
                }
                let expired = mark.until.filter(|until| today.is_some_and(|today| today > *until));
                if let Some(until) = expired {
                    faults.push(format!("the mark expired after {until}; what it silenced counts again"));
                }
                if out.marks.len() + out.notes.len() >= MAX_MARKS {
                    let text = format!("more than {MAX_MARKS} marks in one file; the rest is not read");
                    out.notes.push(note(source, *span, text));
                    return out;
                }
                out.notes.extend(faults.into_iter().map(|text| note(source, *span, text)));
                if expired.is_none() {
                    out.place(mark, *span, source, &statements);
                }
            }
        }
        out
    }

    fn place(&mut self, mark: Mark, span: Span, source: &SourceFile, statements: &Statements) {
        let line = source.lines().line_of(span.start);
        let lines = match &mark.names {
            Names::File(_) if !statements.stands_alone(line) => return,
            Names::File(_) => None,
            Names::Own(_) => Some(statements.meant_by(line, true)),
            Names::Bandit(_) | Names::Ruff(_) => Some(statements.meant_by(line, false)),
        };
        let used = if let Names::Own(rules) = &mark.names { rules.len() } else { 0 };
        let used = (0..used).map(|_| AtomicBool::new(false)).collect();
        self.marks.push(Placed { mark, span, lines, used });
    }

    /// The first mark that silences a finding of `rule` on `lines` (first and last, from 1); remembers its use.
    pub fn silences(&self, rule: &Meta, lines: (u32, u32)) -> Option<Silenced> {
        self.marks.iter().filter(|placed| placed.speaks_of(lines)).find_map(|placed| placed.silences(rule))
    }

    /// What is wrong with the marks, and which of hognose's own silenced nothing. Other tools' marks are not ours to
    /// call unused. Ask when all findings of the file have been put to [`Marks::silences`].
    pub fn notes(&self, source: &SourceFile) -> Vec<Note> {
        self.notes_about(source, &|_| true)
    }

    /// As [`Marks::notes`]; a rule for which `ran` is false cannot make a mark unused.
    pub fn notes_about(&self, source: &SourceFile, ran: &dyn Fn(&str) -> bool) -> Vec<Note> {
        let mut notes = self.notes.clone();
        for placed in &self.marks {
            let Names::Own(rules) = &placed.mark.names else { continue };
            let idle = rules.iter().zip(&placed.used).filter(|(_, used)| !used.load(Ordering::Relaxed));
            for (rule, _) in idle.filter(|(rule, _)| ran(rule)) {
                let text = format!("the mark for `{rule}` silences nothing; remove it");
                notes.push(note(source, placed.span, text));
            }
        }
        notes.sort();
        notes
    }
}

impl Placed {
    fn speaks_of(&self, lines: (u32, u32)) -> bool {
        self.lines.is_none_or(|own| own.0 <= lines.1 && lines.0 <= own.1)
    }

    fn silences(&self, rule: &Meta) -> Option<Silenced> {
        let by = match &self.mark.names {
            Names::Own(rules) => {
                let at = rules.iter().position(|name| name == rule.id)?;
                self.used.get(at)?.store(true, Ordering::Relaxed);
                format!("`# hognose: ignore[{}]`", rule.id)
            }
            Names::Bandit(codes) => called("# nosec", " ", answered(rule, codes)?),
            Names::Ruff(codes) => called("# noqa", ": ", answered(rule, codes)?),
            Names::File(codes) => called("# ruff: noqa", ": ", answered(rule, codes)?),
        };
        Some(Silenced { reason: self.mark.reason.clone(), by, mark: Some(self.span) })
    }
}

/// The code among `codes` that the rule answers to; the empty one where the mark names none.
fn answered<'a>(rule: &Meta, codes: &'a [String]) -> Option<&'a str> {
    let code = codes.iter().find(|code| rule.answers.contains(&code.as_str()));
    code.map(String::as_str).or(codes.is_empty().then_some(""))
}

fn note(source: &SourceFile, span: Span, text: String) -> Note {
    Note { path: source.path().clone(), span: Some(span), kind: NoteKind::Suppression, text }
}

fn called(word: &str, link: &str, code: &str) -> String {
    if code.is_empty() { format!("`{word}`") } else { format!("`{word}{link}{code}`") }
}

#[cfg(test)]
#[path = "suppress_tests.rs"]
mod tests;
