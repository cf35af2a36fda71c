//! Lists of names: which secrets were given or are missing, told apart from the secrets themselves.
//!
//! Follows variables, functions of the file and loops to what the program itself wrote; all of it must be words.

use std::cell::Cell;

use super::secret_in_log::LOGS;
use crate::rules::{prelude::*, secrets};
use crate::semantic::VarId;
use crate::syntax::{each_block, each_child, each_expr};

/// So many statements and expressions are looked at for one text, and so deep.
const REACH: usize = 2048;
const DEPTH: u32 = 8;

/// True for a text or list that was put together from several words of the program. One word alone may be the secret.
pub(super) fn are_names(cx: &Cx<'_>, id: ExprId) -> bool {
    Reader { cx, left: Cell::new(REACH) }.says(id, DEPTH)
}

struct Reader<'c, 'a> {
    cx: &'c Cx<'a>,
    left: Cell<usize>,
}

impl<'a> Reader<'_, 'a> {
    fn says(&self, id: ExprId, depth: u32) -> bool {
        let Some(depth) = depth.checked_sub(1) else { return false };
        match &self.cx.expr(id).kind {
            ExprKind::Walrus { value: inner, .. } | ExprKind::Await(inner) => self.says(*inner, depth),
            ExprKind::Conditional { then, otherwise, .. } => self.all_say(&[*then, *otherwise], depth),
            ExprKind::Logic { values, .. } => self.all_say(values, depth),
            ExprKind::Call { func, args, .. } => match (&self.cx.expr(*func).kind, &args[..]) {
                (ExprKind::Attr { name, .. }, [only]) if self.cx.module().name(*name) == "join" => self.says(only.value, depth),
                (ExprKind::Name(name), [only]) if copies(self.cx.module().name(*name)) => self.says(only.value, depth),
                _ => match self.cx.value(*func).refers() {
                    What::Function(target, _) => self.all_say(&self.returned(*target), depth),
                    _ => false,
                },
            },
            ExprKind::List(items) | ExprKind::Tuple(items) | ExprKind::Set(items) => items.iter().all(|item| self.is_word(*item, depth)),
            // `[name for name in ("token", "account") if name in given]`
            ExprKind::Comprehension { element, value: None, clauses, .. } => {
                let var = self.var(*element);
                let from = clauses.iter().find(|clause| var.is_some() && self.var(clause.target) == var);
                from.is_some_and(|clause| self.says(clause.iter, depth))
            }
            ExprKind::Name(_) => {
                let Some(var) = self.var(id) else { return false };
                let Some(made) = self.cx.analysis.only_value(var) else { return false };
                // Other functions may put something into what is not this one's own.
                let own = self.cx.analysis.scopes.var(var).owner == self.cx.function_at(self.cx.span(id));
                let constant = || matches!(self.cx.expr(made).kind, ExprKind::Tuple(_));
                self.says(made, depth) && if own { self.gathers_words(id, depth) } else { constant() }
            }
            _ => false,
        }
    }

    /// Each of them does, or is nothing at all.
    fn all_say(&self, all: &[ExprId], depth: u32) -> bool {
        let nothing = |id: &ExprId| match &self.cx.expr(*id).kind {
            ExprKind::None => true,
            ExprKind::Str(text) => text.is_empty(),
            _ => false,
        };
        let mut some = all.iter().filter(|id| !nothing(id)).peekable();
        some.peek().is_some() && some.all(|id| self.says(*id, depth))
    }

    fn var(&self, id: ExprId) -> Option<VarId> {
        self.cx.analysis.scopes.resolve(id)
    }

    /// What a function returns; nothing of a long one.
    fn returned(&self, func: FuncId) -> Vec<ExprId> {
        let mut found = Vec::new();
        let whole = self.statements(func, &mut |stmt| {
            if let StmtKind::Return(Some(value)) = &stmt.kind {
                found.push(*value);
            }
        });
        if whole { found } else { Vec::new() }
    }

    /// Shows all statements of a function; false for a long one.
    fn statements(&self, func: FuncId, see: &mut dyn FnMut(&'a crate::syntax::Stmt)) -> bool {
        let module = self.cx.module();
        let Body::Block(body) = &module.function(func).body else { return false };
        let mut queue = body.clone();
        while let Some(id) = queue.pop() {
            if !self.goes_on() {
                return false;
            }
            see(module.stmt(id));
            each_block(module.stmt(id), &mut |block| queue.extend(block));
        }
        true
    }

    fn goes_on(&self) -> bool {
        let left = self.left.get();
        self.left.set(left.saturating_sub(1));
        left > 0
    }

    /// Nothing but words is put into a list: it is only read otherwise.
    fn gathers_words(&self, list: ExprId, depth: u32) -> bool {
        let (module, var) = (self.cx.module(), self.var(list));
        let mut queue = Vec::new();
        let whole = self.statements(self.cx.function_at(self.cx.span(list)), &mut |stmt| each_expr(stmt, &mut |id| queue.push(id)));
        let mut only_words = whole;
        while let Some(id) = queue.pop().filter(|_| only_words) {
            only_words = self.goes_on();
            if let ExprKind::Call { func, args, .. } = &module.expr(id).kind {
                only_words &= match &module.expr(*func).kind {
                    ExprKind::Attr { base, name, .. } if self.var(*base) == var => match module.name(*name) {
                        "append" | "add" => args.iter().all(|arg| self.is_word(arg.value, depth)),
                        "extend" | "update" => args.iter().all(|arg| self.says(arg.value, depth)),
                        _ => false,
                    },
                    ExprKind::Attr { name, .. } if module.name(*name) == "join" || LOGS.contains(&module.name(*name)) => true,
                    ExprKind::Name(name) if copies(module.name(*name)) => true,
                    // Whoever is given the list may put into it what they like.
                    _ => args.iter().all(|arg| self.var(arg.value) != var),
                };
            }
            each_child(&module.expr(id).kind, &mut |child| queue.push(child));
        }
        only_words
    }

    /// A literal that could be no secret, or each of such literals in turn: `for name in ("token", "account"): …`.
    fn is_word(&self, id: ExprId, depth: u32) -> bool {
        match &self.cx.expr(id).kind {
            ExprKind::Str(text) => !secrets::looks_real(text) && secrets::known_form(text).is_none(),
            ExprKind::Name(_) => {
                let (var, mut turns) = (self.var(id), None);
                let whole = self.statements(self.cx.function_at(self.cx.span(id)), &mut |stmt| {
                    if let StmtKind::For { target, iter, .. } = &stmt.kind
                        && self.var(*target) == var
                    {
                        turns = Some(turns.is_none_or(|so_far| so_far) && depth > 0 && self.says(*iter, depth));
                    }
                });
                whole && var.is_some() && turns == Some(true)
            }
            _ => false,
        }
    }
}

/// Builtins that make a text or another list of a list, or only read it.
fn copies(name: &str) -> bool {
    matches!(name, "str" | "repr" | "list" | "tuple" | "set" | "sorted" | "len" | "bool" | "print")
}
