//! Edits inside the parentheses of a call.
//!
//! Commas and comments between arguments are seen to; what the arguments mean is not known here.

use crate::finding::Edit;
use crate::source::{SourceFile, Span};
use crate::syntax::Arg;

/// Replaces the text under `span`.
pub fn replace(span: Span, text: impl Into<String>) -> Edit {
    Edit { span, text: text.into() }
}

/// Takes an argument away, with the comma that belongs to it. `parens` is the call's whole argument list. Comments that
/// stand on lines of their own stay, and so does one behind the argument before.
pub fn remove(file: &SourceFile, args: &[Arg], parens: Span, gone: &Arg) -> Edit {
    let text = file.text();
    let at = args.iter().position(|arg| arg.span == gone.span).unwrap_or(0);
    let inside_end = (parens.end as usize).saturating_sub(1).max(gone.span.end as usize);
    let comma = comma_after(text, gone.span.end as usize, inside_end);
    let has_comment = |from: usize, to: usize| text.get(from..to).is_some_and(|gap| gap.contains('#'));
    if let Some(next) = args.get(at + 1) {
        let end = next.span.start as usize;
        if !has_comment(gone.span.end as usize, end) {
            // On a line of its own the argument goes with its line, so that the next one keeps its indentation.
            return replace(Span::new(gone.span.start as usize, end), "");
        }
        let end = comma.map_or(gone.span.end as usize, |comma| comma + 1);
        return replace(Span::new(gone.span.start as usize, skip_blanks(text, end)), "");
    }
    if at > 0 {
        let before = args[at - 1].span.end as usize;
        if !has_comment(before, gone.span.start as usize) {
            // The last one goes with the comma before it; a comma behind it stays as the trailing one.
            return replace(Span::new(before, gone.span.end as usize), "");
        }
        // A comment stands between: the comma before stays, and serves as a trailing one.
        let end = comma.map_or(gone.span.end as usize, |comma| comma + 1);
        let start = line_start_blank(text, gone.span.start as usize);
        return replace(Span::new(start, end), "");
    }
    let end = comma.map_or(gone.span.end as usize, |comma| comma + 1);
    replace(Span::new(gone.span.start as usize, end), "")
}

/// Adds an argument behind the last one, before a trailing comma.
pub fn append(args: &[Arg], parens: Span, text: &str) -> Edit {
    match args.last() {
        Some(last) => replace(Span::empty(last.span.end as usize), format!(", {text}")),
        None => replace(Span::empty((parens.end as usize).saturating_sub(1)), text),
    }
}

/// Adds an argument right behind `arg`: on a line of its own where `arg` has one.
pub fn behind(file: &SourceFile, arg: &Arg, text: &str) -> Edit {
    let start = arg.span.start as usize;
    let line = file.lines().span(file.lines().line_of(arg.span.start));
    let head = file.text().get(line.start as usize..start).unwrap_or_default();
    let end = Span::empty(arg.span.end as usize);
    if head.chars().all(|c| c == ' ' || c == '\t') && !head.is_empty() {
        return replace(end, format!(",{}{head}{text}", file.newline()));
    }
    replace(end, format!(", {text}"))
}

/// True when the only argument is a generator without parentheses of its own: `f(x for x in y)`; nothing can be added
/// to such a call.
pub fn is_bare_generator(file: &SourceFile, args: &[Arg], parens: Span) -> bool {
    args.is_empty()
        && file
            .slice(parens)
            .strip_prefix('(')
            .and_then(|rest| rest.strip_suffix(')'))
            .is_some_and(|inside| !inside.trim().is_empty() && inside.contains(" for "))
}

/// The comma behind `from`, comments passed over.
fn comma_after(text: &str, from: usize, to: usize) -> Option<usize> {
    let mut comment = false;
    for (at, char) in text.get(from..to)?.char_indices() {
        match char {
            '\n' | '\r' => comment = false,
            '#' => comment = true,
            ',' if !comment => return Some(from + at),
            _ => {}
        }
    }
    None
}

