//! pip's requirements and constraints files.
//!
//! The rules are pip's: a backslash joins lines, a comment begins at the start of a line or behind a blank, options
//! of one requirement follow it, `${NAME}` stands for a variable, which is left as it is.

mod address;
mod lines;
mod options;

use super::requirement::{filled_in, requirement, shorten};
use super::{Dependency, Format, Manifest, Parts};
use crate::source::{SourceFile, Span};
pub(super) use address::address_row;
use lines::{Logical, logical_lines, without_comment, words};
use options::read_options;

pub(super) fn read(file: &SourceFile, out: &mut Manifest) {
    let constraint = out.format == Format::Constraints;
    for line in logical_lines(file.text()) {
        read_line(&line, constraint, out);
    }
}

fn read_line(line: &Logical<'_>, constraint: bool, out: &mut Manifest) {
    let text = without_comment(&line.text);
    let body = text.trim_start();
    if body.is_empty() {
        return;
    }
    let start = text.len() - body.len();
    if body.starts_with("{%") || body.starts_with("{#") {
        return;
    }
    if body.starts_with('-') {
        return read_options(line, body, start, constraint, out);
    }
    // Options follow the first word that begins with a hyphen.
    let mut blanks = memchr::memchr2_iter(b' ', b'\t', body.as_bytes());
    let cut = blanks.find(|at| body[at + 1..].starts_with('-')).unwrap_or(body.len());
    let (args, options) = (body[..cut].trim_end(), &body[cut..]);
    let span = line.span(start, start + body.len());
    let Some(mut row) = row(line, args, start, span, out) else { return };
    let mut hashes: Option<(usize, usize)> = None;
    let mut words = words(options).peekable();
    while let Some((at, word)) = words.next() {
        let (name, value) = match word.split_once('=') {
            Some((name, value)) => (name, Some((at, value))),
            None => (word, None),
        };
        if name != "--hash" {
            continue;
        }
        let value = match value {
            Some(value) => Some(value),
            None => words.next_if(|(_, next)| !next.starts_with('-')),
        };
        let Some((from, value)) = value else {
            out.problem(span, "`--hash` has no value");
            continue;
        };
        let end = start + cut + if from == at { at + word.len() } else { from + value.len() };
        hashes = Some((hashes.map_or(start + args.len(), |(first, _)| first), end));
        row.hashes.push(value.to_owned());
    }
    // Blanks and continuations between the requirement and its hashes go with them.
    row.parts.hashes = hashes.map(|(from, to)| {
        let behind = |at: usize| line.place(at.saturating_sub(1)) + 1;
        Span::new(behind(from), behind(to).max(behind(from)))
    });
    row.constraint = constraint;
    row.direct = !constraint;
    out.rows.push(row);
}

fn row(line: &Logical<'_>, args: &str, start: usize, span: Span, out: &mut Manifest) -> Option<Dependency> {
    if let Some(found) = address_row(args, line.span(start, start + args.len()), span) {
        return Some(found);
    }
    match requirement(args) {
        Ok(one) => {
            let mut row = one.row(0, span);
            let moved = |part: Span| line.span(start + part.start as usize, start + part.end as usize);
            row.parts = Parts {
                name: line.span(start, start + one.name.len()),
                specifier: one.url.is_none().then(|| moved(one.specifier_span)),
                hashes: None,
                url: one.url.map(|_| moved(one.url_span)),
            };
            if one.specifier.is_empty() && one.url.is_none() {
                // An empty place is the byte behind the name and extras.
                let at = line.place((start + one.specifier_span.start as usize).saturating_sub(1)) + 1;
                row.parts.specifier = Some(Span::new(at, at));
            }
            Some(row)
        }
        Err(_) if filled_in(args, 0, span).is_some() => {
            let mut row = filled_in(args, 0, span)?;
            row.parts.name = line.span(start, start + row.raw_name.len());
            Some(row)
        }
        Err(_) if args.contains("{{") || args.contains("{%") => {
            out.problem(span, format!("`{}` is filled in by a template and not read", shorten(args)));
            None
        }
        Err(why) => {
            out.problem(span, format!("not a requirement: {why}"));
            None
        }
    }
}

#[cfg(test)]
mod tests;
