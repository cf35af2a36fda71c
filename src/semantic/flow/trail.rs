//! Where data comes from, the steps of its way, and the sinks that it comes to.

use super::engine::Engine;
use super::summary::ParamSink;
use crate::semantic::facts::{Hit, Site};
use crate::semantic::models::{Kinds, SourceClass};
use crate::semantic::names::NameId;
use crate::semantic::value::*;
use crate::source::Span;
use crate::syntax::{ExprId, FuncId};

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
            self.origins.push(Origin { class, param, part, span, note, way: None, of: None });
        }
        id
    }

    /// What reading a name of the outside world brings in.
    pub(super) fn source(&mut self, id: ExprId, class: SourceClass, dotted: NameId) -> Taint {
        let span = self.module.expr(id).span;
        let note = |engine: &Self| {
            let name = engine.names.text(dotted);
            // The last two words.
            let last = name.rfind('.').unwrap_or(0);
            let short = name[..last].rfind('.').map_or(name, |dot| &name[dot + 1..]);
            match class {
                SourceClass::Request => format!("`{short}` comes from the request"),
                SourceClass::Network => format!("`{short}` is another host's answer"),
                SourceClass::File => format!("`{short}` is read from a file"),
                SourceClass::Database => format!("`{short}` is read from the database"),
                SourceClass::CommandLine if short.starts_with("stdin") => {
                    format!("`{short}` comes from standard input")
                }
                SourceClass::CommandLine => format!("`{short}` comes from the command line"),
                SourceClass::Environment => format!("`{short}` comes from the environment"),
                SourceClass::Parameter => format!("`{short}` is a parameter"),
                SourceClass::Exception => format!("`{short}` tells of an error's inside"),
                SourceClass::Secret => format!("`{short}` is a secret"),
            }
        };
        let origin = self.origin(class, None, span, note);
        let objects = super::filters::brings_objects(class, self.names.text(dotted));
        let kinds = if objects { class.kinds() } else { class.kinds() & !super::filters::OBJECT };
        self.taint(origin, kinds)
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
                        && (sink.only.is_none() || sink.only == self.frame.only)
                });
                if !known && self.frame.sinks.len() < super::summary::MAX_SINKS && func.0 != 0 {
                    let kinds = taint.kinds;
                    self.frame.sinks.push(ParamSink {
                        param,
                        part,
                        kinds,
                        site: site.clone(),
                        step: taint.step,
                        only: self.frame.only.clone(),
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
