//! What hognose knows of libraries and frameworks, in one vocabulary: source, pass, clean, undo, sink, guard,
//! check, type.
//!
//! A model is a dotted name and an effect. Methods stand under their class (`sqlite3.Cursor.execute`), builtins under
//! their bare names; a leading dot (`.execute`) means a method of an object whose class is not known. The same
//! vocabulary is what a team writes in its configuration.

mod aliases;
mod builtin;
mod database;
mod drivers;
mod files;
mod frameworks;
mod kinds;
mod process;
mod secrets;
mod web;
mod words;

use std::borrow::Cow;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

pub use aliases::canonical;
pub use kinds::{Kind, Kinds, SourceClass};
pub use words::{
    Home, ROUTE, ROUTES, SourceWord, Trigger, VIEW, class_packages, class_words, request_words, sink_words,
    source_words, spread_words, trigger,
};

/// Which arguments an effect speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Args {
    /// Bit n stands for position n, not counting the object of a method.
    pub positions: u16,
    /// By name.
    pub keywords: &'static [&'static str],
    /// The object of a method.
    pub receiver: bool,
}

/// Nothing but the positions given.
pub const fn at(positions: &[u8]) -> Args {
    named(positions, &[])
}

/// Names of arguments that are passed by name only.
pub const fn by_name(keywords: &'static [&'static str]) -> Args {
    Args { positions: 0, keywords, receiver: false }
}

/// Positions, and the names by which the same arguments may be passed.
pub const fn named(positions: &[u8], keywords: &'static [&'static str]) -> Args {
    let mut bits = 0;
    let mut next = 0;
    while next < positions.len() {
        bits |= 1 << positions[next];
        next += 1;
    }
    Args { positions: bits, keywords, receiver: false }
}

/// Every argument, by position or name.
pub const ALL: Args = Args { positions: u16::MAX, keywords: &["*"], receiver: false };
/// The object of the method.
pub const SELF: Args = Args { positions: 0, keywords: &[], receiver: true };
/// The object of the method and every argument.
pub const SELF_AND_ALL: Args = Args { positions: u16::MAX, keywords: &["*"], receiver: true };

impl Args {
    /// True when the argument at `position` is meant.
    pub fn has(self, position: usize) -> bool {
        position < 16 && self.positions & (1 << position) != 0
    }

    /// True when the argument is meant by its name alone.
    pub fn is_by_name(self) -> bool {
        self.positions == 0 && !self.receiver && !self.keywords.is_empty()
    }

    /// True when the argument passed as `name=` is meant.
    pub fn has_name(self, name: &str) -> bool {
        self.keywords.iter().any(|known| *known == name || *known == "*")
    }
}

/// When a call is a sink at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// Always.
    Always,
    /// With `shell=True`, or a shell as the first element of the list.
    Shell,
    /// From the argument on stand the words of a command line, one by one or in a list, that names a shell.
    Words,
    /// The text begins like a query; for methods of objects whose class is not known.
    QueryText,
    /// The keys of what is spread into the call, `**given`.
    Keys,
    /// The module imports from this package; for methods of objects whose class is not known.
    Beside(&'static str),
    /// What a parameter of the function that holds the call brings is true, by the number of that origin; for what a
    /// function does to its callers.
    Told(u32),
    /// The first argument is a mapping that was made here; for methods of objects whose class is not known.
    Mapping,
    /// The argument is the value of the header `Location`, or a mapping of headers in which that lies.
    Location,
    /// The keyword is not given, or not given with this constant (`Loader`, `SafeLoader`).
    Unless(&'static str, &'static [&'static str]),
}

/// An argument that outside data must not reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sink {
    /// Which weakness.
    pub kind: Kind,
    /// Which arguments.
    pub args: Args,
    /// When.
    pub when: When,
}

/// What a name does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Reading or calling it gives outside data.
    Source(SourceClass),
    /// Calling it gives an instance of that class; reading it too when it is an attribute.
    Type(&'static str),
    /// The result carries what the arguments carry.
    Pass(Args),
    /// The result carries what the arguments carry, less these kinds.
    Clean(Args, Kinds),
    /// The result carries what the arguments carry, with these kinds again: it takes an escape back.
    Undo(Args, Kinds),
    /// The result carries nothing.
    Opaque,
    /// Outside data must not get there.
    Sink(Sink),
    /// Where it returned true, the arguments are clean of these kinds.
    Guard(Args, Kinds),
    /// Where it returned at all, the arguments are clean of these kinds.
    Check(Args, Kinds),
    /// It does not return.
    NoReturn,
    /// As a decorator: the parameters are clean of these kinds.
    GuardsParameters(Kinds),
}

impl Effect {
    /// The word of the vocabulary.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Source(_) => "source",
            Self::Type(_) => "type",
            Self::Pass(_) => "pass",
            Self::Clean(..) => "clean",
            Self::Opaque => "opaque",
            Self::Sink(_) => "sink",
            Self::Guard(..) => "guard",
            Self::Check(..) => "check",
            Self::Undo(..) => "undo",
            Self::NoReturn => "no return",
            Self::GuardsParameters(_) => "decorator",
        }
    }
}

