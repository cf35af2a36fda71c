//! Edits inside the parentheses of a call.

use crate::finding::Edit;
use crate::source::{SourceFile, Span};
use crate::syntax::Arg;

/// Replaces the text under `span`.
pub fn replace(span: Span, text: impl Into<String>) -> Edit {
    Edit { span, text: text.into() }
}

/// Takes an argument away, with the comma that belongs to it. `parens` is the call's whole argument list.
pub fn remove(file: &SourceFile, args: &[Arg], parens: Span, gone: &Arg) -> Edit {
    let text = file.text();
    let at = args.iter().position(|arg| arg.span == gone.span).unwrap_or(0);
    if let Some(next) = args.get(at + 1) {
        return replace(Span { start: gone.span.start, end: next.span.start }, "");
    }
    if at > 0 {
        // The last one goes with the comma before it; a comma behind it stays as the trailing one.
        let before = args[at - 1].span.end;
        return replace(Span { start: before, end: gone.span.end }, "");
    }
    let close = parens.end as usize - 1;
    let rest = &text[gone.span.end as usize..close];
    let comma = rest.find(',').map_or(0, |comma| comma + 1);
    replace(Span::new(gone.span.start as usize, gone.span.end as usize + comma), "")
}

/// Adds an argument behind the last one, before a trailing comma.
pub fn append(args: &[Arg], parens: Span, text: &str) -> Edit {
    match args.last() {
        Some(last) => replace(Span::empty(last.span.end as usize), format!(", {text}")),
        None => replace(Span::empty(parens.end as usize - 1), text),
    }
}
