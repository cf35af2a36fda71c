//! Names, literals, and what is asked of them: attributes, calls, indexes.

use super::{Reader, is_keyword};
use crate::syntax::hir::{ExprId, ExprKind};

impl Reader<'_> {
    /// A value with what follows it: `.name`, `(…)`, `[…]`.
    pub(super) fn postfix(&mut self) -> Option<ExprId> {
        let start = self.at;
        if self.byte() == b'a' && self.at_word("await") {
            self.advance(5);
            let value = self.deeper(Self::postfix)?;
            // Tools disagree on how strongly this binds.
            if self.byte() == b'*' && self.peek(1) == b'*' {
                return None;
            }
            return self.made(ExprKind::Await(value), start, self.height);
        }
        let mut value = self.atom()?;
        loop {
            let height = self.height;
            value = match self.byte() {
                b'.' => {
                    self.advance(1);
                    let (name, name_span) = self.name()?;
                    let name = self.module.names.intern(name);
                    self.made(ExprKind::Attr { base: value, name, name_span }, start, height)?
                }
                b'(' => self.call(start, value, height)?,
                b'[' => self.subscript(start, value, height)?,
                _ => return Some(value),
            };
        }
    }

    fn atom(&mut self) -> Option<ExprId> {
        let start = self.at;
        match self.byte() {
            b'(' => self.parentheses(),
            b'[' => self.square(),
            b'{' => self.curly(),
            b'"' | b'\'' => self.string(),
            b'0'..=b'9' => self.number(),
            b'.' if self.peek(1).is_ascii_digit() => self.number(),
            b'.' if self.peek(1) == b'.' && self.peek(2) == b'.' => {
                self.advance(3);
                self.made(ExprKind::Ellipsis, start, 0)
            }
            _ => self.named(),
        }
    }

    fn named(&mut self) -> Option<ExprId> {
        let start = self.at;
        let word = self.word();
        let kind = match word {
            "" => return None,
            "None" => ExprKind::None,
            "True" => ExprKind::Bool(true),
            "False" => ExprKind::Bool(false),
            _ if word.len() < 3 && matches!(self.peek(word.len()), b'"' | b'\'') => return self.string(),
            _ if is_keyword(word) => return None,
            _ => ExprKind::Name(self.module.names.intern(word)),
        };
        let name = matches!(kind, ExprKind::Name(_));
        self.advance(word.len());
        let id = self.made(kind, start, 0)?;
        let walrus = self.byte() == b':' && self.peek(1) == b'=';
        if !(walrus && name && self.began == start && self.hole != Some(self.brackets)) {
            return Some(id);
        }
        self.advance(2);
        let value = self.expr()?;
        self.made(ExprKind::Walrus { target: id, value }, start, self.height)
    }

    fn subscript(&mut self, start: usize, base: ExprId, mut height: u32) -> Option<ExprId> {
        self.open();
        let first = self.at;
        let (mut items, mut last) = (Vec::new(), self.at);
        while self.byte() != b']' {
            items.push(self.item()?);
            height = height.max(self.height);
            last = self.end;
            if self.byte() != b',' {
                break;
            }
            self.advance(1);
        }
        let index = match items[..] {
            [] => return None,
            [only] => only,
            _ => {
                height += 1;
                self.push(ExprKind::Tuple(items), crate::source::Span::new(first, last))
            }
        };
        self.close(b']')?;
        self.made(ExprKind::Subscript { base, index }, start, height)
    }

    /// What stands between the commas of an index: an expression or a slice.
    fn item(&mut self) -> Option<ExprId> {
        let start = self.at;
        let (mut bounds, mut height) = (Vec::new(), 0);
        if self.byte() != b':' {
            let value = self.starred()?;
            if self.byte() != b':' {
                return Some(value);
            }
            bounds.push(value);
            height = self.height;
        }
        for _ in 0..2 {
            if self.byte() != b':' {
                break;
            }
            self.advance(1);
            if !matches!(self.byte(), b':' | b',' | b']') {
                bounds.push(self.expr()?);
                height = height.max(self.height);
            }
        }
        self.made(ExprKind::Slice(bounds), start, height)
    }
}
