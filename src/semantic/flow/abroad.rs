//! Functions of other modules of the project: what they do to the data of a call here, and what callers there pass in.

use super::call::Given;
use super::engine::Engine;
use super::expr::less;
use super::summary::FarSink;
use crate::semantic::far::{FarFunction, FarSource, FarStep, Passed, Seed};
use crate::semantic::models::{Kind, Kinds, SourceClass};
use crate::semantic::value::*;
use crate::source::{RepoPath, Span};
use crate::syntax::*;

/// So many parameters that reach functions elsewhere are kept for one function.
const MAX_FAR: usize = 24;
/// So many steps of a way are told.
const MAX_STEPS: usize = 24;

impl<'m> Engine<'m> {
    /// Calls a function of another module, or makes an object of a class of one.
    pub(super) fn call_abroad(&mut self, id: ExprId, dotted: &str, given: &Given<'_>) -> Option<Value> {
        let world = self.world;
        if let Some((key, far)) = world.function(dotted) {
            let bound = given.receiver.is_some() && far.is_method;
            return Some(self.apply_far(id, key, far, given, bound));
        }
        let Some((key, far)) = world.function(&format!("{dotted}.__init__")) else {
            if self.frame.record {
                let outside = given.values.iter().any(|value| self.is_clients(value));
                world.missed(dotted, outside, self.module.expr(id).span);
            }
            return None;
        };
        let mut value = self.apply_far(id, key, far, given, true);
        value.edit().what = What::Instance(Type::Outside(self.intern(dotted)));
        // What an object was made of may come out of it.
        for given in &given.values {
            value.absorb(self.seen(given).taints());
        }
        Some(value)
    }

    /// True when a value carries what clients send.
    fn is_clients(&self, value: &Value) -> bool {
        let clients = |taint: &Taint| is_told(self.origins[taint.origin.0 as usize].class);
        self.whole(value).taints().iter().any(clients)
    }

    fn apply_far(
        &mut self,
        id: ExprId,
        key: &str,
        far: &FarFunction,
        given: &Given<'_>,
        bound: bool,
    ) -> Value {
        let span = self.module.expr(id).span;
        let args = self.far_arguments(far, given, bound);
        let name = key.rsplit(['.', ':']).next().unwrap_or(key).to_owned();
        for (param, kinds) in &far.sinks {
            let Some(value) = args.get(*param as usize) else { continue };
            let seen = self.handed(value);
            let note = format!("passed to `{name}`");
            let seen = self.stepped(&seen, span, &note);
            self.pass_abroad(key, *param, *kinds, seen.taints());
        }
        for (param, kinds) in &far.checks {
            self.clean_value(args.get(*param as usize), *kinds);
        }
        let mut value = Value::default();
        if far.diverges {
            self.frame.state.dead = true;
            return value;
        }
        for (param, kinds) in &far.passes {
            if let Some(arg) = args.get(*param as usize) {
                let seen = self.handed(arg);
                let left = Value::default().with_taints(less(seen.taints(), !*kinds));
                let left = self.stepped(&left, span, &format!("through `{name}`"));
                value.absorb(left.taints());
            }
        }
        for source in &far.brings {
            let origin = self.origin_from(source, span);
            let taint = self.taint(origin, source.kinds);
            value.absorb(&[taint]);
        }
        if let Some(class) = &far.class {
            value.edit().what = What::Instance(Type::Outside(self.intern(class)));
        }
        value
    }

    /// What an argument carries into a function elsewhere: it and its elements. Of an object's attributes it is not
    /// known here which are read there.
    fn handed(&self, value: &Value) -> Value {
        if !super::expr::is_container(value) {
            return self.seen(value);
        }
        let mut handed = value.clone();
        let data = handed.edit();
        (data.obj, data.fields) = (None, None);
        for (key, inner) in self.contents(value) {
            if !matches!(key, Key::Attr(_)) {
                handed.absorb(self.whole(&inner).taints());
            }
        }
        self.seen(&handed)
    }

