//! `objects.filter(**given)`: the keys of what is spread are names in the query; values are bound.

use super::call::Given;
use super::engine::Engine;
use super::expr::is_container;
use crate::semantic::facts::Site;
use crate::semantic::models::Sink;
use crate::semantic::value::*;
use crate::syntax::*;

/// Methods that many other objects have too: counted on a manager only.
const COMMON: &[&str] = &["get", "get_or_create", "update_or_create"];
/// Calls and attributes between a method and its manager.
const MAX_CHAIN: usize = 8;

impl Engine<'_> {
    /// The keys of what is spread into a call reach a sink.
    pub(super) fn spread_keys(&mut self, id: ExprId, sink: Sink, given: &Given<'_>) {
        let module = self.module;
        if let ExprKind::Call { func, .. } = &module.expr(id).kind
            && let ExprKind::Attr { base, name, .. } = module.expr(*func).kind
            && COMMON.contains(&module.name(name))
            && !self.is_manager(base)
        {
            return;
        }
        let func = self.func();
        for (at, (arg, value)) in given.args.iter().zip(&given.values).enumerate() {
            // `session.update(given)`
            let whole = arg.kind == ArgKind::Positional && sink.args.has(at);
            if whole || arg.kind == ArgKind::DoubleStar {
                let keys = self.spread_names(value);
                self.hit(Site { kind: sink.kind, sink, call: id, arg: arg.value, func }, &keys);
            }
        }
    }

    /// `Item.objects`, `shop.item_set.all()`
    fn is_manager(&self, base: ExprId) -> bool {
        let module = self.module;
        let mut at = base;
        for _ in 0..MAX_CHAIN {
            match &module.expr(at).kind {
                ExprKind::Call { func, .. } => at = *func,
                ExprKind::Attr { base, name, .. } => {
                    let name = module.name(*name);
                    if matches!(name, "objects" | "_default_manager" | "_base_manager")
                        || name.ends_with("_set")
                    {
                        return true;
                    }
                    at = *base;
                }
                _ => return false,
            }
        }
        false
    }

    /// What the keys of a mapping carry. Of one that was made here its contents are known; of a parameter the callers know.
    fn spread_names(&mut self, value: &Value) -> Vec<Taint> {
        let own = if self.plain_parameter(value).is_some() {
            let keys = self.narrowed(value.carried(), value, ParamPart::Each);
            self.seen(&keys).taints().to_vec()
        } else {
            Vec::new()
        };
        if is_container(value) {
            let names = self.stored(value, &Key::Names).unwrap_or_default();
            let own: Vec<Taint> = own
                .into_iter()
                .filter(|taint| self.origins[taint.origin.0 as usize].part == Some(ParamPart::Each))
                .collect();
            return join_taints(self.seen(&names).taints(), &own);
        }
        if own.is_empty() { self.seen(value).taints().to_vec() } else { own }
    }
}
