//! Type annotations. The grammar has rules of its own for them, whose spans are followed here.

use super::Reader;
use super::expr::strength;
use crate::source::Span;
use crate::syntax::hir::{BinOp, ExprId, ExprKind};

impl Reader<'_> {
    pub(super) fn annotation(&mut self) -> Option<ExprId> {
        self.deeper(|this| {
            let start = this.at;
            let mut left = this.simple_type()?;
            while this.byte() == b'|' {
                let height = this.height;
                this.advance(1);
                let right = this.simple_type()?;
                let height = height.max(this.height);
                left = this.made(ExprKind::Binary { op: BinOp::Or, left, right }, start, height)?;
            }
            let over = matches!(this.byte(), 0 | b',' | b')' | b']' | b'=' | b':' | b'\n' | b';');
            over.then_some(left)
        })
    }

    /// A type between the bars of a union.
    fn simple_type(&mut self) -> Option<ExprId> {
        let start = self.at;
        let word = self.word();
        let mut bracket = start + word.len();
        while matches!(self.bytes.get(bracket), Some(b' ')) {
            bracket += 1;
        }
        let generic = !word.is_empty() && bracket < self.limit && self.bytes[bracket] == b'[';
        if !generic {
            return self.operation(strength::XOR);
        }
        let (name, span) = self.name()?;
        let name = self.module.names.intern(name);
        let base = self.push(ExprKind::Name(name), span);
        let (mut args, mut height) = (Vec::new(), 1);
        self.open();
        while self.byte() != b']' {
            args.push(self.annotation()?);
            height = height.max(self.height);
            if self.byte() != b',' {
                break;
            }
            self.advance(1);
        }
        self.close(b']')?;
        let whole = Span::new(start, self.end);
        let index = match args[..] {
            [] => return None,
            [only] => only,
            _ => {
                height += 1;
                self.push(ExprKind::Tuple(args), whole)
            }
        };
        if matches!(self.byte(), b'.' | b'(' | b'[') {
            return None;
        }
        self.made(ExprKind::Subscript { base, index }, start, height)
    }
}
