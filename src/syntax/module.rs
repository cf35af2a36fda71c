//! A lowered file as a whole: its arenas, and what lies where.

use std::cell::OnceCell;

use super::hir::{Body, Class, ClassId, Expr, ExprId, FuncId, Function, Stmt, StmtId};
use super::{Interner, Symbol};
use crate::source::{Nest, Span};

/// One file, lowered.
#[derive(Debug)]
pub struct Module {
    /// Names.
    pub names: Interner,
    /// All expressions; a parent comes after its children.
    pub exprs: Vec<Expr>,
    /// All statements; a parent comes after its children.
    pub stmts: Vec<Stmt>,
    /// All functions; the first is the module's own code.
    pub functions: Vec<Function>,
    /// All classes.
    pub classes: Vec<Class>,
    /// Places that did not parse.
    pub errors: Vec<Span>,
    /// A place where nesting went past [`super::MAX_DEPTH`] and was left out.
    pub too_deep: Option<Span>,
    /// True when only parts of the file were parsed: names that nothing binds may be functions that were left out.
    pub partial: bool,
    /// Statements and functions by place, made when first asked for.
    pub(super) places: Places,
}

/// Indexes over the spans of a module.
#[derive(Debug, Default)]
pub(super) struct Places {
    statements: OnceCell<Nest>,
    functions: OnceCell<Nest>,
}

impl Module {
    /// The module of `text` before anything of it was read; `len` bytes of it are going to be.
    pub(super) fn empty(text: &str, len: usize) -> Self {
        let mut names = Interner::with_room(len / 64);
        let name = names.intern("<module>");
        let main = Function::open(name, Span::empty(0), String::new(), Span::new(0, text.len()));
        Self {
            names,
            exprs: Vec::with_capacity(len / 8),
            stmts: Vec::with_capacity(len / 32),
            functions: vec![main],
            classes: Vec::new(),
            errors: Vec::new(),
            too_deep: None,
            partial: false,
            places: Places::default(),
        }
    }

    /// The expression.
    pub fn expr(&self, id: ExprId) -> &Expr {
        &self.exprs[id.index()]
    }

    /// The statement.
    pub fn stmt(&self, id: StmtId) -> &Stmt {
        &self.stmts[id.index()]
    }

    /// The function.
    pub fn function(&self, id: FuncId) -> &Function {
        &self.functions[id.index()]
    }

    /// The class.
    pub fn class(&self, id: ClassId) -> &Class {
        &self.classes[id.index()]
    }

    /// The innermost statement around a place.
    pub fn statement_at(&self, place: Span) -> Option<StmtId> {
        let nest = self.places.statements.get_or_init(|| Nest::new(self.stmts.iter().map(|stmt| stmt.span)));
        nest.innermost(place).map(|at| StmtId(at as u32))
    }

    /// The innermost function around a place, lambdas left out; the module's own code outside of all.
    pub fn function_at(&self, place: Span) -> FuncId {
        let nest = self.places.functions.get_or_init(|| {
            // A span that holds nothing stands for a lambda, so that numbers stay.
            let lambda = |function: &Function| matches!(function.body, Body::Lambda(_));
            let span = |function: &Function| {
                if lambda(function) { Span::empty(u32::MAX as usize) } else { function.span }
            };
            Nest::new(self.functions.iter().map(span))
        });
        nest.innermost(place).map_or(FuncId(0), |at| FuncId(at as u32))
    }

    /// The text of a name.
    pub fn name(&self, symbol: Symbol) -> &str {
        self.names.name(symbol)
    }

    /// The statements of the module's own code.
    pub fn body(&self) -> &[StmtId] {
        match &self.functions[0].body {
            Body::Block(stmts) => stmts,
            Body::Lambda(_) => &[],
        }
    }
}
