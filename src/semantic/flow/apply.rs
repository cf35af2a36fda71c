//! Summaries at work: what a function of the module does to the data of one caller.

use rustc_hash::FxHashMap;

use super::engine::Engine;
use super::expr::is_container;
use super::fragments::Fragment;
use super::hands::Whom;
use super::summary::{FarSink, Leaf, MAX_CALLS, ParamCall, ParamSink, Summary};
use crate::semantic::models::{Kind, Kinds, When};
use crate::semantic::value::*;
use crate::source::Span;
use crate::syntax::*;

/// Functions passed to functions are followed this deep.
const MAX_DEPTH: u32 = 3;

/// A call: what stands for the parameters.
pub(super) struct Bound<'a> {
    target: FuncId,
    /// As they are, containers by number.
    given: &'a [Value],
    /// Parameters of the function around the called one, as they were when it was made.
    env: Option<(FuncId, Vec<Value>)>,
    /// What the calls of parameters gave.
    results: FxHashMap<ExprId, Value>,
    span: Span,
    name: &'a str,
}

impl<'a> Bound<'a> {
    /// Parameters only.
    pub(super) fn plain(target: FuncId, given: &'a [Value], span: Span, name: &'a str) -> Self {
        Self { target, given, env: None, results: FxHashMap::default(), span, name }
    }

    fn value(&self, func: FuncId, param: u32) -> Option<&Value> {
        if func == self.target {
            return self.given.get(param as usize);
        }
        let (outer, given) = self.env.as_ref()?;
        given.get(param as usize).filter(|_| *outer == func)
    }
}