    /// The arguments of a call by the parameters of a function elsewhere.
    fn far_arguments(&self, far: &FarFunction, given: &Given<'_>, bound: bool) -> Vec<Value> {
        let mut args = vec![Value::default(); far.params.len()];
        let mut next = usize::from(bound);
        if let (true, Some(receiver), Some(first)) = (bound, &given.receiver, args.first_mut()) {
            *first = receiver.clone();
        }
        let at = |kind: ParamKind| far.params.iter().position(|(_, known)| *known == kind);
        // What is passed under other names is not told apart there, so nothing is said of it.
        let star = at(ParamKind::VarArgs);
        let mut add = |at: Option<usize>, value: &Value| {
            if let Some(place) = at.and_then(|at| args.get_mut(at)) {
                *place = if place.is_unknown() { value.clone() } else { place.join(value) };
            }
        };
        for (arg, value) in given.args.iter().zip(&given.values) {
            match arg.kind {
                ArgKind::Positional => {
                    let takes = |(_, kind): &&(String, ParamKind)| {
                        matches!(kind, ParamKind::Normal | ParamKind::PositionalOnly)
                    };
                    let place = far.params.get(next).filter(takes).map(|_| next).or(star);
                    add(place, value);
                    next += 1;
                }
                ArgKind::Keyword(name) => {
                    let name = self.module.name(name);
                    add(far.params.iter().position(|(known, _)| known == name), value);
                }
                ArgKind::Star | ArgKind::DoubleStar => {
                    let all = self.whole(value).carried();
                    let named = |at: &usize| far.params[*at].1 != ParamKind::VarKeywords;
                    (next..far.params.len()).filter(named).for_each(|at| add(Some(at), &all));
                }
            }
        }
        args
    }

    /// Data passed to a parameter that reaches a sink elsewhere: told to that module, and to callers here where it came
    /// by a parameter.
    pub(super) fn pass_abroad(&mut self, key: &str, far: u32, kinds: Kinds, taints: &[Taint]) {
        if !self.frame.record || self.frame.state.dead {
            return;
        }
        for taint in taints {
            let kinds = taint.kinds & kinds & !self.frame.state.cleaned(taint.origin);
            if kinds.is_empty() {
                continue;
            }
            let Origin { class, param, part, .. } = self.origins[taint.origin.0 as usize];
            match param {
                Some((func, param)) if Some(func) == self.frame.func && func.0 != 0 => {
                    let known = self.frame.far.iter().any(|sink| {
                        sink.param == param && sink.part == part && sink.function == key && sink.far == far
                    });
                    if !known && self.frame.far.len() < MAX_FAR {
                        let function = key.to_owned();
                        let step = taint.step;
                        self.frame.far.push(FarSink { param, part, kinds, function, far, step });
                    }
                }
                Some(_) => {}
                None if !is_told(class) => {}
                None => {
                    let source = self.far_source(*taint, kinds);
                    let passed = Passed { function: key.to_owned(), param: far, source };
                    if !self.passed.contains(&passed) {
                        self.passed.push(passed);
                    }
                }
            }
        }
    }

    /// A taint of this analysis as other modules are told of it.
    pub(super) fn far_source(&self, taint: Taint, kinds: Kinds) -> FarSource {
        let origin = &self.origins[taint.origin.0 as usize];
        let mut way: Vec<FarStep> = origin.way.iter().flat_map(|way| way.iter().cloned()).collect();
        let mut steps = Vec::new();
        let mut at = Some(taint.step);
        while let Some(step) = at.filter(|_| steps.len() < MAX_STEPS) {
            let step = &self.steps[step.0 as usize];
            steps.push(FarStep { path: self.path.clone(), span: step.span, note: step.note.clone() });
            at = step.before;
        }
        way.extend(steps.into_iter().rev());
        way.dedup();
        way.truncate(2 * MAX_STEPS);
        FarSource { class: origin.class, kinds, note: origin.note.clone(), way: way.into() }
    }

    fn origin_from(&mut self, source: &FarSource, span: Span) -> OriginId {
        let id = self.origin(source.class, None, span, source.note.clone());
        let origin = &mut self.origins[id.0 as usize];
        if origin.way.is_none() {
            origin.way = Some(source.way.clone());
        }
        id
    }

