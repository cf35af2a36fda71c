//! Decorators that wrap a view: what the function that they put in its place passes on to it.
//!
//! A framework calls the wrapper, so what the wrapper checked, converted or read itself is what the view gets.

use super::engine::Engine;
use super::summary::ParamCall;
use crate::semantic::far::FarWrap;
use crate::semantic::models::Kinds;
use crate::semantic::value::*;
use crate::source::Span;
use crate::syntax::*;

/// What a wrapper passes for one parameter of the view.
pub(super) struct Wrapped {
    position: Option<u32>,
    name: Option<String>,
    /// What is left of the wrapper's own parameters.
    kinds: Kinds,
    taints: Vec<Taint>,
}

/// The end of a chain of decorators: what a parameter can still cause, and what it carries besides.
pub(super) struct Through {
    pub(super) kinds: Kinds,
    pub(super) taints: Vec<Taint>,
}

impl Engine<'_> {
    /// What the decorators of a function leave of what is passed for its parameter.
    pub(super) fn through_decorators(&mut self, func: FuncId, at: u32, span: Span) -> Option<Through> {
        let module = self.module;
        let function = module.function(func);
        let name = module.name(function.params.get(at as usize)?.name);
        let mut found: Option<Through> = None;
        for decorator in &function.decorators {
            let made = matches!(module.expr(*decorator).kind, ExprKind::Call { .. });
            let value = self.static_ref(*decorator);
            let (kinds, taints) = match value.refers() {
                What::Function(wrapper, None) => {
                    let Some(all) = self.wrapped_by(*wrapper, made) else { continue };
                    let fits = |one: &&Wrapped| one.position == Some(at) || one.name.as_deref() == Some(name);
                    let Some(one) = all.iter().find(fits) else { continue };
                    (one.kinds, one.taints.clone())
                }
                What::Named(dotted) => {
                    let world = self.world;
                    let dotted = self.names.text(*dotted).to_owned();
                    let known = world.function(&dotted);
                    if known.is_none() && self.frame.record && !self.models.knows(&dotted) {
                        let span = self.module.expr(*decorator).span;
                        world.missed(&dotted, span);
                        self.note_asked(&dotted, span);
                    }
                    let Some((_, far)) = known.filter(|(_, far)| far.makes_wrapper == made) else { continue };
                    let fits = |one: &&FarWrap| one.position == Some(at) || one.name.as_deref() == Some(name);
                    let Some(one) = far.wraps.iter().find(fits) else { continue };
                    let mut taints = Vec::new();
                    for source in &one.sources {
                        let origin = self.origin_from(source, span);
                        let taint = self.taint(origin, source.kinds);
                        taints = join_taints(&taints, &[taint]);
                    }
                    (one.kinds, taints)
                }
                _ => continue,
            };
            let through = found.get_or_insert(Through { kinds: Kinds::ALL, taints: Vec::new() });
            through.kinds = through.kinds & kinds;
            through.taints = join_taints(&through.taints, &taints);
        }
        found
    }

    /// What a decorator's inner function passes to what was decorated; `made` for a function that makes the decorator.
    /// `None` where it is not seen to call it, or calls it in several ways.
    pub(super) fn wrapped_by(&self, wrapper: FuncId, made: bool) -> Option<Vec<Wrapped>> {
        let module = self.module;
        let parent = |func: FuncId| module.function(func).parent;
        let mut calls = Vec::new();
        let end = module.function(wrapper).span.end;
        for at in wrapper.index() + 1..module.functions.len() {
            let inner = FuncId(at as u32);
            if module.function(inner).span.start >= end {
                break;
            }
            let Some(of) = parent(inner) else { continue };
            let own = if made { parent(of) == Some(wrapper) } else { of == wrapper };
            if !own || matches!(module.function(inner).body, Body::Lambda(_)) {
                continue;
            }
            let summary = self.summaries[at].as_ref()?;
            calls.extend(
                summary
                    .calls
                    .iter()
                    .filter(|call| call.func == of && call.param == 0)
                    .map(|call| (inner, call)),
            );
        }
        let [(inner, call)] = calls[..] else { return None };
        Some(self.passed_to_view(inner, call))
    }

    fn passed_to_view(&self, inner: FuncId, call: &ParamCall) -> Vec<Wrapped> {
        let (mut next, mut spread) = (0, false);
        let mut found = Vec::new();
        for (kind, whole, value) in &call.args {
            let (position, name) = match kind {
                ArgKind::Positional if spread => continue,
                ArgKind::Positional => {
                    next += 1;
                    (Some(next - 1), None)
                }
                ArgKind::Keyword(name) => (None, Some(self.module.name(*name).to_owned())),
                // What is spread is passed as it came, and leaves no position that is known.
                ArgKind::Star | ArgKind::DoubleStar => {
                    spread = true;
                    continue;
                }
            };
            // As it came.
            if whole.is_some() {
                continue;
            }
            let mut one = Wrapped { position, name, kinds: Kinds::NONE, taints: Vec::new() };
            for taint in self.whole(value).taints() {
                let origin = &self.origins[taint.origin.0 as usize];
                match origin.param {
                    Some((func, _)) if func == inner && origin.part.is_none() => {
                        one.kinds = one.kinds | taint.kinds
                    }
                    Some(_) => one.kinds = Kinds::ALL,
                    None => one.taints = join_taints(&one.taints, &[*taint]),
                }
            }
            found.push(one);
        }
        found
    }

    /// The same for other modules.
    pub(super) fn far_wraps(&self, wrapper: FuncId, made: bool) -> Vec<FarWrap> {
        let all = self.wrapped_by(wrapper, made).unwrap_or_default();
        let told = |one: Wrapped| {
            let told = |taint: &&Taint| super::abroad::is_told(self.origins[taint.origin.0 as usize].class);
            let sources = one.taints.iter().filter(told).map(|taint| self.far_source(*taint, taint.kinds));
            FarWrap { position: one.position, name: one.name, kinds: one.kinds, sources: sources.collect() }
        };
        all.into_iter().map(told).collect()
    }
}