fn skip_blanks(text: &str, from: usize) -> usize {
    let rest = text.get(from..).unwrap_or_default();
    from + (rest.len() - rest.trim_start_matches([' ', '\t']).len())
}

/// The end of the line before when only white space stands between it and `at`.
fn line_start_blank(text: &str, at: usize) -> usize {
    let head = text.get(..at).unwrap_or_default();
    let trimmed = head.trim_end_matches([' ', '\t']);
    match trimmed.strip_suffix('\n') {
        Some(line) => line.strip_suffix('\r').unwrap_or(line).len(),
        None => at,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::EditSet;
    use crate::source::RepoPath;
    use crate::syntax::{ArgKind, ExprKind, parse};

    fn edited(text: &str, make: impl Fn(&SourceFile, &[Arg], Span) -> Edit) -> String {
        let file = SourceFile::from_text(RepoPath::new("a.py"), text);
        let module = parse(text);
        let call = module.exprs.iter().rev().find_map(|expr| match &expr.kind {
            ExprKind::Call { args, parens, .. } => Some((args, *parens)),
            _ => None,
        });
        let Some((args, parens)) = call else { return "no call".to_owned() };
        let edits = EditSet::new(vec![make(&file, args, parens)]).map(|set| set.apply(text));
        edits.map(|text| text.unwrap_or_default()).unwrap_or_default()
    }

    fn without(text: &str, keyword: &str) -> String {
        edited(text, |file, args, parens| {
            let gone = args.iter().find(|arg| {
                matches!(arg.kind, ArgKind::Keyword(_)) && file.slice(arg.span).starts_with(keyword)
            });
            gone.map_or(replace(Span::empty(0), "?"), |gone| remove(file, args, parens, gone))
        })
    }

    #[test]
    fn removing_first_middle_last() {
        assert_eq!(without("f(a=1, b=2, c=3)\n", "a="), "f(b=2, c=3)\n");
        assert_eq!(without("f(a=1, b=2, c=3)\n", "b="), "f(a=1, c=3)\n");
        assert_eq!(without("f(a=1, b=2, c=3)\n", "c="), "f(a=1, b=2)\n");
        assert_eq!(without("f(a=1)\n", "a="), "f()\n");
        assert_eq!(without("f(a=1,)\n", "a="), "f()\n");
        assert_eq!(without("f(x, a=g(1, 2),)\n", "a="), "f(x,)\n");
    }

    #[test]
    fn removing_across_lines() {
        let text = "f(\n    x,\n    a=1,\n    b=2,\n)\n";
        assert_eq!(without(text, "a="), "f(\n    x,\n    b=2,\n)\n");
        assert_eq!(without(text, "b="), "f(\n    x,\n    a=1,\n)\n");
    }

    #[test]
    fn comments_between_arguments_stay() {
        let text = "f(\n    x,  # first, of all\n    a=1,  # second\n    b=2,\n)\n";
        assert_eq!(without(text, "a="), "f(\n    x,  # first, of all\n    # second\n    b=2,\n)\n");
        let text = "f(\n    x,  # first\n    a=1,\n)\n";
        assert_eq!(without(text, "a="), "f(\n    x,  # first\n)\n");
    }

    #[test]
    fn adding() {
        let append_to = |text: &str| edited(text, |_, args, parens| append(args, parens, "k=1"));
        assert_eq!(append_to("f()\n"), "f(k=1)\n");
        assert_eq!(append_to("f(a)\n"), "f(a, k=1)\n");
        assert_eq!(append_to("f(a,)\n"), "f(a, k=1,)\n");
        assert_eq!(append_to("f(*a, **b)\n"), "f(*a, **b, k=1)\n");
        let behind_first = |text: &str| edited(text, |file, args, _| behind(file, &args[0], "k"));
        assert_eq!(behind_first("f(a, b)\n"), "f(a, k, b)\n");
        assert_eq!(behind_first("f(\n    a,\n)\n"), "f(\n    a,\n    k,\n)\n");
        assert_eq!(behind_first("f(\r\n\ta\r\n)\r\n"), "f(\r\n\ta,\r\n\tk\r\n)\r\n");
    }
}
