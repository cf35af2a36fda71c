//! What modules of one project tell one another: what their functions do to data, and which data they pass on.
//!
//! Everything here is plain data that can be handed between threads; values and steps of one analysis stay inside it.

use std::sync::Arc;

use super::models::{Kinds, SourceClass};
use crate::source::{RepoPath, Span};
use crate::syntax::ParamKind;

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

/// What a function does, for callers in other modules. Parameters are numbered from 0, `self` included.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FarFunction {
    /// Names and kinds of the parameters.
    pub params: Vec<(String, ParamKind)>,
    /// The first parameter is the object that it is called on.
    pub is_method: bool,
    /// Parameters whose data it gives back, less the kinds that it cleans.
    pub passes: Vec<(u32, Kinds)>,
    /// Outside data that it gives back.
    pub brings: Vec<FarSource>,
    /// The dotted name of the class of what it gives back.
    pub class: Option<String>,
    /// Parameters that reach a sink, with the kinds that they cause there.
    pub sinks: Vec<(u32, Kinds)>,
    /// Parameters that are clean of these kinds once it has returned.
    pub checks: Vec<(u32, Kinds)>,
    /// Parameters that are clean of these kinds where it returned something true.
    pub guards: Vec<(u32, Kinds)>,
    /// Parameters that are clean of these kinds where it returned something false.
    pub refusals: Vec<(u32, Kinds)>,
    /// It never returns.
    pub diverges: bool,
}

impl FarFunction {
    /// Takes over what another look at the function found.
    pub fn join(&mut self, other: &Self) {
        fn all(list: &mut Vec<(u32, Kinds)>, other: &[(u32, Kinds)]) {
            for (param, kinds) in other {
                match list.iter_mut().find(|(known, _)| known == param) {
                    Some((_, known)) => *known = *known | *kinds,
                    None => list.push((*param, *kinds)),
                }
            }
            list.sort_unstable();
        }
        all(&mut self.passes, &other.passes);
        all(&mut self.sinks, &other.sinks);
        for source in &other.brings {
            if !self.brings.contains(source) {
                self.brings.push(source.clone());
            }
        }
        if self.class.is_none() {
            self.class.clone_from(&other.class);
        }
    }

    /// True when both do the same to data, whichever way it takes.
    pub fn is_like(&self, other: &Self) -> bool {
        let brings = |far: &Self| -> Vec<(SourceClass, Kinds)> {
            let mut all: Vec<_> = far.brings.iter().map(|source| (source.class, source.kinds)).collect();
            all.sort_unstable();
            all.dedup();
            all
        };
        let sorted = |list: &[(u32, Kinds)]| {
            let mut list = list.to_vec();
            list.sort_unstable();
            list
        };
        sorted(&self.passes) == sorted(&other.passes)
            && sorted(&self.sinks) == sorted(&other.sinks)
            && brings(self) == brings(other)
            && self.class == other.class
    }

    /// True when a caller learns nothing from it.
    pub fn is_silent(&self) -> bool {
        self.passes.is_empty()
            && self.brings.is_empty()
            && self.class.is_none()
            && self.sinks.is_empty()
            && self.checks.is_empty()
            && self.guards.is_empty()
            && self.refusals.is_empty()
            && !self.diverges
    }
}

/// Outside data that a module passes to a function of another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Passed {
    /// The function, by the key under which the world knows it.
    pub function: String,
    /// Its parameter.
    pub param: u32,
    /// The data.
    pub source: FarSource,
}

/// Outside data that callers in other modules pass to a function of this one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Seed {
    /// The function's name inside its module: `Store.find`.
    pub function: String,
    /// Its parameter.
    pub param: u32,
    /// The data.
    pub source: FarSource,
}

/// What is known of the other modules of the project, as one module sees them.
pub trait World {
    /// The function of that dotted name, as the module spells it, with the key under which it is known.
    fn function(&self, dotted: &str) -> Option<(&str, &FarFunction)>;
    /// What callers elsewhere pass in.
    fn seeds(&self) -> &[Seed];
    /// Is told of a call, at `place`, of something that [`function`](Self::function) did not know; `outside` when data of
    /// clients is passed to it.
    fn missed(&self, dotted: &str, outside: bool, place: Span) {
        let _ = (dotted, outside, place);
    }
}

/// No other modules.
#[derive(Debug, Clone, Copy, Default)]
pub struct Alone;

impl World for Alone {
    fn function(&self, _: &str) -> Option<(&str, &FarFunction)> {
        None
    }

    fn seeds(&self) -> &[Seed] {
        &[]
    }
}
