//! `match`, and the patterns of its cases.
//!
//! What is left to the grammar: signs before numbers, complex numbers, stars among the subjects, keys that are no
//! constants.

use super::{Reader, is_keyword};
use crate::source::Span;
use crate::syntax::hir::{Case, ExprId, ExprKind, Pattern, Shape, StmtKind};

/// A pattern being read: what it consists of, and whether that is constants only.
#[derive(Default)]
struct Parts {
    pattern: Pattern,
    mixed: bool,
}

impl Reader<'_> {
    /// From the word `match` on; gives up where that is a name.
    pub(super) fn match_stmt(&mut self, indent: u32) -> Option<StmtKind> {
        let start = self.at;
        self.advance(5);
        let mut subjects = vec![self.expr()?];
        while self.byte() == b',' {
            self.advance(1);
            subjects.push(self.expr()?);
        }
        let several = subjects.len() > 1;
        let subject = match subjects[..] {
            [only] => only,
            _ => self.push(ExprKind::Tuple(subjects), Span::empty(start)),
        };
        self.expect(b':')?;
        if !matches!(self.byte(), 0 | b'\n') {
            return None;
        }
        self.end_line()?;
        let inner = self.ahead.indent;
        if self.ahead.at.is_none() || inner <= indent {
            return None;
        }
        let cases = self.deeper(|this| this.cases(inner))?;
        if several {
            // The grammar has no node for the subjects together.
            self.module.exprs[subject.index()].span = Span::new(start, self.ahead.close);
        }
        Some(StmtKind::Match { subject, cases })
    }

    fn cases(&mut self, indent: u32) -> Option<Vec<Case>> {
        let mut cases = Vec::new();
        while self.ahead.at.is_some() && self.ahead.indent >= indent {
            if !self.continues(indent, "case") {
                return None;
            }
            self.advance(4);
            cases.push(self.case(indent)?);
        }
        self.end_block(indent);
        Some(cases)
    }

    fn case(&mut self, indent: u32) -> Option<Case> {
        let mut parts = Parts::default();
        let (mut shapes, mut only_wild) = (Vec::new(), true);
        while self.byte() != b':' && !self.at_word("if") {
            let start = self.at;
            shapes.push(self.case_pattern(&mut parts)?);
            only_wild &= &self.text[start..self.end] == "_";
            if self.byte() != b',' {
                break;
            }
            self.advance(1);
        }
        let Parts { mut pattern, mixed } = parts;
        if mixed || shapes.len() != 1 {
            pattern.reads.append(&mut pattern.values);
        }
        // `case a, b:` is a sequence without brackets.
        pattern.shape = match shapes.len() {
            0 => return None,
            1 => shapes.remove(0),
            _ => Shape::Sequence(shapes),
        };
        pattern.catch_all = match pattern.shape {
            Shape::Any => only_wild,
            Shape::Bind(_) => true,
            _ => false,
        };
        let guard = if self.take_word("if") { Some(self.expr()?) } else { None };
        Some(Case { pattern, guard, body: self.suite(indent)? })
    }

    /// A pattern, maybe with a name for the whole of it.
    fn case_pattern(&mut self, parts: &mut Parts) -> Option<Shape> {
        self.deeper(|this| {
            let shape = this.alternatives(parts)?;
            if !this.take_word("as") {
                return Some(shape);
            }
            let name = this.capture(parts)?;
            Some(Shape::As(Box::new(shape), name))
        })
    }

    fn alternatives(&mut self, parts: &mut Parts) -> Option<Shape> {
        let start = self.at;
        let first = self.simple_pattern(parts)?;
        if self.byte() != b'|' {
            return Some(first.unwrap_or_default());
        }
        let mut ways: Vec<Shape> = first.into_iter().collect();
        while self.byte() == b'|' {
            self.advance(1);
            ways.extend(self.simple_pattern(parts)?);
        }
        parts.mixed |= self.text[start..self.end].split('|').any(|way| way.trim() == "_");
        Some(Shape::Or(ways))
    }

    /// One alternative; nothing for `_`.
    fn simple_pattern(&mut self, parts: &mut Parts) -> Option<Option<Shape>> {
        let start = self.at;
        let id = match self.byte() {
            b'(' => {
                let (mut shapes, listed) = self.sequence(b')', parts)?;
                if shapes.len() == 1 && !listed {
                    // Parentheses only.
                    return Some(Some(shapes.remove(0)));
                }
                parts.mixed = true;
                return Some(Some(Shape::Sequence(shapes)));
            }
            b'[' => {
                parts.mixed = true;
                return Some(Some(Shape::Sequence(self.sequence(b']', parts)?.0)));
            }
            b'{' => return Some(Some(self.mapping(parts)?)),
            b'"' | b'\'' => self.string()?,
            b'0'..=b'9' | b'.' => self.constant_number()?,
            _ => {
                let word = self.word();
                match word {
                    "_" => {
                        parts.mixed = true;
                        self.advance(1);
                        return Some(None);
                    }
                    "None" | "True" | "False" => {
                        self.advance(word.len());
                        let kind =
                            if word == "None" { ExprKind::None } else { ExprKind::Bool(word == "True") };
                        self.made(kind, start, 0)?
                    }
                    _ if word.len() < 3 && matches!(self.peek(word.len()), b'"' | b'\'') => self.string()?,
                    _ if word.is_empty() || is_keyword(word) => return None,
                    _ => return Some(Some(self.named_pattern(parts)?)),
                }
            }
        };
        parts.pattern.values.push(id);
        Some(Some(Shape::Value(id)))
    }

    fn constant_number(&mut self) -> Option<ExprId> {
        let number = self.number()?;
        (!matches!(self.byte(), b'+' | b'-')).then_some(number)
    }

    /// A name that binds, a dotted one, or a class.
    fn named_pattern(&mut self, parts: &mut Parts) -> Option<Shape> {
        let mut names = vec![self.name()?];
        while self.byte() == b'.' {
            self.advance(1);
            names.push(self.name()?);
        }
        let is_class = self.byte() == b'(';
        if names.len() > 1 && !is_class {
            // A constant of somewhere else.
            return Some(Shape::Any);
        }
        let (name, span) = names[0];
        let name = self.module.names.intern(name);
        let mut id = self.push(ExprKind::Name(name), span);
        if !is_class {
            parts.mixed = true;
            parts.pattern.binds.push(id);
            return Some(Shape::Bind(id));
        }
        for (name, name_span) in &names[1..] {
            let name = self.module.names.intern(name);
            let whole = Span { start: span.start, end: name_span.end };
            id = self.push(ExprKind::Attr { base: id, name, name_span: *name_span }, whole);
        }
        parts.mixed = true;
        parts.pattern.reads.push(id);
        let (mut places, mut named) = (Vec::new(), Vec::new());
        self.open();
        while self.byte() != b')' {
            let word = self.word();
            let behind = &self.bytes[self.at + word.len()..self.limit];
            let behind = behind.trim_ascii_start();
            if !word.is_empty() && behind.starts_with(b"=") {
                let (field, _) = self.name()?;
                let field = self.module.names.intern(field);
                self.expect(b'=')?;
                named.push((field, self.deeper(|this| this.alternatives(parts))?));
            } else {
                places.push(self.case_pattern(parts)?);
            }
            if self.byte() != b',' {
                break;
            }
            self.advance(1);
        }
        self.close(b')')?;
        Some(Shape::Class { class: id, places, named })
    }

    /// The patterns between two brackets, and whether a comma stands there.
    fn sequence(&mut self, close: u8, parts: &mut Parts) -> Option<(Vec<Shape>, bool)> {
        let (mut shapes, mut listed) = (Vec::new(), false);
        self.open();
        while self.byte() != close {
            shapes.push(match self.byte() {
                b'*' => self.rest(1, parts)?,
                _ => self.case_pattern(parts)?,
            });
            if self.byte() != b',' {
                break;
            }
            listed = true;
            self.advance(1);
        }
        self.close(close)?;
        Some((shapes, listed))
    }

    fn mapping(&mut self, parts: &mut Parts) -> Option<Shape> {
        parts.mixed = true;
        let (mut items, mut rest) = (Vec::new(), None);
        self.open();
        while self.byte() != b'}' {
            if self.byte() == b'*' {
                let Shape::Rest(name) = self.rest(2, parts)? else { return None };
                rest = name;
            } else {
                let Some(Shape::Value(key)) = self.simple_pattern(parts)? else { return None };
                self.expect(b':')?;
                items.push((key, self.case_pattern(parts)?));
            }
            if self.byte() != b',' {
                break;
            }
            self.advance(1);
        }
        self.close(b'}')?;
        Some(Shape::Mapping(items, rest))
    }

    /// `*name` or `**name`, by the number of `stars`.
    fn rest(&mut self, stars: usize, parts: &mut Parts) -> Option<Shape> {
        parts.mixed = true;
        self.advance(stars);
        if self.take_word("_") {
            return Some(Shape::Rest(None));
        }
        Some(Shape::Rest(Some(self.capture(parts)?)))
    }

    fn capture(&mut self, parts: &mut Parts) -> Option<ExprId> {
        let (name, span) = self.name()?;
        parts.mixed = true;
        let name = self.module.names.intern(name);
        let id = self.push(ExprKind::Name(name), span);
        parts.pattern.binds.push(id);
        Some(id)
    }
}
