//! Expressions by the strength of their operators.

use super::Reader;
use crate::syntax::hir::{BinOp, BoolOp, CmpOp, ExprId, ExprKind, UnaryOp};

/// How strongly operators bind, from the weakest.
pub(super) mod strength {
    pub(in crate::syntax::direct) const OR: u8 = 1;
    pub(in crate::syntax::direct) const AND: u8 = 2;
    pub(in crate::syntax::direct) const NOT: u8 = 3;
    pub(in crate::syntax::direct) const COMPARE: u8 = 4;
    pub(in crate::syntax::direct) const BIT_OR: u8 = 5;
    pub(in crate::syntax::direct) const XOR: u8 = 6;
    pub(in crate::syntax::direct) const BIT_AND: u8 = 7;
    pub(in crate::syntax::direct) const SHIFT: u8 = 8;
    pub(in crate::syntax::direct) const SUM: u8 = 9;
    pub(in crate::syntax::direct) const PRODUCT: u8 = 10;
    pub(in crate::syntax::direct) const UNARY: u8 = 11;
    pub(in crate::syntax::direct) const POWER: u8 = 12;
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Operator {
    Bool(BoolOp),
    Compare(CmpOp),
    Binary(BinOp),
}

impl Reader<'_> {
    /// One expression without commas.
    pub(super) fn expr(&mut self) -> Option<ExprId> {
        self.deeper(|this| {
            let start = this.at;
            if this.byte() == b'l' && this.at_word("lambda") {
                return this.lambda();
            }
            let free = std::mem::take(&mut this.condition) || this.brackets > 0;
            this.began = if free { start } else { usize::MAX };
            let then = this.operation(strength::OR)?;
            if !(this.byte() == b'i' && this.take_word("if")) {
                return Some(then);
            }
            let mut height = this.height;
            let test = this.operation(strength::OR)?;
            height = height.max(this.height);
            if !this.take_word("else") {
                return None;
            }
            let otherwise = this.expr()?;
            height = height.max(this.height);
            this.made(ExprKind::Conditional { test, then, otherwise }, start, height)
        })
    }

    /// The condition of an `if` or `while`, where a name may be given a value without parentheses around it.
    pub(super) fn condition(&mut self) -> Option<ExprId> {
        self.condition = true;
        self.expr()
    }

    /// An expression or, where several may stand, `*expression`.
    pub(super) fn starred(&mut self) -> Option<ExprId> {
        let start = self.at;
        if self.byte() != b'*' {
            return self.expr();
        }
        if self.peek(1) == b'*' {
            return None;
        }
        self.advance(1);
        let value = self.deeper(|this| this.operation(strength::BIT_OR))?;
        self.made(ExprKind::Star(value), start, self.height)
    }

    /// One expression, or several with commas between them, which make a tuple.
    pub(super) fn list(&mut self) -> Option<ExprId> {
        let start = self.at;
        let star = self.byte() == b'*';
        let first = self.starred()?;
        if self.byte() == b',' { self.rest_of_list(start, first) } else { (!star).then_some(first) }
    }

    /// The tuple whose first element was read.
    pub(super) fn rest_of_list(&mut self, start: usize, first: ExprId) -> Option<ExprId> {
        let (mut items, mut height) = (vec![first], self.height);
        while self.byte() == b',' {
            self.advance(1);
            if self.at_end_of_list() {
                break;
            }
            items.push(self.starred()?);
            height = height.max(self.height);
        }
        self.made(ExprKind::Tuple(items), start, height)
    }

    /// True where no expression can begin.
    pub(super) fn at_end_of_list(&self) -> bool {
        matches!(self.byte(), 0 | b'\n' | b';' | b')' | b']' | b'}' | b'=' | b':' | b'!')
    }

