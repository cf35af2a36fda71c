//! Calls: of functions of the module, of modelled names, of methods on values.

pub(super) use super::apply::Bound;
use super::engine::Engine;
use super::expr::{is_container, key_of, less};
use super::format::constant_text;
use super::fragments::Fragment;
use super::later::is_for_workers;
use crate::semantic::models::{Effect, Kind, Kinds};
use crate::semantic::names::NameId;
use crate::semantic::value::*;
use crate::syntax::*;

/// Calls inside calls of values are followed this deep.
const MAX_INVOKES: u32 = 48;

/// The arguments of one call, evaluated.
pub(super) struct Given<'a> {
    pub(super) args: &'a [Arg],
    pub(super) values: Vec<Value>,
    /// The object of a method.
    pub(super) receiver: Option<Value>,
}

impl Engine<'_> {
    pub(super) fn call(&mut self, id: ExprId, func: ExprId, args: &[Arg]) -> Value {
        let callee = self.eval(func);
        let callee = self.unless_guessed(callee);
        let mut values: Vec<Value> = args
            .iter()
            .map(|arg| match &self.module.expr(arg.value).kind {
                // The whole of what is spread, not one element.
                ExprKind::Star(inner) if arg.kind == ArgKind::Star => self.eval(*inner),
                _ => self.eval(arg.value),
            })
            .collect();
        if self.frame.state.dead {
            return Value::default();
        }
        let own = matches!(callee.refers(), What::Function(..));
        if !self.frame.guessed.is_empty() && (own || self.makes_text(func)) {
            values = values.into_iter().map(|value| self.unless_guessed(value)).collect();
        }
        if let Some(value) = self.call_overridden(id, func, &callee, args, &values) {
            return value;
        }
        self.miss_starred(id, func, &callee, args, &values);
        let plainly = |functions: Vec<Value>| functions.into_iter().map(|value| (None, value)).collect();
        let several = self
            .table_of_functions(func, &callee)
            .or_else(|| self.imported_functions(func, &callee).map(plainly))
            .or_else(|| self.overridden(&callee).map(plainly));
        if let Some(functions) = several {
            return self.call_any(id, func, functions, args, values);
        }
        if let Some(value) = self.read_as(func, args, &values) {
            return value;
        }
        let left_out = self.module.partial && self.may_be_left_out(func);
        let passed: Vec<Value> = if left_out { values.clone() } else { Vec::new() };
        let mut result = self.invoke(id, func, callee, args, values);
        if left_out {
            self.stands_for_left_out(id, &passed, &mut result);
        }
        result
    }

    /// `str(value)`, `"…".format(value)`: whatever the value is.
    fn makes_text(&self, func: ExprId) -> bool {
        match &self.module.expr(func).kind {
            ExprKind::Name(name) => matches!(self.module.name(*name), "str" | "repr" | "format"),
            ExprKind::Attr { name, .. } => self.module.name(*name) == "format",
            _ => false,
        }
    }

    /// `request.args.get("n", type=int)`: what is read is converted, or is not there.
    fn read_as(&mut self, func: ExprId, args: &[Arg], values: &[Value]) -> Option<Value> {
        let ExprKind::Attr { name, .. } = &self.module.expr(func).kind else { return None };
        let method = self.module.name(*name);
        if !matches!(method, "get" | "getlist") {
            return None;
        }
        let named =
            |arg: &Arg| matches!(arg.kind, ArgKind::Keyword(name) if self.module.name(name) == "type");
        let third =
            || (method == "get" && args.len() == 3 && args[2].kind == ArgKind::Positional).then_some(2);
        let converter = &values[args.iter().position(named).or_else(third)?];
        let harmless = converter.name().is_some_and(|name| self.is_harmless_name(self.names.text(name)));
        harmless.then(Value::default)
    }

    /// Calls a value; `func` is the expression that gave it.
    pub(super) fn invoke(
        &mut self,
        id: ExprId,
        func: ExprId,
        callee: Value,
        args: &[Arg],
        values: Vec<Value>,
    ) -> Value {
        // What calls what it is given may be given itself: the code under review must not decide how deep that goes.
        if self.invoking >= MAX_INVOKES || !self.spend() {
            return Value::default();
        }
        self.invoking += 1;
        let value = self.invoke_inner(id, func, callee, args, values);
        self.invoking -= 1;
        value
    }

    fn invoke_inner(
        &mut self,
        id: ExprId,
        func: ExprId,
        callee: Value,
        args: &[Arg],
        values: Vec<Value>,
    ) -> Value {
        if let What::Function(..) = callee.refers()
            && let Some(name) = self.configured_name(&callee)
        {
            // The configuration knows better than the function's own text.
            let name = self.intern(&name);
            return self.call_named(id, name, &Given { args, values, receiver: None });
        }
        match callee.refers().clone() {
            What::Function(target, bound) => {
                if let Body::Lambda(body) = self.module.function(target).body {
                    return self.call_lambda(target, body, args, &values);
                }
                if let Some(value) = self.call_decorated(id, &callee, target, args, &values) {
                    return value;
                }
                let env = self.environment(&callee, target);
                self.call_function(id, target, bound, args, &values, env)
            }
            What::Class(class) => self.instantiate(id, class, args, &values),
            What::Named(name) => {
                if let ExprKind::Attr { base, .. } = self.module.expr(func).kind
                    && self.names.text(name).ends_with(".files.get")
                {
                    let files = self.peek(base);
                    return self.as_upload(&files, files.carried());
                }
                let given = Given { args, values, receiver: None };
                let mut value = self.call_named(id, name, &given);
                // Reading the name was the source already: `request.get_json()`, `os.environ.get("X")`.
                if !callee.taints().is_empty() {
                    let last = self.names.text(name).rsplit('.').next().unwrap_or_default();
                    let brought = match piece_taken(last) {
                        true => self.taken_from(id, &given, callee.carried()),
                        false => callee,
                    };
                    value.absorb(brought.taints());
                }
                value
            }
            What::Member(base, name, dotted) => {
                let given = Given { args, values, receiver: Some(base.clone()) };
                self.call_method(id, func, &base, name, dotted, &given)
            }
            What::Instance(class) => {
                if let Some(value) = self.call_instance(id, &callee, args, &values) {
                    return value;
                }
                let given = Given { args, values, receiver: None };
                match class {
                    Type::Outside(name) => {
                        let call = format!("{}.__call__", self.names.text(name));
                        let name = self.intern(&call);
                        self.call_named(id, name, &given)
                    }
                    Type::Local(_) => Value::default(),
                }
            }
            What::Unknown => {
                // `super()` without more is the object itself, seen through its bases.
                let mut value = callee.carried();
                if let Some(taint) = self.call_of_parameter(id, &callee, args, &values) {
                    value.absorb(&[taint]);
                }
                value
            }
        }
    }

    /// A function of this module: its summary with the arguments in place of the parameters.
    fn call_function(
        &mut self,
        id: ExprId,
        target: FuncId,
        bound: Option<Value>,
        args: &[Arg],
        values: &[Value],
        env: Option<(FuncId, Vec<Value>)>,
    ) -> Value {
        let known = bound.as_ref().and_then(|object| self.method_of(target, object));
        let Some(summary) = known.or_else(|| self.summary_of(target)) else {
            self.frame.unready = true;
            return Value::default();
        };
        let bound_args = self.bind(target, bound, args, values);
        let value = self.apply_summary(id, target, &summary, &bound_args, env);
        if summary.is_sent { self.running(target, value) } else { value }
    }

    /// The steps that lead to `last` inside a callee, put behind `before`; the first one, the parameter itself, is
    /// left out.
    pub(super) fn replay(&mut self, last: StepId, before: StepId) -> StepId {
        let mut chain = Vec::new();
        let mut at = Some(last);
        while let Some(step) = at {
            let TraceStep { span, note, before } = self.steps[step.0 as usize].clone();
            if before.is_some() {
                chain.push((span, note));
            }
            at = before;
            if chain.len() > 24 {
                break;
            }
        }
        chain.into_iter().rev().fold(before, |before, (span, note)| self.step(span, &note, Some(before)))
    }

    /// A method: of a class known by name, or whatever its object is.
    fn call_method(
        &mut self,
        id: ExprId,
        func: ExprId,
        base: &Value,
        name: Symbol,
        dotted: Option<NameId>,
        given: &Given<'_>,
    ) -> Value {
        let module = self.module;
        let method = module.name(name);
        if matches!(method, "send" | "asend")
            && let Some(value) = self.sent_to_generator(id, func, base, given)
        {
            return value;
        }
        if is_for_workers(method)
            && let Some(value) = self.sent_to_worker(id, base, method, given)
        {
            return value;
        }
        self.error_made(base, method, given);
        if let Some(value) = self.handed_over(id, method, given) {
            return value;
        }
        if let Some(value) = self.group_method(base, method, given) {
            return value;
        }
        if let Some(value) = self.parser_method(id, base, method, given) {
            return value;
        }
        if method == "add_url_rule" {
            self.routed_by_call(given);
        }
        let modelled = dotted.is_some_and(|name| self.knows(name));
        if !modelled && let Some(value) = self.record_method(id, base, method, given) {
            return value;
        }
        if matches!(method, "get" | "pop")
            && !base.taints().is_empty()
            && !is_container(base)
            && let Some(Key::Str(key)) = given.values.first().map(super::expr::key_of)
            && let ExprKind::Attr { base: holder, .. } = self.module.expr(func).kind
            && let Some(value) = self
                .item_read(holder, base, &Key::Str(key.clone()))
                .or_else(|| self.item_of_part(base, &Key::Str(key)))
        {
            let value = self.as_upload(base, value);
            return self.or_default(value, given);
        }
        if method == "get" && given.values.len() == 1 {
            let upload = self.as_upload(base, base.carried());
            if self.is_upload(&upload) {
                return upload;
            }
        }
        if let Some(value) = self.text_method(id, base, method, given) {
            return value;
        }
        let listed = match base.class() {
            Some(Type::Outside(name)) => matches!(self.names.text(name), "list" | "dict" | "set"),
            Some(Type::Local(_)) => false,
            None => true,
        };
        let grows = listed && matches!(method, "append" | "extend" | "insert" | "appendleft");
        // Of a method of another module it is known what it does.
        let is_told = |engine: &Self| {
            dotted.is_some_and(|name| engine.world.function(engine.names.text(name)).is_some())
        };
        if modelled && is_container(base) && matches!(method, "update" | "setdefault") {
            // A session that was written into here: its sinks count, and it remembers what lies where.
            self.call_named(id, dotted.unwrap_or(NameId(0)), given);
        }
        if (is_container(base) || grows)
            && !(base.class().is_some() && is_told(self))
            && let Some(value) = self.container_method(func, base, method, given)
        {
            return value;
        }
        if method == "relative_to" && self.is_made_absolute(base) {
            // It raises where the path lies elsewhere.
            self.clean_value(Some(base), Kinds::of(&[crate::semantic::models::Kind::Path]));
        }
        let dotted = match dotted {
            Some(dotted) if self.knows(dotted) => Some(dotted),
            _ if matches!(base.refers(), What::Instance(_)) && dotted.is_some() => dotted,
            _ => Some(self.method_name(name)),
        };
        let mut value = match dotted {
            Some(name) => self.call_named(id, name, given),
            None => Value::default(),
        };
        let modelled = dotted.is_some_and(|name| self.knows(name));
        let told = dotted.is_some_and(|name| self.world.function(self.names.text(name)).is_some());
        if modelled || !told {
            self.absorb_holder(id, base, method, dotted, given, &mut value);
        }
        value
    }

    /// A method of which nothing is known gives back what its object carries.
    fn absorb_holder(
        &mut self,
        id: ExprId,
        base: &Value,
        method: &str,
        dotted: Option<NameId>,
        given: &Given<'_>,
        value: &mut Value,
    ) {
        let modelled = dotted.is_some_and(|name| self.knows(name));
        if (!modelled || self.names.text(dotted.unwrap_or(NameId(0))).starts_with('.'))
            && !is_question(method)
        {
            let kept = dotted.map_or(Kinds::ALL, |name| self.left_by(name));
            // What a base class does is not known; that it gives back what this one keeps in its attributes is not likely.
            let own =
                base.data().and_then(|data| data.obj).is_some_and(|obj| self.frame.self_obj == Some(obj));
            let carried = if own { base.clone() } else { self.whole(base) };
            let taints = less(carried.taints(), !kept);
            let left = Value::default().with_taints(taints);
            let left = if piece_taken(method) { self.taken_from(id, given, left) } else { left };
            value.absorb(left.taints());
            if matches!(method, "resolve" | "absolute") && given.args.is_empty() {
                // Of whatever it is that is handed to a function: paths have such methods.
                *value = self.stepped(value, self.module.expr(id).span, super::below::RESOLVED);
            }
        }
    }

    /// What a method takes out of what its object holds.
    fn taken_from(&mut self, id: ExprId, given: &Given<'_>, from: Value) -> Value {
        let key = given.values.first().map_or(Key::Any, key_of);
        let piece = self.piece_of(&key, id);
        self.fragment(from, piece)
    }

    /// What a method leaves of what its object carries, whatever the object's class is.
    fn left_by(&mut self, name: NameId) -> Kinds {
        let effects = self.effects(name);
        let cleaned = effects.iter().map(|effect| match effect {
            Effect::Clean(_, kinds) => *kinds,
            _ => Kinds::NONE,
        });
        !cleaned.fold(Kinds::NONE, |all, kinds| all | kinds)
    }

    /// `[a, b]`, `[a for a in b]`
    fn is_list(&self, id: ExprId) -> bool {
        matches!(self.module.expr(id).kind, ExprKind::List(_) | ExprKind::Comprehension { .. })
    }

    /// Methods of strings, and of values that carry something and may well be strings.
    pub(super) fn text_method(
        &mut self,
        id: ExprId,
        base: &Value,
        method: &str,
        given: &Given<'_>,
    ) -> Option<Value> {
        let span = self.module.expr(id).span;
        match method {
            "format" => {
                let text = constant_text(base).filter(|_| base.as_str().is_some())?;
                return Some(self.format_method(id, &text, given.args, &given.values));
            }
            "format_map" if given.args.len() == 1 => {
                let text = constant_text(base).filter(|_| base.as_str().is_some())?;
                return Some(self.format_map(id, &text, given.args[0].value, &given.values[0]));
            }
            // What joins a list that stands there is a text, whichever of some it is.
            "join" if given.args.len() == 1 && (self.is_text(base) || self.is_list(given.args[0].value)) => {
                return Some(self.join_method(id, base, given.args[0].value, &given.values[0]));
            }
            _ => {}
        }
        if is_container(base) || (!self.is_text(base) && base.taints().is_empty()) {
            return None;
        }
        if let (Some(text), true) = (base.as_str(), given.values.is_empty()) {
            let folded = match method {
                "lower" => text.to_lowercase(),
                "upper" => text.to_uppercase(),
                "strip" => text.trim().to_owned(),
                _ => String::new(),
            };
            if !folded.is_empty() {
                return Some(Value::constant(Const::Str(std::rc::Rc::from(folded))));
            }
        }
        match method {
            "lower" | "upper" | "strip" | "lstrip" | "rstrip" | "title" | "capitalize" | "casefold"
            | "swapcase" | "encode" | "decode" | "removeprefix" | "removesuffix" | "expandtabs" => {
                let mut value = base.carried();
                value = value.with_taints(less(value.taints(), super::filters::OBJECT));
                value.edit().what = What::Instance(Type::Outside(self.intern("str")));
                value.edit().text = base.data().and_then(|data| data.text.clone());
                Some(value)
            }
            "replace" | "translate" | "center" | "ljust" | "rjust" | "zfill"
                // A path is moved by a method of that name, to one place; a text has two put for each other.
                if (self.is_text(base) || !base.taints().is_empty())
                    && (method != "replace" || given.values.len() != 1) =>
            {
                let mut value = self.whole(base).carried();
                value = value.with_taints(less(value.taints(), super::filters::OBJECT));
                if method == "replace" {
                    let kept = super::lines::kept_by_replacing(given);
                    value = value.with_taints(less(value.taints(), kept));
                }
                if method == "translate" {
                    // A table of characters is there to escape them for a page.
                    value = value.with_taints(less(value.taints(), Kinds::of(&[Kind::Html])));
                }
                let put = |at: usize| given.values.get(at).and_then(Value::as_str).unwrap_or("-");
                if method == "replace" && put(0) == "<" && (put(1).is_empty() || put(1).starts_with('&')) {
                    // Escaped by hand: no tag begins any more.
                    value = value.with_taints(less(value.taints(), Kinds::of(&[Kind::Html])));
                }
                if method == "replace" && put(0) == "/" && !put(1).contains('/') {
                    value = value.with_taints(less(value.taints(), Kinds::SLASHES));
                }
                if method == "replace" {
                    value.absorb(
                        given.values.get(1).map(|with| self.whole(with)).unwrap_or_default().taints(),
                    );
                }
                value.edit().what = What::Instance(Type::Outside(self.intern("str")));
                Some(self.stepped(&value, span, "altered"))
            }
            "split" | "rsplit" | "splitlines" | "partition" | "rpartition"
                if self.is_text(base) || !super::lines::kept_by_cutting(method, given).is_empty() =>
            {
                let obj = self.new_obj();
                let part = self.fragment(base.carried(), Fragment::Taken(id));
                let kept = super::lines::kept_by_cutting(method, given) | super::filters::OBJECT;
                let part = part.with_taints(less(part.taints(), kept));
                self.put(obj, Key::Any, part);
                Some(self.container("list", obj))
            }
            _ if is_question(method) && self.is_text(base) => Some(Value::default()),
            _ => None,
        }
    }

    /// What a value carries is clean of these kinds from here on.
    pub(super) fn clean_value(&mut self, value: Option<&Value>, kinds: Kinds) {
        let Some(value) = value else { return };
        let kinds = self.with_below(value, kinds);
        for taint in self.whole(value).taints().to_vec() {
            self.frame.state.clean(taint.origin, kinds);
        }
    }

    /// What a check rules out of this value, as it is.
    pub(super) fn with_below(&self, value: &Value, kinds: Kinds) -> Kinds {
        let below = !(kinds & Kinds::BELOW).is_empty() && self.is_made_absolute(&self.whole(value));
        if below { kinds | Kinds::of(&[Kind::Path]) } else { kinds }
    }
}

/// Methods whose answer says something about the value and does not hold it.
fn is_question(method: &str) -> bool {
    matches!(
        method,
        "isdigit"
            | "isalnum"
            | "isalpha"
            | "isnumeric"
            | "isdecimal"
            | "isidentifier"
            | "isspace"
            | "isupper"
            | "islower"
            | "startswith"
            | "endswith"
            | "count"
            | "index"
            | "find"
            | "rfind"
            | "rindex"
            | "exists"
            | "is_file"
            | "is_dir"
            | "is_relative_to"
            | "is_absolute"
            | "is_valid"
            | "__len__"
            | "__contains__"
            | "hexdigest"
            | "digest"
            | "getlist_count"
            | "tell"
            | "close"
            | "isascii"
    )
}

/// Methods that give some of what their object holds.
fn piece_taken(method: &str) -> bool {
    matches!(
        method,
        "get"
            | "getlist"
            | "getall"
            | "get_all"
            | "getone"
            | "getfirst"
            | "pop"
            | "popitem"
            | "setdefault"
            | "keys"
            | "values"
            | "items"
            | "group"
            | "groups"
            | "groupdict"
            | "split"
            | "rsplit"
            | "splitlines"
            | "partition"
            | "rpartition"
    )
}
