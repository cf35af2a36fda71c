//! Writing a whole text again with something else in its holes.
//!
//! Escapes, quotes and prefix stay as they were, so only texts of one kind of literal are taken: what would have to be
//! written in another way is left alone.

use super::{Composed, Hole, Style, Unit, What};
use crate::rewrite::holes::is_value;
use crate::source::{SourceFile, Span};
use crate::syntax::{ExprId, Module};

/// A string with holes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// `r` or nothing.
    prefix: String,
    /// The quotes around it.
    quote: &'static str,
    /// In order.
    pub pieces: Vec<Written>,
}

/// A piece as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Written {
    /// Source text between the quotes, braces and percent signs single.
    Text(String),
    /// A value.
    Hole(ExprId),
}

impl Template {
    /// Reads `expr`; `None` when it is no such string, or not one whose text can be kept.
    pub fn read(file: &SourceFile, module: &Module, expr: ExprId) -> Option<Self> {
        let text = Composed::read(file, module, expr)?;
        let first = text.tokens.first()?;
        // Several literals in a row may stand on lines of their own, which one literal cannot show.
        let single = text.operands.iter().all(|(from, to)| to - from <= 1);
        let alike = text.tokens.iter().all(|token| token.quote == first.quote && token.raw == first.raw);
        // Text moved out of a raw string may not end in a backslash.
        let closed = !text.tokens.iter().any(|token| token.raw && file.slice(token.body).ends_with('\\'));
        if !(single && alike && closed) {
            return None;
        }
        let prefix: String =
            file.slice(first.prefix).chars().filter(|letter| matches!(letter, 'r' | 'R')).collect();
        let mut pieces = Pieces { file, module, text: &text, found: Vec::new(), token: None, at: 0 };
        for unit in &text.units {
            pieces.unit(unit)?;
        }
        pieces.close();
        let template = Self { prefix, quote: first.quote, pieces: pieces.found };
        template.pieces.iter().any(|piece| matches!(piece, Written::Hole(_))).then_some(template)
    }

    /// The holes in order.
    pub fn holes(&self) -> Vec<ExprId> {
        let holes = self.pieces.iter().filter_map(|piece| match piece {
            Written::Hole(expr) => Some(*expr),
            Written::Text(_) => None,
        });
        holes.collect()
    }

    /// True when a literal part holds one of these characters.
    pub fn text_has(&self, wanted: &[char]) -> bool {
        self.pieces.iter().any(|piece| matches!(piece, Written::Text(text) if text.contains(wanted)))
    }

    /// The plain literal with `hole` in place of each hole and `text` applied to what is between.
    pub fn write(
        &self,
        text: impl Fn(&str) -> String,
        mut hole: impl FnMut(ExprId) -> Option<String>,
    ) -> Option<String> {
        let mut out = format!("{}{}", self.prefix, self.quote);
        for piece in &self.pieces {
            match piece {
                Written::Text(part) => out.push_str(&text(part)),
                Written::Hole(expr) => out.push_str(&hole(*expr)?),
            }
        }
        out.push_str(self.quote);
        Some(out)
    }
}

struct Pieces<'a> {
    file: &'a SourceFile,
    module: &'a Module,
    text: &'a Composed,
    found: Vec<Written>,
    /// The literal that is read, and how far.
    token: Option<usize>,
    at: u32,
}

