//! Where data comes from, the steps of its way, and the sinks that it comes to.

use super::engine::Engine;
use super::summary::ParamSink;
use crate::semantic::facts::{Hit, Site};
use crate::semantic::models::{Kinds, SourceClass};
use crate::semantic::value::*;
use crate::source::Span;
use crate::syntax::FuncId;

impl Engine<'_> {
    pub(super) fn origin(
        &mut self,
        class: SourceClass,
        param: Option<(FuncId, u32)>,
        span: Span,
        note: impl FnOnce(&Self) -> String,
    ) -> OriginId {
        self.origin_of(class, param, None, span, note)
    }

    pub(super) fn origin_of(
        &mut self,
        class: SourceClass,
        param: Option<(FuncId, u32)>,
        part: Option<ParamPart>,
        span: Span,
        note: impl FnOnce(&Self) -> String,
    ) -> OriginId {
        let next = OriginId(self.origins.len() as u32);
        let id = *self.origin_index.entry((span, class, param, part)).or_insert(next);
        if id == next {
            // Most are met again and again: what is told of them is put together once.
            let note = note(self);
            self.origins.push(Origin { class, param, part, span, note, way: None });
        }
        id
    }

    /// The taint that an origin begins with.
    pub(super) fn taint(&mut self, origin: OriginId, kinds: Kinds) -> Taint {
        let span = self.origins[origin.0 as usize].span;
        let step = match self.step_index.get(&(span, None)) {
            Some(known) => *known,
            None => self.step(span, &self.origins[origin.0 as usize].note.clone(), None),
        };
        Taint { origin, kinds, step }
    }

    pub(super) fn step(&mut self, span: Span, note: &str, before: Option<StepId>) -> StepId {
        let next = StepId(self.steps.len() as u32);
        let id = *self.step_index.entry((span, before)).or_insert(next);
        if id == next {
            self.steps.push(TraceStep { span, note: note.to_owned(), before });
        }
        id
    }

    /// The same value one step further.
    pub(super) fn stepped(&mut self, value: &Value, span: Span, note: &str) -> Value {
        if value.taints().is_empty() {
            return value.clone();
        }
        let taints = value.taints().to_vec();
        let taints = taints
            .into_iter()
            .map(|taint| Taint { step: self.step(span, note, Some(taint.step)), ..taint })
            .collect();
        value.with_taints(taints)
    }

    /// Data in a sink: kept for the rules, and for callers where it came by a parameter.
    pub(super) fn hit(&mut self, site: Site, taints: &[Taint]) {
        if !self.frame.record || self.frame.state.dead {
            return;
        }
        let kind = site.kind;
        let live: Vec<Taint> = taints
            .iter()
            .filter(|taint| taint.kinds.has(kind) && !self.ruled_out(taint.origin).has(kind))
            .copied()
            .collect();
        if live.is_empty() {
            return;
        }
        for taint in &live {
            let Origin { param, part, .. } = self.origins[taint.origin.0 as usize];
            if let Some((func, param)) = param.filter(|(func, _)| Some(*func) == self.frame.func) {
                let known = self.frame.sinks.iter().any(|sink| {
                    sink.param == param
                        && sink.part == part
                        && sink.site.call == site.call
                        && sink.site.arg == site.arg
                        && sink.site.kind == kind
                });
                if !known && self.frame.sinks.len() < super::summary::MAX_SINKS && func.0 != 0 {
                    let kinds = taint.kinds;
                    self.frame.sinks.push(ParamSink {
                        param,
                        part,
                        kinds,
                        site: site.clone(),
                        step: taint.step,
                    });
                }
            }
        }
        let live: Vec<Taint> = live.into_iter().filter(|taint| !self.is_part(taint)).collect();
        if live.is_empty() {
            return;
        }
        let key = (kind, site.call, site.arg);
        match self.hit_index.get(&key) {
            Some(at) => {
                let hit = &mut self.facts.hits[*at];
                hit.taints = join_taints(&hit.taints, &live);
            }
            None => {
                self.hit_index.insert(key, self.facts.hits.len());
                self.facts.hits.push(Hit { site, taints: live });
            }
        }
    }
}
