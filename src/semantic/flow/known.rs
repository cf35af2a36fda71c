//! What the models say of names, asked once for each name that a module uses: code calls few names often.

use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::engine::Engine;
use super::language::Groups;
use crate::semantic::is_builtin;
use crate::semantic::models::{Effect, When};
use crate::semantic::names::NameId;
use crate::semantic::value::*;
use crate::syntax::{ExprId, StmtId, StmtKind, Symbol};

/// So many modules are asked that all names are imported from.
const MAX_STARS: usize = 8;

/// The answers so far.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// By number of the name.
    effects: Vec<Option<Rc<[Effect]>>>,
    called: Vec<Option<Rc<Called>>>,
    /// `.name`, the method of an object of which nothing is known.
    methods: FxHashMap<Symbol, NameId>,
    /// Names that nothing in the module binds, with the builtins that they mean.
    unbound: FxHashMap<Symbol, Value>,
    /// By number of the name, what refers to it.
    named: Vec<Option<Value>>,
    /// By expression, what it always is.
    literals: Vec<Value>,
    /// By pattern, its groups.
    groups: FxHashMap<Rc<str>, Option<Rc<Groups>>>,
    /// Modules of which all names are imported; made when a first name is met that nothing binds.
    stars: Option<Rc<[String]>>,
    /// By statement, the names that an import gives.
    imported: FxHashMap<StmtId, Rc<[NameId]>>,
}

/// What a call of a name does.
#[derive(Debug)]
pub(super) struct Called {
    pub(super) text: Rc<str>,
    pub(super) effects: Rc<[Effect]>,
    /// The models say something of the name itself.
    pub(super) is_known: bool,
    /// A method of an object of which nothing is known.
    pub(super) is_method: bool,
    /// It looks like a class, and like one of errors.
    pub(super) is_class: bool,
    pub(super) is_error: bool,
    /// It makes a path absolute.
    pub(super) resolves: bool,
}

/// True for the name of a class of errors, by its end.
pub(super) fn is_error(dotted: &str) -> bool {
    ["Error", "Exception", "Warning"].iter().any(|end| dotted.ends_with(end))
}

/// True for the name of a constant, as it is spelled.
fn is_constant(name: &str) -> bool {
    name.len() > 1 && !name.bytes().any(|byte| byte.is_ascii_lowercase())
}

/// True for a function that makes a path absolute, or takes `..` out of it.
pub fn makes_absolute(dotted: &str) -> bool {
    matches!(
        dotted,
        "os.path.realpath"
            | "os.path.abspath"
            | "os.path.normpath"
            | "pathlib.Path.resolve"
            | "pathlib.Path.absolute"
    )
}