impl Engine<'_> {
    pub(super) fn apply_summary(
        &mut self,
        id: ExprId,
        target: FuncId,
        summary: &Summary,
        given: &[Value],
        env: Option<(FuncId, Vec<Value>)>,
    ) -> Value {
        let span = self.module.expr(id).span;
        let name = self.module.name(self.module.function(target).name).to_owned();
        let mut bound = Bound { env, ..Bound::plain(target, given, span, &name) };
        self.note_given(Whom::Own(target), given);
        self.hint(target, given);
        for call in &summary.calls {
            let result = self.call_passed(id, call, &bound).unwrap_or_default();
            bound.results.insert(call.call, result);
        }
        for sink in &summary.sinks {
            self.reach(sink, &bound);
        }
        for sink in &summary.far {
            self.reach_abroad(sink, &bound);
        }
        for (param, kinds) in &summary.checks.params {
            self.clean_value(given.get(*param as usize), *kinds);
        }
        self.clean_others(&summary.checks.others, given);
        if !summary.raises.is_unknown() {
            let raised = self.instantiate_value(&summary.raises, &bound);
            self.raised(&raised);
        }
        if summary.diverges && !self.module.function(target).is_generator {
            if self.is_left_to_others(target) {
                return Value::default();
            }
            self.frame.state.dead = true;
            return Value::default();
        }
        for leaf in &summary.leaves {
            let Some(obj) = given.get(leaf.param as usize).and_then(|value| value.data()?.obj) else {
                continue;
            };
            let value = self.instantiate_value(&leaf.value, &bound);
            self.settle(obj, leaf, value, 3);
        }
        self.write_outer(summary, &bound);
        if let Some(same) = summary.same.and_then(|param| given.get(param as usize)) {
            let note = format!("through `{name}`");
            let whole = self.module.function(target).params.len() > summary.same.unwrap_or(0) as usize;
            if whole && (!same.is_unknown() || summary.returns.is_unknown()) {
                return self.stepped(same, span, &note);
            }
        }
        let mut value = self.instantiate_value(&summary.returns, &bound);
        if let What::Function(made, _) = value.refers()
            && self.module.function(*made).parent == Some(target)
        {
            // It remembers what it was made with.
            let fields =
                given.iter().enumerate().map(|(at, value)| (Key::Index(at as i64), self.seen(value)));
            value.edit().fields = Some(std::rc::Rc::new(fields.collect()));
        }
        value
    }

    /// A method that only says that classes derived from this one must have it.
    fn is_left_to_others(&self, target: FuncId) -> bool {
        let function = self.module.function(target);
        let Body::Block(stmts) = &function.body else { return false };
        let Some(StmtKind::Raise { exc: Some(exc), .. }) = stmts.last().map(|id| &self.module.stmt(*id).kind)
        else {
            return false;
        };
        let name = match &self.module.expr(*exc).kind {
            ExprKind::Call { func, .. } => *func,
            _ => *exc,
        };
        function.class.is_some()
            && matches!(self.module.expr(name).kind, ExprKind::Name(name) if self.module.name(name) == "NotImplementedError")
    }

    /// True for a method that is called on an object's own class and does nothing there, or is not there at all where no
    /// base can have it: classes that derive from this one have it.
    pub(super) fn is_left_open(&self, callee: &Value, class: ClassId) -> bool {
        let module = self.module;
        if let What::Function(target, _) = callee.refers() {
            let Body::Block(stmts) = &module.function(*target).body else { return false };
            let is_bare = |id: &ExprId| {
                matches!(module.expr(*id).kind, ExprKind::None | ExprKind::Str(_) | ExprKind::Ellipsis)
            };
            let does_nothing = |id: &StmtId| match &module.stmt(*id).kind {
                StmtKind::Pass | StmtKind::Return(None) => true,
                StmtKind::Expr(value) | StmtKind::Return(Some(value)) => is_bare(value),
                _ => false,
            };
            return self.is_left_to_others(*target) || stmts.iter().all(does_nothing);
        }
        let names_nothing = |arg: &Arg| {
            let name = match module.expr(arg.value).kind {
                ExprKind::Name(name) | ExprKind::Attr { name, .. } => name,
                _ => return false,
            };
            matches!(module.name(name), "object" | "ABC" | "Protocol" | "ABCMeta")
        };
        module.class(class).bases.iter().all(names_nothing)
    }

    /// What a callee leaves in one of its arguments.
    pub(super) fn settle(&mut self, obj: ObjId, leaf: &Leaf, value: Value, depth: u32) {
        let holder = Value::new(Data { obj: Some(obj), ..Data::default() });
        match self.stored(&holder, &leaf.key) {
            Some(old) if is_container(&old) && is_container(&value) && depth > 0 => {
                match old.data().and_then(|data| data.obj) {
                    Some(inner) => {
                        for (key, value) in self.contents(&value) {
                            let leaf = Leaf { key, sure: false, ..leaf.clone() };
                            self.settle(inner, &leaf, value, depth - 1);
                        }
                    }
                    None => self.put(obj, leaf.key.clone(), old.join(&value)),
                }
            }
            Some(old) if !leaf.sure => {
                let joined = self.freeze(&old, 2).join(&value);
                self.put(obj, leaf.key.clone(), joined);
            }
            _ => self.put(obj, leaf.key.clone(), value),
        }
    }

    /// A parameter of the callee reaches a sink there: so does what is passed for it.
    fn reach(&mut self, sink: &ParamSink, bound: &Bound<'_>) {
        let before = self.frame.only.clone();
        if let Some((param, key)) = &sink.only {
            let given = bound.given.get(*param as usize).cloned().unwrap_or_default();
            let default = self.module.function(bound.target).params.get(*param as usize);
            let asked = match default.and_then(|param| param.default).filter(|_| given.is_unknown()) {
                Some(default) => self.peek(default),
                None => given,
            };
            if asked.as_const().is_some() && super::expr::key_of(&asked) != *key {
                return;
            }
            // The callers of this function know.
            if let Some(own) = self.parameter_of(&asked) {
                self.frame.only = Some((own, key.clone()));
            }
        }
        self.reach_known(sink, bound);
        self.frame.only = before;
    }

    fn reach_known(&mut self, sink: &ParamSink, bound: &Bound<'_>) {
        let whole = sink.part.is_none().then(|| bound.given.get(sink.param as usize)).flatten();
        if sink.site.kind == Kind::Path && whole.is_some_and(|given| self.is_upload(given)) {
            return;
        }
        let taints = self.passed(bound, bound.target, sink.param, sink.part);
        let taints: Vec<Taint> = taints
            .into_iter()
            .map(|taint| {
                let note = format!("passed to `{}`", bound.name);
                let passed = self.step(bound.span, &note, Some(taint.step));
                let step = self.replay(sink.step, passed);
                Taint { kinds: taint.kinds & sink.kinds, step, ..taint }
            })
            .collect();
        let mut site = sink.site.clone();
        if let When::Told(flag) = site.sink.when {
            let Some(when) = self.told_by(bound, flag) else { return };
            site.sink.when = when;
        }
        self.hit(site, &taints);
    }

    /// Whether what a parameter brings is true, where a sink is none without; `None` where it is not.
    fn told_by(&mut self, bound: &Bound<'_>, flag: u32) -> Option<When> {
        let Origin { param, part, .. } = self.origins[flag as usize];
        let param = param.filter(|(func, _)| *func == bound.target)?.1 as usize;
        let given = bound.given.get(param).cloned().unwrap_or_default();
        let default = self.module.function(bound.target).params.get(param)?.default;
        let told = match (part, default) {
            (Some(ParamPart::Field(name)), _) => self.field_of(&given, name),
            (_, Some(default)) if given.is_unknown() => self.peek(default),
            _ => given,
        };
        match (told.as_const(), self.brought(&told)) {
            (Some(constant), _) => constant.truth().then_some(When::Shell),
            // The callers of this function know.
            (None, Some(origin)) => Some(When::Told(origin.0)),
            (None, None) => (!told.taints().is_empty()).then_some(When::Shell),
        }
    }

    /// A parameter of the callee is passed on to a function of another module.
    fn reach_abroad(&mut self, sink: &FarSink, bound: &Bound<'_>) {
        let mut taints = self.passed(bound, bound.target, sink.param, sink.part);
        for taint in &mut taints {
            let note = format!("passed to `{}`", bound.name);
            let passed = self.step(bound.span, &note, Some(taint.step));
            taint.step = self.replay(sink.step, passed);
        }
        self.pass_abroad(&sink.function, &sink.far, sink.kinds, &taints);
    }

    /// What stands for a parameter, or a part of it.
    fn passed(&mut self, bound: &Bound<'_>, func: FuncId, param: u32, part: Option<ParamPart>) -> Vec<Taint> {
        match part {
            Some(ParamPart::Result(call)) => bound.results.get(&call).map_or(&[][..], Value::taints).to_vec(),
            Some(ParamPart::Field(name)) => {
                let Some(holder) = bound.value(func, param).cloned() else { return Vec::new() };
                self.field_of(&holder, name).taints().to_vec()
            }
            None | Some(ParamPart::Sent) => {
                bound.value(func, param).map(|value| self.seen(value)).unwrap_or_default().taints().to_vec()
            }
            Some(part) => {
                let Some(holder) = bound.value(func, param).cloned() else { return Vec::new() };
                self.passed_part(&holder, part)
            }
        }
    }

    /// A value of the callee as the caller sees it: its parameters' taints become the arguments'.
    pub(super) fn instantiate_value(&mut self, value: &Value, bound: &Bound<'_>) -> Value {
        let Some(data) = value.data() else { return Value::default() };
        if let [taint] = data.taints[..]
            && matches!(data.what, What::Unknown)
            && let Origin { param: Some((func, param)), part: None, .. } =
                self.origins[taint.origin.0 as usize]
            && let Some(flag) = bound.value(func, param)
            && let Some(Const::Bool(_)) = flag.as_const()
        {
            // `self.shell = shell`: a flag stays what it is.
            return flag.clone();
        }
        let mut data = data.clone();
        let mut taints: Vec<Taint> = Vec::new();
        for taint in &data.taints {
            let Origin { param, part, of, .. } = self.origins[taint.origin.0 as usize];
            match param {
                Some((func, param)) if bound.value(func, param).is_some() => {
                    for mut outer in self.passed(bound, func, param, part) {
                        if of.is_some() {
                            outer.origin = self.fragment_of(outer.origin, Fragment::Same(taint.origin));
                        }
                        let note = format!("through `{}`", bound.name);
                        let step = self.step(bound.span, &note, Some(outer.step));
                        let mut kinds = outer.kinds & taint.kinds;
                        if !kinds.is_empty() {
                            // What the function has marked stays marked.
                            kinds = kinds | (taint.kinds & (Kinds::ESCAPED | Kinds::UNQUOTED));
                            taints = join_taints(&taints, &[Taint { kinds, step, ..outer }]);
                        }
                    }
                }
                // A part of somebody else's argument says nothing here.
                Some(_) if part.is_some() => {}
                None if self.is_seed_of(taint.origin, bound.target) => {}
                Some(_) | None => {
                    let note = format!("returned by `{}`", bound.name);
                    let step = self.step(bound.span, &note, Some(taint.step));
                    taints = join_taints(&taints, &[Taint { step, ..*taint }]);
                }
            }
        }
        data.taints = taints;
        if let Some(fields) = data.fields.take() {
            let fields = fields
                .iter()
                .map(|(key, inner)| (key.clone(), self.instantiate_value(inner, bound)))
                .collect();
            data.fields = Some(std::rc::Rc::new(fields));
        }
        if let Some(text) = data.text.take() {
            let pieces = text.pieces.iter().map(|piece| match piece {
                Piece::Lit(text) => Piece::Lit(text.clone()),
                Piece::Hole(hole, expr) => Piece::Hole(self.instantiate_value(hole, bound), *expr),
            });
            let pieces = pieces.collect();
            data.text = Some(std::rc::Rc::new(Text { pieces }));
        }
        Value::new(data)
    }

    /// A parameter is called: kept for the callers, who know what it is.
    pub(super) fn call_of_parameter(
        &mut self,
        id: ExprId,
        callee: &Value,
        args: &[Arg],
        values: &[Value],
    ) -> Option<Taint> {
        let here = self.func();
        let around = self.module.function(here).parent;
        let (func, param) = callee.taints().iter().find_map(|taint| {
            let origin = &self.origins[taint.origin.0 as usize];
            origin.param.filter(|(func, _)| origin.part.is_none() && (*func == here || Some(*func) == around))
        })?;
        if func.0 == 0 || self.frame.calls.len() >= MAX_CALLS {
            return None;
        }
        if !self.frame.calls.iter().any(|call| call.call == id) {
            let mut passed = Vec::new();
            for (arg, value) in args.iter().zip(values) {
                passed.push((arg.kind, self.parameter_of(value), self.freeze(value, 2)));
            }
            self.frame.calls.push(ParamCall { func, param, call: id, args: passed });
        }
        Some(self.part_taint(func, param, ParamPart::Result(id)))
    }

    /// The parameter that a value is, assigned names in between or not.
    pub(super) fn parameter_of(&self, value: &Value) -> Option<u32> {
        self.parameter_that_is(value).filter(|at| {
            let params = &self.module.function(self.func()).params;
            params.get(*at as usize).is_some()
        })
    }

    /// Calls what was passed for a parameter, as the callee does. What came here by a parameter is for the callers.
    fn call_passed(&mut self, id: ExprId, call: &ParamCall, bound: &Bound<'_>) -> Option<Value> {
        let callee = bound.value(call.func, call.param)?.clone();
        let handed_on = matches!(callee.refers(), What::Unknown) && !callee.taints().is_empty();
        if !(self.is_callable(&callee) || handed_on) || self.depth >= MAX_DEPTH {
            return None;
        }
        if !self.spend() {
            return None;
        }
        let mut args = Vec::new();
        for (kind, whole, value) in &call.args {
            let value = match whole.and_then(|param| bound.given.get(param as usize)) {
                Some(given) => given.clone(),
                None => self.instantiate_value(value, bound),
            };
            args.push((*kind, value));
        }
        self.depth += 1;
        let dead = self.frame.state.dead;
        let value = self.call_with(id, &callee, args);
        self.frame.state.dead = dead;
        self.depth -= 1;
        Some(self.whole(&value).carried())
    }

    /// What a function made inside another remembers of that one's parameters.
    pub(super) fn environment(&self, callee: &Value, target: FuncId) -> Option<(FuncId, Vec<Value>)> {
        let outer = self.module.function(target).parent?;
        let fields = callee.data()?.fields.as_ref()?;
        let given: Vec<Value> = fields
            .iter()
            .filter(|(key, _)| matches!(key, Key::Index(_)))
            .map(|(_, value)| value.clone())
            .collect();
        (!given.is_empty()).then_some((outer, given))
    }

    /// A decorated function: what its decorators make of it, when they are functions of this module that wrap.
    pub(super) fn call_decorated(
        &mut self,
        id: ExprId,
        callee: &Value,
        target: FuncId,
        args: &[Arg],
        values: &[Value],
    ) -> Option<Value> {
        let fields = callee.data()?.fields.clone()?;
        if self.depth >= MAX_DEPTH {
            return None;
        }
        let mut function = Value::what(What::Function(target, None));
        let mut wrapped = false;
        for (_, decorator) in fields.iter().filter(|(key, _)| matches!(key, Key::Attr(_))) {
            self.depth += 1;
            let made = self.call_plainly(id, decorator, vec![function.clone()]);
            self.depth -= 1;
            // Only what is known to call it again takes its place.
            if let What::Function(inner, None) = made.refers()
                && *inner != target
                && self.summaries[inner.index()].as_ref().is_some_and(|summary| !summary.calls.is_empty())
            {
                function = made.clone();
                wrapped = true;
            }
        }
        if !wrapped {
            return None;
        }
        let given = args.iter().map(|arg| arg.kind).zip(values.iter().cloned()).collect();
        Some(self.call_with(id, &function, given))
    }
}
