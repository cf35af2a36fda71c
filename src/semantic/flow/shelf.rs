//! What one request keeps for later: `flask.g`, the session. Put there by one function, taken out by another.

use super::call::Given;
use super::engine::Engine;
use super::expr::key_of;
use crate::semantic::names::NameId;
use crate::semantic::value::*;

/// Objects that hold for a request, or for those that follow it, what the program puts there.
const SHELVES: &[&str] = &["flask.g", "flask.session"];

impl Engine<'_> {
    fn shelf(&self, holder: &Value) -> Option<NameId> {
        holder.name().filter(|name| SHELVES.contains(&self.names.text(*name)))
    }

    /// Puts a value there. What came by parameters is the callers' to know.
    pub(super) fn shelve(&mut self, holder: &Value, key: &Key, value: &Value) -> bool {
        let Some(shelf) = self.shelf(holder) else { return false };
        if *key != Key::Any {
            let frozen = self.freeze(value, 2);
            let kept = self.without_params(&frozen);
            let place = (shelf, key.clone());
            let joined = self.shelves.get(&place).map_or(kept.clone(), |old| old.join(&kept));
            self.shelves.insert(place, joined);
        }
        true
    }

    /// What lies there, put by any function.
    pub(super) fn shelved(&mut self, holder: &Value, key: &Key) -> Option<Value> {
        let shelf = self.shelf(holder)?;
        let found = self.shelves.get(&(shelf, key.clone())).cloned();
        if found.is_none() {
            // It may be put there by a function that was not looked at yet.
            self.frame.unready = true;
        }
        found
    }

    /// `session.get("name", default)`
    pub(super) fn taken_off(&mut self, name: &str, given: &Given<'_>) -> Option<Value> {
        if !name.starts_with("flask.") {
            return None;
        }
        let (shelf, method) = name.rsplit_once('.')?;
        if !SHELVES.contains(&shelf) || !matches!(method, "get" | "pop" | "setdefault") {
            return None;
        }
        let shelf = Value::what(What::Named(self.intern(shelf)));
        let key = match (key_of(given.values.first()?), shelf.name()) {
            // `g` has attributes, the session keys.
            (Key::Str(name), Some(id)) if self.names.text(id) == "flask.g" => {
                Key::Attr(self.module.names.get(&name)?)
            }
            (key, _) => key,
        };
        let value = self.shelved(&shelf, &key)?;
        Some(match given.values.get(1) {
            Some(default) => self.freeze(&value, 2).join(&self.freeze(default, 2)),
            None => value,
        })
    }
}
