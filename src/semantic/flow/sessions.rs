//! `session[key] = value`: who chooses the key can overwrite what the program keeps under any other one, and who chooses
//! the value of a right gives it to himself.

use std::rc::Rc;

use super::engine::Engine;
use crate::semantic::facts::Site;
use crate::semantic::models::Effect;
use crate::semantic::value::*;
use crate::syntax::*;

impl Engine<'_> {
    /// A target is written. Of mappings of which a model says that their keys matter, `__setitem__` is the sink.
    pub(super) fn key_written(&mut self, target: ExprId, value: ExprId, given: &Value) {
        let module = self.module;
        let ExprKind::Subscript { base, index } = module.expr(target).kind else { return };
        let chosen = match &module.expr(index).kind {
            ExprKind::Str(key) if is_right(key) => Some((value, given.clone())),
            ExprKind::Str(_) | ExprKind::Int(_) | ExprKind::Slice(_) | ExprKind::Unary { .. } => return,
            _ => None,
        };
        let holder = self.peek(base);
        let name = match holder.refers() {
            What::Instance(Type::Outside(class)) => *class,
            _ => match holder.name() {
                Some(name) => name,
                None => return,
            },
        };
        let name = Rc::clone(&self.names.shared(name));
        let method = self.names.joined(&name, "__setitem__");
        for effect in self.effects(method).iter() {
            if let Effect::Sink(sink) = *effect {
                let (arg, data) = chosen.clone().unwrap_or_else(|| (index, self.peek(index)));
                let seen = self.seen(&data);
                let site = Site { kind: sink.kind, sink, call: target, arg, func: self.func() };
                self.hit(site, seen.taints());
            }
        }
    }
}

const RIGHTS: &[&str] =
    &["admin", "superuser", "staff", "role", "roles", "permissions", "privileges", "authenticated"];

/// True for the name of an entry that says what somebody may do: `is_admin`, `userRole`.
pub fn is_right(name: &str) -> bool {
    RIGHTS.iter().any(|right| {
        let at = name.len().checked_sub(right.len());
        at.is_some_and(|at| {
            let begins = at == 0 || !name.as_bytes()[at - 1].is_ascii_alphanumeric();
            let word = name.get(at..).unwrap_or_default();
            word.eq_ignore_ascii_case(right) && (begins || word.starts_with(|c: char| c.is_ascii_uppercase()))
        })
    })
}
