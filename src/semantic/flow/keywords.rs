//! `**named` by name, and variables of a function that the functions inside it write.

use super::engine::Engine;
use super::summary::{MAX_OUTER, Summary};
use crate::semantic::scopes::VarId;
use crate::semantic::value::*;
use crate::syntax::*;

impl Engine<'_> {
    /// What a caller passed under this name, where `base` is the `**named` of the function that is looked at.
    pub(super) fn passed_by_name(&mut self, base: &Value, key: &Key) -> Option<Value> {
        let Key::Str(name) = key else { return None };
        let param = self.named_parameter(base)?;
        let name = self.key_id(name);
        let taint = self.part_taint(self.func(), param, ParamPart::Key(name));
        Some(Value::default().with_taints(vec![taint]))
    }

    /// The number of the `**named` that a value is.
    pub(super) fn named_parameter(&self, value: &Value) -> Option<u32> {
        if value.taints().is_empty() {
            return None;
        }
        let param = self.parameter_that_is(value)?;
        let func = self.func();
        let double = self.module.function(func).params.get(param as usize)?.kind == ParamKind::VarKeywords;
        let origin = self.frame.params.get(param as usize).copied().flatten()?;
        let own = self.origins[origin.0 as usize].param == Some((func, param));
        let unchecked = self.frame.state.cleaned(origin).is_empty();
        (double && own && unchecked).then_some(param)
    }

    /// What callers passed on with `**named` under a name: of the `**named` handed over whole, that name.
    pub(super) fn named_on(&mut self, rest: Value, name: KeyId) -> Value {
        let mut found = Vec::new();
        for taint in rest.taints().to_vec() {
            let Origin { param, part, .. } = self.origins[taint.origin.0 as usize];
            let whole = param.filter(|(func, at)| {
                // Unchanged since it came in.
                let entry = self.frame.entry.get(*at as usize).map_or(&[][..], Value::taints);
                part.is_none() && *func == self.func() && self.is_named(*func, *at) && entry.contains(&taint)
            });
            found.push(match whole {
                Some((func, at)) => self.part_taint(func, at, ParamPart::Key(name)),
                None => taint,
            });
        }
        rest.with_taints(join_taints(&[], &found))
    }

    /// A variable of a function around this one is written: its callers are told.
    pub(super) fn note_outer(&mut self, var: VarId, value: &Value) {
        if self.scopes.var(var).owner == FuncId(0) {
            return;
        }
        let outer = &mut self.frame.outer;
        match outer.iter().position(|(known, _)| *known == var) {
            Some(at) => outer[at].1 = outer[at].1.join(value),
            None if outer.len() < MAX_OUTER => outer.push((var, value.clone())),
            None => {}
        }
    }

    /// After a call of an inner function: what it may have put into variables here.
    pub(super) fn write_outer(&mut self, summary: &Summary, bound: &super::apply::Bound<'_>) {
        for (var, value) in &summary.outer {
            let value = self.instantiate_value(value, bound);
            let info = self.scopes.var(*var);
            if info.owner != self.func() {
                self.note_outer(*var, &value);
                continue;
            }
            self.frame.written_inside = true;
            let old = self.frame.state.var(info.slot).cloned();
            match old.as_ref().and_then(|old| old.data()?.obj) {
                Some(obj) => {
                    for (key, inner) in self.contents(&value) {
                        match key {
                            // Positions here and there are not the same.
                            Key::Index(_) | Key::Any => self.add(obj, inner),
                            key => {
                                let known = self.frame.state.field(obj, &key);
                                let joined = known.map_or_else(|| inner.clone(), |known| known.join(&inner));
                                self.put(obj, key, joined);
                            }
                        }
                    }
                }
                None => {
                    let joined = old.map_or(value.clone(), |old| old.join(&value));
                    self.frame.state.set_var(info.slot, joined);
                }
            }
        }
    }

    /// One function inside wrote what another one reads: they are looked at once more.
    pub(super) fn look_inside_again(&mut self, func: FuncId) {
        let module = self.module;
        let end = module.function(func).span.end;
        let below = module.functions.iter().enumerate().skip(func.index() + 1);
        for (at, function) in below.take_while(|(_, function)| function.span.start < end) {
            let inner = FuncId(at as u32);
            let inside = function.parent == Some(func) && matches!(function.body, Body::Block(_));
            if inside && self.looked[at] && !self.unready.contains(&inner) {
                self.unready.push(inner);
            }
        }
    }
}
