//! Functions of the standard library that call, collect or hand on what they are given, where a table cannot say how.

use std::rc::Rc;

use super::call::Given;
use super::engine::Engine;
use super::expr::{is_container, less};
use crate::semantic::models::{Kind, Kinds};
use crate::semantic::value::*;
use crate::syntax::*;

impl Engine<'_> {
    /// The value of such a call; `None` for all other names.
    pub(super) fn standard(&mut self, id: ExprId, name: &str, given: &Given<'_>) -> Option<Value> {
        let values = &given.values;
        let first = values.first();
        match name {
            "functools.partial" | "operator.itemgetter" | "operator.attrgetter" | "operator.methodcaller" => {
                Some(self.remembering(name, given.args, values))
            }
            "collections.namedtuple" => {
                let names: Vec<Value> = match values.get(1) {
                    Some(list) if is_container(list) => self.ordered(list)?,
                    Some(text) => {
                        let parts = text.as_str()?.split([' ', ',']).filter(|part| !part.is_empty());
                        parts.map(|part| Value::constant(Const::Str(Rc::from(part)))).collect()
                    }
                    None => return None,
                };
                let fields = names.into_iter().enumerate().map(|(at, name)| (Key::Index(at as i64), name));
                let what = What::Instance(Type::Outside(self.intern(name)));
                Some(Value::new(Data { what, fields: Some(Rc::new(fields.collect())), ..Data::default() }))
            }
            "collections.defaultdict" | "collections.OrderedDict" => {
                let obj = self.new_obj();
                for (arg, value) in given.args.iter().zip(values) {
                    match arg.kind {
                        ArgKind::Keyword(name) => {
                            let key = Key::Str(Rc::from(self.module.name(name)));
                            self.put(obj, key, value.clone());
                        }
                        _ if is_container(value) && !self.is_mapping(value) => {
                            self.fill_with_pairs(obj, value);
                            if !value.taints().is_empty() {
                                self.add(obj, value.carried());
                            }
                        }
                        _ => self.merge_into(obj, value),
                    }
                }
                Some(self.container(name, obj))
            }
            "collections.ChainMap" => {
                let obj = self.new_obj();
                // The first one that has the key answers.
                values.iter().rev().for_each(|value| self.merge_into(obj, value));
                Some(self.container(name, obj))
            }
            "collections.Counter" => {
                let obj = self.new_obj();
                let key = self.iterated(first?);
                self.put(obj, Key::Any, Value::default());
                self.note_key(obj, &key);
                Some(self.container(name, obj))
            }
            "dict.fromkeys" | "collections.OrderedDict.fromkeys" => {
                let obj = self.new_obj();
                let value = values.get(1).cloned().unwrap_or_default();
                let keys = self.ordered(first?).unwrap_or_else(|| vec![self.iterated(&values[0])]);
                for key in keys {
                    self.put(obj, super::expr::key_of(&key), value.clone());
                    self.note_key(obj, &key);
                }
                Some(self.container("dict", obj))
            }
            "dataclasses.asdict" | "attr.asdict" | "attrs.asdict" => Some(self.as_mapping(first?)),
            "collections.deque"
            | "queue.Queue"
            | "queue.SimpleQueue"
            | "queue.LifoQueue"
            | "asyncio.Queue"
            | "contextvars.ContextVar"
            | "configparser.ConfigParser"
            | "configparser.RawConfigParser" => {
                let obj = self.new_obj();
                for value in values.iter().filter(|value| is_container(value) || !value.taints().is_empty()) {
                    self.merge_into(obj, value);
                }
                Some(self.container(name, obj))
            }
            "io.StringIO" | "io.BytesIO" => {
                let obj = self.new_obj();
                if let Some(first) = first {
                    // A file of its own: whatever opens it opens no path.
                    let whole = self.whole(first).carried();
                    let left = less(whole.taints(), Kinds::of(&[Kind::Path]));
                    self.put(obj, Key::Any, whole.with_taints(left));
                }
                Some(self.container(name, obj))
            }
            "copy.copy" | "copy.deepcopy" => {
                let mut copy = self.copied(first?, if name.ends_with("deepcopy") { 3 } else { 0 });
                // What another module has stays as it is, whatever is put into the copy.
                if matches!(copy.refers(), What::Named(_)) {
                    copy.edit().what = What::Unknown;
                }
                Some(copy)
            }
            "dataclasses.replace" | "attr.evolve" | "attrs.evolve" => {
                let copy = self.copied(first?, 0);
                let obj = copy.data()?.obj?;
                for (arg, value) in given.args.iter().zip(values) {
                    if let ArgKind::Keyword(name) = arg.kind {
                        self.put(obj, Key::Attr(name), value.clone());
                    }
                }
                Some(copy)
            }
            "types.SimpleNamespace" | "argparse.Namespace" => {
                let obj = self.new_obj();
                for (arg, value) in given.args.iter().zip(values) {
                    match arg.kind {
                        ArgKind::Keyword(name) => self.put(obj, Key::Attr(name), value.clone()),
                        _ => self.fill_attributes(obj, value),
                    }
                }
                Some(self.container(name, obj))
            }
            "fastapi.Depends" | "fastapi.Security" | "fastapi.params.Depends" => {
                self.called_first(&first?.clone(), None, id);
                None
            }
            "argparse.ArgumentParser" | "flask_restful.reqparse.RequestParser" => {
                Some(self.option_parser(name))
            }
            "locals" | "vars" if given.args.is_empty() => self.own_variables(),
            "vars" => {
                let obj = self.new_obj();
                let holder = first?;
                for (key, inner) in self.contents(holder) {
                    let key = match key {
                        Key::Attr(name) => Key::Str(Rc::from(self.module.name(name))),
                        key => key,
                    };
                    self.put(obj, key, inner);
                }
                let mut all = self.container("dict", obj);
                all.absorb(holder.taints());
                Some(all)
            }
            "setattr" => {
                let (holder, name, value) = (first?.clone(), values.get(1)?, values.get(2)?.clone());
                let place = name.as_str().map_or(Key::Any, |name| self.attribute_place(name));
                let obj = self.container_of(given.args.first()?.value, &holder)?;
                self.put(obj, place, value);
                Some(Value::constant(Const::None))
            }
            "print" => {
                let file = given.args.iter().zip(values).find_map(|(arg, value)| match arg.kind {
                    ArgKind::Keyword(name) if self.module.name(name) == "file" => value.data()?.obj,
                    _ => None,
                })?;
                for (arg, value) in given.args.iter().zip(values) {
                    if arg.kind == ArgKind::Positional {
                        let text = self.whole(value).carried();
                        self.add(file, text);
                    }
                }
                None
            }
            _ => self
                .iteration(id, name, given)
                .or_else(|| self.operator(id, name, given))
                .or_else(|| self.later(id, name, given))
                .or_else(|| self.jinja(id, name, given)),
        }
    }

    /// The place of an attribute by its name; one that no code spells has a place of its own all the same.
    pub(super) fn attribute_place(&self, name: &str) -> Key {
        match self.module.names.get(name) {
            Some(name) => Key::Attr(name),
            None => Key::Str(Rc::from(name)),
        }
    }

    /// `locals()`: what the variables of the function hold, by name.
    fn own_variables(&mut self) -> Option<Value> {
        let func = self.func();
        if func.0 == 0 {
            return None;
        }
        let (module, scopes) = (self.module, self.scopes);
        let obj = self.new_obj();
        for (slot, var) in scopes.owned(func).iter().enumerate() {
            if !self.spend() {
                break;
            }
            if let Some(value) = self.read_var(slot as u32) {
                let name = Rc::from(module.name(scopes.var(*var).name));
                self.put(obj, Key::Str(name), value);
            }
        }
        Some(self.container("dict", obj))
    }

    /// Keys as attributes, `SimpleNamespace(**data)`.
    fn fill_attributes(&mut self, obj: ObjId, mapping: &Value) {
        for (key, inner) in self.contents(mapping) {
            match key {
                Key::Names => {}
                Key::Str(name) => match self.module.names.get(&name) {
                    Some(name) => self.put(obj, Key::Attr(name), inner),
                    None => self.add(obj, inner),
                },
                key => self.put(obj, key, inner),
            }
        }
        if !mapping.taints().is_empty() {
            self.add(obj, mapping.carried());
        }
    }

    /// `map`, `zip` and kin.
    fn iteration(&mut self, id: ExprId, name: &str, given: &Given<'_>) -> Option<Value> {
        let values = &given.values;
        let first = values.first();
        match name {
            "map" | "itertools.starmap" => {
                let function = first.filter(|function| self.is_callable(function))?.clone();
                let mut items: Vec<Value> = values[1..].iter().map(|value| self.iterated(value)).collect();
                if name == "itertools.starmap" {
                    let pair = items.pop()?;
                    items = self.ordered(&pair).unwrap_or_else(|| vec![self.element(&pair)]);
                }
                let item = self.call_plainly(id, &function, items);
                Some(self.list_of_any(item))
            }
            "filter" | "itertools.takewhile" | "itertools.dropwhile" | "itertools.filterfalse" => {
                let list = values.get(1)?;
                let mut item = self.iterated(list);
                if let Some(function) = first.filter(|function| self.is_callable(function)).cloned() {
                    item = match name {
                        "itertools.filterfalse" => item,
                        _ => self.passed_test(id, &function, item),
                    };
                }
                Some(self.list_of_any(item))
            }
            "zip" if values.iter().all(|value| self.ordered(value).is_some()) && !values.is_empty() => {
                let columns: Vec<Vec<Value>> =
                    values.iter().filter_map(|value| self.ordered(value)).collect();
                let rows = columns.iter().map(Vec::len).min().unwrap_or(0);
                let mut pairs = Vec::new();
                for row in 0..rows {
                    let pair = self.new_obj();
                    for (at, column) in columns.iter().enumerate() {
                        self.put(pair, Key::Index(at as i64), column[row].clone());
                    }
                    pairs.push(self.container("tuple", pair));
                }
                Some(self.list_of(pairs))
            }
            "zip" | "itertools.zip_longest" | "itertools.product" => {
                let items: Vec<Value> = values.iter().map(|value| self.iterated(value)).collect();
                let pair = self.new_obj();
                for (at, item) in items.into_iter().enumerate() {
                    self.put(pair, Key::Index(at as i64), item);
                }
                let pair = self.container("tuple", pair);
                Some(self.list_of_any(pair))
            }
            "enumerate" => {
                let item = self.iterated(first?);
                let pair = self.new_obj();
                self.put(pair, Key::Index(0), Value::default());
                self.put(pair, Key::Index(1), item);
                let pair = self.container("tuple", pair);
                Some(self.list_of_any(pair))
            }
            "itertools.chain" | "heapq.merge" => Some(self.chain(values)),
            "heapq.heappush" | "heapq.heappushpop" | "heapq.heapreplace" => {
                // The smallest comes to the front: positions say nothing any more.
                let (heap, value) = (first?, values.get(1)?.clone());
                let before = (!self.contents(heap).is_empty()).then(|| self.element(heap));
                let all = before.map_or(value.clone(), |before| before.join(&value));
                let obj = self.container_of(given.args.first()?.value, heap)?;
                self.rewrite(obj, None, all.clone());
                Some(if name == "heapq.heappush" { Value::constant(Const::None) } else { all })
            }
            "heapq.heapify" => {
                let all = self.element(first?);
                self.rewrite(first?.data()?.obj?, None, all);
                Some(Value::constant(Const::None))
            }
            "heapq.heappop" => Some(self.element(first?)),
            "heapq.nlargest" | "heapq.nsmallest" => {
                let item = self.iterated(values.get(1)?);
                Some(self.list_of_any(item))
            }
            "itertools.chain.from_iterable" => {
                let inner = self.iterated(first?);
                let item = self.element(&inner);
                Some(self.list_of_any(item))
            }
            "itertools.islice" | "itertools.cycle" | "itertools.repeat" | "reversed" | "iter" => {
                let item = if name == "itertools.repeat" { first?.clone() } else { self.iterated(first?) };
                Some(self.list_of_any(item))
            }
            "itertools.groupby" => {
                let item = self.iterated(first?);
                let pair = self.new_obj();
                let key = item.carried();
                self.put(pair, Key::Index(0), key);
                let group = self.list_of_any(item);
                self.put(pair, Key::Index(1), group);
                let pair = self.container("tuple", pair);
                Some(self.list_of_any(pair))
            }
            // What was started gives its result.
            "asyncio.as_completed" | "concurrent.futures.as_completed" | "itertools.accumulate" => {
                let item = self.iterated(first?);
                Some(self.list_of_any(item))
            }
            "next" => {
                let mut item = self.iterated(first?);
                if let Some(default) = values.get(1) {
                    item = item.join(default);
                }
                Some(item)
            }
            "max" | "min" if values.len() == 1 => Some(self.iterated(first?)),
            "functools.reduce" => {
                let function = first.filter(|function| self.is_callable(function))?.clone();
                let item = self.iterated(values.get(1)?);
                let start = values.get(2).cloned().unwrap_or_else(|| item.clone());
                let once = self.call_plainly(id, &function, vec![start.clone(), item.clone()]);
                let more = self.call_plainly(id, &function, vec![once.clone(), item]);
                let mut value = self.whole(&once).carried();
                value.absorb(self.whole(&more).taints());
                value.absorb(self.whole(&start).taints());
                Some(value)
            }
            _ => None,
        }
    }

    /// The operators as functions.
    fn operator(&mut self, id: ExprId, name: &str, given: &Given<'_>) -> Option<Value> {
        let (first, second) = (given.values.first()?, given.values.get(1)?);
        let place = |at: usize| given.args.get(at).map_or(id, |arg| arg.value);
        match name {
            "operator.add" | "operator.concat" | "operator.iadd" => {
                if is_container(first) && is_container(second) {
                    return Some(self.chain(&[first.clone(), second.clone()]));
                }
                let folded = super::fold::binary(BinOp::Add, first, second);
                Some(folded.unwrap_or_else(|| self.concat(id, (place(0), first), (place(1), second))))
            }
            "operator.mod" if self.is_text(first) => Some(self.percent(id, first, place(1), second)),
            "operator.getitem" => Some(self.item(first, second)),
            "operator.setitem" => {
                let obj = self.container_of(place(0), first)?;
                let key = self.place_of(first, second);
                self.put(obj, key, given.values.get(2)?.clone());
                Some(Value::constant(Const::None))
            }
            _ => None,
        }
    }
}
