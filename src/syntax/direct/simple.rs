//! Statements of one line.

use super::Reader;
use crate::source::Span;
use crate::syntax::hir::{BinOp, ExprId, ExprKind, ImportName, StmtId, StmtKind};

impl Reader<'_> {
    /// The simple statements of one line, and the line's end.
    pub(super) fn line(&mut self, out: &mut Vec<StmtId>) -> Option<()> {
        loop {
            self.simple(out)?;
            if self.byte() != b';' {
                break;
            }
            self.advance(1);
            if matches!(self.byte(), 0 | b'\n') {
                break;
            }
        }
        self.end_line()
    }

    fn simple(&mut self, out: &mut Vec<StmtId>) -> Option<()> {
        let start = self.at;
        let word = self.word();
        let kind = match word {
            "pass" => self.alone(word, StmtKind::Pass),
            "break" => self.alone(word, StmtKind::Break),
            "continue" => self.alone(word, StmtKind::Continue),
            "return" => {
                self.advance(6);
                StmtKind::Return(if self.at_end() { None } else { Some(self.list()?) })
            }
            "raise" => self.raise()?,
            "assert" => {
                self.advance(6);
                let test = self.expr()?;
                let mut message = None;
                if self.byte() == b',' {
                    self.advance(1);
                    message = Some(self.expr()?);
                }
                StmtKind::Assert { test, message }
            }
            "del" => self.delete()?,
            "import" => {
                self.advance(6);
                StmtKind::Import(self.import_names(true)?)
            }
            "from" => self.import_from()?,
            "global" => StmtKind::Global(self.names(word)?),
            "nonlocal" => StmtKind::Nonlocal(self.names(word)?),
            "type" if !self.is_ordinary(word) => self.type_alias()?,
            // Words that are statements in some place or time: read here only where nothing else is meant.
            "print" | "exec" if !self.is_ordinary(word) => return None,
            _ => return self.expression(out),
        };
        if !self.at_end() {
            return None;
        }
        out.push(self.push_stmt(kind, Span::new(start, self.end)));
        Some(())
    }

    fn at_end(&self) -> bool {
        matches!(self.byte(), 0 | b'\n' | b';')
    }

    fn alone(&mut self, word: &str, kind: StmtKind) -> StmtKind {
        self.advance(word.len());
        kind
    }

    /// True where a word that may be a statement is a name like any other.
    pub(super) fn is_ordinary(&self, word: &str) -> bool {
        match self.peek(word.len()) {
            b'(' => word != "match",
            b'.' | b',' | b':' => true,
            b' ' => self.peek(word.len() + 1) == b'=' && self.peek(word.len() + 2) != b'=',
            _ => false,
        }
    }

    /// `type Pair[T] = tuple[T, T]`: says nothing to anyone but type checkers.
    fn type_alias(&mut self) -> Option<StmtKind> {
        self.advance(4);
        self.name()?;
        self.type_params()?;
        if self.byte() != b'=' {
            return None;
        }
        self.advance(1);
        self.unkept(Self::annotation)?;
        Some(StmtKind::Pass)
    }

    /// `[T, *Ts, N: int]` behind the name of a function or class, if there are some; they are not kept.
    pub(super) fn type_params(&mut self) -> Option<()> {
        if self.byte() != b'[' {
            return Some(());
        }
        self.unkept(|this| {
            this.open();
            loop {
                if this.byte() == b'*' {
                    this.advance(if this.peek(1) == b'*' { 2 } else { 1 });
                }
                this.name()?;
                if this.byte() == b':' {
                    this.advance(1);
                    this.annotation()?;
                }
                if this.byte() != b',' {
                    return this.close(b']');
                }
                this.advance(1);
                if this.byte() == b']' {
                    return this.close(b']');
                }
            }
        })
    }

    /// Reads something that is no part of the module.
    fn unkept<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let (exprs, functions) = (self.module.exprs.len(), self.module.functions.len());
        let (func, class) = (self.func, self.class);
        let names = std::mem::take(&mut self.module.names);
        let found = read(self)?;
        self.module.names = names;
        (self.func, self.class) = (func, class);
        self.module.exprs.truncate(exprs);
        self.module.functions.truncate(functions);
        Some(found)
    }

    fn raise(&mut self) -> Option<StmtKind> {
        self.advance(5);
        let exc = if self.at_end() { None } else { Some(self.expr()?) };
        let cause = if exc.is_some() && self.take_word("from") { Some(self.expr()?) } else { None };
        Some(StmtKind::Raise { exc, cause })
    }

    fn delete(&mut self) -> Option<StmtKind> {
        self.advance(3);
        let mut targets = Vec::new();
        while !self.at_end() {
            let start = self.at;
            let target = self.expr()?;
            if !self.is_target(target, start) {
                return None;
            }
            targets.push(target);
            if self.byte() != b',' {
                break;
            }
            self.advance(1);
        }
        (!targets.is_empty()).then_some(StmtKind::Delete(targets))
    }

    fn names(&mut self, word: &str) -> Option<Vec<crate::syntax::Symbol>> {
        self.advance(word.len());
        let mut names = Vec::new();
        loop {
            let (name, _) = self.name()?;
            names.push(self.module.names.intern(name));
            if self.byte() != b',' {
                return Some(names);
            }
            self.advance(1);
        }
    }

    /// `a.b` without spaces.
    fn dotted(&mut self) -> Option<crate::syntax::Symbol> {
        let start = self.at;
        loop {
            let (_, span) = self.name()?;
            if self.at != span.end as usize || self.byte() != b'.' {
                return Some(self.module.names.intern(&self.text[start..span.end as usize]));
            }
            self.at += 1;
        }
    }

    fn import_names(&mut self, dotted: bool) -> Option<Vec<ImportName>> {
        let mut names = Vec::new();
        loop {
            let start = self.at;
            let name = if dotted {
                self.dotted()?
            } else {
                let (name, _) = self.name()?;
                self.module.names.intern(name)
            };
            let mut alias = None;
            if self.take_word("as") {
                let (name, _) = self.name()?;
                alias = Some(self.module.names.intern(name));
            }
            names.push(ImportName { name, alias, span: Span::new(start, self.end) });
            if self.byte() != b',' {
                return Some(names);
            }
            self.advance(1);
            if self.brackets > 0 && self.byte() == b')' {
                return Some(names);
            }
        }
    }

    fn import_from(&mut self) -> Option<StmtKind> {
        self.advance(4);
        let dots = (0..).take_while(|at| self.peek(*at) == b'.').count();
        self.at += dots;
        let level = dots as u32;
        // Space after the dots is for the grammar.
        if dots > 0 && self.byte() == b' ' {
            self.space();
            if !self.at_word("import") {
                return None;
            }
        }
        let module = if self.at_word("import") { self.module.names.intern("") } else { self.dotted()? };
        if !self.take_word("import") {
            return None;
        }
        let (mut names, mut star) = (Vec::new(), false);
        match self.byte() {
            b'*' => {
                star = true;
                self.advance(1);
            }
            b'(' => {
                self.open();
                names = self.import_names(false)?;
                self.close(b')')?;
            }
            _ => names = self.import_names(false)?,
        }
        Some(StmtKind::ImportFrom { level, module, names, star })
    }

    /// An expression as a statement, or an assignment.
    fn expression(&mut self, out: &mut Vec<StmtId>) -> Option<()> {
        let start = self.at;
        let first = self.value(false)?;
        let mut several = None;
        if self.byte() == b',' {
            let mut items = vec![(first, start, self.end)];
            let mut height = self.height;
            while self.byte() == b',' {
                self.advance(1);
                if self.at_end_of_list() {
                    break;
                }
                let start = self.at;
                items.push((self.starred()?, start, self.end));
                height = height.max(self.height);
            }
            self.height = height;
            several = Some(items);
        }
        let augmented = self.augmented();
        if let Some((op, len)) = augmented {
            if several.is_some() || !self.is_target(first, start) {
                return None;
            }
            self.advance(len);
            let value = self.value(true)?;
            return self.statement_made(StmtKind::AugAssign { target: first, op, value }, start, out);
        }
        match self.byte() {
            b'=' => {
                let first = match several {
                    Some(items) => {
                        let items = items.into_iter().map(|(item, ..)| item).collect();
                        self.made(ExprKind::Tuple(items), start, self.height)?
                    }
                    None => first,
                };
                self.assignment(first, start, out)
            }
            b':' if several.is_none() && self.is_target(first, start) => {
                self.advance(1);
                let annotation = self.annotation()?;
                let mut value = None;
                if self.byte() == b'=' {
                    self.advance(1);
                    value = Some(self.value(true)?);
                }
                self.statement_made(StmtKind::AnnAssign { target: first, annotation, value }, start, out)
            }
            _ if self.at_end() && (several.is_some() || self.bytes[start] != b'*') => {
                // The grammar has a statement for each expression of a list that nobody takes.
                for (item, start, end) in several.unwrap_or_else(|| vec![(first, start, self.end)]) {
                    out.push(self.push_stmt(StmtKind::Expr(item), Span::new(start, end)));
                }
                Some(())
            }
            _ => None,
        }
    }

    /// `a = b = value`, from the first `=` on.
    fn assignment(&mut self, first: ExprId, start: usize, out: &mut Vec<StmtId>) -> Option<()> {
        let (mut targets, mut value, mut began) = (Vec::new(), first, start);
        while self.byte() == b'=' {
            if !self.is_target(value, began) {
                return None;
            }
            targets.push(value);
            self.advance(1);
            began = self.at;
            value = self.value(true)?;
        }
        self.statement_made(StmtKind::Assign { targets, value }, start, out)
    }

    fn statement_made(&mut self, kind: StmtKind, start: usize, out: &mut Vec<StmtId>) -> Option<()> {
        if !self.at_end() {
            return None;
        }
        out.push(self.push_stmt(kind, Span::new(start, self.end)));
        Some(())
    }

    /// What stands on the right of `=`: an expression, several (where `list`), or a `yield`.
    fn value(&mut self, list: bool) -> Option<ExprId> {
        if self.byte() == b'y' && self.at_word("yield") {
            return self.yielded();
        }
        if list { self.list() } else { self.starred() }
    }

    pub(super) fn yielded(&mut self) -> Option<ExprId> {
        let start = self.at;
        self.advance(5);
        self.module.functions[self.func.index()].is_generator = true;
        if self.take_word("from") {
            let value = self.expr()?;
            return self.made(ExprKind::YieldFrom(value), start, self.height);
        }
        if self.at_end_of_list() {
            return self.made(ExprKind::Yield(None), start, 0);
        }
        let value = self.list()?;
        self.made(ExprKind::Yield(Some(value)), start, self.height)
    }

    /// The operator of `+=` and its like, with its length.
    fn augmented(&self) -> Option<(BinOp, usize)> {
        let (first, second, third) = (self.byte(), self.peek(1), self.peek(2));
        let long = match (first, second) {
            (b'*', b'*') => Some(BinOp::Pow),
            (b'/', b'/') => Some(BinOp::FloorDiv),
            (b'<', b'<') => Some(BinOp::Shl),
            (b'>', b'>') => Some(BinOp::Shr),
            _ => None,
        };
        if let Some(op) = long {
            return (third == b'=').then_some((op, 3));
        }
        let op = match first {
            b'+' => BinOp::Add,
            b'-' => BinOp::Sub,
            b'*' => BinOp::Mul,
            b'/' => BinOp::Div,
            b'%' => BinOp::Mod,
            b'@' => BinOp::MatMul,
            b'&' => BinOp::And,
            b'|' => BinOp::Or,
            b'^' => BinOp::Xor,
            _ => return None,
        };
        (second == b'=').then_some((op, 2))
    }
}