/// A dotted name and one of its effects.
#[derive(Debug, Clone, Copy)]
pub struct Model(pub &'static str, pub Effect);

/// A sink without conditions.
const fn sink(name: &'static str, kind: Kind, args: Args) -> Model {
    sink_when(name, kind, args, When::Always)
}

const fn sink_when(name: &'static str, kind: Kind, args: Args, when: When) -> Model {
    Model(name, Effect::Sink(Sink { kind, args, when }))
}

const fn source(name: &'static str, class: SourceClass) -> Model {
    Model(name, Effect::Source(class))
}

const fn class(name: &'static str, class: &'static str) -> Model {
    Model(name, Effect::Type(class))
}

const fn pass(name: &'static str, args: Args) -> Model {
    Model(name, Effect::Pass(args))
}

const fn clean(name: &'static str, args: Args, kinds: Kinds) -> Model {
    Model(name, Effect::Clean(args, kinds))
}

const fn undo(name: &'static str, args: Args, kinds: Kinds) -> Model {
    Model(name, Effect::Undo(args, kinds))
}

const fn opaque(name: &'static str) -> Model {
    Model(name, Effect::Opaque)
}

/// The tables, one a field.
pub const TABLES: &[&[Model]] = &[
    builtin::MODELS,
    database::MODELS,
    drivers::MODELS,
    files::MODELS,
    frameworks::MODELS,
    process::MODELS,
    secrets::MODELS,
    web::MODELS,
];

type Index = FxHashMap<&'static str, Vec<Effect>>;

static INDEX: LazyLock<Index> = LazyLock::new(|| index(entries()));

fn index<'a>(models: impl Iterator<Item = &'a Model>) -> Index {
    let mut index = Index::default();
    for Model(name, effect) in models {
        index.entry(name).or_default().push(*effect);
    }
    index
}

/// Every built-in model, in a fixed order.
pub fn entries() -> impl Iterator<Item = &'static Model> {
    TABLES.iter().copied().flatten()
}

/// The built-in models and those of the configuration.
#[derive(Debug)]
pub struct Models {
    own: FxHashMap<String, Vec<Effect>>,
    built_in: Cow<'static, Index>,
}

impl Default for Models {
    fn default() -> Self {
        Self { own: FxHashMap::default(), built_in: Cow::Borrowed(&INDEX) }
    }
}

impl Models {
    /// Built-in models and a project's own.
    pub fn with(own: impl IntoIterator<Item = (String, Effect)>) -> Self {
        let mut models = Self::default();
        for (name, effect) in own {
            models.own.entry(name).or_default().push(effect);
        }
        models
    }

    /// With another effect in the place of entry `number` of [`entries`], or with none: a mutant, for asking whether
    /// any test notices.
    #[doc(hidden)]
    pub fn altered(number: usize, effect: Option<Effect>) -> Self {
        let mut models: Vec<Model> = entries().copied().collect();
        match (models.get_mut(number), effect) {
            (Some(model), Some(effect)) => model.1 = effect,
            (Some(_), None) => drop(models.remove(number)),
            (None, _) => {}
        }
        Self { built_in: Cow::Owned(index(models.iter())), ..Self::default() }
    }

    /// What is known of a name; a project's own models come first.
    pub fn effects<'a>(&'a self, name: &str) -> impl Iterator<Item = Effect> + use<'a> {
        let own = self.own.get(name).map_or(&[][..], Vec::as_slice);
        let built_in = self.built_in.get(name).map_or(&[][..], Vec::as_slice);
        own.iter().chain(built_in).copied()
    }

    /// True when a project's own models say something of a name.
    pub fn owns(&self, name: &str) -> bool {
        self.own.contains_key(name)
    }

    /// True when a project has models of its own.
    pub fn has_own(&self) -> bool {
        !self.own.is_empty()
    }

    /// True when anything is known of a name.
    pub fn knows(&self, name: &str) -> bool {
        self.built_in.contains_key(name) || self.own.contains_key(name)
    }
}

#[cfg(test)]
mod tests {
    use super::{Effect, Model, entries};

    #[test]
    fn names_are_canonical_and_effects_are_not_repeated() {
        let mut seen: Vec<(&str, Effect)> = Vec::new();
        for Model(name, effect) in entries() {
            assert_eq!(super::canonical(name), *name, "a model stands under the canonical name");
            assert!(!seen.contains(&(name, *effect)), "{name} has {effect:?} twice");
            seen.push((name, *effect));
        }
    }
}
