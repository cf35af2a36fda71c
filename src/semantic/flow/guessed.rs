//! Objects of classes of which nothing is known, where they most likely hold what the client sent: a parameter of a route
//! whose class comes from a module that describes such things.
//!
//! An attribute counts where nothing but a text would do; put into a text, it may be a number.

use super::engine::Engine;
use crate::semantic::models::SourceClass;
use crate::semantic::value::*;
use crate::syntax::*;

/// How the last word of a module's name ends where descriptions of what clients send are kept.
const DESCRIPTIONS: &[&str] = &["schema", "schemas", "models", "dto", "dtos", "payloads"];
/// Attributes that mostly hold one of a few known words.
const CHOICES: &[&str] = &[
    "type",
    "kind",
    "mode",
    "status",
    "state",
    "role",
    "level",
    "format",
    "sort",
    "order",
    "by",
    "field",
    "column",
    "direction",
    "lang",
    "language",
    "locale",
    "method",
    "id",
];
/// How classes end that a server has of itself.
const SERVED: &[&str] =
    &["Dep", "Deps", "Session", "Service", "Repository", "Repo", "Client", "Settings", "Config", "User"];

/// `shop.schemas.Order`: a class, to go by its name, of a module that describes what clients send.
pub(super) fn describes(dotted: &str) -> bool {
    let Some((module, class)) = dotted.rsplit_once('.') else { return false };
    let last = module.rsplit(['.', '_']).next().unwrap_or(module);
    let is_class = class.starts_with(|first: char| first.is_ascii_uppercase())
        && class.contains(|letter: char| letter.is_ascii_lowercase());
    is_class
        && !SERVED.iter().any(|end| class.ends_with(end))
        && DESCRIPTIONS.iter().any(|word| *word == last || module.split('.').any(|part| part == *word))
}

impl Engine<'_> {
    /// A parameter of a class of which nothing is known most likely holds what the client sent.
    pub(super) fn guess_body(&mut self, param: &Param, value: &Value) {
        let Some(Type::Outside(class)) = value.class() else { return };
        let words = self.module.name(param.name);
        let note = |_: &Self| format!("`{words}` comes from the request");
        let origin = self.origin(SourceClass::Request, None, param.span, note);
        let taint = self.taint(origin, SourceClass::Request.kinds() & !super::filters::OBJECT);
        self.frame.guessed.push((class, taint));
    }

    fn guessed(&self, holder: &Value) -> Option<Taint> {
        let (What::Instance(Type::Outside(class)), true) = (holder.refers(), holder.taints().is_empty())
        else {
            return None;
        };
        self.frame.guessed.iter().find(|(known, _)| known == class).map(|(_, taint)| *taint)
    }

    /// What an attribute of such an object brings, where it is likely to be a text of the client's own.
    pub(super) fn guessed_member(&self, holder: &Value, name: &str) -> Option<Taint> {
        let taint = self.guessed(holder)?;
        let last = name.rsplit('_').next().unwrap_or(name);
        // The first two are what an enumeration has.
        let is_choice = matches!(name, "name" | "value") || CHOICES.contains(&last);
        (!is_choice).then_some(taint)
    }

    /// What such an attribute is worth where it may be a number, or an object, as well as a text.
    pub(super) fn unless_guessed(&self, value: Value) -> Value {
        let guessed = |taint: &Taint| {
            let of = |origin: OriginId| self.wholes(taint.origin).any(|whole| whole == origin);
            self.frame.guessed.iter().any(|(_, known)| of(known.origin))
        };
        if self.frame.guessed.is_empty() || !value.taints().iter().any(guessed) || self.is_text(&value) {
            return value;
        }
        let left = value.taints().iter().filter(|taint| !guessed(taint)).copied().collect();
        value.with_taints(left)
    }
}
