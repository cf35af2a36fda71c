//! What brackets hold: groups, tuples, lists, sets, dictionaries, comprehensions.

use super::Reader;
use super::expr::strength;
use crate::syntax::hir::{Clause, CompKind, ExprId, ExprKind};

impl Reader<'_> {
    pub(super) fn parentheses(&mut self) -> Option<ExprId> {
        let start = self.at;
        self.open();
        if self.byte() == b')' {
            self.close(b')')?;
            return self.made(ExprKind::Tuple(Vec::new()), start, 0);
        }
        if self.byte() == b'y' && self.at_word("yield") {
            let value = self.yielded()?;
            self.close(b')')?;
            return Some(value);
        }
        let star = self.byte() == b'*';
        let first = self.starred()?;
        if self.at_for() {
            return self.comprehension(start, CompKind::Generator, (first, None), b')');
        }
        if self.byte() == b',' {
            let (items, height) = self.items(first, b')')?;
            return self.made(ExprKind::Tuple(items), start, height);
        }
        self.close(b')')?;
        (!star).then_some(first)
    }

    pub(super) fn square(&mut self) -> Option<ExprId> {
        let start = self.at;
        self.open();
        if self.byte() == b']' {
            self.close(b']')?;
            return self.made(ExprKind::List(Vec::new()), start, 0);
        }
        let first = self.starred()?;
        if self.at_for() {
            return self.comprehension(start, CompKind::List, (first, None), b']');
        }
        let (items, height) = self.items(first, b']')?;
        self.made(ExprKind::List(items), start, height)
    }

    pub(super) fn curly(&mut self) -> Option<ExprId> {
        let start = self.at;
        self.open();
        if self.byte() == b'}' {
            self.close(b'}')?;
            return self.made(ExprKind::Dict(Vec::new()), start, 0);
        }
        if self.byte() == b'*' && self.peek(1) == b'*' {
            return self.pairs(start, Vec::new());
        }
        let first = self.starred()?;
        if self.byte() == b':' {
            let mut height = self.height;
            self.advance(1);
            let value = self.expr()?;
            height = height.max(self.height);
            self.height = height;
            if self.at_for() {
                return self.comprehension(start, CompKind::Dict, (first, Some(value)), b'}');
            }
            return self.pairs(start, vec![(Some(first), value)]);
        }
        if self.at_for() {
            return self.comprehension(start, CompKind::Set, (first, None), b'}');
        }
        let (items, height) = self.items(first, b'}')?;
        self.made(ExprKind::Set(items), start, height)
    }

    /// The elements after the first one, and the closing bracket.
    fn items(&mut self, first: ExprId, close: u8) -> Option<(Vec<ExprId>, u32)> {
        let (mut items, mut height) = (vec![first], self.height);
        while self.byte() == b',' {
            self.advance(1);
            if self.byte() == close {
                break;
            }
            items.push(self.starred()?);
            height = height.max(self.height);
        }
        self.close(close)?;
        Some((items, height))
    }

    /// The rest of a dictionary of which one pair, or nothing, was read.
    fn pairs(&mut self, start: usize, mut pairs: Vec<(Option<ExprId>, ExprId)>) -> Option<ExprId> {
        let mut height = if pairs.is_empty() { 0 } else { self.height };
        loop {
            if !pairs.is_empty() {
                if self.byte() != b',' {
                    break;
                }
                self.advance(1);
                if self.byte() == b'}' {
                    break;
                }
            }
            let key = if self.byte() == b'*' && self.peek(1) == b'*' {
                self.advance(2);
                None
            } else {
                let key = self.expr()?;
                height = height.max(self.height);
                self.expect(b':')?;
                Some(key)
            };
            pairs.push((key, self.expr()?));
            height = height.max(self.height);
        }
        self.close(b'}')?;
        self.made(ExprKind::Dict(pairs), start, height)
    }

    /// True where the clauses of a comprehension begin.
    pub(super) fn at_for(&self) -> bool {
        match self.byte() {
            b'f' => self.at_word("for"),
            b'a' => self.at_word("async"),
            _ => false,
        }
    }

    /// The clauses after the element, and the closing bracket.
    pub(super) fn comprehension(
        &mut self,
        start: usize,
        kind: CompKind,
        (element, value): (ExprId, Option<ExprId>),
        close: u8,
    ) -> Option<ExprId> {
        let mut height = self.height;
        let mut clauses: Vec<Clause> = Vec::new();
        loop {
            if self.at_for() {
                self.take_word("async");
                if !self.take_word("for") {
                    return None;
                }
                let target = self.target()?;
                height = height.max(self.height);
                if !self.take_word("in") {
                    return None;
                }
                let iter = self.deeper(|this| this.operation(strength::OR))?;
                clauses.push(Clause { target, iter, tests: Vec::new() });
            } else if self.byte() == b'i' && self.take_word("if") {
                let test = self.deeper(|this| this.operation(strength::OR))?;
                clauses.last_mut()?.tests.push(test);
            } else {
                break;
            }
            height = height.max(self.height);
        }
        self.close(close)?;
        self.made(ExprKind::Comprehension { kind, element, value, clauses }, start, height)
    }

    /// What a `for` binds, up to its `in`.
    pub(super) fn target(&mut self) -> Option<ExprId> {
        let start = self.at;
        let first = self.bound()?;
        if self.byte() != b',' {
            return Some(first);
        }
        let (mut items, mut height) = (vec![first], self.height);
        while self.byte() == b',' {
            self.advance(1);
            if self.at_word("in") {
                break;
            }
            items.push(self.bound()?);
            height = height.max(self.height);
        }
        self.made(ExprKind::Tuple(items), start, height)
    }

    fn bound(&mut self) -> Option<ExprId> {
        let start = self.at;
        let target = if self.byte() == b'*' { self.starred()? } else { self.deeper(Self::postfix)? };
        self.is_target(target, start).then_some(target)
    }

    /// True for what can be assigned to, written from `start` on, which may be a parenthesis around it.
    pub(super) fn is_target(&self, id: ExprId, start: usize) -> bool {
        let expr = self.module.expr(id);
        if expr.span.start as usize != start && self.bytes[start] != b'(' {
            return false;
        }
        let inner = |id: &ExprId| self.is_target(*id, self.module.expr(*id).span.start as usize);
        match &expr.kind {
            ExprKind::Name(_) | ExprKind::Attr { .. } | ExprKind::Subscript { .. } => true,
            ExprKind::Star(value) => inner(value),
            ExprKind::Tuple(items) | ExprKind::List(items) => items.iter().all(inner),
            _ => false,
        }
    }
}
