//! Functions of other modules of the project: what they do to the data of a call here, and what callers there pass in.

use super::call::Given;
use super::engine::Engine;
use super::expr::{is_container, less};
use super::hands::Whom;
use super::known::is_error;
use super::later::is_for_workers;
use super::summary::{FarSink, Leaf};
use crate::semantic::far::{FarClass, FarFunction, FarSource, FarStep, OPEN, Part, Passed, Port};
use crate::semantic::models::{Kinds, SourceClass};
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
        self.put_abroad(id, dotted, &given.values);
        if let Some((task, method)) = dotted.rsplit_once('.')
            && is_for_workers(method)
            && task.contains('.')
            && world.function(dotted).is_none()
        {
            self.send_abroad(id, task, method, given);
            // Of other names it may be a function of its own.
            if matches!(method, "delay" | "apply_async") || world.function(task).is_some() {
                return None;
            }
        }
        if let Some((key, far)) = world.function(dotted) {
            // An object of another module is spoken of by its own name, `module.shell.call`; a class is what its own
            // methods are called on.
            let class = key.rsplit(['.', ':']).nth(1);
            let takes_class = || far.params.first().is_some_and(|(name, _)| name == "cls");
            let holder = dotted.rsplit('.').nth(1);
            let names_class = |holder: &str| {
                let letters = holder.trim_start_matches('_');
                letters.starts_with(char::is_uppercase) && letters.contains(char::is_lowercase)
            };
            let is_object = holder != class && !holder.is_some_and(names_class);
            let by_object = || is_object || takes_class();
            let bound = far.is_method && (given.receiver.is_some() || by_object());
            return Some(self.apply_far(id, key, far, given, bound));
        }
        let class = world.class(dotted);
        let init = world.function(&format!("{dotted}.__init__"));
        // An exception carries what it is made of, whatever its class does.
        if init.is_none() && class.is_none_or(|class| class.partial) && self.frame.record && !is_error(dotted)
        {
            self.miss(id, dotted, given);
        }
        if init.is_none() && class.is_none() {
            return None;
        }
        let obj = self.new_obj();
        let what = What::Instance(Type::Outside(self.intern(dotted)));
        let mut value = Value::new(Data { what, obj: Some(obj), ..Data::default() });
        let told = match init {
            Some((key, far)) => {
                let given =
                    Given { args: given.args, values: given.values.clone(), receiver: Some(value.clone()) };
                self.apply_far(id, key, far, &given, true);
                !far.leaves.is_empty()
            }
            None => class.is_some_and(|class| self.fill_far(obj, class, given)),
        };
        if init.is_none()
            && let Some((key, far)) = world.function(&format!("{dotted}.__post_init__"))
        {
            let given = Given { args: &[], values: Vec::new(), receiver: Some(value.clone()) };
            self.apply_far(id, key, far, &given, true);
        }
        if !told {
            // What an object was made of may come out of it, but for what it was configured with.
            for given in given.values.iter().filter(|given| !self.is_operators(given)) {
                value.absorb(self.seen(given).taints());
            }
        }
        Some(value)
    }

    /// `self.step()` where classes of other modules derive from this one and have the method in their own way: as each of
    /// them has it, and as this one has it, where it does anything.
    pub(super) fn call_overridden(
        &mut self,
        id: ExprId,
        func: ExprId,
        callee: &Value,
        args: &[Arg],
        values: &[Value],
    ) -> Option<Value> {
        let own = self.frame.self_obj?;
        let holder = match callee.refers() {
            What::Function(_, Some(holder)) | What::Member(holder, ..) => holder.clone(),
            _ => return None,
        };
        let (module, world) = (self.module, self.world);
        let ExprKind::Attr { name, .. } = module.expr(func).kind else { return None };
        let Some(Type::Local(class)) = holder.class() else { return None };
        if holder.data()?.obj != Some(own) || module.function(self.func()).class != Some(class) {
            return None;
        }
        let (qualname, name) = (&module.class(class).qualname, module.name(name));
        let abroad = world.overrides(qualname, name);
        if abroad.is_empty() {
            if self.frame.record && world.asks() && self.is_left_open(callee, class) {
                let given = Given { args, values: values.to_vec(), receiver: None };
                self.miss(id, &format!("{OPEN}{qualname}.{name}"), &given);
            }
            return None;
        }
        let mark = self.frame.state.mark();
        let (mut deltas, mut joined) = (Vec::new(), Value::default());
        let here = match callee.refers() {
            What::Function(target, _) if self.summary_of(*target).is_none_or(|known| !known.diverges) => {
                self.overridden(callee).unwrap_or_else(|| vec![callee.clone()])
            }
            What::Function(..) => self.overridden(callee).unwrap_or_default(),
            _ => Vec::new(),
        };
        for function in here {
            let value = self.invoke(id, func, function, args, values.to_vec());
            joined = joined.join(&self.freeze(&value, 2));
            deltas.push(self.frame.state.take(mark));
        }
        for (key, far) in abroad {
            let given = Given { args, values: values.to_vec(), receiver: Some(holder.clone()) };
            let value = self.apply_far(id, key, far, &given, far.is_method);
            joined = joined.join(&self.freeze(&value, 2));
            deltas.push(self.frame.state.take(mark));
        }
        self.frame.state.merge(deltas);
        Some(joined)
    }

    /// The fields of an object of a class elsewhere that has no constructor of its own. True when all have found a place.
    fn fill_far(&mut self, obj: ObjId, class: &FarClass, given: &Given<'_>) -> bool {
        let mut next = 0;
        let mut all = true;
        if class.form {
            return false;
        }
        for (arg, value) in given.args.iter().zip(&given.values) {
            let field = match arg.kind {
                ArgKind::Positional => {
                    next += 1;
                    class.fields.get(next - 1)
                }
                ArgKind::Keyword(name) => {
                    let name = self.module.name(name);
                    class.fields.iter().find(|field| field.name == name)
                }
                ArgKind::Star | ArgKind::DoubleStar => None,
            };
            let Some(field) = field else {
                all = false;
                continue;
            };
            let key = self.key_of_part(&Part::Attr(field.name.clone()));
            self.put(obj, key, if field.open { value.clone() } else { Value::default() });
        }
        all
    }

    /// Tells of a call of something of which nothing is known.
    fn miss(&mut self, id: ExprId, dotted: &str, given: &Given<'_>) {
        let span = self.module.expr(id).span;
        self.world.missed(dotted, span);
        self.note_missed(dotted, span, given);
    }

    /// A name that any of several `from module import *` may have brought: each of the modules is asked.
    pub(super) fn miss_starred(
        &mut self,
        id: ExprId,
        func: ExprId,
        callee: &Value,
        args: &[Arg],
        values: &[Value],
    ) {
        let ExprKind::Name(name) = self.module.expr(func).kind else { return };
        let asks = self.frame.record && self.world.asks();
        if !asks || !callee.is_unknown() || self.scopes.resolve(func).is_some() {
            return;
        }
        let given = Given { args, values: values.to_vec(), receiver: None };
        for from in self.stars().iter() {
            self.miss(id, &format!("{from}.{}", self.module.name(name)), &given);
        }
    }

    /// A worker runs a function of another module.
    fn send_abroad(&mut self, id: ExprId, task: &str, method: &str, given: &Given<'_>) {
        let (world, span) = (self.world, self.module.expr(id).span);
        let (kinds, values): (Vec<ArgKind>, Vec<Value>) = self.sent_with(method, given).into_iter().unzip();
        let args: Vec<Arg> = kinds.into_iter().map(|kind| Arg { kind, value: id, span }).collect();
        let given = Given { args: &args, values, receiver: None };
        if let Some((key, far)) = world.function(task) {
            let bound = far.params.first().is_some_and(|(name, _)| name == "self");
            self.apply_far(id, key, far, &given, bound);
        } else if self.frame.record {
            self.miss(id, task, &given);
        }
    }

    pub(super) fn apply_far(
        &mut self,
        id: ExprId,
        key: &str,
        far: &FarFunction,
        given: &Given<'_>,
        bound: bool,
    ) -> Value {
        let span = self.module.expr(id).span;
        let args = self.far_arguments(far, given, bound);
        let whom = Whom::Known(self.intern(key));
        self.note_given(whom, &args);
        let name = key.rsplit(['.', ':']).next().unwrap_or(key).to_owned();
        let is_false = |flag: u32, default: bool| match args.get(flag as usize) {
            Some(given) if !given.is_unknown() => given.as_const().is_some_and(|given| !given.truth()),
            _ => !default,
        };
        for (port, kinds) in &far.sinks {
            if far.is_told_off(port, is_false) {
                continue;
            }
            let seen = self.at_port(&args, port);
            let note = format!("passed to `{name}`");
            let seen = self.stepped(&seen, span, &note);
            self.pass_abroad(key, port, *kinds, seen.taints());
        }
        for (port, kinds) in &far.checks {
            self.clean_port(&args, port, *kinds);
        }
        let mut value = Value::default();
        if far.diverges {
            self.frame.state.dead = true;
            return value;
        }
        self.leave_abroad(far, &args, span, &name);
        if let Some(same) =
            far.same.and_then(|param| args.get(param as usize)).filter(|same| is_container(same))
        {
            return self.stepped(same, span, &format!("through `{name}`"));
        }
        let mut fields: Vec<(Key, Value)> =
            far.parts.iter().map(|part| (self.key_of_part(part), Value::default())).collect();
        let mut add = |part: Option<&Part>, taints: &[Taint]| {
            let at = part.and_then(|part| far.parts.iter().position(|known| known == part));
            at.map_or(&mut value, |at| &mut fields[at].1).absorb(taints);
        };
        for ((port, part), kinds) in &far.passes {
            let seen = self.at_port(&args, port);
            let left = Value::default().with_taints(less(seen.taints(), !*kinds));
            let left = self.stepped(&left, span, &format!("through `{name}`"));
            add(part.as_ref(), left.taints());
        }
        for (part, source) in &far.brings {
            let origin = self.origin_from(source, span);
            let taint = self.taint(origin, source.kinds);
            add(part.as_ref(), &[taint]);
        }
        if !fields.is_empty() {
            value.edit().fields = Some(std::rc::Rc::new(fields));
        }
        if let Some(class) = &far.class {
            value.edit().what = What::Instance(Type::Outside(self.intern(class)));
        }
        value
    }

    /// What a function elsewhere leaves in its arguments.
    fn leave_abroad(&mut self, far: &FarFunction, args: &[Value], span: Span, name: &str) {
        for leaf in &far.leaves {
            let holder = args.get(leaf.to.param as usize).and_then(|value| value.data()?.obj);
            let (Some(obj), Some(part)) = (holder, &leaf.to.part) else { continue };
            let mut left = Value::default();
            for (port, kinds) in &leaf.from {
                let seen = self.at_port(args, port);
                left.absorb(&less(seen.taints(), !*kinds));
            }
            let mut left = self.stepped(&left, span, &format!("kept by `{name}`"));
            for source in &leaf.sources {
                let origin = self.origin_from(source, span);
                let taint = self.taint(origin, source.kinds);
                left.absorb(&[taint]);
            }
            let key = self.key_of_part(part);
            let leaf = Leaf { param: leaf.to.param, key, value: Value::default(), sure: leaf.sure };
            self.settle(obj, &leaf, left, 3);
        }
    }

    /// A place as this module has it. An attribute of a name that stands nowhere in it is only told apart.
    pub(super) fn key_of_part(&self, part: &Part) -> Key {
        match part {
            Part::Attr(name) => match self.module.names.get(name) {
                Some(name) => Key::Attr(name),
                None => Key::Str(std::rc::Rc::from(format!(".{name}"))),
            },
            Part::Item(name) => Key::Str(std::rc::Rc::from(name.as_str())),
            Part::At(at) => Key::Index(*at),
            Part::Each => Key::Names,
        }
    }

    /// What an argument, or a part of it, carries into a function elsewhere.
    fn at_port(&mut self, args: &[Value], port: &Port) -> Value {
        let Some(arg) = args.get(port.param as usize).cloned() else { return Value::default() };
        let Some(part) = &port.part else { return self.handed(&arg) };
        let key = self.key_of_part(part);
        if let Some(value) = self.stored(&arg, &key) {
            return self.seen(&value);
        }
        if let Part::Attr(name) = part
            && let Some(value) = self.declared_part(&arg, name)
        {
            return self.seen(&value);
        }
        let own = match part {
            Part::Item(name) => Some(ParamPart::Key(self.key_id(name))),
            Part::At(at) => u32::try_from(*at).ok().map(ParamPart::At),
            Part::Each => Some(ParamPart::Each),
            Part::Attr(_) => None,
        };
        if let Some(own) = own {
            return Value::default().with_taints(self.passed_part(&arg, own));
        }
        let mut found = match (part, &key) {
            // An attribute of this function's own object that its callers decide.
            (Part::Attr(_), Key::Attr(name)) => self.field_of(&arg, *name),
            _ => Value::default(),
        };
        found.absorb(arg.taints());
        self.seen(&found)
    }

    /// An argument, or a part of it, is clean of these kinds.
    pub(super) fn clean_port(&mut self, args: &[Value], port: &Port, kinds: Kinds) {
        let Some(arg) = args.get(port.param as usize) else { return };
        match &port.part {
            None => self.clean_value(Some(arg), kinds),
            Some(part) => {
                let key = self.key_of_part(part);
                self.clean_stored(&arg.clone(), &key, kinds);
            }
        }
    }

    /// What an argument carries into a function elsewhere: it and its elements. Of an object's attributes it is not
    /// known here which are read there.
    pub(super) fn handed(&self, value: &Value) -> Value {
        if !is_container(value) {
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
    fn far_arguments(&mut self, far: &FarFunction, given: &Given<'_>, bound: bool) -> Vec<Value> {
        let mut args = vec![Value::default(); far.params.len()];
        let mut next = usize::from(bound);
        if let (true, Some(receiver), Some(first)) = (bound, &given.receiver, args.first_mut()) {
            *first = receiver.clone();
        }
        let at = |kind: ParamKind| far.params.iter().position(|(_, known)| *known == kind);
        let star = at(ParamKind::VarArgs);
        let mut named: Vec<(Key, Value)> = Vec::new();
        let mut rest: Vec<Value> = Vec::new();
        let takes_name = |name: &str| {
            far.params.iter().position(|(known, kind)| {
                known == name && !matches!(kind, ParamKind::VarArgs | ParamKind::VarKeywords)
            })
        };
        let mut add = |at: Option<usize>, value: &Value| {
            if let Some(place) = at.and_then(|at| args.get_mut(at)) {
                *place = if place.is_unknown() { value.clone() } else { place.join(value) };
            }
        };
        let takes_place = |at: usize| {
            let kind = far.params.get(at).map(|(_, kind)| *kind);
            matches!(kind, Some(ParamKind::Normal | ParamKind::PositionalOnly))
        };
        for (arg, value) in given.args.iter().zip(&given.values) {
            let in_order = match arg.kind {
                ArgKind::Positional => Some(vec![value.clone()]),
                ArgKind::Star => self.ordered(value),
                _ => None,
            };
            for value in in_order.iter().flatten() {
                if takes_place(next) {
                    add(Some(next), value);
                    next += 1;
                } else {
                    rest.push(value.clone());
                }
            }
            if in_order.is_some() {
                continue;
            }
            match arg.kind {
                ArgKind::Positional => {}
                ArgKind::Keyword(name) => {
                    let name = self.module.name(name);
                    match takes_name(name) {
                        Some(at) => add(Some(at), value),
                        None => named.push((Key::Str(std::rc::Rc::from(name)), value.clone())),
                    }
                }
                ArgKind::DoubleStar if value.taints().is_empty() && is_container(value) => {
                    for (key, inner) in self.contents(value) {
                        match &key {
                            Key::Str(name) => match takes_name(name) {
                                Some(at) => add(Some(at), &inner),
                                None => named.push((key, inner)),
                            },
                            Key::Any => {
                                let at = |at: &usize| far.params[*at].1 != ParamKind::VarKeywords;
                                (next..far.params.len()).filter(at).for_each(|at| add(Some(at), &inner));
                                named.push((key, inner));
                            }
                            _ => {}
                        }
                    }
                }
                ArgKind::DoubleStar if self.parameter_that_is(value).is_some() => {
                    for (at, (name, kind)) in far.params.iter().enumerate().skip(next) {
                        if !matches!(kind, ParamKind::VarArgs | ParamKind::VarKeywords) {
                            let taints = self.spread_to(value, name);
                            add(Some(at), &Value::default().with_taints(taints));
                        }
                    }
                    named.push((Key::Any, value.carried()));
                    named.extend(self.contents(value));
                }
                ArgKind::Star | ArgKind::DoubleStar => {
                    if arg.kind == ArgKind::DoubleStar {
                        named.push((Key::Any, self.whole(value).carried()));
                        if !is_container(value) {
                            named.push((Key::Names, value.carried()));
                        }
                    }
                    let all = self.whole(value).carried();
                    let named = |at: &usize| far.params[*at].1 != ParamKind::VarKeywords;
                    (next..far.params.len()).filter(named).for_each(|at| add(Some(at), &all));
                }
            }
        }
        if let (Some(place), false) = (star.and_then(|at| args.get_mut(at)), rest.is_empty()) {
            let rest = rest.into_iter().enumerate();
            place.edit().fields =
                Some(std::rc::Rc::new(rest.map(|(at, value)| (Key::Index(at as i64), value)).collect()));
        }
        if let (Some(place), false) =
            (at(ParamKind::VarKeywords).and_then(|at| args.get_mut(at)), named.is_empty())
        {
            place.edit().fields = Some(std::rc::Rc::new(named));
        }
        args
    }

    /// Data passed to a parameter that reaches a sink elsewhere: told to that module, and to callers here where it came
    /// by a parameter.
    pub(super) fn pass_abroad(&mut self, key: &str, far: &Port, kinds: Kinds, taints: &[Taint]) {
        if !self.frame.record || self.frame.state.dead {
            return;
        }
        for taint in taints {
            let kinds = taint.kinds & kinds & !self.ruled_out(taint.origin);
            if kinds.is_empty() {
                continue;
            }
            let Origin { class, param, part, .. } = self.origins[taint.origin.0 as usize];
            match param {
                Some((func, param)) if Some(func) == self.frame.func && func.0 != 0 => {
                    let known = self.frame.far.iter().any(|sink| {
                        sink.param == param && sink.part == part && sink.function == key && sink.far == *far
                    });
                    if !known && self.frame.far.len() < MAX_FAR {
                        let function = key.to_owned();
                        let step = taint.step;
                        self.frame.far.push(FarSink { param, part, kinds, function, far: far.clone(), step });
                    }
                }
                Some(_) => {}
                None if !is_told(class) => {}
                None => {
                    let source = self.far_source(*taint, kinds);
                    let passed = Passed { function: key.to_owned(), to: far.clone(), source };
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
            let far = FarStep { path: self.path.clone(), span: step.span, note: step.note.clone() };
            if !steps.contains(&far) {
                steps.push(far);
            }
            at = step.before;
        }
        way.extend(steps.into_iter().rev());
        way.dedup();
        way.truncate(2 * MAX_STEPS);
        FarSource { class: origin.class, kinds, note: origin.note.clone(), way: way.into() }
    }

    pub(super) fn origin_from(&mut self, source: &FarSource, span: Span) -> OriginId {
        let id = self.origin(source.class, None, span, |_| source.note.clone());
        let origin = &mut self.origins[id.0 as usize];
        if origin.way.is_none() {
            origin.way = Some(source.way.clone());
        }
        id
    }

    /// Kinds of which arguments are clean where a function elsewhere answered so.
    pub(super) fn far_guards(&self, dotted: &str, args: &[Arg], truth: bool) -> Vec<(ExprId, Kinds)> {
        let Some((_, far)) = self.world.function(dotted) else { return Vec::new() };
        let held = if truth { &far.guards } else { &far.refusals };
        let place = |(port, kinds): &(Port, Kinds)| {
            let positional = args.iter().filter(|arg| arg.kind == ArgKind::Positional);
            let (param, None) = (port.param, &port.part) else { return None };
            let (name, _) = far.params.get(param as usize)?;
            let named =
                |arg: &&Arg| matches!(arg.kind, ArgKind::Keyword(known) if self.module.name(known) == name);
            // The object that a method is called on is none of the arguments.
            let at = (param as usize).checked_sub(usize::from(far.is_method))?;
            let arg = positional.clone().nth(at).or_else(|| args.iter().find(named))?;
            Some((arg.value, *kinds))
        };
        held.iter().filter_map(place).collect()
    }
}

/// Other files are told of what clients and other hosts send; weaker sources are spoken of where they are read.
pub(super) fn is_told(class: SourceClass) -> bool {
    matches!(class, SourceClass::Request | SourceClass::Network)
}

/// The file that an analysis is of, where nobody asks.
pub(super) fn nowhere() -> RepoPath {
    RepoPath::new("")
}