impl Engine<'_> {
    /// What the models say of a name.
    pub(super) fn effects(&mut self, name: NameId) -> Rc<[Effect]> {
        let at = name.0 as usize;
        if let Some(Some(known)) = self.known.effects.get(at) {
            return Rc::clone(known);
        }
        let effects: Rc<[Effect]> = self.models.effects(self.names.text(name)).collect();
        put(&mut self.known.effects, at, Rc::clone(&effects));
        effects
    }

    /// True when they say anything.
    pub(super) fn knows(&mut self, name: NameId) -> bool {
        match self.known.effects.get(name.0 as usize) {
            Some(Some(known)) => !known.is_empty(),
            _ => !self.effects(name).is_empty(),
        }
    }

    /// What a call of a name does.
    pub(super) fn called(&mut self, name: NameId) -> Rc<Called> {
        let at = name.0 as usize;
        if let Some(Some(known)) = self.known.called.get(at) {
            return Rc::clone(known);
        }
        let mut effects = self.effects(name);
        let is_known = !effects.is_empty();
        let text = self.names.shared(name);
        let dot = memchr::memrchr(b'.', text.as_bytes());
        if let Some(dot) = dot.filter(|_| effects.is_empty()) {
            // An object of the project's own, `from shop.db import db`: what the argument looks like decides, or what it
            // is called.
            let holder = &text[memchr::memrchr(b'.', &text.as_bytes()[..dot]).map_or(0, |at| at + 1)..dot];
            let by_text = |effect: &Effect| match effect {
                // `settings.SEPARATOR.join(parts)`: a method of a constant is no function of a module.
                Effect::Pass(_) => is_constant(holder),
                Effect::Sink(sink) => {
                    matches!(sink.when, When::QueryText | When::Keys | When::Beside(_) | When::Mapping)
                        || sink.args.is_by_name()
                }
                _ => false,
            };
            effects = self.models.effects(&text[dot..]).filter(by_text).collect();
        }
        let is_method = text.starts_with('.');
        let last = dot.map_or(&*text, |dot| &text[dot + 1..]);
        let called = Rc::new(Called {
            is_class: last.starts_with(|c: char| c.is_ascii_uppercase()) && !is_method,
            is_error: is_error(&text),
            resolves: makes_absolute(&text),
            text,
            effects,
            is_known,
            is_method,
        });
        put(&mut self.known.called, at, Rc::clone(&called));
        called
    }

    /// What refers to a name of the outside world.
    pub(super) fn named(&mut self, name: NameId) -> Value {
        let at = name.0 as usize;
        if let Some(Some(known)) = self.known.named.get(at) {
            return known.clone();
        }
        let value = Value::what(What::Named(name));
        put(&mut self.known.named, at, value.clone());
        value
    }

    /// The names that an import from somewhere gives, found out once.
    pub(super) fn imported(
        &mut self,
        id: StmtId,
        find: impl FnOnce(&mut Self) -> Rc<[NameId]>,
    ) -> Rc<[NameId]> {
        if let Some(known) = self.known.imported.get(&id) {
            return Rc::clone(known);
        }
        let names = find(self);
        self.known.imported.insert(id, Rc::clone(&names));
        names
    }

    /// The value of a literal.
    pub(super) fn literal(&mut self, id: ExprId, constant: impl FnOnce() -> Const) -> Value {
        let at = id.index();
        if at >= self.known.literals.len() {
            self.known.literals.resize(self.module.exprs.len(), Value::default());
        }
        let known = &mut self.known.literals[at];
        if known.is_unknown() {
            *known = Value::constant(constant());
        }
        known.clone()
    }

    /// The name of a method, whatever its object is.
    pub(super) fn method_name(&mut self, method: Symbol) -> NameId {
        if let Some(known) = self.known.methods.get(&method) {
            return *known;
        }
        let name = self.names.joined("", self.module.name(method));
        self.known.methods.insert(method, name);
        name
    }

    /// The builtin that a name means where nothing in the module binds it.
    pub(super) fn builtin(&mut self, name: Symbol) -> Value {
        if let Some(known) = self.known.unbound.get(&name) {
            return known.clone();
        }
        let text = self.module.name(name);
        let known = match is_builtin(text) {
            true => {
                let name = self.names.intern(text);
                self.named(name)
            }
            false => self.star_import(text),
        };
        self.known.unbound.insert(name, known.clone());
        known
    }

    /// The groups of a pattern; `None` for one that cannot be read.
    pub(super) fn groups(&mut self, pattern: &Rc<str>) -> Option<Rc<Groups>> {
        if let Some(known) = self.known.groups.get(pattern) {
            return known.clone();
        }
        let groups = Groups::of(pattern).map(Rc::new);
        self.known.groups.insert(Rc::clone(pattern), groups.clone());
        groups
    }

    /// What a name may be that `from module import *` brings: of several modules the one that is known to have it.
    fn star_import(&mut self, text: &str) -> Value {
        let stars = self.stars();
        let names: Vec<NameId> = stars.iter().map(|from| self.names.joined(from, text)).collect();
        let has = |name: &&NameId| {
            let dotted = self.names.text(**name);
            let modelled = || self.models.effects(dotted).next().is_some();
            self.world.function(dotted).is_some() || self.world.class(dotted).is_some() || modelled()
        };
        let meant = match &names[..] {
            [only] => Some(*only),
            several => several.iter().find(has).copied(),
        };
        meant.map(|name| self.named(name)).unwrap_or_default()
    }

    /// The modules of which all names are imported.
    pub(super) fn stars(&mut self) -> Rc<[String]> {
        if let Some(known) = &self.known.stars {
            return Rc::clone(known);
        }
        let module = self.module;
        let stars = module.stmts.iter().filter_map(|stmt| match &stmt.kind {
            StmtKind::ImportFrom { level, module: from, star: true, .. } => {
                Some(self.import_prefix(*level, *from))
            }
            _ => None,
        });
        let stars: Rc<[String]> = stars.take(MAX_STARS).collect();
        Rc::clone(self.known.stars.insert(stars))
    }
}

fn put<T>(places: &mut Vec<Option<T>>, at: usize, value: T) {
    if at >= places.len() {
        places.resize_with(at + 1, || None);
    }
    places[at] = Some(value);
}
