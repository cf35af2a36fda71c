//! What a function reads of a parameter: one key, one position, what it goes through. Its callers, who know what they
//! passed, look only at that.

use super::engine::Engine;
use super::expr::is_container;
use super::fragments::Fragment;
use crate::semantic::value::*;
use crate::syntax::*;

/// So many parts of the parameters of one function are told apart; further ones are the whole.
const MAX_PARTS: usize = 16;
/// Positions up to here are told apart.
const MAX_AT: i64 = 16;

impl Engine<'_> {
    /// A key by its number.
    pub(super) fn key_id(&mut self, name: &str) -> KeyId {
        if let Some(id) = self.key_index.get(name) {
            return *id;
        }
        let id = KeyId(self.keys.len() as u32);
        let shared: std::rc::Rc<str> = std::rc::Rc::from(name);
        self.keys.push(shared.clone());
        self.key_index.insert(shared, id);
        id
    }

    pub(super) fn part_of(&mut self, key: &Key) -> Option<ParamPart> {
        match key {
            Key::Str(name) => Some(ParamPart::Key(self.key_id(name))),
            Key::Index(at) if (0..MAX_AT).contains(at) => Some(ParamPart::At(*at as u32)),
            _ => None,
        }
    }

    pub(super) fn key_of_id(&self, part: ParamPart) -> Key {
        match part {
            ParamPart::Key(id) => Key::Str(self.keys[id.0 as usize].clone()),
            ParamPart::At(at) => Key::Index(i64::from(at)),
            _ => Key::Any,
        }
    }

    /// What was read of `base` at this place, where `base` is a parameter of the function that is looked at.
    pub(super) fn item_of_parameter(&mut self, base: &Value, key: &Key) -> Option<Value> {
        if base.taints().is_empty() {
            return None;
        }
        if self.named_parameter(base).is_some() {
            return self.passed_by_name(base, key);
        }
        self.plain_parameter(base)?;
        let part = self.part_of(key)?;
        let mut value = self.stored(base, &Key::Any).unwrap_or_default();
        value.absorb(base.taints());
        Some(self.narrowed(value, base, part))
    }

    /// [`item_of_parameter`](Self::item_of_parameter) where `holder`, which gave `base`, is a name: what a call made of a
    /// parameter carries the same.
    pub(super) fn item_read(&mut self, holder: ExprId, base: &Value, key: &Key) -> Option<Value> {
        if !self.is_name(holder) {
            return None;
        }
        self.item_of_parameter(base, key)
    }

    fn is_name(&self, id: ExprId) -> bool {
        matches!(self.module.expr(id).kind, ExprKind::Name(_))
    }

    /// The number of the parameter that a value is, where it may be a list or a mapping.
    pub(super) fn plain_parameter(&self, value: &Value) -> Option<u32> {
        if value.taints().is_empty() || value.text().is_some() {
            return None;
        }
        let listed = match value.class() {
            None => matches!(value.refers(), What::Unknown),
            Some(Type::Outside(name)) => matches!(self.names.text(name), "list" | "dict" | "tuple"),
            Some(Type::Local(_)) => false,
        };
        self.parameter_that_is(value).filter(|_| listed)
    }

    /// A value read of `base`, with the part of the parameter that `base` is in the place of the whole.
    pub(super) fn narrowed(&mut self, value: Value, base: &Value, part: ParamPart) -> Value {
        let Some(param) = self.plain_parameter(base) else { return value };
        let func = self.func();
        let Some(origin) = self.frame.params.get(param as usize).copied().flatten() else { return value };
        let own = self.origins[origin.0 as usize].param == Some((func, param));
        let whole = value.taints().iter().find(|taint| taint.origin == origin).copied();
        let Some(whole) = whole.filter(|_| own && self.takes_part((param, part))) else { return value };
        let taint = self.part_taint(func, param, part);
        let mut taints: Vec<Taint> =
            value.taints().iter().filter(|taint| taint.origin != origin).copied().collect();
        taints = join_taints(&taints, &[Taint { kinds: taint.kinds & whole.kinds, ..taint }]);
        value.with_taints(taints)
    }

    /// What going through a parameter gives: its elements where it is a list, its keys where it is a mapping.
    pub(super) fn each_passed(&mut self, list: ExprId, value: &Value) -> Option<Value> {
        if !self.is_name(list) {
            return None;
        }
        self.plain_parameter(value)?;
        let put_in = value.data().is_some_and(|data| data.obj.is_some());
        // Without anything put in, what its annotation says that it holds.
        let mut item = if put_in { value.carried() } else { self.element(value) };
        for (key, inner) in self.contents(value) {
            if put_in && matches!(key, Key::Any | Key::Names | Key::Index(_)) {
                item = item.join(&inner);
            }
        }
        Some(self.narrowed(item, value, ParamPart::Each))
    }

    /// `first, second = pair` of a parameter: each place by itself.
    pub(super) fn places_passed(&mut self, target: ExprId, pair: ExprId, value: &Value) -> Option<Value> {
        let ExprKind::Tuple(items) = &self.module.expr(target).kind else { return None };
        if items.len() > MAX_AT as usize || !self.is_name(pair) || is_container(value) {
            return None;
        }
        self.plain_parameter(value)?;
        let mut fields = Vec::new();
        for (at, item) in items.iter().enumerate() {
            if matches!(self.module.expr(*item).kind, ExprKind::Star(_)) {
                break;
            }
            let part = self.narrowed(value.carried(), value, ParamPart::At(at as u32));
            fields.push((Key::Index(at as i64), part));
        }
        let mut places = value.clone();
        places.edit().fields = Some(std::rc::Rc::new(fields));
        Some(places)
    }

    /// Counts the parts of this function's parameters.
    pub(super) fn takes_part(&mut self, part: (u32, ParamPart)) -> bool {
        let known = &mut self.frame.parts;
        if !known.contains(&part) {
            if known.len() >= MAX_PARTS {
                return false;
            }
            known.push(part);
        }
        true
    }

    /// What a caller passed at a place of an argument.
    pub(super) fn passed_part(&mut self, holder: &Value, part: ParamPart) -> Vec<Taint> {
        let foreign = matches!(holder.class(), Some(Type::Local(_)))
            || self.contents(holder).iter().any(|(key, _)| matches!(key, Key::Attr(_)));
        if foreign {
            // What its methods give is not known here.
            return self.seen(holder).taints().to_vec();
        }
        if let ParamPart::Within(path) = part
            && let Some(taints) = self.passed_within(holder, path)
        {
            return taints;
        }
        if matches!(part, ParamPart::Each | ParamPart::Values) {
            let item = if part == ParamPart::Each { self.iterated(holder) } else { self.element(holder) };
            let item = self.whole(&item);
            let item = self.narrowed(item, holder, part);
            return self.seen(&item).taints().to_vec();
        }
        let key = self.key_of_id(part);
        if let Some(value) = self.stored(holder, &key) {
            return self.seen(&value).taints().to_vec();
        }
        let rest = self.stored(holder, &Key::Any).unwrap_or_default();
        let mut rest = self.seen(&rest);
        rest.absorb(holder.taints());
        let rest = self.narrowed(rest, holder, part);
        let rest = match part {
            ParamPart::Key(name) => {
                let rest = self.named_on(rest, name);
                self.fragment(rest, Fragment::Key(name))
            }
            ParamPart::At(at) => self.fragment(rest, Fragment::At(i64::from(at))),
            _ => rest,
        };
        self.seen(&rest).taints().to_vec()
    }

    /// What has been ruled out for an origin on this path; of a part what was ruled out for the whole as well.
    pub(super) fn ruled_out(&self, origin: OriginId) -> crate::semantic::models::Kinds {
        let mut own = self.frame.state.cleaned(origin);
        for whole in self.wholes(origin).skip(1) {
            own = own | self.frame.state.cleaned(whole) | self.ruled_out_inside(whole);
        }
        if !self.parts_made {
            return own;
        }
        let Origin { param, part, .. } = self.origins[origin.0 as usize];
        let item = part.is_some_and(ParamPart::is_item);
        match param.filter(|(func, _)| item && Some(*func) == self.frame.func) {
            Some((_, at)) => match self.frame.params.get(at as usize).copied().flatten() {
                Some(whole) => own | self.frame.state.cleaned(whole),
                None => own,
            },
            None => own,
        }
    }

    /// `target(**value)`, where the value is a parameter of the function that is looked at.
    pub(super) fn bind_named(
        &mut self,
        target: FuncId,
        first: usize,
        value: &Value,
        given: &mut [Value],
        named: &mut Vec<(Key, Value)>,
    ) {
        let module = self.module;
        for (at, param) in module.function(target).params.iter().enumerate().skip(first) {
            if !matches!(param.kind, ParamKind::VarArgs | ParamKind::VarKeywords) {
                let taints = self.spread_to(value, module.name(param.name));
                given[at].absorb(&taints);
            }
        }
        named.push((Key::Any, value.carried()));
        named.extend(self.contents(value));
    }

    /// `**holder`: what it brings for a parameter of this name, where it has no place for it.
    pub(super) fn spread_to(&mut self, holder: &Value, name: &str) -> Vec<Taint> {
        let part = ParamPart::Key(self.key_id(name));
        if is_container(holder) || self.parameter_that_is(holder).is_some() {
            self.passed_part(holder, part)
        } else {
            holder.taints().to_vec()
        }
    }
}
