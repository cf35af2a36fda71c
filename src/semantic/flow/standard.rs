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
            "collections.defaultdict"
            | "collections.OrderedDict"
            | "collections.deque"
            | "queue.Queue"
            | "queue.SimpleQueue"
            | "queue.LifoQueue"
            | "asyncio.Queue"
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
            "copy.copy" => Some(self.copied(first?, 0)),
            "copy.deepcopy" => Some(self.copied(first?, 3)),
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
                let place = name.as_str().and_then(|name| self.module.names.get(name));
                let obj = self.container_of(given.args.first()?.value, &holder)?;
                self.put(obj, place.map_or(Key::Any, Key::Attr), value);
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
                .or_else(|| self.later(id, name, given)),
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
                let item = self.iterated(list);
                if let Some(function) = first.filter(|function| self.is_callable(function)).cloned() {
                    self.call_plainly(id, &function, vec![item.clone()]);
                }
                Some(self.list_of_any(item))
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
            "itertools.chain" => Some(self.chain(values)),
            "itertools.chain.from_iterable" => {
                let inner = self.iterated(first?);
                let item = self.element(&inner);
                Some(self.list_of_any(item))
            }
            "itertools.islice" | "itertools.cycle" | "itertools.repeat" | "reversed" | "iter" => {
                let item = if name == "itertools.repeat" { first?.clone() } else { self.iterated(first?) };
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

    /// What runs a function later or elsewhere.
    fn later(&mut self, id: ExprId, name: &str, given: &Given<'_>) -> Option<Value> {
        let values = &given.values;
        match name {
            "threading.Thread" | "multiprocessing.Process" | "threading.Timer" => {
                let named = |wanted: &str| {
                    given.args.iter().zip(values).find_map(|(arg, value)| match arg.kind {
                        ArgKind::Keyword(name) if self.module.name(name) == wanted => Some(value.clone()),
                        _ => None,
                    })
                };
                let timer = name == "threading.Timer";
                let target = named("target").or_else(|| values.get(1).filter(|_| timer).cloned())?;
                let args = named("args").or_else(|| values.get(2).filter(|_| timer).cloned());
                let mut passed = Vec::new();
                if let Some(args) = args {
                    passed.push((ArgKind::Star, args));
                }
                if let Some(named) = named("kwargs") {
                    passed.push((ArgKind::DoubleStar, named));
                }
                if matches!(target.refers(), What::Function(..)) {
                    self.call_with(id, &target, passed);
                }
                None
            }
            "asyncio.create_task"
            | "asyncio.ensure_future"
            | "asyncio.run"
            | "asyncio.wait_for"
            | "asyncio.shield"
            | "asyncio.run_coroutine_threadsafe" => values.first().cloned(),
            "asyncio.gather" => {
                let spread = given.args.iter().any(|arg| arg.kind == ArgKind::Star);
                match spread {
                    true => {
                        let all = values.iter().map(|value| self.element(value));
                        let all = all.reduce(|left, right| left.join(&right)).unwrap_or_default();
                        Some(self.list_of_any(all))
                    }
                    false => Some(self.list_of(values.clone())),
                }
            }
            "asyncio.to_thread" => {
                let function = values.first()?.clone();
                let rest = values[1..].to_vec();
                self.is_callable(&function).then(|| self.call_plainly(id, &function, rest))
            }
            _ => None,
        }
    }

    /// Methods that run a function given to them: `pool.submit(f, x)`, `loop.run_in_executor(None, f, x)`.
    pub(super) fn handed_over(&mut self, id: ExprId, method: &str, given: &Given<'_>) -> Option<Value> {
        let skip = match method {
            "submit" | "apply_async" | "call_soon" | "call_soon_threadsafe" | "add_done_callback" => 0,
            "run_in_executor" | "call_later" | "call_at" => 1,
            _ => return None,
        };
        let function = given.values.get(skip)?.clone();
        if !matches!(function.refers(), What::Function(..)) {
            return None;
        }
        let kinds = given.args.iter().map(|arg| arg.kind);
        let passed = if method == "apply_async" {
            vec![(ArgKind::Star, given.values.get(1)?.clone())]
        } else {
            kinds.zip(given.values.iter().cloned()).skip(skip + 1).collect()
        };
        let value = self.call_with(id, &function, passed);
        Some(self.whole(&value).carried())
    }
}
