//! What modules of one project tell one another: what their functions do to data, and which data they pass on.
//!
//! Everything here is plain data that can be handed between threads; values and steps of one analysis stay inside it.

use std::sync::Arc;

use super::models::{Kinds, SourceClass};
use crate::source::{RepoPath, Span};
use crate::syntax::ParamKind;

/// Before what is the asking module's own: a method (`::Step.handle`) that its class leaves to those which derive from it,
/// a variable.
pub const OPEN: &str = "::";

/// A step of the way in some file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FarStep {
    /// The file.
    pub path: RepoPath,
    /// Where in it.
    pub span: Span,
    /// A few words.
    pub note: String,
}

/// The steps that data took through other files, first step first.
pub type Way = Arc<[FarStep]>;

/// Outside data, as one module tells another of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FarSource {
    /// How far it is in an attacker's hand.
    pub class: SourceClass,
    /// The weaknesses that it can still cause.
    pub kinds: Kinds,
    /// A few words: "`request.args` comes from the request".
    pub note: String,
    /// The steps so far.
    pub way: Way,
}

/// A place in a container or object. Names, since each module numbers them in its own way.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// An attribute.
    Attr(String),
    /// `["name"]`, or what is passed under a name that a function takes by `**named`.
    Item(String),
    /// `[0]`
    At(i64),
    /// What going through it gives.
    Each,
}

impl Part {
    /// Its name; of a position none.
    pub fn name(&self) -> &str {
        match self {
            Self::Attr(name) | Self::Item(name) => name,
            Self::At(_) | Self::Each => "",
        }
    }
}

/// A parameter, or a part of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Port {
    /// From 0, `self` included.
    pub param: u32,
    /// What of it; `None` for the whole.
    pub part: Option<Part>,
}

impl Port {
    /// A parameter as a whole.
    pub fn whole(param: u32) -> Self {
        Self { param, part: None }
    }
}

/// What a function leaves in one of its parameters.
#[derive(Debug, Clone, PartialEq)]
pub struct FarLeaf {
    /// Which, and where in it.
    pub to: Port,
    /// Parameters whose data it is.
    pub from: Vec<(Port, Kinds)>,
    /// Outside data that it is.
    pub sources: Vec<FarSource>,
    /// On every way out.
    pub sure: bool,
}

/// What a decorator's inner function passes for a parameter of what it decorates.
#[derive(Debug, Clone, PartialEq)]
pub struct FarWrap {
    /// Its position, or none where it is passed by name.
    pub position: Option<u32>,
    /// The name that it is passed by.
    pub name: Option<String>,
    /// What is left of the inner function's own parameters.
    pub kinds: Kinds,
    /// Outside data besides.
    pub sources: Vec<FarSource>,
}

/// A view as a table of routes names it, with the parts of its path; true for those that can do no harm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FarPath {
    /// The dotted name.
    pub view: String,
    /// By name.
    pub parts: Vec<(String, bool)>,
}

/// A class, for other modules.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FarClass {
    /// The dotted names of its bases.
    pub bases: Vec<String>,
    /// What its objects are made of where it has no constructor of its own, in order.
    pub fields: Vec<FarField>,
    /// Its fields are those of a form or serializer: what comes out of it, not what it is made of.
    pub form: bool,
    /// Only a part of the file was looked at: there may be more fields, and what checks them.
    pub partial: bool,
}

/// What an object of a class is made of, for other modules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FarField {
    /// The attribute.
    pub name: String,
    /// It lets data through that could be injected.
    pub open: bool,
    /// The dotted name of the class that it is of; true where it holds many of these.
    pub class: Option<(String, bool)>,
}

/// What a function does, for callers in other modules. Parameters are numbered from 0, `self` included.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FarFunction {
    /// It is called where its name is read.
    pub is_property: bool,
    /// Names and kinds of the parameters.
    pub params: Vec<(String, ParamKind)>,
    /// The first parameter is the object that it is called on.
    pub is_method: bool,
    /// Parameters whose data it gives back, less the kinds that it cleans, and in which part of what it gives.
    pub passes: Vec<((Port, Option<Part>), Kinds)>,
    /// Outside data that it gives back, and in which part.
    pub brings: Vec<(Option<Part>, FarSource)>,
    /// The parts of what it gives back that are told apart.
    pub parts: Vec<Part>,
    /// The parameter that it gives back as it is.
    pub same: Option<u32>,
    /// What it leaves in its parameters.
    pub leaves: Vec<FarLeaf>,
    /// The dotted name of the class of what it gives back.
    pub class: Option<String>,
    /// Parameters that reach a sink, with the kinds that they cause there.
    pub sinks: Vec<(Port, Kinds)>,
    /// Of these, those that are only sinks where a parameter is true, by number, and whether it is where it is not given:
    /// `def start(command, shell=False)`.
    pub told: Vec<(Port, u32, bool)>,
    /// In so many places its parameters reach sinks, or functions elsewhere that have some.
    pub reaching: usize,
    /// The files of functions that some of these are passed on to, for the sinks there.
    pub onward: Vec<String>,
    /// Parameters, or parts of them, that are clean of these kinds once it has returned.
    pub checks: Vec<(Port, Kinds)>,
    /// The same where it returned something true.
    pub guards: Vec<(Port, Kinds)>,
    /// The same where it returned something false.
    pub refusals: Vec<(Port, Kinds)>,
    /// It never returns.
    pub diverges: bool,
    /// As a decorator: what is passed on to what it decorates, where it is not passed on as it came.
    pub wraps: Vec<FarWrap>,
    /// It is no decorator itself but makes one.
    pub makes_wrapper: bool,
}

