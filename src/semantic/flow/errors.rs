//! `try`: what handlers begin with, and which errors they catch.

use super::engine::Engine;
use super::state::Delta;
use crate::semantic::models::SourceClass;
use crate::semantic::value::*;
use crate::syntax::*;

/// Errors that programs raise by name, with those that they are kinds of beside `Exception`.
static ERRORS: &[(&str, &[&str])] = &[
    ("AssertionError", &[]),
    ("AttributeError", &[]),
    ("IndexError", &["LookupError"]),
    ("KeyError", &["LookupError"]),
    ("NotImplementedError", &["RuntimeError"]),
    ("PermissionError", &["OSError", "IOError", "EnvironmentError"]),
    ("RuntimeError", &[]),
    ("TypeError", &[]),
    ("ValueError", &[]),
];

impl Engine<'_> {
    pub(super) fn try_stmt(
        &mut self,
        body: &[StmtId],
        handlers: &[Handler],
        orelse: &[StmtId],
        finally: &[StmtId],
    ) {
        let mark = self.frame.state.mark();
        self.frame.tries.push(Value::default());
        let refused = self.frame.refused.len();
        self.block(body);
        let thrown = self.frame.tries.pop().unwrap_or_default();
        if handlers.is_empty() {
            self.raised(&thrown);
        }
        // Anything in the body may raise: a handler begins with what held before it or after any part of it.
        let mut raised = self.frame.state.delta(mark);
        raised.dead = false;
        self.block(orelse);
        let mut ends = vec![self.frame.state.take(mark)];
        for handler in handlers {
            let start = self.frame.state.mark();
            self.frame.state.merge(vec![Delta::default(), raised.share()]);
            self.not_converted(refused);
            self.handler(handler, &thrown);
            ends.push(self.frame.state.take(start));
        }
        self.frame.refused.truncate(refused);
        self.frame.state.merge(ends);
        if self.frame.state.dead && !finally.is_empty() {
            self.frame.state.dead = false;
            self.block(finally);
            self.frame.state.dead = true;
        } else {
            self.block(finally);
        }
    }

    fn handler(&mut self, handler: &Handler, thrown: &Value) {
        let module = self.module;
        let catches = handler.exc.is_none_or(|exc| self.catches(exc, thrown));
        if let Some(target) = handler.target {
            let span = module.expr(target).span;
            let ExprKind::Name(name) = &module.expr(target).kind else { return };
            let note = |_: &Self| format!("`{}` is the exception", module.name(*name));
            let origin = self.origin(SourceClass::Exception, None, span, note);
            let taint = self.taint(origin, SourceClass::Exception.kinds());
            // What it was made from comes with it.
            let mut value = if catches { thrown.clone() } else { Value::default() };
            value.absorb(&[taint]);
            if !matches!(value.refers(), What::Instance(Type::Local(_))) {
                value.edit().what = What::Instance(Type::Outside(self.intern("Exception")));
            }
            self.assign(target, value);
        }
        self.block(&handler.body);
    }

    /// The builtin error that is raised by its own name.
    pub(super) fn builtin_error(&self, exc: ExprId) -> Option<&'static str> {
        let func = match &self.module.expr(exc).kind {
            ExprKind::Call { func, .. } => *func,
            _ => exc,
        };
        let ExprKind::Name(name) = self.module.expr(func).kind else { return None };
        let name = self.module.name(name);
        let (known, _) = ERRORS.iter().find(|(known, _)| *known == name)?;
        self.scopes.resolve(func).is_none().then_some(*known)
    }

    /// False where a handler names other errors alone than the one that is known to come.
    fn catches(&mut self, exc: ExprId, thrown: &Value) -> bool {
        let value = self.eval(exc);
        let Some(Type::Outside(class)) = thrown.class() else { return true };
        let Some((name, bases)) = ERRORS.iter().find(|(name, _)| *name == self.names.text(class)) else {
            return true;
        };
        let named = match &self.module.expr(exc).kind {
            ExprKind::Tuple(items) => items.iter().map(|item| self.eval(*item)).collect(),
            _ => vec![value],
        };
        named.iter().any(|value| match value.refers() {
            What::Named(caught) => {
                let caught = self.names.text(*caught);
                caught == *name || bases.contains(&caught) || matches!(caught, "Exception" | "BaseException")
            }
            What::Class(_) => false,
            _ => true,
        })
    }
}
