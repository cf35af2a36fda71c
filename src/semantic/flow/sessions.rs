//! `session[key] = value`: who chooses the key can overwrite what the program keeps under any other one.

use std::rc::Rc;

use super::engine::Engine;
use crate::semantic::facts::Site;
use crate::semantic::models::Effect;
use crate::semantic::value::*;
use crate::syntax::*;

impl Engine<'_> {
    /// A target is written. Of mappings of which a model says that their keys matter, `__setitem__` is the sink.
    pub(super) fn key_written(&mut self, target: ExprId) {
        let module = self.module;
        let ExprKind::Subscript { base, index } = module.expr(target).kind else { return };
        if matches!(
            module.expr(index).kind,
            ExprKind::Str(_) | ExprKind::Int(_) | ExprKind::Slice(_) | ExprKind::Unary { .. }
        ) {
            return;
        }
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
                let key = self.peek(index);
                let seen = self.seen(&key);
                let site = Site { kind: sink.kind, sink, call: target, arg: index, func: self.func() };
                self.hit(site, seen.taints());
            }
        }
    }
}