impl FarFunction {
    /// Takes over what another look at the function found.
    pub fn join(&mut self, other: &Self) {
        fn all<P: Ord + Clone>(list: &mut Vec<(P, Kinds)>, other: &[(P, Kinds)]) {
            other.iter().for_each(|(port, kinds)| add(list, port.clone(), *kinds));
            list.sort_unstable();
        }
        fn more<T: PartialEq + Clone>(list: &mut Vec<T>, other: &[T]) {
            for one in other {
                if !list.contains(one) {
                    list.push(one.clone());
                }
            }
        }
        all(&mut self.passes, &other.passes);
        // Only where both looks say so.
        let lacks = |far: &Self, port: &Port| far.sinks.iter().all(|(known, _)| known != port);
        self.told.retain(|told| other.told.contains(told) || lacks(other, &told.0));
        let new = other.told.iter().filter(|told| lacks(self, &told.0)).cloned().collect::<Vec<_>>();
        self.told.extend(new);
        all(&mut self.sinks, &other.sinks);
        self.reaching = self.reaching.max(other.reaching);
        more(&mut self.onward, &other.onward);
        more(&mut self.brings, &other.brings);
        more(&mut self.parts, &other.parts);
        for leaf in &other.leaves {
            match self.leaves.iter_mut().find(|known| known.to == leaf.to) {
                Some(known) => {
                    all(&mut known.from, &leaf.from);
                    more(&mut known.sources, &leaf.sources);
                    known.sure &= leaf.sure;
                }
                None => self.leaves.push(leaf.clone()),
            }
        }
        more(&mut self.wraps, &other.wraps);
        self.makes_wrapper |= other.makes_wrapper;
        if self.class.is_none() {
            self.class.clone_from(&other.class);
        }
    }

    /// True for a parameter that reaches a sink only where another is true, and that one is not.
    pub fn is_told_off(&self, port: &Port, is_false: impl Fn(u32, bool) -> bool) -> bool {
        self.told.iter().any(|(known, flag, default)| known == port && is_false(*flag, *default))
    }

    /// True when both do the same to data, whichever way it takes.
    pub fn is_like(&self, other: &Self) -> bool {
        fn brings(far: &FarFunction) -> Vec<(&Option<Part>, SourceClass, Kinds)> {
            let mut all: Vec<_> =
                far.brings.iter().map(|(part, source)| (part, source.class, source.kinds)).collect();
            all.sort_unstable();
            all.dedup();
            all
        }
        fn sorted<P: Ord>(list: &[(P, Kinds)]) -> Vec<&(P, Kinds)> {
            let mut list: Vec<_> = list.iter().collect();
            list.sort_unstable();
            list
        }
        let leaves = |one: &Self, other: &Self| {
            one.leaves.len() == other.leaves.len()
                && one.leaves.iter().all(|leaf| {
                    let same = |known: &FarLeaf| {
                        known.to == leaf.to
                            && sorted(&known.from) == sorted(&leaf.from)
                            && known.sources.len() == leaf.sources.len()
                    };
                    other.leaves.iter().any(same)
                })
        };
        sorted(&self.passes) == sorted(&other.passes)
            && sorted(&self.sinks) == sorted(&other.sinks)
            && self.told == other.told
            && self.onward.iter().all(|file| other.onward.contains(file))
            && self.onward.len() == other.onward.len()
            && brings(self) == brings(other)
            && self.class == other.class
            && self.same == other.same
            && self.parts == other.parts
            && self.wraps == other.wraps
            && leaves(self, other)
    }

    /// True when nobody who calls it is told anything else than by the `other`: no other data, no other checks, no sink more.
    pub fn tells_as(&self, other: &Self) -> bool {
        self.is_like(other)
            && (&self.checks, &self.guards, &self.refusals) == (&other.checks, &other.guards, &other.refusals)
            && (self.diverges, self.reaching) == (other.diverges, other.reaching)
            && (self.is_property, self.is_method, &self.params)
                == (other.is_property, other.is_method, &other.params)
    }

