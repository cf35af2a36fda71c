//! Leaving a value out of a message: its place in the text goes, with the words that only lead to it, and its argument.
//!
//! Reads f-strings and the placeholders of logging calls. Which words speak of the value is for the caller to say.

use super::arguments;
use super::written::{Composed, Style, Unit, What};
use crate::finding::Edit;
use crate::source::{SourceFile, Span};
use crate::syntax::{Arg, ArgKind, ExprId, ExprKind, Module};

/// A call that writes a message.
#[derive(Debug, Clone, Copy)]
pub struct Message<'a> {
    /// All arguments; the first is the text.
    pub args: &'a [Arg],
    /// From the opening parenthesis to behind the closing one.
    pub parens: Span,
}

/// True for a word that names the value that goes: `password`.
pub type Names<'a> = &'a dyn Fn(&str) -> bool;

/// `log.info("user %s with %s", user, password)`: argument number `at` and its placeholder go. `None` where the
/// placeholders cannot be counted.
pub fn argument(
    file: &SourceFile,
    module: &Module,
    message: Message<'_>,
    at: usize,
    names: Names<'_>,
) -> Option<Vec<Edit>> {
    let text = message.args.first()?.value;
    if !matches!(module.expr(text).kind, ExprKind::Str(_))
        || message.args.iter().take(at + 1).any(|arg| arg.kind != ArgKind::Positional)
    {
        return None;
    }
    let text = Composed::read(file, module, text)?;
    let placeholder = *placeholders(&text.units)?.get(at.checked_sub(1)?)?;
    let gone = leading(&text.units, placeholder, names).cover(text.units.get(placeholder + 1)?.span);
    Some(vec![
        arguments::replace(gone, ""),
        arguments::remove(file, message.args, message.parens, message.args.get(at)?),
    ])
}

/// `log.info(f"user {user} with {password}")`: the hole that holds `value` goes, and the `f` with the last one.
pub fn hole(
    file: &SourceFile,
    module: &Module,
    message: Message<'_>,
    value: ExprId,
    names: Names<'_>,
) -> Option<Vec<Edit>> {
    let text = message.args.first()?.value;
    let ExprKind::Format { template: false, .. } = &module.expr(text).kind else { return None };
    let text = Composed::read(file, module, text).filter(|text| text.style == Style::Direct)?;
    let at = (0..text.units.len()).find(|at| text.hole(*at).is_some_and(|hole| hole.expr == value))?;
    let gone = leading(&text.units, at, names).cover(text.units.get(at)?.span);
    let mut edits = vec![arguments::replace(gone, "")];
    edits.extend(text.plain_literals(&[gone], &|_| true, file.text()));
    Some(edits)
}

/// The units at which placeholders of `%` begin; `%%` is none. `None` for named and padded ones.
fn placeholders(units: &[Unit]) -> Option<Vec<usize>> {
    let char = |at: usize| match units.get(at)?.what {
        What::Char(char) => Some(char),
        What::Hole(_) => None,
    };
    let mut found = Vec::new();
    let mut at = 0;
    while at < units.len() {
        if char(at) != Some('%') {
            at += 1;
            continue;
        }
        match char(at + 1)? {
            '%' => {}
            's' | 'r' | 'd' | 'a' if units[at].token == units[at + 1].token => found.push(at),
            _ => return None,
        }
        at += 2;
    }
    Some(found)
}

/// From the words that only lead to the place of a value up to the place; empty when there are none. Looks no further
/// back than to the value before it in the same literal.
fn leading(units: &[Unit], place: usize, names: Names<'_>) -> Span {
    let end = units.get(place).map_or(0, |unit| unit.span.start);
    let own = |unit: &&Unit| matches!(unit.what, What::Char(_)) && unit.token == units[place].token;
    let count = units[..place].iter().rev().take_while(own).count();
    let head = &units[place - count..place];
    let text: String = head
        .iter()
        .map(|unit| match unit.what {
            What::Char(char) => char,
            What::Hole(_) => ' ',
        })
        .collect();
    let kept = text[..kept_length(&text, count < place, names)].chars().count();
    let start = head.get(kept).map_or(end, |unit| unit.span.start);
    Span { start, end }
}

/// How many bytes stay of the text before a value: not ` with `, `, key: `, ` password=`. The first words of a text
/// stay, without the space behind them; `continued` when something stands before them.
fn kept_length(head: &str, continued: bool, names: Names<'_>) -> usize {
    let trimmed = head.trim_end();
    let marked = trimmed.ends_with([':', '=']);
    let text = trimmed.trim_end_matches([':', '=']).trim_end();
    let last = text.char_indices().rev().find(|(_, c)| !(c.is_alphanumeric() || matches!(c, '_' | '-')));
    let word = last.map_or(0, |(at, c)| at + c.len_utf8());
    let leads = marked
        || names(&text[word..])
        || matches!(&text[word..], "with" | "and" | "using" | "by" | "key" | "for");
    let kept = if leads { &text[..word] } else { text };
    let kept = kept.trim_end().trim_end_matches([',', ';']).trim_end();
    if kept.is_empty() && !continued { text.len() } else { kept.len() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::EditSet;
    use crate::source::RepoPath;
    use crate::syntax::{StmtKind, parse};

    /// `log(…)` without the argument or hole `secret`.
    fn without(args: &str) -> Option<String> {
        let source = format!("log({args})\n");
        let module = parse(&source);
        let file = SourceFile::from_text(RepoPath::new("a.py"), &source);
        let StmtKind::Expr(call) = module.stmt(*module.body().first()?).kind else { return None };
        let ExprKind::Call { args, parens, .. } = &module.expr(call).kind else { return None };
        let message = Message { args, parens: *parens };
        let names = |word: &str| word == "secret";
        let is_secret = |expr: ExprId| file.slice(module.expr(expr).span) == "secret";
        let edits = match args.iter().position(|arg| is_secret(arg.value)) {
            Some(at) => argument(&file, &module, message, at, &names),
            None => {
                let value = (0..module.exprs.len() as u32).map(ExprId).find(|id| is_secret(*id))?;
                hole(&file, &module, message, value, &names)
            }
        };
        let after = EditSet::new(edits?).ok()?.apply(&source).ok()?;
        Some(after.trim().to_owned())
    }

    #[test]
    fn words_that_lead_to_the_value_go_with_it() {
        let cases = [
            (r#""user %s with %s", user, secret"#, r#"log("user %s", user)"#),
            (r#""100%% of %s, secret=%s!", user, secret"#, r#"log("100%% of %s!", user)"#),
            (r#""using %s", secret"#, r#"log("using")"#),
            (r#""caf\xe9 \"x\" by %r", secret"#, r#"log("caf\xe9 \"x\"")"#),
            (r#"f"{user}, secret: {secret}.""#, r#"log(f"{user}.")"#),
            (r#"f"secret {secret} {{ok}}""#, r#"log("secret {ok}")"#),
            (r#"rf'''\d {secret}'''"#, r#"log(r'''\d''')"#),
            (r#"f"user {user}" f" with {secret}""#, r#"log(f"user {user}" "")"#),
        ];
        for (before, after) in cases {
            assert_eq!(without(before).as_deref(), Some(after), "{before}");
        }
    }

    #[test]
    fn what_cannot_be_counted_stays() {
        for text in
            [r#""%(a)s %s", secret"#, r#""%5s", secret"#, r#""%s", *rest, secret"#, r#""%s" % secret"#]
        {
            assert_eq!(without(text), None, "{text}");
        }
    }
}