    /// What callers elsewhere pass for a parameter.
    pub(super) fn seeded(&mut self, func: FuncId, param: u32, span: Span) -> Vec<Taint> {
        let world = self.world;
        let name = &self.module.function(func).qualname;
        let fits = |seed: &&Seed| seed.param == param && seed.function == *name;
        let seeds: Vec<&'m Seed> = world.seeds().iter().filter(fits).collect();
        let mut taints = Vec::new();
        for seed in seeds {
            let origin = self.origin_from(&seed.source, span);
            let taint = self.taint(origin, seed.source.kinds);
            taints = join_taints(&taints, &[taint]);
        }
        taints
    }

    /// Kinds of which arguments are clean where a function elsewhere answered so.
    pub(super) fn far_guards(&self, dotted: &str, truth: bool) -> &'m [(u32, Kinds)] {
        match self.world.function(dotted) {
            Some((_, far)) if truth => &far.guards,
            Some((_, far)) => &far.refusals,
            None => &[],
        }
    }

    /// What the functions and methods of this module do, for the callers elsewhere.
    pub fn exports(&mut self) -> Vec<(String, FarFunction)> {
        let module = self.module;
        let mut found = Vec::new();
        for (at, function) in module.functions.iter().enumerate().skip(1) {
            let outer = function.parent.is_some_and(|parent| parent.0 == 0);
            let Some(summary) = self.summaries[at].clone().filter(|_| outer) else { continue };
            let func = FuncId(at as u32);
            let mut far = FarFunction {
                params: function
                    .params
                    .iter()
                    .map(|param| (module.name(param.name).to_owned(), param.kind))
                    .collect(),
                is_method: function.class.is_some() && !self.is_static(func),
                checks: summary.checks.clone(),
                guards: summary.guards.clone(),
                refusals: summary.refusals.clone(),
                // A method that only raises is there for classes that do it otherwise.
                diverges: summary.diverges && !function.is_generator && function.class.is_none(),
                ..FarFunction::default()
            };
            // What lies inside an object or container that it gives back is no page when that is sent.
            let inside =
                |taint: &Taint| !summary.returns.taints().iter().any(|own| own.origin == taint.origin);
            let page = Kinds::of(&[Kind::Html]);
            let whole = self.whole(&summary.returns);
            let (hidden, plain): (Vec<Taint>, Vec<Taint>) =
                whole.taints().iter().partition(|taint| inside(taint));
            for taint in plain.iter().chain(&less(&hidden, page)) {
                let origin = &self.origins[taint.origin.0 as usize];
                match origin.param.filter(|_| origin.part.is_none()) {
                    None if origin.part.is_some() => {}
                    Some((of, param)) if of == func => join(&mut far.passes, param, taint.kinds),
                    Some(_) => {}
                    None if !is_told(origin.class) => {}
                    None => far.brings.push(self.far_source(*taint, taint.kinds)),
                }
            }
            if let Some(param) = summary.same {
                join(&mut far.passes, param, Kinds::ALL);
            }
            if let Some(Type::Outside(name)) = summary.returns.class() {
                far.class = Some(self.names.text(name).to_owned());
            }
            for sink in summary.sinks.iter().filter(|sink| sink.part.is_none()) {
                join(&mut far.sinks, sink.param, sink.kinds & Kinds::of(&[sink.site.kind]));
            }
            for sink in summary.far.iter().filter(|sink| sink.part.is_none()) {
                join(&mut far.sinks, sink.param, sink.kinds);
            }
            if !far.is_silent() {
                found.push((function.qualname.clone(), far));
            }
        }
        found
    }
}

/// Other files are told of what clients and other hosts send; weaker sources are spoken of where they are read.
fn is_told(class: SourceClass) -> bool {
    matches!(class, SourceClass::Request | SourceClass::Network)
}

fn join(list: &mut Vec<(u32, Kinds)>, param: u32, kinds: Kinds) {
    match list.iter_mut().find(|(known, _)| *known == param) {
        Some((_, known)) => *known = *known | kinds,
        None => list.push((param, kinds)),
    }
}

/// The file that an analysis is of, where nobody asks.
pub(super) fn nowhere() -> RepoPath {
    RepoPath::new("")
}