    /// Operands with operators between them that bind at least as strongly as `least`.
    pub(super) fn operation(&mut self, least: u8) -> Option<ExprId> {
        let start = self.at;
        let mut left = self.operand(least)?;
        while let Some((operator, strength, len)) = self.operator() {
            if strength < least {
                break;
            }
            let mut height = self.height;
            left = match operator {
                Operator::Bool(op) => {
                    let mut values = vec![left];
                    while let Some((Operator::Bool(again), _, len)) = self.operator()
                        && again == op
                    {
                        self.advance(len);
                        values.push(self.operation(strength + 1)?);
                        height = height.max(self.height);
                    }
                    self.made(ExprKind::Logic { op, values }, start, height)?
                }
                Operator::Compare(_) => {
                    let mut rest = Vec::new();
                    while let Some((Operator::Compare(mut op), _, len)) = self.operator() {
                        self.advance(len);
                        if op == CmpOp::NotIn && !self.take_word("in") {
                            return None;
                        }
                        if op == CmpOp::Is && self.take_word("not") {
                            op = CmpOp::IsNot;
                        }
                        rest.push((op, self.operation(strength::BIT_OR)?));
                        height = height.max(self.height);
                    }
                    self.made(ExprKind::Compare { left, rest }, start, height)?
                }
                Operator::Binary(op) => {
                    self.advance(len);
                    // A power leans right and takes a sign on its right side.
                    let right = if strength == strength::POWER {
                        self.deeper(|this| this.operation(strength::UNARY))?
                    } else {
                        self.operation(strength + 1)?
                    };
                    height = height.max(self.height);
                    self.made(ExprKind::Binary { op, left, right }, start, height)?
                }
            };
        }
        Some(left)
    }

    fn operand(&mut self, least: u8) -> Option<ExprId> {
        let start = self.at;
        let op = match self.byte() {
            b'-' => UnaryOp::Neg,
            b'+' => UnaryOp::Pos,
            b'~' => UnaryOp::Invert,
            b'n' if self.at_word("not") => UnaryOp::Not,
            _ => return self.postfix(),
        };
        let (strength, len) = if op == UnaryOp::Not { (strength::NOT, 3) } else { (strength::UNARY, 1) };
        if op == UnaryOp::Not && least > strength::NOT {
            return None;
        }
        self.advance(len);
        let operand = self.deeper(|this| this.operation(strength))?;
        self.made(ExprKind::Unary { op, operand }, start, self.height)
    }

    /// The operator that stands here, with its strength and length; the first word of those with two.
    fn operator(&self) -> Option<(Operator, u8, usize)> {
        use Operator::{Binary, Bool, Compare};
        let (next, after) = (self.peek(1), self.peek(2));
        // With `=` behind it an operator assigns.
        let one = |op, strength| (next != b'=').then_some((Binary(op), strength, 1));
        let two = |op, strength| (after != b'=').then_some((Binary(op), strength, 2));
        let compare = |op, len| Some((Compare(op), strength::COMPARE, len));
        match self.byte() {
            b'+' => one(BinOp::Add, strength::SUM),
            b'-' if next != b'>' => one(BinOp::Sub, strength::SUM),
            b'*' if next == b'*' => two(BinOp::Pow, strength::POWER),
            b'*' => one(BinOp::Mul, strength::PRODUCT),
            b'/' if next == b'/' => two(BinOp::FloorDiv, strength::PRODUCT),
            b'/' => one(BinOp::Div, strength::PRODUCT),
            b'%' => one(BinOp::Mod, strength::PRODUCT),
            b'@' => one(BinOp::MatMul, strength::PRODUCT),
            b'&' => one(BinOp::And, strength::BIT_AND),
            b'|' => one(BinOp::Or, strength::BIT_OR),
            b'^' => one(BinOp::Xor, strength::XOR),
            b'<' if next == b'<' => two(BinOp::Shl, strength::SHIFT),
            b'>' if next == b'>' => two(BinOp::Shr, strength::SHIFT),
            b'<' if next == b'=' => compare(CmpOp::Le, 2),
            b'>' if next == b'=' => compare(CmpOp::Ge, 2),
            b'<' if next != b'>' => compare(CmpOp::Lt, 1),
            b'>' => compare(CmpOp::Gt, 1),
            b'=' if next == b'=' => compare(CmpOp::Eq, 2),
            b'!' if next == b'=' => compare(CmpOp::Ne, 2),
            b'i' if self.at_word("in") => compare(CmpOp::In, 2),
            b'i' if self.at_word("is") => compare(CmpOp::Is, 2),
            b'n' if self.at_word("not") => compare(CmpOp::NotIn, 3),
            b'a' if self.at_word("and") => Some((Bool(BoolOp::And), strength::AND, 3)),
            b'o' if self.at_word("or") => Some((Bool(BoolOp::Or), strength::OR, 2)),
            _ => None,
        }
    }
}
