//! What stands in a Python file as constants: strings, lists of them, tables of lists. Names are followed to what they are
//! given; nothing is run.

use crate::source::{SourceFile, Span};
use crate::syntax::{Arg, ArgKind, BinOp, ExprId, ExprKind, Module, StmtKind, Symbol};

/// Values are followed through names, sums and calls so deep.
const MAX_DEPTH: usize = 16;
/// So many strings are taken of one value.
const MAX_STRINGS: usize = 10_000;

/// A string, or a line of one.
pub(super) struct Constant {
    pub(super) text: String,
    /// The literal, or the line.
    pub(super) whole: Span,
    /// Where the text stands letter for letter.
    pub(super) inner: Option<Span>,
}

/// A module whose values are asked for.
pub(super) struct Values<'m> {
    pub(super) file: &'m SourceFile,
    pub(super) module: &'m Module,
}

impl Values<'_> {
    /// The strings of a list, a tuple, a sum of them, a text of lines.
    pub(super) fn strings(&self, id: ExprId) -> Vec<Constant> {
        let mut out = Vec::new();
        self.collect(id, 0, &mut out);
        out
    }

    fn collect(&self, id: ExprId, depth: usize, out: &mut Vec<Constant>) {
        if depth > MAX_DEPTH || out.len() >= MAX_STRINGS {
            return;
        }
        match &self.module.expr(id).kind {
            ExprKind::Name(name) => {
                for value in self.given(*name) {
                    self.collect(value, depth + 1, out);
                }
            }
            ExprKind::List(items) | ExprKind::Tuple(items) | ExprKind::Set(items) => {
                for item in items {
                    match &self.module.expr(*item).kind {
                        ExprKind::Star(inner) => self.collect(*inner, depth + 1, out),
                        ExprKind::Name(_) | ExprKind::Str(_) => out.extend(self.single(*item)),
                        _ => {}
                    }
                }
            }
            ExprKind::Binary { op: BinOp::Add, left, right } => {
                self.collect(*left, depth + 1, out);
                self.collect(*right, depth + 1, out);
            }
            ExprKind::Str(text) if text.contains('\n') => out.extend(self.pieces(id, is_line_end)),
            ExprKind::Str(_) => out.extend(self.single(id)),
            ExprKind::Call { func, args, .. } => match &self.module.expr(*func).kind {
                ExprKind::Name(name) if matches!(self.module.name(*name), "list" | "tuple" | "sorted") => {
                    if let [Arg { kind: ArgKind::Positional, value, .. }] = args.as_slice() {
                        self.collect(*value, depth + 1, out);
                    }
                }
                ExprKind::Attr { base, name, .. } => match self.module.name(*name) {
                    "split" if args.is_empty() => out.extend(self.pieces(*base, char::is_whitespace)),
                    "split" | "splitlines" | "strip" => out.extend(self.pieces(*base, is_line_end)),
                    _ => {}
                },
                _ => {}
            },
            _ => {}
        }
    }

    /// One string, maybe by its name.
    fn single(&self, id: ExprId) -> Option<Constant> {
        let (text, whole) = constant(self.module, self.followed(id))?;
        // Prefix, triple quotes, escapes: then the parts have no bytes of their own.
        let inner = Span { start: whole.start + 1, end: whole.end.saturating_sub(1).max(whole.start + 1) };
        let plain = self.file.text().get(inner.range()) == Some(text.as_str());
        Some(Constant { text, whole, inner: plain.then_some(inner) })
    }

    /// The pieces of a text, comments and empty ones left out.
    fn pieces(&self, id: ExprId, ends: fn(char) -> bool) -> Vec<Constant> {
        let mut id = self.followed(id);
        // `text.strip().split("\n")`
        while let ExprKind::Call { func, .. } = &self.module.expr(id).kind {
            let ExprKind::Attr { base, name, .. } = self.module.expr(*func).kind else { break };
            if self.module.name(name) != "strip" {
                break;
            }
            id = self.followed(base);
        }
        let Some((text, whole)) = constant(self.module, id) else { return Vec::new() };
        let raw = self.file.slice(whole);
        let at = raw.find(text.as_str()).map(|at| whole.start as usize + at);
        let mut out = Vec::new();
        let mut from = 0;
        for piece in text.split_inclusive(ends) {
            let start = from;
            from += piece.len();
            let bare = piece.trim();
            if bare.is_empty() || bare.starts_with('#') {
                continue;
            }
            let start = start + (piece.len() - piece.trim_start().len());
            let inner = at.map(|at| Span::new(at + start, at + start + bare.len()));
            out.push(Constant { text: bare.to_owned(), whole: inner.unwrap_or(whole), inner });
        }
        out
    }

    /// The entries of a table: `{…}`, `dict(…)`, a name with what is put into it later.
    pub(super) fn entries(&self, id: ExprId) -> Vec<(String, ExprId)> {
        let mut out = Vec::new();
        self.collect_entries(id, 0, &mut out);
        out
    }

    fn collect_entries(&self, id: ExprId, depth: usize, out: &mut Vec<(String, ExprId)>) {
        if depth > MAX_DEPTH || out.len() >= MAX_STRINGS {
            return;
        }
        match &self.module.expr(id).kind {
            ExprKind::Name(name) => {
                for value in self.given(*name) {
                    self.collect_entries(value, depth + 1, out);
                }
                for stmt in &self.module.stmts {
                    let StmtKind::Assign { targets, value } = &stmt.kind else { continue };
                    let [target] = targets.as_slice() else { continue };
                    let ExprKind::Subscript { base, index } = self.module.expr(*target).kind else {
                        continue;
                    };
                    if self.is_name(base, *name)
                        && let Some((key, _)) = constant(self.module, index)
                    {
                        out.push((key, *value));
                    }
                }
            }
            ExprKind::Dict(items) => {
                for (key, value) in items {
                    match key {
                        Some(key) => out.extend(constant(self.module, *key).map(|(key, _)| (key, *value))),
                        None => self.collect_entries(*value, depth + 1, out),
                    }
                }
            }
            ExprKind::Call { func, args, .. } if matches!(self.module.expr(*func).kind, ExprKind::Name(name) if self.module.name(name) == "dict") =>
            {
                self.collect_arguments(args, depth, out);
            }
            _ => {}
        }
    }

    /// The keywords of a call, those of tables behind `**` too.
    pub(super) fn arguments(&self, args: &[Arg]) -> Vec<(String, ExprId)> {
        let mut out = Vec::new();
        self.collect_arguments(args, 0, &mut out);
        out
    }

    fn collect_arguments(&self, args: &[Arg], depth: usize, out: &mut Vec<(String, ExprId)>) {
        for arg in args {
            match arg.kind {
                ArgKind::Keyword(name) => out.push((self.module.name(name).to_owned(), arg.value)),
                ArgKind::DoubleStar => self.collect_entries(arg.value, depth + 1, out),
                ArgKind::Positional | ArgKind::Star => {}
            }
        }
    }

    fn is_name(&self, id: ExprId, wanted: Symbol) -> bool {
        matches!(self.module.expr(id).kind, ExprKind::Name(name) if name == wanted)
    }

    /// What a name is given, where it is given a value once, and what is added to that: `+=`, `append`, `extend`, `update`.
    fn given(&self, wanted: Symbol) -> Vec<ExprId> {
        let mut values = Vec::new();
        let mut added = Vec::new();
        for stmt in &self.module.stmts {
            match &stmt.kind {
                StmtKind::Assign { targets, value } if targets.iter().any(|id| self.is_name(*id, wanted)) => {
                    values.push(*value);
                }
                StmtKind::AnnAssign { target, value: Some(value), .. } if self.is_name(*target, wanted) => {
                    values.push(*value);
                }
                StmtKind::AugAssign { target, op: BinOp::Add, value } if self.is_name(*target, wanted) => {
                    added.push(*value);
                }
                StmtKind::Expr(id) => {
                    let ExprKind::Call { func, args, .. } = &self.module.expr(*id).kind else { continue };
                    let ExprKind::Attr { base, name, .. } = self.module.expr(*func).kind else { continue };
                    let adds = matches!(self.module.name(name), "append" | "extend" | "update");
                    if adds && self.is_name(base, wanted) {
                        added.extend(args.iter().map(|arg| arg.value));
                    }
                }
                _ => {}
            }
        }
        if values.len() != 1 {
            return Vec::new();
        }
        values.extend(added);
        values
    }

    /// What a name stands for that is given a value once in the file.
    fn followed(&self, id: ExprId) -> ExprId {
        let ExprKind::Name(wanted) = self.module.expr(id).kind else { return id };
        match self.given(wanted).as_slice() {
            [value] => *value,
            _ => id,
        }
    }
}

fn is_line_end(c: char) -> bool {
    matches!(c, '\n' | '\r')
}

/// A string with its bytes.
pub(super) fn constant(module: &Module, id: ExprId) -> Option<(String, Span)> {
    let expr = module.expr(id);
    match &expr.kind {
        ExprKind::Str(text) => Some((text.to_string(), expr.span)),
        _ => None,
    }
}
