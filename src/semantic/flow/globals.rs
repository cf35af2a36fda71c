//! Variables of other modules: what is left in them here for others to read, and what others left in them.

use std::rc::Rc;

use super::abroad::is_told;
use super::engine::Engine;
use super::expr::is_container;
use crate::semantic::far::{Held, Part};
use crate::semantic::names::NameId;
use crate::semantic::scopes::VarId;
use crate::semantic::value::*;
use crate::source::Span;
use crate::syntax::*;

/// So much is told of the variables of one module.
const MAX_HELD: usize = 32;

/// Methods that put what they are given into a container.
const PUTTING: &[&str] = &["append", "appendleft", "add", "insert", "extend", "update", "setdefault", "put"];

impl Engine<'_> {
    /// `module.NAME = value`, `module.NAME["key"] = value`: told to those who read it. What callers passed is left out.
    pub(super) fn leave_in_module(&mut self, holder: &Value, key: &Key, value: &Value, span: Span) {
        let What::Named(holder) = holder.refers() else { return };
        // The holder's own value comes back here when it becomes a container.
        if matches!(value.refers(), What::Named(_)) || !self.tells() || self.frame.state.dead {
            return;
        }
        let holder = self.names.text(*holder).to_owned();
        let (global, part, anew) = match key {
            Key::Attr(name) => (format!("{holder}.{}", self.module.name(*name)), None, true),
            key => (holder, self.part_of_key(key), false),
        };
        self.hold(global, part, anew, value, span);
    }

    /// `module.NAME.append(value)`
    pub(super) fn put_abroad(&mut self, id: ExprId, dotted: &str, values: &[Value]) {
        if !self.tells() {
            return;
        }
        let Some((global, method)) = dotted.rsplit_once('.') else { return };
        if !global.contains('.') || !PUTTING.contains(&method) {
            return;
        }
        let span = self.module.expr(id).span;
        for value in values {
            self.hold(global.to_owned(), None, false, value, span);
        }
    }

    /// True where what is found out is kept, and told to other modules.
    fn tells(&self) -> bool {
        self.frame.record && self.world.listens()
    }

    fn hold(&mut self, global: String, part: Option<Part>, anew: bool, value: &Value, span: Span) {
        if !global.contains('.') && anew {
            return;
        }
        let name = global.rsplit('.').next().unwrap_or(&global).to_owned();
        let seen = self.seen(value);
        let seen = self.stepped(&seen, span, &format!("kept in `{name}`"));
        for taint in seen.taints() {
            let origin = &self.origins[taint.origin.0 as usize];
            if origin.param.is_some() || !is_told(origin.class) {
                continue;
            }
            let source = self.far_source(*taint, taint.kinds);
            let held = Held { global: global.clone(), part: part.clone(), anew, source };
            if self.held.len() < MAX_HELD && !self.held.contains(&held) {
                self.held.push(held);
            }
        }
    }

    /// What this module's own variables hold of clients' data, once all of it was looked at.
    pub(super) fn hold_own(&mut self) {
        let clients = |origin: &Origin| origin.param.is_none() && is_told(origin.class);
        if self.module_name.is_empty() || !self.world.listens() || !self.origins.iter().any(clients) {
            return;
        }
        let scopes = self.scopes;
        for var in scopes.owned(FuncId(0)) {
            let info = scopes.var(*var);
            let Some(value) = self.globals.get(var).cloned().filter(|_| info.class.is_none()) else {
                continue;
            };
            if self.whole(&value).taints().is_empty() {
                continue;
            }
            let name = self.module.name(info.name).to_owned();
            let Some(place) = self.first_place_of(*var) else { continue };
            let anew = self.is_given_anew(*var);
            let own = |part: Option<Part>, taints: &[Taint], engine: &mut Self| {
                for taint in taints {
                    let origin = &engine.origins[taint.origin.0 as usize];
                    // What others left here they tell themselves.
                    let theirs = origin.way.is_some() && origin.span == place;
                    if clients(origin) && !theirs && engine.held.len() < MAX_HELD {
                        let step = engine.step(place, &format!("kept in `{name}`"), Some(taint.step));
                        let source = engine.far_source(Taint { step, ..*taint }, taint.kinds);
                        engine.held.push(Held { global: name.clone(), part: part.clone(), anew, source });
                    }
                }
            };
            own(None, value.taints(), self);
            for (key, inner) in self.contents(&value) {
                let part = self.part_of_key(&key);
                let inner = self.whole(&inner);
                own(part, inner.taints(), self);
            }
        }
    }

    fn first_place_of(&mut self, var: VarId) -> Option<Span> {
        let places = self.stores_of(var);
        let start = *places.iter().min()?;
        Some(Span { start, end: start + self.module.name(self.scopes.var(var).name).len() as u32 })
    }

    /// A function gives the variable another value, which modules that have it by `from … import` do not see.
    fn is_given_anew(&mut self, var: VarId) -> bool {
        let places = self.stores_of(var);
        let functions = self.module.functions.iter().skip(1);
        functions.into_iter().any(|function| {
            places.iter().any(|place| (function.span.start..function.span.end).contains(place))
        })
    }

    /// Tells that something of another module is read.
    pub(super) fn note_read(&self, id: ExprId, dotted: NameId) {
        if self.frame.record && self.world.asks() {
            self.world.reads(self.names.text(dotted), self.module.expr(id).span);
        }
    }

    /// Tells that a function reads a name of the module: something of another one, or a variable.
    pub(super) fn note_read_of_own(&self, id: ExprId, name: Symbol, value: &Value) {
        match value.refers() {
            What::Named(dotted) => self.note_read(id, *dotted),
            What::Unknown if self.frame.record && self.world.asks() => {
                self.world.reads_own(self.module.name(name), self.module.expr(id).span);
            }
            _ => {}
        }
    }

    /// What lies in a variable of another module, as it is read here. A name that was imported when the program began does
    /// not follow what is given to the variable later.
    pub(super) fn read_held(&mut self, id: ExprId, dotted: NameId, at_head: bool, value: &mut Value) {
        let world = self.world;
        let known = match self.held_known.get(&dotted) {
            Some(known) => known.clone(),
            None => {
                let found: Rc<[Held]> = world.held(self.names.text(dotted)).into();
                self.held_known.insert(dotted, found.clone());
                found
            }
        };
        if known.is_empty() || is_container(value) {
            return;
        }
        let span = self.module.expr(id).span;
        self.fill_held(&known, at_head, span, value);
    }

    fn fill_held(&mut self, held: &[Held], at_head: bool, span: Span, value: &mut Value) {
        let mut fields: Vec<(Key, Value)> = Vec::new();
        for held in held.iter().filter(|held| !(at_head && held.anew)) {
            let origin = self.origin_from(&held.source, span);
            let taint = self.taint(origin, held.source.kinds);
            let Some(part) = &held.part else {
                value.absorb(&[taint]);
                continue;
            };
            let key = self.key_of_part(part);
            match fields.iter_mut().find(|(known, _)| *known == key) {
                Some((_, known)) => known.absorb(&[taint]),
                None => fields.push((key, Value::default().with_taints(vec![taint]))),
            }
        }
        if !fields.is_empty() {
            value.edit().fields = Some(Rc::new(fields));
        }
    }

    /// A name of this module's functions that stands for a variable of another module.
    pub(super) fn imported_variable(&mut self, id: ExprId, owner: FuncId, value: Value) -> Value {
        let What::Named(dotted) = value.refers() else { return value };
        let (dotted, mut value) = (*dotted, value.clone());
        self.read_held(id, dotted, owner == FuncId(0), &mut value);
        value
    }

    /// True for a variable of another module in which something lies under a key.
    pub(super) fn is_held(&self, value: &Value) -> bool {
        self.has_held && value.data().is_some_and(|data| data.obj.is_none() && data.fields.is_some())
    }

    /// What other modules leave in the variables of this one.
    pub(super) fn take_held(&mut self) {
        let world = self.world;
        let own: Vec<Held> = world.held_here();
        let mut vars: Vec<(Symbol, Vec<Held>)> = Vec::new();
        for held in own {
            let Some(name) = self.module.names.get(&held.global) else { continue };
            match vars.iter_mut().find(|(known, _)| *known == name) {
                Some((_, all)) => all.push(held),
                None => vars.push((name, vec![held])),
            }
        }
        for (name, held) in vars {
            let Some(var) = self.scopes.local(FuncId(0), name) else { continue };
            let Some(place) = self.first_place_of(var) else { continue };
            let mut value = Value::default();
            self.fill_held(&held, false, place, &mut value);
            let joined = self.globals.get(&var).map_or(value.clone(), |known| known.join(&value));
            self.globals.insert(var, joined);
        }
    }
}
