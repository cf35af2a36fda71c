//! `try`: what handlers begin with, and which errors they catch.

use super::engine::Engine;
use super::known::is_error;
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

    /// `error.args` of a class of this module: what it was made from, by position.
    pub(super) fn told_by_error(&mut self, error: &Value) -> Option<Value> {
        let Some(Type::Local(class)) = error.class() else { return None };
        if !self.all_outside_bases(class).iter().any(|base| is_error(base)) {
            return None;
        }
        let places = self.contents(error).into_iter();
        let places = places.filter(|(key, _)| matches!(key, Key::Index(_) | Key::Any)).collect::<Vec<_>>();
        if places.is_empty() {
            return None;
        }
        let what = What::Instance(Type::Outside(self.intern("tuple")));
        let fields = Some(std::rc::Rc::new(places));
        Some(Value::new(Data { what, fields, ..Data::default() }))
    }

    /// `super().__init__(text)` in a class of errors: what `args` of the object holds from here on.
    pub(super) fn error_made(&mut self, base: &Value, method: &str, given: &super::call::Given<'_>) {
        let (Some(obj), Some(Type::Outside(class))) = (base.data().and_then(|data| data.obj), base.class())
        else {
            return;
        };
        if method != "__init__" || self.frame.self_obj != Some(obj) || !is_error(self.names.text(class)) {
            return;
        }
        for (at, (arg, value)) in given.args.iter().zip(&given.values).enumerate() {
            match arg.kind {
                ArgKind::Positional => self.put(obj, Key::Index(at as i64), value.clone()),
                _ => break,
            }
        }
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
