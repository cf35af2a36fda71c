//! Functions of the file that were not parsed, as nothing in them matters by itself: what a call of one may do.

use super::engine::Engine;
use super::fragments::Fragment;
use crate::semantic::is_everywhere;
use crate::semantic::value::*;
use crate::syntax::*;

impl Engine<'_> {
    /// True when the function called may be one of this file's that was not parsed: it then stands for one that gives
    /// back whatever it was given.
    pub(super) fn may_be_left_out(&self, func: ExprId) -> bool {
        match &self.module.expr(func).kind {
            ExprKind::Name(name) => {
                self.scopes.resolve(func).is_none() && !is_everywhere(self.module.name(*name))
            }
            ExprKind::Attr { base, .. } => {
                let on_self = matches!(&self.module.expr(*base).kind, ExprKind::Name(name) if matches!(self.module.name(*name), "self" | "cls"));
                on_self || matches!(self.facts.value(*base).class(), Some(Type::Local(_)))
            }
            _ => false,
        }
    }

    /// A call of a function that may have been left out gives back whatever it was given, or raises it, and calls the
    /// functions among it with the rest. That may be more than it does, and must not be less.
    pub(super) fn stands_for_left_out(&mut self, id: ExprId, passed: &[Value], result: &mut Value) {
        let mut given = Value::default();
        for value in passed {
            // It may be only a piece of it.
            let all = Value::default().with_taints(self.whole(value).taints().to_vec());
            let piece = self.fragment(all, Fragment::Taken(id));
            given.absorb(piece.taints());
            if let Some(taint) = self.taken_of_request(id, value) {
                given.absorb(&[taint]);
            }
        }
        result.absorb(given.taints());
        if given.taints().is_empty() {
            return;
        }
        if !self.frame.tries.is_empty() {
            self.raised(&given);
        }
        for function in passed {
            if !self.is_callable(function) {
                continue;
            }
            let all = self.list_of_any(given.clone());
            let value = self.call_with(id, function, vec![(ArgKind::Star, all)]);
            self.frame.state.dead = false;
            result.absorb(self.whole(&value).taints());
        }
    }
}
