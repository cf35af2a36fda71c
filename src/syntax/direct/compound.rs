//! Statements that hold others.

use super::Reader;
use crate::source::Span;
use crate::syntax::hir::{Body, Class, ClassId, ExprId, Function, Handler, StmtId, StmtKind, WithItem};

impl Reader<'_> {
    /// The statement, or the simple statements of the line, that begin here; `indent` is that of the line.
    pub(super) fn statement(&mut self, indent: u32, out: &mut Vec<StmtId>) -> Option<()> {
        let start = self.at;
        let kind = match self.word() {
            "if" => self.if_stmt(indent)?,
            "for" => self.for_stmt(indent)?,
            "while" => {
                self.advance(5);
                let test = self.condition()?;
                let body = self.suite(indent)?;
                let orelse = self.otherwise(indent)?;
                StmtKind::While { test, body, orelse }
            }
            "try" => self.try_stmt(indent)?,
            "with" => self.with_stmt(indent)?,
            "def" | "class" => self.definition(indent, start, Vec::new())?,
            "async" => {
                self.advance(5);
                match self.word() {
                    "def" => self.function(indent, start, Vec::new(), true)?,
                    "for" => self.for_stmt(indent)?,
                    "with" => self.with_stmt(indent)?,
                    _ => return None,
                }
            }
            "match" if !self.is_ordinary("match") => self.match_stmt(indent)?,
            "" if self.byte() == b'@' => self.decorated(indent)?,
            _ => return self.line(out),
        };
        out.push(self.push_stmt(kind, Span::new(start, self.ahead.close)));
        Some(())
    }

    fn if_stmt(&mut self, indent: u32) -> Option<StmtKind> {
        self.advance(2);
        let test = self.condition()?;
        let body = self.suite(indent)?;
        let mut clauses = Vec::new();
        while self.continues(indent, "elif") {
            let start = self.at;
            self.advance(4);
            let test = self.condition()?;
            let body = self.suite(indent)?;
            clauses.push((test, body, Span::new(start, self.ahead.close)));
        }
        let mut orelse = self.otherwise(indent)?;
        for (test, body, span) in clauses.into_iter().rev() {
            orelse = vec![self.push_stmt(StmtKind::If { test, body, orelse }, span)];
        }
        Some(StmtKind::If { test, body, orelse })
    }

    /// The statements after `else`; none where there is no `else`.
    fn otherwise(&mut self, indent: u32) -> Option<Vec<StmtId>> {
        self.clause(indent, "else")
    }

    fn clause(&mut self, indent: u32, word: &str) -> Option<Vec<StmtId>> {
        if !self.continues(indent, word) {
            return Some(Vec::new());
        }
        self.advance(word.len());
        self.suite(indent)
    }

    fn for_stmt(&mut self, indent: u32) -> Option<StmtKind> {
        self.advance(3);
        let target = self.target()?;
        if !self.take_word("in") {
            return None;
        }
        let iter = self.list()?;
        let body = self.suite(indent)?;
        let orelse = self.otherwise(indent)?;
        Some(StmtKind::For { target, iter, body, orelse })
    }

    fn try_stmt(&mut self, indent: u32) -> Option<StmtKind> {
        self.advance(3);
        let body = self.suite(indent)?;
        let mut handlers = Vec::new();
        while self.continues(indent, "except") {
            handlers.push(self.handler(indent)?);
        }
        let orelse = self.otherwise(indent)?;
        let finally = self.clause(indent, "finally")?;
        if handlers.is_empty() && finally.is_empty() {
            return None;
        }
        Some(StmtKind::Try { body, handlers, orelse, finally })
    }

    fn handler(&mut self, indent: u32) -> Option<Handler> {
        let start = self.at;
        self.advance(6);
        if self.byte() == b'*' {
            self.advance(1);
        }
        let (mut exc, mut target) = (None, None);
        if self.byte() != b':' {
            exc = Some(self.expr()?);
            if self.take_word("as") {
                target = Some(self.bare_name()?);
            }
        }
        let body = self.suite(indent)?;
        Some(Handler { exc, target, body, span: Span::new(start, self.ahead.close) })
    }

    fn bare_name(&mut self) -> Option<ExprId> {
        let start = self.at;
        let (name, _) = self.name()?;
        let name = self.module.names.intern(name);
        self.made(crate::syntax::hir::ExprKind::Name(name), start, 0)
    }

    fn with_stmt(&mut self, indent: u32) -> Option<StmtKind> {
        self.advance(4);
        let grouped = if self.byte() == b'(' { self.grouped_items() } else { None };
        let items = match grouped {
            Some(items) => items,
            None => self.with_items()?,
        };
        Some(StmtKind::With { items, body: self.suite(indent)? })
    }

    /// Items between parentheses of their own; nothing is read when the parentheses turn out to belong to the first
    /// item.
    fn grouped_items(&mut self) -> Option<Vec<WithItem>> {
        let (at, end, brackets) = (self.at, self.end, self.brackets);
        let (exprs, functions) = (self.module.exprs.len(), self.module.functions.len());
        let (func, class) = (self.func, self.class);
        self.open();
        let items = self.with_items().filter(|_| self.close(b')').is_some() && self.byte() == b':');
        if items.is_none() {
            (self.at, self.end, self.brackets) = (at, end, brackets);
            (self.func, self.class, self.hole) = (func, class, None);
            self.module.exprs.truncate(exprs);
            self.module.functions.truncate(functions);
        }
        items
    }

    fn with_items(&mut self) -> Option<Vec<WithItem>> {
        let mut items = Vec::new();
        loop {
            let value = self.expr()?;
            let mut target = None;
            if self.take_word("as") {
                let start = self.at;
                target = Some(self.deeper(Self::postfix)?);
                if !target.is_some_and(|target| self.is_target(target, start)) {
                    return None;
                }
            }
            items.push(WithItem { value, target });
            if self.byte() != b',' {
                return Some(items);
            }
            self.advance(1);
            if self.byte() == b')' {
                return Some(items);
            }
        }
    }

    fn decorated(&mut self, indent: u32) -> Option<StmtKind> {
        let start = self.at;
        let mut decorators = Vec::new();
        while self.byte() == b'@' {
            self.advance(1);
            decorators.push(self.expr()?);
            self.end_line()?;
            if self.ahead.indent != indent {
                return None;
            }
            self.at = self.ahead.at?;
        }
        if self.take_word("async") {
            return self.function(indent, start, decorators, true);
        }
        self.definition(indent, start, decorators)
    }

    fn definition(&mut self, indent: u32, start: usize, decorators: Vec<ExprId>) -> Option<StmtKind> {
        if self.at_word("class") {
            return self.class_stmt(indent, start, decorators);
        }
        self.function(indent, start, decorators, false)
    }

    /// From the word `def` on; `start` is that of the whole definition.
    fn function(
        &mut self,
        indent: u32,
        start: usize,
        decorators: Vec<ExprId>,
        is_async: bool,
    ) -> Option<StmtKind> {
        if !self.take_word("def") {
            return None;
        }
        let (name, name_span) = self.name()?;
        let name = self.module.names.intern(name);
        self.type_params()?;
        if self.byte() != b'(' {
            return None;
        }
        self.open();
        let params = self.params(b')', true)?;
        self.close(b')')?;
        let mut returns = None;
        if self.byte() == b'-' && self.peek(1) == b'>' {
            self.advance(2);
            returns = Some(self.annotation()?);
        }
        let qualname = self.nested_name(self.module.names.name(name));
        let id = self.open_function(Function {
            params,
            decorators,
            returns,
            is_async,
            class: self.class,
            parent: Some(self.func),
            ..Function::open(name, name_span, qualname.clone(), Span::empty(start))
        });
        let outer = (
            std::mem::replace(&mut self.func, id),
            self.class.take(),
            std::mem::replace(&mut self.qualname, qualname),
        );
        let body = self.suite(indent)?;
        (self.func, self.class, self.qualname) = outer;
        let function = &mut self.module.functions[id.index()];
        function.body = Body::Block(body);
        function.span = Span::new(start, self.ahead.close);
        Some(StmtKind::Function(id))
    }

    fn class_stmt(&mut self, indent: u32, start: usize, decorators: Vec<ExprId>) -> Option<StmtKind> {
        self.advance(5);
        let (name, _) = self.name()?;
        let name = self.module.names.intern(name);
        self.type_params()?;
        let bases = if self.byte() == b'(' { self.args()? } else { Vec::new() };
        let qualname = self.nested_name(self.module.names.name(name));
        self.module.classes.push(Class {
            name,
            qualname: qualname.clone(),
            bases,
            body: Vec::new(),
            decorators,
            parent: self.func,
            class: self.class,
            span: Span::empty(start),
        });
        let id = ClassId(self.module.classes.len() as u32 - 1);
        let outer = (self.class.replace(id), std::mem::replace(&mut self.qualname, qualname));
        let body = self.suite(indent)?;
        (self.class, self.qualname) = outer;
        let class = &mut self.module.classes[id.index()];
        class.body = body;
        class.span = Span::new(start, self.ahead.close);
        Some(StmtKind::Class(id))
    }
}
