//! Methods and operators of containers: lists by position, dicts by key, buffers and two-level stores.
//!
//! Positions are told apart as long as all of them are known; in a loop they no longer are.

use std::rc::Rc;

use super::call::Given;
use super::engine::Engine;
use super::expr::{is_container, key_of};
use crate::semantic::value::*;
use crate::syntax::*;

/// Lists longer than this are not followed position by position.
const MAX_LIST: usize = 64;

impl Engine<'_> {
    fn class_is(&self, value: &Value, names: &[&str]) -> bool {
        matches!(value.class(), Some(Type::Outside(name)) if names.contains(&self.names.text(name)))
    }

    /// A mapping that was made here, so that going through it gives its keys.
    pub(super) fn is_mapping(&self, value: &Value) -> bool {
        const MAPPINGS: &[&str] = &[
            "dict",
            "collections.OrderedDict",
            "collections.defaultdict",
            "collections.ChainMap",
            "collections.Counter",
        ];
        self.class_is(value, MAPPINGS)
    }

    /// What is put in at one end and taken out at one.
    fn is_queue(&self, value: &Value) -> bool {
        self.class_is(value, &["queue.Queue", "queue.SimpleQueue", "queue.LifoQueue", "asyncio.Queue"])
    }

    /// A buffer in memory.
    fn is_buffer(&self, value: &Value) -> bool {
        self.class_is(value, &["io.StringIO", "io.BytesIO"])
    }

    /// The elements of a list or tuple of which every position is known.
    pub(super) fn ordered(&self, value: &Value) -> Option<Vec<Value>> {
        if !self.class_is(value, &["list", "tuple", "collections.deque"]) && !self.is_queue(value)
            || !value.taints().is_empty()
        {
            return None;
        }
        let mut found: Vec<(i64, Value)> = Vec::new();
        for (key, inner) in self.contents(value) {
            match key {
                Key::Index(at) => found.push((at, inner)),
                Key::Attr(_) => {}
                _ => return None,
            }
        }
        found.sort_by_key(|(at, _)| *at);
        let whole =
            found.len() <= MAX_LIST && found.iter().enumerate().all(|(at, (key, _))| *key == at as i64);
        whole.then(|| found.into_iter().map(|(_, value)| value).collect())
    }

    /// What going through a value gives: the keys of a dict, the elements of anything else.
    pub(super) fn iterated(&self, value: &Value) -> Value {
        if !self.is_mapping(value) {
            return self.element(value);
        }
        let mut key = self.stored(value, &Key::Names).unwrap_or_default().carried();
        key.absorb(value.taints());
        key
    }

    /// The place that a key means in this container; negative positions count from a known end.
    pub(super) fn place_of(&self, base: &Value, key: &Value) -> Key {
        match key_of(key) {
            Key::Index(at) if at < 0 => match self.ordered(base) {
                Some(values) => Key::Index(at + values.len() as i64),
                None => Key::Any,
            },
            key => key,
        }
    }

    /// A new list of these elements.
    pub(super) fn list_of(&mut self, values: Vec<Value>) -> Value {
        let obj = self.new_obj();
        for (at, value) in values.into_iter().enumerate() {
            self.put(obj, Key::Index(at as i64), value);
        }
        self.container("list", obj)
    }

    /// A new list of which only one thing is known: what any of its elements is.
    pub(super) fn list_of_any(&mut self, element: Value) -> Value {
        let obj = self.new_obj();
        self.put(obj, Key::Any, element);
        self.container("list", obj)
    }

    /// Elements in place of those that a container holds; without positions where there are none.
    pub(super) fn rewrite(&mut self, obj: ObjId, values: Option<Vec<Value>>, any: Value) {
        for at in 0..self.frame.state.places(obj).len() {
            let key = self.frame.state.places(obj)[at].0.clone();
            if !matches!(key, Key::Attr(_)) {
                self.frame.state.unset_field(obj, key);
            }
        }
        match values {
            Some(values) => {
                for (at, value) in values.into_iter().enumerate() {
                    self.put(obj, Key::Index(at as i64), value);
                }
            }
            None => self.add(obj, any),
        }
    }

    /// Outside data in a key: who goes through the keys gets it.
    pub(super) fn note_key(&mut self, obj: ObjId, key: &Value) {
        let seen = self.seen(key).carried();
        if !seen.taints().is_empty() {
            let old = self.frame.state.field(obj, &Key::Names);
            let joined = old.map_or_else(|| seen.clone(), |old| old.join(&seen));
            self.frame.state.set_field(obj, Key::Names, joined);
        }
    }

    /// All places of one container over those of another, as `update` does.
    pub(super) fn merge_into(&mut self, obj: ObjId, other: &Value) {
        for (key, inner) in self.contents(other) {
            match key {
                Key::Names => self.note_key(obj, &inner),
                key => self.put(obj, key, inner),
            }
        }
        if !other.taints().is_empty() {
            self.add(obj, other.carried());
        }
    }

    /// Pairs of a key and a value, into a mapping.
    pub(super) fn fill_with_pairs(&mut self, obj: ObjId, pairs: &Value) {
        let (first, second) = (Key::Index(0), Key::Index(1));
        let all = self.ordered(pairs).unwrap_or_else(|| vec![self.iterated(pairs)]);
        for pair in all {
            let key = self.stored(&pair, &first).unwrap_or_default();
            let value = self.stored(&pair, &second).unwrap_or_else(|| self.element(&pair));
            self.put(obj, key_of(&key), value);
            self.note_key(obj, &key);
        }
    }

    /// Lists one behind the other.
    pub(super) fn chain(&mut self, parts: &[Value]) -> Value {
        let ordered: Option<Vec<Vec<Value>>> = parts.iter().map(|part| self.ordered(part)).collect();
        match ordered.map(|parts| parts.concat()).filter(|all| all.len() <= MAX_LIST) {
            Some(values) => self.list_of(values),
            None => {
                let all =
                    parts.iter().map(|part| self.iterated(part)).reduce(|left, right| left.join(&right));
                self.list_of_any(all.unwrap_or_default())
            }
        }
    }

    /// `list += more`, `list.extend(more)`
    pub(super) fn extend(&mut self, obj: ObjId, list: &Value, more: &Value) {
        match (self.ordered(list), self.ordered(more)) {
            (Some(old), Some(new)) if self.frame.loops.is_empty() && old.len() + new.len() <= MAX_LIST => {
                for (at, value) in new.into_iter().enumerate() {
                    self.put(obj, Key::Index((old.len() + at) as i64), value);
                }
            }
            _ => {
                let element = self.iterated(more);
                self.add(obj, element);
            }
        }
    }

    /// `list[a:b]`: a new list.
    pub(super) fn slice(&mut self, base: &Value, index: ExprId, parts: &[ExprId]) -> Value {
        let module = self.module;
        let whole = self.ordered(base);
        let bounds = whole.as_ref().and_then(|values| {
            let end = module.expr(index).span.end;
            slice_bounds(module, index, parts, values.len(), end)
        });
        match (whole, bounds) {
            (Some(values), Some((start, end))) => self.list_of(values[start..end].to_vec()),
            _ => {
                let element = self.element(base);
                self.list_of_any(element)
            }
        }
    }

    /// A copy that later changes of the first do not reach.
    pub(super) fn copied(&mut self, value: &Value, depth: u32) -> Value {
        if !is_container(value) {
            return value.clone();
        }
        let obj = self.new_obj();
        for (key, inner) in self.contents(value) {
            let inner = if depth > 0 { self.copied(&inner, depth - 1) } else { inner };
            self.frame.state.set_field(obj, key, inner);
        }
        let mut copy = value.clone();
        copy.edit().obj = Some(obj);
        copy.edit().fields = None;
        copy
    }

    /// Methods of containers that move contents.
    pub(super) fn container_method(
        &mut self,
        func: ExprId,
        base: &Value,
        method: &str,
        given: &Given<'_>,
    ) -> Option<Value> {
        let module = self.module;
        let holder = match &module.expr(func).kind {
            ExprKind::Attr { base: holder, .. } => *holder,
            _ => func,
        };
        if self.is_buffer(base) {
            return self.buffer_method(base, method, given);
        }
        if self.class_is(base, &["configparser.ConfigParser", "configparser.RawConfigParser"])
            && let Some(value) = self.section_method(base, method, given)
        {
            return Some(value);
        }
        let none = Some(Value::constant(Const::None));
        let first = given.values.first();
        let key = first.map_or(Key::Any, |key| self.place_of(base, key));
        let straight = self.frame.loops.is_empty();
        match method {
            "append" | "add" | "appendleft" | "put" | "put_nowait" | "push" => {
                let ordered = self
                    .ordered(base)
                    .filter(|values| method != "add" && straight && values.len() < MAX_LIST);
                let obj = self.container_of(holder, base)?;
                let value = first.cloned().unwrap_or_default();
                match ordered {
                    Some(mut values) if method == "appendleft" => {
                        values.insert(0, value);
                        self.rewrite(obj, Some(values), Value::default());
                    }
                    Some(values) => self.put(obj, Key::Index(values.len() as i64), value),
                    None => self.add(obj, value),
                }
                none
            }
            "insert" => {
                let ordered = self.ordered(base).filter(|_| straight);
                let obj = self.container_of(holder, base)?;
                let value = given.values.get(1).cloned().unwrap_or_default();
                match (ordered, first.map(key_of)) {
                    (Some(mut values), Some(Key::Index(at))) if values.len() < MAX_LIST && at >= 0 => {
                        values.insert((at as usize).min(values.len()), value);
                        self.rewrite(obj, Some(values), Value::default());
                    }
                    _ => {
                        let all = self.element(base).join(&value);
                        self.rewrite(obj, None, all);
                    }
                }
                none
            }
            "extend" | "update" => {
                let obj = self.container_of(holder, base)?;
                for (arg, value) in given.args.iter().zip(&given.values) {
                    match arg.kind {
                        ArgKind::Keyword(name) => {
                            let key = Key::Str(Rc::from(self.module.name(name)));
                            self.put(obj, key, value.clone());
                        }
                        _ if method == "update" && self.is_mapping(value) => self.merge_into(obj, value),
                        _ if method == "update" && self.ordered(value).is_none() && is_container(value) => {
                            self.merge_into(obj, value)
                        }
                        _ if method == "extend" => self.extend(obj, base, value),
                        _ => self.fill_with_pairs(obj, value),
                    }
                }
                none
            }
            "set" if self.class_is(base, &["contextvars.ContextVar"]) => {
                let obj = self.container_of(holder, base)?;
                self.rewrite(obj, None, first.cloned().unwrap_or_default());
                none
            }
            "setdefault" => {
                let obj = self.container_of(holder, base)?;
                let default = given.values.get(1).cloned().unwrap_or_default();
                let value = match self.stored(base, &key) {
                    Some(old) if straight => old,
                    Some(old) => old.join(&default),
                    None => default,
                };
                self.put(obj, key, value.clone());
                Some(value)
            }
            "get" | "pop" | "popleft" | "get_nowait" | "popitem" | "get_all" | "getlist" => {
                self.taken_out(base, method, key, given, straight)
            }
            "remove" | "discard" | "reverse" | "sort" if self.ordered(base).is_some() => {
                let obj = base.data()?.obj?;
                let all = self.element(base);
                self.rewrite(obj, None, all);
                none
            }
            "copy" => Some(self.copied(base, 0)),
            "union" | "intersection" | "difference" | "symmetric_difference" => {
                let mut all = self.iterated(base);
                if matches!(method, "union" | "symmetric_difference") {
                    for other in &given.values {
                        all = all.join(&self.iterated(other));
                    }
                }
                let value = self.list_of_any(all);
                Some(value)
            }
            "values" | "items" | "keys" | "most_common" => {
                let mapping = self.is_mapping(base) || method == "most_common";
                let name = if mapping { self.iterated(base) } else { base.carried() };
                if method == "keys" {
                    // Of keys that are the program's own nothing is worth going through.
                    return Some(if mapping { self.list_of_any(name) } else { name });
                }
                let element = self.element(base);
                if method == "values" {
                    return Some(self.list_of_any(element));
                }
                let pair = self.new_obj();
                self.put(pair, Key::Index(0), name);
                self.put(pair, Key::Index(1), element);
                let pair = self.container("tuple", pair);
                Some(self.list_of_any(pair))
            }
            "clear" => {
                let obj = base.data()?.obj?;
                self.rewrite(obj, Some(Vec::new()), Value::default());
                none
            }
            _ => None,
        }
    }

    /// `get`, `pop` and kin.
    fn taken_out(
        &mut self,
        base: &Value,
        method: &str,
        key: Key,
        given: &Given<'_>,
        straight: bool,
    ) -> Option<Value> {
        let obj = base.data().and_then(|data| data.obj).filter(|_| straight);
        // The end from which it takes: `pop` the last one, queues the first.
        let takes = match method {
            "pop" => true,
            "popleft" => true,
            "get" | "get_nowait" => self.is_queue(base),
            _ => false,
        };
        if takes
            && let Some(mut values) = self.ordered(base)
            && !values.is_empty()
            && (given.values.is_empty() || method != "pop" || matches!(key, Key::Index(_)))
        {
            let at = match key {
                Key::Index(at) if method == "pop" => {
                    usize::try_from(at).ok().filter(|at| *at < values.len())?
                }
                _ if method == "pop" || self.class_is(base, &["queue.LifoQueue"]) => values.len() - 1,
                _ => 0,
            };
            let value = values.remove(at);
            if let Some(obj) = obj {
                self.rewrite(obj, Some(values), Value::default());
            }
            return Some(value);
        }
        let by_key = matches!(key, Key::Str(_)) || (method == "pop" && matches!(key, Key::Index(_)));
        let found = by_key.then(|| self.stored(base, &key)).flatten();
        let value = match found {
            Some(value) => value,
            None if by_key => {
                if let Some(value) = self.item_of_parameter(base, &key) {
                    return Some(self.or_default(value, given));
                }
                let mut rest = self.stored(base, &Key::Any).unwrap_or_default();
                rest.absorb(base.taints());
                rest
            }
            None => self.element(base),
        };
        if by_key
            && method == "pop"
            && let Some(obj) = obj
        {
            self.frame.state.unset_field(obj, key);
        }
        Some(self.or_default(value, given))
    }

    /// What was read, or what was to be taken where nothing was there.
    pub(super) fn or_default(&self, value: Value, given: &Given<'_>) -> Value {
        let Some(default) = given.values.get(1) else { return value };
        // A container keeps its places: `d.get("a", {})`.
        let empty = is_container(default) && self.contents(default).is_empty();
        if empty && is_container(&value) {
            value
        } else {
            self.freeze(&value, 2).join(&self.freeze(default, 2))
        }
    }

    /// What was written to a buffer is what is read from it.
    fn buffer_method(&mut self, base: &Value, method: &str, given: &Given<'_>) -> Option<Value> {
        let obj = base.data()?.obj?;
        match method {
            "write" | "writelines" => {
                let first = given.values.first().cloned().unwrap_or_default();
                let text = self.whole(&first).carried();
                self.add(obj, text);
                Some(Value::default())
            }
            "read" | "getvalue" | "readline" | "getbuffer" => Some(self.element(base).carried()),
            "readlines" => {
                let element = self.element(base).carried();
                Some(self.list_of_any(element))
            }
            "seek" | "tell" | "truncate" | "close" | "flush" => Some(Value::default()),
            _ => None,
        }
    }
}

