//! Filters of MongoDB: which places of one read operators out of what they are given, and which read JavaScript.

use super::call::Given;
use super::engine::Engine;
use super::expr::is_container;
use crate::semantic::facts::Site;
use crate::semantic::models::{Kind, Kinds, Sink, SourceClass};
use crate::semantic::value::*;
use crate::syntax::*;

/// Filters inside filters are looked into this deep.
const DEPTH: u32 = 6;
/// Operators under which a filter, or the operators for one field, stand.
const OF_FILTERS: &[&str] = &["$and", "$or", "$nor", "$not", "$elemMatch", "$match"];
/// Operators that run JavaScript.
const OF_SCRIPTS: &[&str] = &["$where", "$function", "$accumulator"];
/// Last words of what brings objects; everything else of a request is text.
const OBJECTS: &[&str] = &[
    "json",
    "get_json",
    "json_body",
    "media",
    "get_media",
    "get_param_as_json",
    "receive_json",
    "iter_json",
    "initial_data",
];

/// True for what a request brings as objects: a value read of it may be a mapping where a text was meant.
pub(super) fn brings_objects(class: SourceClass, dotted: &str) -> bool {
    let last = dotted.rsplit('.').next().unwrap_or(dotted);
    // Of the REST framework `data` is parsed already, elsewhere it is bytes.
    class != SourceClass::Request || OBJECTS.contains(&last) || dotted == "django.http.HttpRequest.data"
}

/// What a text cannot be.
pub(super) const OBJECT: Kinds = Kinds::of(&[Kind::NoSql]);

impl Engine<'_> {
    /// A filter, or the stages of an aggregation.
    pub(super) fn filter_given(&mut self, id: ExprId, sink: Sink, given: &Given<'_>) {
        let func = self.func();
        for (arg, value) in self.meant(sink.args, given) {
            let (mut objects, mut texts) = (Vec::new(), Vec::new());
            self.filter(&value, DEPTH, &mut objects, &mut texts);
            for (kind, taints) in [(Kind::NoSql, objects), (Kind::Script, texts)] {
                self.hit(Site { kind, sink: Sink { kind, ..sink }, call: id, arg, func }, &taints);
            }
        }
    }

    fn filter(&self, value: &Value, depth: u32, objects: &mut Vec<Taint>, texts: &mut Vec<Taint>) {
        if depth == 0 {
            return;
        }
        let own = self.unchecked(value);
        if !is_container(value) {
            *objects = join_taints(objects, own.taints());
            // A mapping of texts: its keys are operators, too.
            *texts = join_taints(texts, own.taints());
            return;
        }
        for (key, inner) in self.contents(value) {
            match key {
                Key::Names => *texts = join_taints(texts, self.unchecked(&inner).taints()),
                Key::Index(_) | Key::Attr(_) => self.filter(&inner, depth - 1, objects, texts),
                Key::Str(name) if OF_FILTERS.contains(&&*name) => {
                    self.filter(&inner, depth - 1, objects, texts);
                }
                Key::Str(name) if OF_SCRIPTS.contains(&&*name) => self.script(&inner, texts),
                Key::Str(name) if name.starts_with('$') => self.scripts_in(&inner, depth - 1, texts),
                // `{"name": value}`, or the operators for the field.
                Key::Str(_) | Key::Any => {
                    let mut other = Vec::new();
                    self.filter(&inner, depth - 1, objects, &mut other);
                    if is_container(&inner) {
                        *texts = join_taints(texts, &other);
                    }
                }
            }
        }
    }

    /// `{"$function": {"body": text, "args": values, "lang": "js"}}`: values are passed to it, and are no part of it.
    fn script(&self, value: &Value, texts: &mut Vec<Taint>) {
        if !is_container(value) {
            *texts = join_taints(texts, self.unchecked(value).taints());
        }
        for (key, inner) in self.contents(value) {
            let values =
                matches!(&key, Key::Str(name) if name.to_lowercase().ends_with("args") || &**name == "lang");
            if !values {
                *texts = join_taints(texts, self.seen(&inner).taints());
            }
        }
    }

    /// Scripts inside expressions: `{"$project": {"sum": {"$function": …}}}`.
    fn scripts_in(&self, value: &Value, depth: u32, texts: &mut Vec<Taint>) {
        if depth == 0 || !is_container(value) {
            return;
        }
        for (key, inner) in self.contents(value) {
            match key {
                Key::Str(name) if OF_SCRIPTS.contains(&&*name) => self.script(&inner, texts),
                _ => self.scripts_in(&inner, depth - 1, texts),
            }
        }
    }

    /// Whatever is read of a client or a database is a database or collection: `client.shop`, `db["users"]`.
    pub(super) fn collection_in(&mut self, base: &Value) -> Option<Value> {
        let What::Instance(Type::Outside(class)) = base.refers() else { return None };
        let inside = match self.names.text(*class) {
            "pymongo.MongoClient" | "pymongo.collection.Collection" => "pymongo.collection.Collection",
            _ => return None,
        };
        Some(Value::what(What::Instance(Type::Outside(self.intern(inside)))))
    }

    /// An annotation that lets objects of any form through: `dict`, `Any`.
    pub(super) fn lets_objects_through(&self, annotation: ExprId) -> bool {
        let module = self.module;
        let mut queue = vec![annotation];
        while let Some(id) = queue.pop() {
            if let ExprKind::Name(name) | ExprKind::Attr { name, .. } = &module.expr(id).kind
                && matches!(
                    module.name(*name),
                    "dict" | "Dict" | "Mapping" | "MutableMapping" | "Any" | "Json"
                )
            {
                return true;
            }
            each_child(&module.expr(id).kind, &mut |child| queue.push(child));
        }
        false
    }
}