impl Pieces<'_> {
    fn unit(&mut self, unit: &Unit) -> Option<()> {
        match &unit.what {
            What::Hole(hole) => {
                if !self.is_kept(unit, hole) {
                    return None;
                }
                if hole.operand {
                    self.close();
                } else {
                    self.open(unit);
                    self.at = unit.span.end;
                }
                self.found.push(Written::Hole(hole.expr));
            }
            What::Char(char) => {
                self.open(unit);
                self.at = unit.span.end;
                let source = self.file.slice(unit.span);
                let sign = matches!(char, '{' | '}' | '%' | '$');
                // Another syntax reads these next, and does not see through escapes. An escape by octal number may
                // take in the digit that comes to stand behind it.
                if source.starts_with('\\') && (sign || source[1..].starts_with(|c: char| c.is_ascii_digit()))
                {
                    return None;
                }
                if sign {
                    self.push(&char.to_string());
                } else {
                    self.push(self.file.slice(unit.span));
                }
            }
        }
        Some(())
    }

    /// True when the value stands there as it is, and can stand as an argument.
    fn is_kept(&self, unit: &Unit, hole: &Hole) -> bool {
        let source = self.file.slice(unit.span);
        hole.plain
            && match self.text.style {
                Style::Direct if !hole.operand => {
                    source.get(1..source.len() - 1).is_some_and(|inside| inside.trim() == hole.braced)
                }
                Style::Direct | Style::Format => is_value(self.module, hole.expr),
                // `%d` cuts a number off.
                Style::Percent => source.ends_with('s') && is_value(self.module, hole.expr),
            }
    }

    /// Goes on in the literal of a unit, up to it: what no unit stands for, a line that is continued, stays.
    fn open(&mut self, unit: &Unit) {
        if self.token != unit.token {
            self.close();
            self.token = unit.token;
            self.at =
                unit.token.and_then(|token| self.text.tokens.get(token)).map_or(0, |token| token.body.start);
        }
        self.up_to(unit.span.start);
    }

    fn close(&mut self) {
        if let Some(token) = self.token.take().and_then(|token| self.text.tokens.get(token)) {
            self.up_to(token.body.end);
        }
    }

    fn up_to(&mut self, end: u32) {
        if self.at < end {
            self.push(self.file.slice(Span { start: self.at, end }));
        }
    }

    fn push(&mut self, text: &str) {
        match self.found.last_mut() {
            Some(Written::Text(run)) => run.push_str(text),
            _ => self.found.push(Written::Text(text.to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::RepoPath;
    use crate::syntax::{StmtKind, parse};

    /// The text of `x = …` written again, `{}` for holes; `None` when it cannot be read.
    fn again(value: &str) -> Option<String> {
        let source = format!("x = {value}\n");
        let module = parse(&source);
        let file = SourceFile::from_text(RepoPath::new("a.py"), &source);
        let StmtKind::Assign { value, .. } = module.stmt(*module.body().first()?).kind else { return None };
        Template::read(&file, &module, value)?.write(str::to_owned, |_| Some("<>".to_owned()))
    }

    #[test]
    fn each_syntax_is_written_as_one_literal() {
        assert_eq!(again(r#"f"a{{{b}}}\t{c.d}""#).as_deref(), Some(r#""a{<>}\t<>""#));
        assert_eq!(again(r#"rf'\d{b}'"#).as_deref(), Some(r"r'\d<>'"));
        assert_eq!(again(r#"'100%% %s' % b"#).as_deref(), Some("'100% <>'"));
        assert_eq!(again(r#"'%s, %s' % (b, c)"#).as_deref(), Some("'<>, <>'"));
        assert_eq!(again(r#"'%(k)s' % {'k': b}"#).as_deref(), Some("'<>'"));
        assert_eq!(again(r#"'{{}} {} {k}'.format(b, k=c)"#).as_deref(), Some("'{} <> <>'"));
        assert_eq!(again(r#""a" + b + "\"" + f"{c}""#).as_deref(), Some(r#""a<>\"<>""#));
        assert_eq!(again("'a\\\nb' + c").as_deref(), Some("'a\\\nb<>'"), "a continued line stays");
        assert_eq!(again("1 + 2 + 'a'").as_deref(), Some("'<>a'"), "a sum of numbers is one value");
        assert_eq!(again(r#"'caf\xe9 %s' % b"#).as_deref(), Some(r"'caf\xe9 <>'"));
    }

    #[test]
    fn what_cannot_be_kept_is_left() {
        for text in [
            "'a'",
            "b + c",
            "'a' 'b' + c",
            "'a' + b + \"c\"",
            "'a' + b + r'c'",
            "f'{b!r}'",
            "f'{b:>3}'",
            "f'{b=}'",
            "f'{(b)}'",
            "'%d' % b",
            "'%s %s' % (b,)",
            "'%s' % (b, c)",
            "'%s' % [b]",
            "'%s' % (*b,)",
            "'{0.a}'.format(b)",
            "'{:>3}'.format(b)",
            "'{} {}'.format(b)",
            "'{}'.format(*b)",
            "b'%s' % b",
            "'\\x7b' + b",
            "'\\1' + b",
            "'a' + (yield)",
            "'\\N{DASH}' + b",
        ] {
            assert_eq!(again(text), None, "{text}");
        }
    }
}
