//! Containers and objects: what lies where, and assignment to targets.

use std::rc::Rc;

use super::engine::Engine;
use super::expr::is_container;
use super::fragments::Fragment;
use crate::semantic::value::*;
use crate::syntax::*;

/// Containers inside containers are followed this deep.
const DEPTH: u32 = 3;
/// So many places of one container are told apart.
const MAX_KEYS: usize = 64;

impl Engine<'_> {
    /// Writes one place of a container.
    pub(super) fn put(&mut self, obj: ObjId, key: Key, value: Value) {
        let places = self.frame.state.places(obj);
        let full = places.len() >= MAX_KEYS && !places.iter().any(|(known, _)| *known == key);
        if key == Key::Any || full {
            self.add(obj, value);
        } else {
            self.frame.state.set_field(obj, key, value);
        }
    }

    /// Adds to the places that are not told apart.
    pub(super) fn add(&mut self, obj: ObjId, value: Value) {
        let joined = match self.frame.state.field(obj, &Key::Any) {
            Some(old) => old.join(&value),
            None => value,
        };
        self.frame.state.set_field(obj, Key::Any, joined);
    }

    /// What was stored at exactly this place.
    pub(super) fn stored(&self, holder: &Value, key: &Key) -> Option<Value> {
        let data = holder.data()?;
        if let Some(obj) = data.obj {
            return self.frame.state.field(obj, key).cloned();
        }
        let fields = data.fields.as_ref()?;
        fields.iter().find(|(known, _)| known == key).map(|(_, value)| value.clone())
    }

    /// All places with their contents.
    pub(super) fn contents(&self, holder: &Value) -> Vec<(Key, Value)> {
        let Some(data) = holder.data() else { return Vec::new() };
        if let Some(obj) = data.obj {
            let fields = self.frame.state.fields(obj);
            return fields.map(|(key, value)| (key.clone(), value.clone())).collect();
        }
        data.fields.as_ref().map(|fields| fields.to_vec()).unwrap_or_default()
    }

    /// Any one element: what a loop over it, or an unknown index, gives.
    pub(super) fn element(&self, holder: &Value) -> Value {
        let mut element: Option<Value> = None;
        let mut add = |key: &Key, value: &Value| {
            if *key != Key::Names {
                element = Some(element.as_ref().map_or_else(|| value.clone(), |known| known.join(value)));
            }
        };
        match holder.data().map(|data| (data.obj, &data.fields)) {
            Some((Some(obj), _)) => self.frame.state.fields(obj).for_each(|(key, value)| add(key, value)),
            Some((None, Some(fields))) => fields.iter().for_each(|(key, value)| add(key, value)),
            _ => {}
        }
        let mut element = element.unwrap_or_default();
        element.absorb(holder.taints());
        element
    }

    /// The value with what its contents carry.
    pub(super) fn whole(&self, value: &Value) -> Value {
        let mut whole = value.clone();
        self.gather(value, &mut whole, DEPTH);
        whole
    }

    fn gather(&self, value: &Value, whole: &mut Value, depth: u32) {
        let Some(data) = value.data().filter(|_| depth > 0) else { return };
        let mut add = |inner: &Value| {
            whole.absorb(inner.taints());
            self.gather(inner, whole, depth - 1);
        };
        match (data.obj, &data.fields) {
            (Some(obj), _) => self.frame.state.fields(obj).for_each(|(_, inner)| add(inner)),
            (None, Some(fields)) => fields.iter().for_each(|(_, inner)| add(inner)),
            (None, None) => {}
        }
    }

    /// A copy that lives outside this function: contents instead of a container's number.
    pub(super) fn freeze(&self, value: &Value, depth: u32) -> Value {
        let Some(data) = value.data() else { return Value::default() };
        let is_plain = data.obj.is_none()
            && data.fields.is_none()
            && !matches!(data.what, What::Function(_, Some(_)) | What::Member(..));
        if is_plain && (data.taints.is_empty() || !self.frame.state.any_cleaned()) {
            return value.clone();
        }
        let value = &value.kept();
        let Some(data) = value.data() else { return Value::default() };
        let mut data = data.clone();
        if data.obj.is_some() {
            // What a caller's object carries is the caller's to know.
            let fields: Vec<(Key, Value)> = if depth == 0 {
                Vec::new()
            } else {
                let contents = self.contents(value);
                contents.iter().map(|(key, inner)| (key.clone(), self.freeze(inner, depth - 1))).collect()
            };
            data.obj = None;
            data.fields = Some(Rc::new(fields));
        }
        data.what = match data.what {
            What::Function(func, Some(bound)) => What::Function(func, Some(self.freeze(&bound, 0))),
            What::Member(base, name, dotted) => What::Member(self.freeze(&base, 0), name, dotted),
            what => what,
        };
        // What is in it stays there; where that is left out, the container itself carries it.
        let cut = depth == 0 && is_container(value);
        let seen = if cut { self.seen(value) } else { self.unchecked(value) };
        data.taints = seen.taints().to_vec();
        Value::new(data)
    }

    /// The container's number; a value that has none becomes a container of its own, where it is held in a place
    /// that can be assigned to.
    pub(super) fn container_of(&mut self, holder: ExprId, value: &Value) -> Option<ObjId> {
        if let Some(obj) = value.data().and_then(|data| data.obj) {
            return Some(obj);
        }
        let assignable = matches!(
            self.module.expr(holder).kind,
            ExprKind::Name(_) | ExprKind::Attr { .. } | ExprKind::Subscript { .. }
        );
        if !assignable {
            return None;
        }
        let obj = self.new_obj();
        if let ExprKind::Name(_) = self.module.expr(holder).kind
            && let Some(param) = self.parameter_that_is(value)
        {
            self.frame.param_objs.push((param, obj));
        }
        for (key, inner) in self.contents(value) {
            self.put(obj, key, inner);
        }
        let mut data = value.data().cloned().unwrap_or_default();
        data.obj = Some(obj);
        data.fields = None;
        data.constant = None;
        data.text = None;
        self.assign(holder, Value::new(data));
        Some(obj)
    }

    /// Puts a value into a target: name, attribute, element, or several at once.
    pub(super) fn assign(&mut self, target: ExprId, value: Value) {
        if !self.spend() {
            return;
        }
        let module = self.module;
        match &module.expr(target).kind {
            ExprKind::Name(name) => {
                let span = module.expr(target).span;
                let value = self.named_step(value, span, module.name(*name));
                let Some(var) = self.scopes.resolve(target) else { return };
                let info = self.scopes.var(var);
                if self.frame.record && !self.frame.state.dead {
                    let seen = self.without_parts(self.seen(&value), 3);
                    self.facts.record(target, seen);
                }
                if info.owner == self.func() {
                    self.frame.state.set_var(info.slot, value);
                } else {
                    let held = self.globals.get(&var).is_some_and(super::expr::is_container);
                    if held && value.data().is_some_and(|data| data.obj.is_some()) {
                        self.frame.shared.insert(var, value.clone());
                    }
                    if matches!(value.refers(), What::Named(_)) && self.globals.get(&var).is_some() {
                        // An imported object: what was read of it here says nothing of it elsewhere.
                        return;
                    }
                    // `global x`: from now on what code elsewhere reads is not certain.
                    let frozen = self.freeze(&value, 2);
                    let joined = self.globals.get(&var).map_or(frozen.clone(), |old| old.join(&frozen));
                    self.globals.insert(var, joined);
                    self.note_outer(var, &frozen);
                }
            }
            ExprKind::Tuple(items) | ExprKind::List(items) => self.unpack(items, &value),
            ExprKind::Star(inner) => {
                let obj = self.new_obj();
                let element = self.element(&value);
                self.put(obj, Key::Any, element);
                let list = self.container("list", obj);
                self.assign(*inner, list);
            }
            ExprKind::Attr { base, name, .. } => {
                let holder = self.eval(*base);
                let place = Key::Attr(*name);
                if let Some(setter) = self.setter_of(&holder, *name) {
                    self.call_plainly(target, &setter, vec![value]);
                    return;
                }
                if self.shelve(&holder, &place, &value) {
                    return;
                }
                self.leave_in_module(&holder, &place, &value, module.expr(target).span);
                if let What::Class(class) = holder.refers() {
                    let frozen = self.freeze(&value, 2);
                    let known = self.attributes.get(&(*class, *name)).map(|old| old.join(&frozen));
                    self.attributes.insert((*class, *name), known.unwrap_or(frozen));
                    if value.data().is_some_and(|data| data.obj.is_some()) {
                        // What is put into it later counts too.
                        self.frame.class_objs.push(((*class, *name), value.clone()));
                    }
                }
                if let Some(obj) = self.container_of(*base, &holder) {
                    self.put(obj, place, value);
                }
            }
            ExprKind::Subscript { base, index } => {
                let holder = self.eval(*base);
                let key = self.eval(*index);
                if let ExprKind::Slice(parts) = &module.expr(*index).kind {
                    if let Some(obj) = self.container_of(*base, &holder) {
                        if parts.is_empty() {
                            // `list[:] = other`
                            let (values, any) = (self.ordered(&value), self.element(&value));
                            return self.rewrite(obj, values, any);
                        }
                        let all = self.element(&holder).join(&self.element(&value));
                        self.rewrite(obj, None, all);
                    }
                    return;
                }
                let place = self.place_of(&holder, &key);
                if self.shelve(&holder, &place, &value) {
                    return;
                }
                self.leave_in_module(&holder, &place, &value, module.expr(target).span);
                if let Some(obj) = self.container_of(*base, &holder) {
                    self.put(obj, place, value);
                    self.note_key(obj, &key);
                }
            }
            _ => {}
        }
    }

    /// `q = …` of a value that carries something is a step worth showing, once.
    fn named_step(&mut self, value: Value, span: crate::source::Span, name: &str) -> Value {
        if value.taints().is_empty() {
            return value;
        }
        self.stepped(&value, span, &["assigned to `", name, "`"].concat())
    }

    fn unpack(&mut self, items: &[ExprId], value: &Value) {
        let module = self.module;
        let star = items.iter().position(|item| matches!(self.module.expr(*item).kind, ExprKind::Star(_)));
        let whole = self.ordered(value);
        for (at, item) in items.iter().enumerate() {
            if let (Some(star), Some(values)) = (star, &whole)
                && values.len() + 1 >= items.len()
                && at >= star
            {
                let behind = items.len() - at - 1;
                let end = values.len() - behind;
                if at > star {
                    self.assign(*item, values[end - 1].clone());
                } else {
                    let part = self.list_of(values[star..end].to_vec());
                    match module.expr(*item).kind {
                        ExprKind::Star(inner) => self.assign(inner, part),
                        _ => self.assign(*item, part),
                    }
                }
                continue;
            }
            let exact = star.is_none_or(|star| at < star);
            let part = match exact.then(|| self.stored(value, &Key::Index(at as i64))).flatten() {
                Some(part) => part,
                None if star == Some(at) => value.clone(),
                None => {
                    let element = self.element(value);
                    self.fragment(element, Fragment::At(at as i64))
                }
            };
            self.assign(*item, part);
        }
    }

    /// `del target`
    pub(super) fn delete(&mut self, target: ExprId) {
        let module = self.module;
        match &module.expr(target).kind {
            ExprKind::Name(_) => {
                if let Some(var) = self.scopes.resolve(target) {
                    let info = self.scopes.var(var);
                    if info.owner == self.func() {
                        self.frame.state.unset_var(info.slot);
                    }
                }
            }
            ExprKind::Subscript { base, index } => {
                let holder = self.eval(*base);
                let key = self.eval(*index);
                if let (ExprKind::Slice(parts), Some(obj)) =
                    (&module.expr(*index).kind, holder.data().and_then(|data| data.obj))
                    && parts.is_empty()
                {
                    return self.rewrite(obj, Some(Vec::new()), Value::default());
                }
                let key = self.place_of(&holder, &key);
                let Some(obj) = holder.data().and_then(|data| data.obj).filter(|_| key != Key::Any) else {
                    return;
                };
                match (self.ordered(&holder), &key) {
                    (Some(mut values), Key::Index(at)) if self.frame.loops.is_empty() => {
                        if let Some(at) = usize::try_from(*at).ok().filter(|at| *at < values.len()) {
                            values.remove(at);
                        }
                        self.rewrite(obj, Some(values), Value::default());
                    }
                    _ => self.frame.state.unset_field(obj, key),
                }
            }
            _ => {}
        }
    }
}