    /// True when it gives callers outside data, or passes some to what it decorates.
    pub fn brings_in(&self) -> bool {
        !self.brings.is_empty() || self.wraps.iter().any(|wrap| !wrap.sources.is_empty())
    }

    /// True when a caller learns nothing from it.
    pub fn is_silent(&self) -> bool {
        self.passes.is_empty()
            && self.brings.is_empty()
            && self.parts.is_empty()
            && self.same.is_none()
            && self.leaves.is_empty()
            && self.class.is_none()
            && self.sinks.is_empty()
            && self.checks.is_empty()
            && self.guards.is_empty()
            && self.refusals.is_empty()
            && !self.diverges
            && self.wraps.is_empty()
    }
}

/// Outside data that a module passes to a function of another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Passed {
    /// The function, by the key under which the world knows it.
    pub function: String,
    /// Its parameter, or a part of it.
    pub to: Port,
    /// The data.
    pub source: FarSource,
}

/// Outside data that callers in other modules pass to a function of this one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Seed {
    /// The function's name inside its module: `Store.find`.
    pub function: String,
    /// Its parameter, or a part of it.
    pub to: Port,
    /// The data.
    pub source: FarSource,
}

/// Outside data that lies in a variable of a module.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Held {
    /// The variable: its dotted name, or where it is one of the module's own, its name.
    pub global: String,
    /// Where in it.
    pub part: Option<Part>,
    /// The variable was given a new value while the program ran.
    pub anew: bool,
    /// The data.
    pub source: FarSource,
}

/// Adds kinds to those of a place.
pub fn add<P: PartialEq>(list: &mut Vec<(P, Kinds)>, place: P, kinds: Kinds) {
    match list.iter_mut().find(|(known, _)| *known == place) {
        Some((_, known)) => *known = *known | kinds,
        None => list.push((place, kinds)),
    }
}

/// What is known of the other modules of the project, as one module sees them.
pub trait World {
    /// The function of that dotted name, as the module spells it, with the key under which it is known.
    fn function(&self, dotted: &str) -> Option<(&str, &FarFunction)>;
    /// The class of that dotted name.
    fn class(&self, dotted: &str) -> Option<&FarClass> {
        let _ = dotted;
        None
    }
    /// The method as classes of other modules have it that derive from this module's class.
    fn overrides(&self, class: &str, method: &str) -> Vec<(&str, &FarFunction)> {
        let _ = (class, method);
        Vec::new()
    }
    /// What callers elsewhere pass in.
    fn seeds(&self) -> &[Seed];
    /// Parameters of this module's views of which tables elsewhere say that they can do no harm: function or class, and
    /// parameter.
    fn settled(&self) -> &[(String, String)] {
        &[]
    }
    /// True when somebody wants to know what the module tells others.
    fn listens(&self) -> bool {
        true
    }
    /// True when there are no other modules.
    fn is_empty(&self) -> bool {
        false
    }
    /// True when anything lies in variables of modules.
    fn has_held(&self) -> bool {
        false
    }
    /// What lies in the variable of another module of that dotted name.
    fn held(&self, dotted: &str) -> Vec<Held> {
        let _ = dotted;
        Vec::new()
    }
    /// What other modules leave in the variables of this one.
    fn held_here(&self) -> Vec<Held> {
        Vec::new()
    }
    /// True when functions that are not known can be asked for, so that it matters who is handed what.
    fn asks(&self) -> bool {
        false
    }
    /// Is told of a call, at `place`, of something that [`function`](Self::function) did not know.
    fn missed(&self, dotted: &str, place: Span) {
        let _ = (dotted, place);
    }
    /// Is told that something of a module is read at `place`, be it a variable or not.
    fn reads(&self, dotted: &str, place: Span) {
        let _ = (dotted, place);
    }
    /// Is told that a variable of the module itself is read.
    fn reads_own(&self, name: &str, place: Span) {
        let _ = (name, place);
    }
    /// Is told of a class, or of a function that a framework calls first, on which it rests what a client sends.
    fn wants(&self, dotted: &str, place: Span) {
        let _ = (dotted, place);
    }
}

/// No other modules.
#[derive(Debug, Clone, Copy, Default)]
pub struct Alone;

impl World for Alone {
    fn listens(&self) -> bool {
        false
    }

    fn is_empty(&self) -> bool {
        true
    }

    fn function(&self, _: &str) -> Option<(&str, &FarFunction)> {
        None
    }

    fn seeds(&self) -> &[Seed] {
        &[]
    }
}