/// Start and end of a slice with constant bounds and no step.
fn slice_bounds(
    module: &Module,
    index: ExprId,
    parts: &[ExprId],
    count: usize,
    end: u32,
) -> Option<(usize, usize)> {
    let number = |id: ExprId| match &module.expr(id).kind {
        ExprKind::Int(value) => *value,
        ExprKind::Unary { op: UnaryOp::Neg, operand } => match module.expr(*operand).kind {
            ExprKind::Int(Some(value)) => value.checked_neg(),
            _ => None,
        },
        _ => None,
    };
    let clamp = |at: i64| {
        let at = if at < 0 { at + count as i64 } else { at };
        at.clamp(0, count as i64) as usize
    };
    let start = module.expr(index).span.start;
    let (from, to) = match parts {
        [] => (0, count),
        // `[a:]` and `[:b]` differ in where their one bound stands.
        [only] => {
            let at = clamp(number(*only)?);
            let span = module.expr(*only).span;
            match (span.start == start, span.end == end) {
                (true, false) => (at, count),
                (false, true) => (0, at),
                _ => return None,
            }
        }
        [from, to] if module.expr(*from).span.start == start && module.expr(*to).span.end == end => {
            (clamp(number(*from)?), clamp(number(*to)?))
        }
        _ => return None,
    };
    Some((from.min(to), to))
}
