//! What the models say of names, asked once for each name that a module uses: code calls few names often.

use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::engine::Engine;
use crate::semantic::is_builtin;
use crate::semantic::models::{Effect, When};
use crate::semantic::names::NameId;
use crate::syntax::Symbol;

/// The answers so far.
#[derive(Debug, Default)]
pub(super) struct Known {
    effects: FxHashMap<NameId, Rc<[Effect]>>,
    /// The same, with what a call of the name does besides.
    called: FxHashMap<NameId, Rc<[Effect]>>,
    /// `.name`, the method of an object of which nothing is known.
    methods: FxHashMap<Symbol, NameId>,
    /// Names that nothing in the module binds.
    unbound: FxHashMap<Symbol, Option<NameId>>,
}

impl Engine<'_> {
    /// What the models say of a name.
    pub(super) fn effects(&mut self, name: NameId) -> Rc<[Effect]> {
        if let Some(known) = self.known.effects.get(&name) {
            return Rc::clone(known);
        }
        let effects: Rc<[Effect]> = self.models.effects(self.names.text(name)).collect();
        self.known.effects.insert(name, Rc::clone(&effects));
        effects
    }

    /// True when they say anything.
    pub(super) fn knows(&mut self, name: NameId) -> bool {
        !self.effects(name).is_empty()
    }

    /// What a call of a name does.
    pub(super) fn call_effects(&mut self, name: NameId) -> Rc<[Effect]> {
        if let Some(known) = self.known.called.get(&name) {
            return Rc::clone(known);
        }
        let mut effects = self.effects(name);
        let method = self.names.text(name).rsplit_once('.').map(|(_, method)| format!(".{method}"));
        if let Some(method) = method.filter(|_| effects.is_empty()) {
            // An object of the project's own, `from shop.db import db`: what the argument looks like decides, or what it
            // is called.
            let by_text = |effect: &Effect| match effect {
                Effect::Sink(sink) => {
                    matches!(sink.when, When::QueryText | When::Keys | When::Beside(_))
                        || sink.args.is_by_name()
                }
                _ => false,
            };
            effects = self.models.effects(&method).filter(by_text).collect();
        }
        self.known.called.insert(name, Rc::clone(&effects));
        effects
    }

    /// The name of a method, whatever its object is.
    pub(super) fn method_name(&mut self, method: Symbol) -> NameId {
        if let Some(known) = self.known.methods.get(&method) {
            return *known;
        }
        let name = self.names.intern(&format!(".{}", self.module.name(method)));
        self.known.methods.insert(method, name);
        name
    }

    /// The builtin that a name means where nothing in the module binds it.
    pub(super) fn builtin(&mut self, name: Symbol) -> Option<NameId> {
        if let Some(known) = self.known.unbound.get(&name) {
            return *known;
        }
        let text = self.module.name(name);
        let known = is_builtin(text).then(|| self.names.intern(text));
        self.known.unbound.insert(name, known);
        known
    }
}
