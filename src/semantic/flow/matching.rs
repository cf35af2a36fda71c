//! `match`: which parts of the value a pattern puts where, and what is known of them then.

use super::engine::Engine;
use super::state::Delta;
use crate::semantic::models::Kinds;
use crate::semantic::value::*;
use crate::syntax::*;

impl Engine<'_> {
    pub(super) fn match_stmt(&mut self, subject: ExprId, cases: &[Case]) {
        let value = self.eval(subject);
        let mark = self.frame.state.mark();
        let mut deltas = Vec::new();
        let mut exhaustive = false;
        for case in cases {
            let start = self.frame.state.mark();
            let values = self.eval_all(&case.pattern.values);
            self.eval_all(&case.pattern.reads);
            let fits =
                |known: &Value| super::fold::compare(CmpOp::Eq, &value, known).as_const().map(Const::truth);
            let answers: Vec<Option<bool>> = values.iter().map(fits).collect();
            if !answers.is_empty() && answers.iter().all(|answer| *answer == Some(false)) {
                continue;
            }
            let certain = case.guard.is_none() && answers.contains(&Some(true));
            if !values.is_empty() && values.iter().all(super::fold::is_fixed) {
                // Equal to one of some constants.
                self.refine_place(subject, Kinds::ALL);
            }
            self.bind_pattern(&case.pattern.shape, &value);
            if let Some(guard) = case.guard {
                self.eval(guard);
                self.refine(guard, true);
            }
            self.block(&case.body);
            deltas.push(self.frame.state.take(start));
            exhaustive |= certain || case.pattern.catch_all && case.guard.is_none();
            if certain {
                break;
            }
        }
        self.frame.state.undo(mark);
        if !exhaustive {
            deltas.push(Delta::default());
        }
        self.frame.state.merge(deltas);
    }

    /// Puts the parts of a value where a pattern that it fits puts them. Goes as deep as the pattern was lowered.
    fn bind_pattern(&mut self, shape: &Shape, value: &Value) {
        if !self.spend() {
            return;
        }
        match shape {
            Shape::Any | Shape::Value(_) => {}
            Shape::Bind(name) => self.assign(*name, value.clone()),
            Shape::Or(ways) => ways.iter().for_each(|way| self.bind_pattern(way, value)),
            Shape::As(inner, name) => {
                self.bind_pattern(inner, value);
                let whole = if self.is_harmless_shape(inner) { Value::default() } else { value.clone() };
                self.assign(*name, whole);
            }
            Shape::Sequence(items) => self.bind_sequence(items, value),
            // Outside a sequence there is nothing left to hold.
            Shape::Rest(_) => {}
            Shape::Mapping(items, rest) => {
                let mut keys = Vec::new();
                for (key, inner) in items {
                    let key = self.eval(*key);
                    let part = self.item(value, &key);
                    self.bind_pattern(inner, &part);
                    keys.push(super::expr::key_of(&key));
                }
                let Some(rest) = rest else { return };
                let left = self.copied(value, 0);
                if let Some(obj) = left.data().and_then(|data| data.obj) {
                    for key in keys.into_iter().filter(|key| *key != Key::Any) {
                        self.frame.state.unset_field(obj, key);
                    }
                }
                self.assign(*rest, left);
            }
            Shape::Class { class, places, named } => self.bind_fields(*class, places, named, value),
        }
    }

    fn bind_sequence(&mut self, items: &[Shape], value: &Value) {
        let star = items.iter().position(|item| matches!(item, Shape::Rest(_)));
        let whole = self.ordered(value).filter(|values| values.len() + 1 >= items.len());
        for (at, item) in items.iter().enumerate() {
            let behind = items.len() - at - 1;
            let part = match (&whole, star) {
                (Some(values), Some(star)) if at > star => values.get(values.len() - behind - 1).cloned(),
                (Some(values), _) => values.get(at).cloned(),
                (None, Some(star)) if at >= star => None,
                (None, _) => self.stored(value, &Key::Index(at as i64)),
            };
            match item {
                Shape::Rest(None) => {}
                Shape::Rest(Some(name)) => {
                    let rest = match &whole {
                        Some(values) => self.list_of(values[at..values.len() - behind].to_vec()),
                        None => {
                            let element = self.element(value);
                            self.list_of_any(element)
                        }
                    };
                    self.assign(*name, rest);
                }
                item => {
                    let part = part.unwrap_or_else(|| self.element(value));
                    self.bind_pattern(item, &part);
                }
            }
        }
    }

    /// `Class(place, field=part)`
    fn bind_fields(&mut self, class: ExprId, places: &[Shape], named: &[(Symbol, Shape)], value: &Value) {
        let known = self.eval(class);
        if let What::Named(name) = known.refers()
            && is_own_place(self.names.text(*name))
        {
            // `str(text)`: the place is the value itself.
            let harmless = self.is_harmless_name(self.names.text(*name));
            let part = if harmless { Value::default() } else { value.clone() };
            places.iter().for_each(|place| self.bind_pattern(place, &part));
            return;
        }
        let fields = match known.refers() {
            What::Class(class) => self.match_args(*class),
            _ => Vec::new(),
        };
        // What the pattern found out: an instance of that class.
        let mut instance = value.clone();
        if let What::Class(class) = known.refers()
            && instance.class().is_none()
        {
            instance.edit().what = What::Instance(Type::Local(*class));
        }
        for (at, place) in places.iter().enumerate() {
            let part = match fields.get(at) {
                Some(field) => self.attribute(class, &instance, *field),
                None => self.whole(value).carried(),
            };
            self.bind_pattern(place, &part);
        }
        for (field, inner) in named {
            let part = self.attribute(class, &instance, *field);
            self.bind_pattern(inner, &part);
        }
    }

    /// The fields that a class pattern means by position: `__match_args__`, or those of a data class.
    fn match_args(&mut self, class: ClassId) -> Vec<Symbol> {
        let module = self.module;
        if let Some(name) = module.names.get("__match_args__")
            && self.scopes.class_var(class, name).is_some()
        {
            let listed = self.class_member(class, &Value::what(What::Class(class)), name);
            let names = listed.ok().and_then(|listed| self.ordered(&listed)).unwrap_or_default();
            return names.iter().filter_map(|name| module.names.get(name.as_str()?)).collect();
        }
        self.data_fields(class).to_vec()
    }

    /// A pattern that lets only constants or numbers through.
    fn is_harmless_shape(&mut self, shape: &Shape) -> bool {
        match shape {
            Shape::Value(_) => true,
            Shape::Or(ways) => ways.iter().all(|way| self.is_harmless_shape(way)),
            Shape::As(inner, _) => self.is_harmless_shape(inner),
            Shape::Class { class, .. } => {
                let class = self.peek(*class);
                class.name().is_some_and(|name| self.is_harmless_name(self.names.text(name)))
            }
            _ => false,
        }
    }
}

/// Builtins whose one place in a class pattern is the value as a whole.
fn is_own_place(name: &str) -> bool {
    matches!(
        name,
        "bool"
            | "bytearray"
            | "bytes"
            | "dict"
            | "float"
            | "frozenset"
            | "int"
            | "list"
            | "set"
            | "str"
            | "tuple"
    )
}
