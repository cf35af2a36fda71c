//! What is read of a value: an attribute, an element, a slice.

use std::rc::Rc;

use super::engine::Engine;
use super::expr::{is_container, key_of, less};
use super::fragments::Fragment;
use crate::semantic::models::{Effect, Kind, Kinds};
use crate::semantic::names::NameId;
use crate::semantic::value::*;
use crate::syntax::*;

impl Engine<'_> {
    /// `base.name`, with sources and classes of members looked up.
    pub(super) fn attribute(&mut self, id: ExprId, base: &Value, name: Symbol) -> Value {
        let module = self.module;
        let text = module.name(name);
        if let Some(value) = self.stored(base, &Key::Attr(name)) {
            return value;
        }
        if let Some(value) = self.shelved(base, &Key::Attr(name)) {
            return value;
        }
        let known = match text {
            "args" => self.told_by_error(base),
            "string" => self.subject_of(base),
            _ => None,
        };
        if let Some(value) = known {
            return value;
        }
        let dotted = match base.refers() {
            What::Named(outer) | What::Member(_, _, Some(outer)) => {
                Some(self.names.member(*outer, name.0, text))
            }
            What::Instance(Type::Outside(class)) => {
                let dotted = self.names.member(*class, name.0, text);
                if let Some(inside) = self.collection_in(base)
                    && !self.knows(dotted)
                {
                    return inside;
                }
                Some(dotted)
            }
            What::Instance(Type::Local(class)) | What::Class(class) => {
                match self.class_member(*class, base, name) {
                    Ok(found) => {
                        let piece = Fragment::Key(self.key_id(text));
                        let found = self.fragment(found, piece);
                        return self.with_field(base, *class, name, found);
                    }
                    Err(dotted) => {
                        if let Some(given) = self.view_member(id, *class, name) {
                            return given;
                        }
                        let known = dotted.is_some_and(|dotted| self.knows(dotted));
                        if !known && base.data().is_some_and(|data| data.obj.is_some()) {
                            let field = self.with_field(base, *class, name, Value::default());
                            if !field.is_unknown() {
                                return field;
                            }
                        }
                        let asked = || Value::constant(Const::Str(Rc::from(text)));
                        if !known
                            && !text.starts_with("__")
                            && module.names.get("__getattr__").is_some()
                            && let Some(given) = self.protocol(id, base, "__getattr__", &[asked()])
                        {
                            return given;
                        }
                        dotted
                    }
                }
            }
            _ => None,
        };
        if let Some(dotted) = dotted
            && let Some(value) =
                self.far_property(id, base, dotted).or_else(|| self.far_member(id, base, dotted))
        {
            return value;
        }
        let mut value = base.carried();
        if let Some(taint) = self.guessed_member(base, text) {
            value.absorb(&[taint]);
        }
        if !value.taints().is_empty() && !matches!(base.refers(), What::Named(_)) {
            let piece = Fragment::Key(self.key_id(text));
            value = self.fragment(value, piece);
        }
        if let (Some(dotted), What::Named(_)) = (dotted, base.refers()) {
            self.note_read(id, dotted);
        }
        if value.is_unknown()
            && let (Some(dotted), What::Named(_)) = (dotted, base.refers())
            && !self.has_held
        {
            let mut value = self.named(dotted);
            self.read_effects(id, dotted, &mut value);
            return value;
        }
        if matches!(text, "cleaned_data" | "validated_data" | "kwargs") {
            // Whose keys are the program's own.
            value = value.with_taints(less(value.taints(), Kinds::of(&[Kind::Attribute, Kind::Session])));
        }
        if matches!(text, "_meta" | "__tablename__" | "__table__" | "__name__" | "__qualname__" | "__class__")
        {
            // What a class is called, and a model's tables and columns, are the program's own.
            value = value.with_taints(Vec::new());
        }
        match dotted {
            Some(dotted) => {
                // A variable of another module, with what others left in it, is asked like a container.
                let keeps_path = matches!(base.refers(), What::Named(_)) && !self.is_held(base);
                let what = if keeps_path {
                    What::Named(dotted)
                } else {
                    What::Member(base.clone(), name, Some(dotted))
                };
                value.edit().what = what;
                self.read_effects(id, dotted, &mut value);
                if self.has_held && keeps_path {
                    self.read_held(id, dotted, false, &mut value);
                }
            }
            None => value.edit().what = What::Member(base.clone(), name, None),
        }
        value
    }

    /// Effects of merely reading a name: a source, an attribute of a known class.
    fn read_effects(&mut self, id: ExprId, dotted: NameId, value: &mut Value) {
        for effect in self.effects(dotted).iter() {
            match *effect {
                Effect::Source(class) => {
                    let taint = self.source(id, class, dotted);
                    value.absorb(&[taint]);
                }
                Effect::Opaque => *value = value.with_taints(Vec::new()),
                Effect::Clean(args, kinds) if args.receiver => {
                    let taints = less(value.taints(), kinds);
                    *value = value.with_taints(taints);
                }
                _ => {}
            }
        }
    }

    pub(super) fn subscript(&mut self, holder: ExprId, base: &Value, index: ExprId, key: &Value) -> Value {
        if let ExprKind::Slice(parts) = &self.module.expr(index).kind {
            if is_container(base) {
                return self.slice(base, index, parts);
            }
            let part = match (base.as_str(), base.text()) {
                (None, None) => base.clone(),
                _ => base.carried(),
            };
            return self.fragment(part, Fragment::Taken(index));
        }
        if let Some(groups) = self.groups_of(base)
            && let Some(value) = self.group_by(base, &groups, key)
        {
            return value;
        }
        if let Some(value) = self.protocol(index, base, "__getitem__", std::slice::from_ref(key)) {
            return value;
        }
        if let Some(value) = super::fold::index(base, key) {
            return value;
        }
        if base.data().is_some_and(|data| data.obj.is_some() || data.fields.is_some()) {
            let key = self.place_of(base, key);
            if let Some(value) = self.stored(base, &key) {
                return value;
            }
            let piece = self.piece_of(&key, index);
            if key == Key::Any {
                let element = self.element(base);
                return self.fragment(element, piece);
            }
            if let Some(value) = self.item_of_parameter(base, &key) {
                return value;
            }
            // A place that was never written: what went in at places unknown, and the container's own taints.
            let mut value = self.stored(base, &Key::Any).unwrap_or_default();
            value.absorb(base.taints());
            return self.fragment(value, piece);
        }
        let place = key_of(key);
        if let Some(value) = self.shelved(base, &place).or_else(|| self.item_read(holder, base, &place)) {
            return self.as_upload(base, value);
        }
        if let Some(value) = self.item_of_part(base, &place) {
            return value;
        }
        if base.name().is_some_and(|name| self.names.text(name) == "django.db.connections") {
            // One of several databases.
            return Value::what(What::Named(self.intern("django.db.connection")));
        }
        if let Some(inside) = self.collection_in(base) {
            return inside;
        }
        // `os.environ["X"]`, `request.args["x"]`: the element is no longer the mapping.
        let value = base.carried();
        if value.taints().is_empty() {
            return Value::default();
        }
        let piece = self.piece_of(&place, index);
        let value = self.as_upload(base, value);
        self.fragment(value, piece)
    }
}
