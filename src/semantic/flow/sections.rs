//! Stores of two levels, section and name: configuration files.

use super::call::Given;
use super::engine::Engine;
use super::expr::key_of;
use crate::semantic::value::*;

impl Engine<'_> {
    /// Methods of a store of two levels.
    pub(super) fn section_method(&mut self, base: &Value, method: &str, given: &Given<'_>) -> Option<Value> {
        let none = Some(Value::constant(Const::None));
        let first = given.values.first()?;
        match method {
            "read_dict" => {
                for (section, inner) in self.contents(first) {
                    let copy = self.copied(&inner, 0);
                    self.put(base.data()?.obj?, section, copy);
                }
                return none;
            }
            "read_string" | "read_file" | "readfp" => {
                // Any value of any section.
                let text = self.whole(first).carried();
                let inner = self.list_of_any(text);
                self.add(base.data()?.obj?, inner);
                return none;
            }
            "getint" | "getfloat" | "getboolean" => return Some(Value::default()),
            _ => {}
        }
        let (section, name) = (key_of(first), given.values.get(1));
        let inner = self.stored(base, &section);
        match (method, name) {
            ("get", Some(name)) => {
                let name = key_of(name);
                let found = inner.as_ref().and_then(|inner| self.stored(inner, &name));
                let mut value = match (found, inner) {
                    (Some(value), _) => value,
                    (None, Some(inner)) if section != Key::Any && name != Key::Any => {
                        self.stored(&inner, &Key::Any).unwrap_or_default()
                    }
                    (None, Some(inner)) => self.element(&inner),
                    (None, None) => Value::default(),
                };
                let rest = self.stored(base, &Key::Any);
                value.absorb(base.taints());
                value.absorb(rest.as_ref().map(|rest| self.whole(rest)).unwrap_or_default().taints());
                Some(value)
            }
            ("set", Some(name)) => {
                let obj = base.data()?.obj?;
                let value = given.values.get(2).cloned().unwrap_or_default();
                let inner = match inner.and_then(|inner| inner.data()?.obj) {
                    Some(inner) => inner,
                    None => {
                        let inner = self.new_obj();
                        let holder = self.container("dict", inner);
                        self.put(obj, section, holder);
                        inner
                    }
                };
                self.put(inner, key_of(name), value);
                none
            }
            ("add_section", _) => {
                let obj = base.data()?.obj?;
                let inner = self.new_obj();
                let holder = self.container("dict", inner);
                self.put(obj, section, holder);
                none
            }
            ("remove_option", Some(name)) => {
                let inner = inner?.data()?.obj?;
                self.frame.state.unset_field(inner, key_of(name));
                none
            }
            ("remove_section", _) => {
                self.frame.state.unset_field(base.data()?.obj?, section);
                none
            }
            // Of one section; without arguments it gives all of them.
            ("items", _) => {
                let value = inner.map(|inner| self.element(&inner)).unwrap_or_default();
                let pair = self.new_obj();
                self.put(pair, Key::Index(0), Value::default());
                self.put(pair, Key::Index(1), value);
                let pair = self.container("tuple", pair);
                Some(self.list_of_any(pair))
            }
            _ => None,
        }
    }
}
