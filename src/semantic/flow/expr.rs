//! Evaluation of expressions other than calls.

use std::rc::Rc;

use super::engine::Engine;
use crate::semantic::models::Kinds;
use crate::semantic::value::*;
use crate::syntax::*;

impl Engine<'_> {
    /// The value of an expression at this point; recorded for the rules.
    pub(super) fn eval(&mut self, id: ExprId) -> Value {
        if !self.spend() {
            return Value::default();
        }
        self.frame.site = Some(id);
        let value = self.eval_inner(id);
        if self.frame.record && !self.frame.state.dead && self.frame.self_class.is_none() {
            let seen = self.without_parts(self.seen(&value), 3);
            self.facts.record(id, seen);
        }
        value
    }

    /// The value as a reader sees it: with what its contents carry, without what checks have ruled out.
    pub(super) fn seen(&self, value: &Value) -> Value {
        let whole = self.whole(value);
        if self.frame.state.any_cleaned() { self.unchecked(&whole) } else { whole }
    }

    /// The value without what checks have ruled out of what it carries itself.
    pub(super) fn unchecked(&self, whole: &Value) -> Value {
        let is_less = |taint: &Taint| {
            let left = taint.kinds & !self.ruled_out(taint.origin);
            left.is_empty() || left != taint.kinds
        };
        if !self.frame.state.any_cleaned() || !whole.taints().iter().any(is_less) {
            return whole.clone();
        }
        let taints = whole
            .taints()
            .iter()
            .map(|taint| Taint { kinds: taint.kinds & !self.ruled_out(taint.origin), ..*taint })
            .filter(|taint| !taint.kinds.is_empty())
            .collect();
        whole.with_taints(taints)
    }

    pub(super) fn eval_all(&mut self, ids: &[ExprId]) -> Vec<Value> {
        ids.iter().map(|id| self.eval(*id)).collect()
    }

    fn eval_inner(&mut self, id: ExprId) -> Value {
        let module = self.module;
        match &module.expr(id).kind {
            ExprKind::Name(name) => self.read_name(id, *name),
            ExprKind::None => self.literal(id, || Const::None),
            ExprKind::Bool(value) => self.literal(id, || Const::Bool(*value)),
            ExprKind::Int(value) => {
                value.map_or_else(Value::default, |value| self.literal(id, || Const::Int(value)))
            }
            ExprKind::Float(value) => self.literal(id, || Const::Float(*value)),
            ExprKind::Str(text) => self.literal(id, || Const::Str(text.clone())),
            ExprKind::Bytes(text) => self.literal(id, || Const::Bytes(text.clone())),
            ExprKind::Format { parts, template } => self.format_parts(id, parts, *template),
            ExprKind::Attr { base, name, .. } => {
                let base = self.eval(*base);
                self.attribute(id, &base, *name)
            }
            ExprKind::Call { func, args, .. } => self.call(id, *func, args),
            ExprKind::Subscript { base, index } => {
                let holder = self.eval(*base);
                let index_value = self.eval(*index);
                let holder = self.unless_guessed(holder);
                self.subscript(*base, &holder, *index, &index_value)
            }
            ExprKind::Slice(parts) => {
                self.eval_all(parts);
                Value::default()
            }
            ExprKind::Binary { op, left, right } => self.binary(id, *op, *left, *right),
            ExprKind::Unary { op, operand } => {
                let value = self.eval(*operand);
                super::fold::unary(*op, &value)
            }
            ExprKind::Logic { op, values } => self.logic(*op, values),
            ExprKind::Compare { left, rest } => {
                let first = self.eval(*left);
                let others: Vec<Value> = rest.iter().map(|(_, id)| self.eval(*id)).collect();
                if let ([(op @ (CmpOp::In | CmpOp::NotIn), right)], [other]) = (&rest[..], &others[..])
                    && let ExprKind::Tuple(_) | ExprKind::List(_) = module.expr(*right).kind
                    && let (Some(known), Some(values)) = (first.as_const(), self.ordered(other))
                    && values.iter().all(|value| value.as_const().is_some())
                {
                    let found = values.iter().any(|value| value.as_const() == Some(known));
                    return Value::constant(Const::Bool(found == (*op == CmpOp::In)));
                }
                match (&rest[..], &others[..]) {
                    ([(op, _)], [other]) => super::fold::compare(*op, &first, other),
                    _ => Value::default(),
                }
            }
            ExprKind::Conditional { test, then, otherwise } => {
                let condition = self.eval(*test);
                match condition.as_const().map(Const::truth) {
                    Some(true) => self.eval(*then),
                    Some(false) => self.eval(*otherwise),
                    None => {
                        let mark = self.frame.state.mark();
                        self.refine(*test, true);
                        let left = self.eval(*then);
                        let left = self.seen(&left);
                        let first = self.frame.state.take(mark);
                        self.refine(*test, false);
                        let right = self.eval(*otherwise);
                        let right = self.seen(&right);
                        let second = self.frame.state.take(mark);
                        self.frame.state.merge(vec![first, second]);
                        left.join(&right)
                    }
                }
            }
            ExprKind::Lambda(func) => {
                self.inline_lambda(*func);
                Value::what(What::Function(*func, None))
            }
            ExprKind::Tuple(items) | ExprKind::List(items) | ExprKind::Set(items) => {
                let name = match &module.expr(id).kind {
                    ExprKind::Tuple(_) => "tuple",
                    ExprKind::List(_) => "list",
                    _ => "set",
                };
                self.display(name, items)
            }
            ExprKind::Dict(items) => {
                let obj = self.new_obj();
                for (key, value) in items {
                    let Some(key) = key else {
                        // `**other`
                        let other = self.eval(*value);
                        self.merge_into(obj, &other);
                        continue;
                    };
                    let key = self.eval(*key);
                    let value = self.eval(*value);
                    self.put(obj, key_of(&key), value);
                    self.note_key(obj, &key);
                }
                self.container("dict", obj)
            }
            ExprKind::Star(inner) => {
                let value = self.eval(*inner);
                self.element(&value)
            }
            ExprKind::Comprehension { element, value, clauses, kind } => {
                self.comprehension(*kind, *element, *value, clauses)
            }
            ExprKind::Await(inner) => self.eval(*inner),
            ExprKind::Yield(value) => {
                if let Some(value) = value {
                    let given = self.eval(*value);
                    self.yielded(given);
                }
                self.note_entered();
                self.sent_in(id)
            }
            ExprKind::YieldFrom(inner) => {
                let value = self.eval(*inner);
                let element = self.element(&value);
                self.yielded(element);
                Value::default()
            }
            ExprKind::Walrus { target, value } => {
                let value = self.eval(*value);
                self.assign(*target, value.clone());
                value
            }
            ExprKind::Ellipsis | ExprKind::Unknown => Value::default(),
        }
    }

    fn read_name(&mut self, id: ExprId, name: Symbol) -> Value {
        match self.scopes.resolve(id) {
            Some(var) => {
                let info = self.scopes.var(var);
                if let Some(value) = self.frame.given.get(&var).or_else(|| self.frame.shared.get(&var)) {
                    return value.clone();
                }
                let (slot, own) = (info.slot, info.owner == self.func());
                let here = if own { self.read_var(slot) } else { None };
                let mut value = here.or_else(|| self.globals.get(&var).cloned()).unwrap_or_default();
                if info.owner == FuncId(0) && !own {
                    self.note_read_of_own(id, info.name, &value);
                    // What begins as nothing is set by a function, which may have been left out.
                    if self.module.partial && matches!(value.as_const(), Some(Const::None)) {
                        value = Value::default();
                    }
                }
                if self.has_held { self.imported_variable(id, info.owner, value) } else { value }
            }
            None => self.builtin(name),
        }
    }

    /// `""`, `None`
    fn is_written_empty(&self, id: ExprId) -> bool {
        match &self.module.expr(id).kind {
            ExprKind::None => true,
            ExprKind::Str(text) => text.is_empty(),
            _ => false,
        }
    }

    fn logic(&mut self, op: BoolOp, values: &[ExprId]) -> Value {
        if let (BoolOp::Or, [first, second]) = (op, values)
            && self.is_written_empty(*second)
        {
            // `urlsplit(url).hostname or ""` is what it is, or nothing.
            let value = self.eval(*first);
            if value.as_const().is_none() {
                return self.seen(&value);
            }
        }
        let mark = self.frame.state.mark();
        let mut joined: Option<Value> = None;
        let mut deltas = Vec::new();
        for (at, id) in values.iter().enumerate() {
            let value = self.eval(*id);
            let last = at + 1 == values.len();
            let truth = value.as_const().map(Const::truth);
            let stops = truth == Some(op == BoolOp::Or);
            if stops && op == BoolOp::And && at > 0 {
                // Whatever stood before, the whole is false.
                joined = Some(Value::constant(Const::Bool(false)));
                break;
            }
            let passes = truth.is_some() && !stops && !last;
            if !passes {
                // What is false and ends an `and` is empty.
                let empty = op == BoolOp::And && !last && !is_container(&value);
                let seen = if empty { Value::default() } else { self.seen(&value) };
                joined = Some(joined.map_or(seen.clone(), |joined| joined.join(&seen)));
            }
            if stops || last {
                break;
            }
            deltas.push(self.frame.state.delta(mark));
            // The next operand is only evaluated where this one left the question open.
            self.refine(*id, op == BoolOp::And);
        }
        // Only checks were added on the way; after the expression none of them is certain.
        let end = self.frame.state.take(mark);
        deltas.push(end);
        self.frame.state.merge(deltas);
        joined.unwrap_or_default()
    }

    /// A tuple, list or set display; after a starred element positions are not known.
    fn display(&mut self, name: &str, items: &[ExprId]) -> Value {
        let obj = self.new_obj();
        let mut known = name != "set";
        let mut at = 0;
        for item in items {
            let mut values = Vec::new();
            if let ExprKind::Star(inner) = self.module.expr(*item).kind {
                let spread = self.eval(inner);
                match self.ordered(&spread) {
                    Some(inner) => values = inner,
                    None => {
                        known = false;
                        values.push(self.iterated(&spread));
                    }
                }
            } else {
                values.push(self.eval(*item));
            }
            for value in values {
                known &= at < 64;
                if known {
                    self.put(obj, Key::Index(at), value);
                } else {
                    self.add(obj, value);
                }
                at += 1;
            }
        }
        self.container(name, obj)
    }

    pub(super) fn container(&mut self, class: &str, obj: ObjId) -> Value {
        let what = What::Instance(Type::Outside(self.intern(class)));
        Value::new(Data { what, obj: Some(obj), ..Data::default() })
    }

    fn comprehension(
        &mut self,
        kind: CompKind,
        element: ExprId,
        value: Option<ExprId>,
        clauses: &[Clause],
    ) -> Value {
        let mark = self.frame.state.mark();
        for clause in clauses {
            let iter = self.eval(clause.iter);
            let item = self.gone_through(clause.iter, &iter);
            let item = self.places_of_each(clause.target, clause.iter, item);
            self.assign(clause.target, item);
            for test in &clause.tests {
                self.eval(*test);
                self.refine(*test, true);
            }
        }
        let first = self.eval(element);
        let mut item = self.freeze(&first, 2);
        let mut name = Value::default();
        if let Some(value) = value {
            let second = self.eval(value);
            name = self.seen(&first).carried();
            item = self.freeze(&second, 2);
        }
        let mut kept: Vec<(u32, Value)> = Vec::new();
        self.kept_targets(clauses, element, &mut kept);
        self.frame.state.undo(mark);
        for (slot, value) in kept {
            self.frame.state.set_var(slot, value);
        }
        let obj = self.new_obj();
        self.put(obj, Key::Any, item);
        self.note_key(obj, &name);
        self.container(
            match kind {
                CompKind::List => "list",
                CompKind::Set => "set",
                CompKind::Dict => "dict",
                CompKind::Generator => "generator",
            },
            obj,
        )
    }

    fn binary(&mut self, id: ExprId, op: BinOp, left: ExprId, right: ExprId) -> Value {
        let first = self.eval(left);
        let second = self.eval(right);
        if let Some(value) = self.own_operator(id, op, &first, &second) {
            return value;
        }
        match op {
            BinOp::Add => {
                if let Some(value) = self.added_to_markup(&first, &second) {
                    return value;
                }
                if let Some(value) = super::fold::binary(op, &first, &second) {
                    return value;
                }
                if is_container(&first) && is_container(&second) {
                    return self.chain(&[first, second]);
                }
                self.concat(id, (left, &first), (right, &second))
            }
            BinOp::Mod if self.is_text(&first) => self.percent(id, &first, right, &second),
            BinOp::Div if self.is_path(&first) || self.is_path(&second) => {
                let mut joined = self.path_join(&[(left, first), (right, second)]);
                let span = self.module.expr(id).span;
                joined = self.stepped(&joined, span, "joined into the path");
                joined.edit().what = What::Instance(Type::Outside(self.intern("pathlib.Path")));
                joined
            }
            // `a | b` of dicts and sets keeps both; of annotations it means nothing here.
            BinOp::Or | BinOp::Mul => {
                if let Some(value) = super::fold::binary(op, &first, &second) {
                    return value;
                }
                if op == BinOp::Or && is_container(&first) && is_container(&second) {
                    let obj = self.new_obj();
                    self.merge_into(obj, &first);
                    self.merge_into(obj, &second);
                    let mut merged = self.container("dict", obj);
                    merged.edit().what = first.refers().clone();
                    return merged;
                }
                let mut value = self.whole(&first).carried();
                value.absorb(self.whole(&second).taints());
                value
            }
            // `set(names) - KNOWN`: of sets and views of keys, what is left over. Of numbers nothing is followed.
            BinOp::Sub if is_container(&first) => {
                let rest = self.iterated(&first);
                self.list_of_any(rest)
            }
            BinOp::Sub if is_container(&second) => first.carried(),
            _ => super::fold::binary(op, &first, &second).unwrap_or_default(),
        }
    }

    /// The parameters of a lambda are what calls give them, which is not known here.
    fn inline_lambda(&mut self, func: FuncId) {
        if self.frame.func.is_none() {
            return;
        }
        let module = self.module;
        let function = module.function(func);
        let mut kept = Vec::new();
        for param in &function.params {
            if let (Some(default), Some(var)) = (param.default, self.scopes.local(func, param.name)) {
                let value = self.eval(default);
                kept.push((var, self.frame.given.insert(var, value)));
            }
        }
        // Evaluated in place: a lambda reads the variables around it. Its own have the lambda as owner, so they read
        // as unknown, but for those that keep what was there when it was made: `lambda name=name: …`.
        if let Body::Lambda(body) = function.body {
            let mark = self.frame.state.mark();
            self.eval(body);
            self.frame.state.undo(mark);
        }
        for (var, before) in kept {
            match before {
                Some(before) => self.frame.given.insert(var, before),
                None => self.frame.given.remove(&var),
            };
        }
    }

    /// Names that `:=` inside a comprehension leaves behind; none of its own variables.
    fn kept_targets(&self, clauses: &[Clause], element: ExprId, kept: &mut Vec<(u32, Value)>) {
        let tests = clauses.iter().flat_map(|clause| clause.tests.iter().copied());
        for id in tests.chain([element]) {
            let mut id = id;
            for _ in 0..4 {
                match &self.module.expr(id).kind {
                    ExprKind::Walrus { target, .. } => {
                        if let Some(var) = self.scopes.resolve(*target) {
                            let slot = self.scopes.var(var).slot;
                            let own = self.scopes.var(var).owner == self.func();
                            if let Some(value) = self.frame.state.var(slot).filter(|_| own) {
                                kept.push((slot, self.freeze(value, 2)));
                            }
                        }
                        break;
                    }
                    ExprKind::Compare { left, .. } => id = *left,
                    _ => break,
                }
            }
        }
    }

    fn yielded(&mut self, value: Value) {
        let obj = self.new_obj();
        self.put(obj, Key::Any, value);
        let stream = self.container("generator", obj);
        let frozen = self.freeze(&stream, 3);
        let joined = self.frame.returns.take().map_or(frozen.clone(), |known| known.join(&frozen));
        self.frame.returns = Some(joined);
    }
}

/// Taints without these kinds; those with none left are gone.
pub(super) fn less(taints: &[Taint], kinds: Kinds) -> Vec<Taint> {
    taints
        .iter()
        .map(|taint| Taint { kinds: taint.kinds & !kinds, ..*taint })
        .filter(|taint| !taint.kinds.is_empty())
        .collect()
}

/// The place that an index or key means.
pub(super) fn key_of(key: &Value) -> Key {
    match key.as_const() {
        Some(Const::Int(at)) => Key::Index(*at),
        Some(Const::Str(text)) => Key::Str(text.clone()),
        Some(Const::Bool(value)) => Key::Index(i64::from(*value)),
        _ => Key::Any,
    }
}

pub(super) fn is_container(value: &Value) -> bool {
    value.data().is_some_and(|data| data.obj.is_some() || data.fields.is_some())
}

/// A shared empty text.
pub(super) fn literal(text: &str) -> Piece {
    Piece::Lit(Rc::from(text))
}
