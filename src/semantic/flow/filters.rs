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
/// And at so many places: one may stand in another many times over.
const MAX_PLACES: u32 = 512;
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

/// What is read out of a filter.
struct Read {
    /// Values that may be operators.
    objects: Vec<Taint>,
    /// Names and scripts.
    texts: Vec<Taint>,
    /// So many places may be looked at yet.
    left: u32,
}

impl Read {
    /// False when enough was looked at.
    fn may_go_on(&mut self, depth: u32) -> bool {
        self.left = self.left.saturating_sub(1);
        depth > 0 && self.left > 0
    }
}

impl Engine<'_> {
    /// A filter, or the stages of an aggregation.
    pub(super) fn filter_given(&mut self, id: ExprId, sink: Sink, given: &Given<'_>) {
        let func = self.func();
        for (arg, value) in self.meant(sink.args, given) {
            let mut read = Read { objects: Vec::new(), texts: Vec::new(), left: MAX_PLACES };
            self.filter(&value, DEPTH, &mut read);
            for (kind, taints) in [(Kind::NoSql, read.objects), (Kind::Script, read.texts)] {
                self.hit(Site { kind, sink: Sink { kind, ..sink }, call: id, arg, func }, &taints);
            }
        }
    }

    fn filter(&self, value: &Value, depth: u32, read: &mut Read) {
        if !read.may_go_on(depth) {
            return;
        }
        let own = self.unchecked(value);
        if !is_container(value) {
            read.objects = join_taints(&read.objects, own.taints());
            // A mapping of texts: its keys are operators, too.
            read.texts = join_taints(&read.texts, own.taints());
            return;
        }
        for (key, inner) in self.contents(value) {
            match key {
                Key::Names => read.texts = join_taints(&read.texts, self.unchecked(&inner).taints()),
                Key::Index(_) | Key::Attr(_) => self.filter(&inner, depth - 1, read),
                Key::Str(name) if OF_FILTERS.contains(&&*name) => {
                    self.filter(&inner, depth - 1, read);
                }
                Key::Str(name) if OF_SCRIPTS.contains(&&*name) => self.script(&inner, read),
                Key::Str(name) if name.starts_with('$') => self.scripts_in(&inner, depth - 1, read),
                // `{"name": value}`, or the operators for the field.
                Key::Str(_) | Key::Any => {
                    let before = read.texts.clone();
                    self.filter(&inner, depth - 1, read);
                    if !is_container(&inner) {
                        read.texts = before;
                    }
                }
            }
        }
    }

    /// `{"$function": {"body": text, "args": values, "lang": "js"}}`: values are passed to it, and are no part of it.
    fn script(&self, value: &Value, read: &mut Read) {
        if !is_container(value) {
            read.texts = join_taints(&read.texts, self.unchecked(value).taints());
        }
        for (key, inner) in self.contents(value) {
            let values =
                matches!(&key, Key::Str(name) if name.to_lowercase().ends_with("args") || &**name == "lang");
            if !values {
                read.texts = join_taints(&read.texts, self.seen(&inner).taints());
            }
        }
    }

    /// Scripts inside expressions: `{"$project": {"sum": {"$function": …}}}`.
    fn scripts_in(&self, value: &Value, depth: u32, read: &mut Read) {
        if !is_container(value) || !read.may_go_on(depth) {
            return;
        }
        for (key, inner) in self.contents(value) {
            match key {
                Key::Str(name) if OF_SCRIPTS.contains(&&*name) => self.script(&inner, read),
                _ => self.scripts_in(&inner, depth - 1, read),
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
