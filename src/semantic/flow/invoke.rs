//! Functions as values: lambdas, partial applications, and what stands for a call of something else.

use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::engine::Engine;
use super::expr::is_container;
use crate::semantic::value::*;
use crate::syntax::*;

/// Tables of more functions are not gone through.
const MAX_TABLE: usize = 12;

/// A function that may be meant, with the parameter and the key by which it is chosen.
pub(super) type Choice = (Option<(u32, Key)>, Value);

/// By name, the statements that import it, and its place in each.
pub(super) type Imports = FxHashMap<Symbol, Vec<(StmtId, usize)>>;
/// Lambdas that call lambdas are followed this deep.
const MAX_LAMBDAS: usize = 16;

impl Engine<'_> {
    /// A lambda's body with the arguments in place of its parameters, in the variables around it.
    pub(super) fn call_lambda(
        &mut self,
        target: FuncId,
        body: ExprId,
        args: &[Arg],
        values: &[Value],
    ) -> Value {
        if self.frame.given.len() > MAX_LAMBDAS || !self.spend() {
            return Value::default();
        }
        let given = self.bind(target, None, args, values);
        let module = self.module;
        let mut outer = Vec::new();
        for (param, value) in module.function(target).params.iter().zip(given) {
            let Some(var) = self.scopes.local(target, param.name) else { continue };
            let value = match (param.default, value.is_unknown()) {
                (Some(default), true) => self.peek(default),
                _ => value,
            };
            outer.push((var, self.frame.given.insert(var, value)));
        }
        let value = self.eval(body);
        for (var, before) in outer {
            match before {
                Some(before) => self.frame.given.insert(var, before),
                None => self.frame.given.remove(&var),
            };
        }
        value
    }

    /// Calls a value with values; every argument stands at `id` for whoever asks where it came from.
    pub(super) fn call_with(&mut self, id: ExprId, callee: &Value, values: Vec<(ArgKind, Value)>) -> Value {
        let values = match callee.refers() {
            What::Function(..) => values,
            _ => self.spread_out(values),
        };
        let span = self.module.expr(id).span;
        let args: Vec<Arg> = values.iter().map(|(kind, _)| Arg { kind: *kind, value: id, span }).collect();
        let values = values.into_iter().map(|(_, value)| value).collect();
        self.invoke(id, id, callee.clone(), &args, values)
    }

    /// `*args` and `**named` of which all places are known, as the arguments that they are: what models say of a call
    /// goes by position and name.
    fn spread_out(&self, values: Vec<(ArgKind, Value)>) -> Vec<(ArgKind, Value)> {
        let mut found = Vec::with_capacity(values.len());
        for (kind, value) in values {
            match kind {
                ArgKind::Star if let Some(all) = self.ordered(&value) => {
                    found.extend(all.into_iter().map(|value| (ArgKind::Positional, value)));
                }
                ArgKind::DoubleStar if value.taints().is_empty() && is_container(&value) => {
                    let mut rest = Vec::new();
                    for (key, inner) in self.contents(&value) {
                        let name = match &key {
                            Key::Str(name) => self.module.names.get(name),
                            _ => None,
                        };
                        match name {
                            Some(name) => found.push((ArgKind::Keyword(name), inner)),
                            None => rest.push((key, inner)),
                        }
                    }
                    if !rest.is_empty() {
                        let fields = Some(Rc::new(rest));
                        let what = value.refers().clone();
                        let rest = Value::new(Data { what, fields, ..Data::default() });
                        found.push((ArgKind::DoubleStar, rest));
                    }
                }
                _ => found.push((kind, value)),
            }
        }
        found
    }

    /// The same with positions only.
    pub(super) fn call_plainly(&mut self, id: ExprId, callee: &Value, values: Vec<Value>) -> Value {
        self.call_with(id, callee, values.into_iter().map(|value| (ArgKind::Positional, value)).collect())
    }

    /// True for what can be called and would be followed.
    pub(super) fn is_callable(&self, value: &Value) -> bool {
        match value.refers() {
            What::Function(..) | What::Class(_) | What::Named(_) => true,
            What::Instance(Type::Outside(name)) => {
                matches!(self.names.text(*name), "functools.partial") || self.is_getter(*name)
            }
            _ => false,
        }
    }

    fn is_getter(&self, name: crate::semantic::names::NameId) -> bool {
        matches!(
            self.names.text(name),
            "operator.itemgetter" | "operator.attrgetter" | "operator.methodcaller"
        )
    }

    /// An instance that remembers the arguments it was made from.
    pub(super) fn remembering(&mut self, class: &str, args: &[Arg], values: &[Value]) -> Value {
        let mut fields = Vec::new();
        let mut next = 0;
        for (arg, value) in args.iter().zip(values) {
            match arg.kind {
                ArgKind::Positional => {
                    fields.push((Key::Index(next), value.clone()));
                    next += 1;
                }
                ArgKind::Keyword(name) => fields.push((Key::Attr(name), value.clone())),
                ArgKind::Star | ArgKind::DoubleStar => {
                    let element = self.element(value);
                    fields.push((Key::Any, element));
                }
            }
        }
        let what = What::Instance(Type::Outside(self.intern(class)));
        Value::new(Data { what, fields: Some(Rc::new(fields)), ..Data::default() })
    }

    /// Instances that can be called: partial applications, getters, named tuples in the making.
    pub(super) fn call_instance(
        &mut self,
        id: ExprId,
        callee: &Value,
        args: &[Arg],
        values: &[Value],
    ) -> Option<Value> {
        match callee.class()? {
            Type::Outside(name) => {
                let name = self.names.text(name).to_owned();
                self.call_remembered(id, &name, callee, args, values)
            }
            Type::Local(class) => {
                let call = self.module.names.get("__call__")?;
                let method = self.class_member(class, callee, call).ok()?;
                let given = args.iter().map(|arg| arg.kind).zip(values.iter().cloned()).collect();
                matches!(method.refers(), What::Function(..)).then(|| self.call_with(id, &method, given))
            }
        }
    }

    fn call_remembered(
        &mut self,
        id: ExprId,
        name: &str,
        callee: &Value,
        args: &[Arg],
        values: &[Value],
    ) -> Option<Value> {
        let kept = self.contents(callee);
        let first = values.first();
        match name {
            "functools.partial" => {
                let mut function = None;
                let mut given = Vec::new();
                let mut named = Vec::new();
                for (key, value) in kept {
                    match key {
                        Key::Index(0) => function = Some(value),
                        Key::Index(_) => given.push((ArgKind::Positional, value)),
                        Key::Attr(name) => named.push((ArgKind::Keyword(name), value)),
                        _ => {}
                    }
                }
                given.extend(args.iter().map(|arg| arg.kind).zip(values.iter().cloned()));
                given.extend(named);
                Some(self.call_with(id, &function?, given))
            }
            "operator.itemgetter" => {
                let holder = first?;
                let places: Vec<Value> = kept.iter().map(|(_, key)| self.item(holder, key)).collect();
                match &places[..] {
                    [only] => Some(only.clone()),
                    _ => Some(self.list_of(places)),
                }
            }
            "operator.attrgetter" => {
                let (_, name) = kept.first()?;
                let mut value = first?.clone();
                for part in name.as_str()?.split('.') {
                    let name = self.module.names.get(part)?;
                    value = self.attribute(id, &value, name);
                }
                Some(value)
            }
            "operator.methodcaller" => {
                let (_, name) = kept.first()?;
                let name = name.as_str()?.to_owned();
                let holder = first?.clone();
                let Some(symbol) = self.module.names.get(&name) else {
                    return Some(self.whole(&holder).carried());
                };
                let method = self.attribute(id, &holder, symbol);
                let given = kept.into_iter().skip(1).map(|(_, value)| value).collect();
                Some(self.call_plainly(id, &method, given))
            }
            "collections.namedtuple" => {
                let obj = self.new_obj();
                let mut next = 0;
                for (arg, value) in args.iter().zip(values) {
                    let at = match arg.kind {
                        ArgKind::Positional => {
                            next += 1;
                            Some(next - 1)
                        }
                        ArgKind::Keyword(name) => {
                            let name = self.module.name(name);
                            kept.iter().position(|(_, known)| known.as_str() == Some(name))
                        }
                        _ => None,
                    };
                    let Some(at) = at else {
                        self.add(obj, value.clone());
                        continue;
                    };
                    self.put(obj, Key::Index(at as i64), value.clone());
                    let name = kept.get(at).and_then(|(_, name)| name.as_str());
                    if let Some(symbol) = name.and_then(|name| self.module.names.get(name)) {
                        self.put(obj, Key::Attr(symbol), value.clone());
                    }
                }
                Some(self.container("tuple", obj))
            }
            _ => None,
        }
    }

    /// `TABLE[name](…)`, `TABLE.get(name)(…)` with a name that is not known: the functions that may be meant.
    /// With the parameter that says which, where one does, each is told by its key.
    pub(super) fn table_of_functions(&mut self, func: ExprId, callee: &Value) -> Option<Vec<Choice>> {
        if !matches!(callee.refers(), What::Unknown) {
            return None;
        }
        let module = self.module;
        let (holder, asked) = match &module.expr(func).kind {
            ExprKind::Subscript { base, index } => (*base, *index),
            ExprKind::Call { func, args, .. } => match module.expr(*func).kind {
                ExprKind::Attr { base, name, .. } if module.name(name) == "get" => {
                    (base, args.first()?.value)
                }
                _ => return None,
            },
            _ => return None,
        };
        let holder = self.peek(holder);
        let functions = self.contents(&holder);
        let all = functions.iter().all(|(_, value)| self.is_callable(value));
        if !all || !(1..=MAX_TABLE).contains(&functions.len()) {
            return None;
        }
        let asked = self.peek(asked);
        let asked = self.parameter_of(&asked).filter(|_| functions.iter().all(|(key, _)| *key != Key::Any));
        Some(functions.into_iter().map(|(key, value)| (asked.map(|param| (param, key)), value)).collect())
    }

    /// Where names are imported from other modules; made when a first one may mean several things.
    fn imports_by_name(&mut self) -> Rc<Imports> {
        let module = self.module;
        let made = self.imports.get_or_insert_with(|| {
            let mut found = Imports::default();
            for (at, stmt) in module.stmts.iter().enumerate() {
                let StmtKind::ImportFrom { names, .. } = &stmt.kind else { continue };
                for (nth, import) in names.iter().enumerate() {
                    let name = import.alias.unwrap_or(import.name);
                    found.entry(name).or_default().push((StmtId(at as u32), nth));
                }
            }
            Rc::new(found)
        });
        Rc::clone(made)
    }

    /// `try: from fast import launch`, `except ImportError: from slow import launch`: all that a name of the module was
    /// imported from, where it may mean any of these.
    pub(super) fn imported_functions(&mut self, func: ExprId, callee: &Value) -> Option<Vec<Value>> {
        let module = self.module;
        let (ExprKind::Name(name), true) = (&module.expr(func).kind, callee.is_unknown()) else {
            return None;
        };
        let var = self.scopes.resolve(func).filter(|var| self.scopes.var(*var).owner == FuncId(0))?;
        let from = self.imports_by_name().get(name).cloned()?;
        // Something else was made of it.
        let is_none = |value: &Option<ExprId>| {
            value.is_some_and(|value| matches!(module.expr(value).kind, ExprKind::None))
        };
        if !self.stored_in(var).iter().all(|(_, value)| is_none(value)) {
            return None;
        }
        let mut found: Vec<Value> = Vec::new();
        for (id, nth) in from {
            let StmtKind::ImportFrom { level, module: from, names, .. } = &module.stmt(id).kind else {
                continue;
            };
            let given = self.imported(id, |engine| engine.names_from(*level, *from, names));
            let value = given.get(nth).map(|name| self.named(*name)).unwrap_or_default();
            if found.len() < MAX_TABLE && !found.contains(&value) {
                found.push(value);
            }
        }
        (!found.is_empty()).then_some(found)
    }

    /// One of several functions is called; which one is not known here.
    pub(super) fn call_any(
        &mut self,
        id: ExprId,
        func: ExprId,
        functions: Vec<Choice>,
        args: &[Arg],
        values: Vec<Value>,
    ) -> Value {
        let mark = self.frame.state.mark();
        let (mut deltas, mut joined) = (Vec::new(), None);
        for (only, function) in functions {
            let before = self.frame.only.clone();
            self.frame.only = only.or_else(|| before.clone());
            let value = self.invoke(id, func, function, args, values.clone());
            self.frame.only = before;
            let value = self.freeze(&value, 2);
            joined = Some(joined.map_or(value.clone(), |known: Value| known.join(&value)));
            deltas.push(self.frame.state.take(mark));
        }
        self.frame.state.merge(deltas);
        joined.unwrap_or_default()
    }

    /// `holder[key]` for a key that is a value.
    pub(super) fn item(&mut self, holder: &Value, key: &Value) -> Value {
        let place = self.place_of(holder, key);
        match self.stored(holder, &place) {
            Some(value) => value,
            None if place == Key::Any => self.element(holder),
            None => {
                let mut value = self.stored(holder, &Key::Any).unwrap_or_default();
                value.absorb(holder.taints());
                value
            }
        }
    }
}
