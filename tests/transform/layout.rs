//! Blank lines, indentation, line breaks inside brackets, comments.

use hognose::source::Span;
use hognose::syntax::{self, ExprKind, Module};

use super::{Chance, with};

/// Texts that go over several lines, or hold code: nothing is touched inside.
fn texts(module: &Module) -> Vec<Span> {
    let is_text =
        |kind: &ExprKind| matches!(kind, ExprKind::Str(_) | ExprKind::Bytes(_) | ExprKind::Format { .. });
    module.exprs.iter().filter(|expr| is_text(&expr.kind)).map(|expr| expr.span).collect()
}

fn inside(spans: &[Span], at: usize) -> bool {
    spans.iter().any(|span| (span.start as usize) < at && at < span.end as usize)
}

/// Starts of lines on which a statement begins.
fn statement_lines(text: &str, module: &Module) -> Vec<usize> {
    let starts = module.stmts.iter().map(|stmt| stmt.span.start as usize);
    let mut lines: Vec<usize> = starts
        .filter_map(|at| {
            let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
            text[line..at].trim().is_empty().then_some(line)
        })
        .collect();
    lines.sort_unstable();
    lines.dedup();
    lines
}

/// Every step of indentation, four spaces in our files, made this wide.
pub(crate) fn indented(text: &str, width: usize) -> String {
    let texts = texts(&syntax::parse(text));
    let mut made = String::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let spaces = line.len() - line.trim_start_matches(' ').len();
        if inside(&texts, at) || spaces % 4 != 0 {
            made.push_str(line);
        } else {
            made.push_str(&" ".repeat(spaces / 4 * width));
            made.push_str(&line[spaces..]);
        }
        at += line.len();
    }
    made
}

/// Line breaks in front of arguments.
pub(crate) fn broken(text: &str, answers: &[u8]) -> String {
    let module = syntax::parse(text);
    let texts = texts(&module);
    let mut chance = Chance::new(answers);
    let mut pieces = Vec::new();
    for expr in &module.exprs {
        let ExprKind::Call { args, parens, .. } = &expr.kind else { continue };
        for arg in args {
            let at = arg.span.start as usize;
            // A generator's parentheses may be those of the call.
            let held = parens.start < arg.span.start;
            if held && !inside(&texts, at) && chance.seldom() {
                pieces.push((at, "\n            ".to_owned()));
            }
        }
    }
    with(text, pieces)
}

/// Comments behind statements.
pub(crate) fn commented(text: &str, answers: &[u8]) -> String {
    let module = syntax::parse(text);
    let mut chance = Chance::new(answers);
    let ends = module.stmts.iter().map(|stmt| stmt.span.end as usize);
    let mut ends: Vec<usize> = ends.filter(|at| text[*at..].starts_with('\n')).collect();
    ends.sort_unstable();
    ends.dedup();
    with(
        text,
        ends.into_iter().filter(|_| chance.seldom()).map(|at| (at, "  # as before".to_owned())).collect(),
    )
}

/// Blank lines between statements.
pub(crate) fn spaced(text: &str, answers: &[u8]) -> String {
    let module = syntax::parse(text);
    let mut chance = Chance::new(answers);
    let lines = statement_lines(text, &module);
    with(text, lines.into_iter().filter(|_| chance.seldom()).map(|at| (at, "\n".repeat(2))).collect())
}

/// Lines that hold nothing but a comment.
pub(crate) fn annotated(text: &str, answers: &[u8]) -> String {
    let module = syntax::parse(text);
    let mut chance = Chance::new(answers);
    let lines = statement_lines(text, &module);
    let piece = |at: usize| {
        let indent: String = text[at..].chars().take_while(|c| *c == ' ').collect();
        (at, format!("{indent}# one word more\n"))
    };
    with(text, lines.into_iter().filter(|_| chance.seldom()).map(piece).collect())
}
