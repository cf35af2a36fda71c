//! What a function does to its callers' data.

use super::engine::Frame;
use crate::semantic::facts::Site;
use crate::semantic::far::Port;
use crate::semantic::models::Kinds;
use crate::semantic::scopes::VarId;
use crate::semantic::value::{Key, OriginId, ParamPart, StepId, Value};
use crate::syntax::{ArgKind, ExprId, FuncId};

/// The effect of a function in terms of its parameters (numbered from 0, `self` included).
#[derive(Debug, Clone, Default)]
pub(super) struct Summary {
    /// What it returns; taints of its own parameters stand for the arguments. Containers are frozen.
    pub(super) returns: Value,
    /// Sinks that a parameter reaches.
    pub(super) sinks: Vec<ParamSink>,
    /// What is clean once it has returned.
    pub(super) checks: Cleaned,
    /// What is clean where it returned something true.
    pub(super) guards: Cleaned,
    /// What is clean where it returned something false.
    pub(super) refusals: Cleaned,
    /// What it leaves in its parameters, `self` among them.
    pub(super) leaves: Vec<Leaf>,
    /// The parameter that it returns, unchanged or with what it left there.
    pub(super) same: Option<u32>,
    /// Calls of its parameters, or of those of the function around it.
    pub(super) calls: Vec<ParamCall>,
    /// What the exceptions that leave it carry.
    pub(super) raises: Value,
    /// What it puts into variables of the functions around it.
    pub(super) outer: Vec<(VarId, Value)>,
    /// True when it never returns.
    pub(super) diverges: bool,
    /// Parameters that reach a sink in another module.
    pub(super) far: Vec<FarSink>,
    /// It is a generator into which something may be sent.
    pub(super) is_sent: bool,
    /// It calls methods of its object that others have in their own way.
    pub(super) asks_class: bool,
}

/// A parameter that is passed to one that reaches a sink in another module.
#[derive(Debug, Clone)]
pub(super) struct FarSink {
    pub(super) param: u32,
    pub(super) part: Option<ParamPart>,
    pub(super) kinds: Kinds,
    /// The key of the function there, and its parameter or a part of it.
    pub(super) function: String,
    pub(super) far: Port,
    pub(super) step: StepId,
}

/// What is clean of which kinds.
#[derive(Debug, Clone, Default)]
pub(super) struct Cleaned {
    /// Parameters as a whole.
    pub(super) params: Vec<(u32, Kinds)>,
    /// Parts of parameters, and what lies in the attributes of the object; sorted.
    pub(super) others: Vec<(OriginId, Kinds)>,
}

impl Cleaned {
    /// Leaves what holds on both ways.
    pub(super) fn meet(&mut self, other: &Self) {
        self.params.iter_mut().zip(&other.params).for_each(|((_, kinds), (_, more))| *kinds = *kinds & *more);
        self.others.retain_mut(|(origin, kinds)| {
            let found = other.others.binary_search_by_key(origin, |(origin, _)| *origin);
            *kinds = *kinds & found.map_or(Kinds::NONE, |at| other.others[at].1);
            !kinds.is_empty()
        });
    }

    /// Of a parameter as a whole.
    pub(super) fn of(&self, param: u32) -> Kinds {
        self.params.iter().find(|(known, _)| *known == param).map_or(Kinds::NONE, |(_, kinds)| *kinds)
    }

    /// Without those of which nothing was ruled out.
    fn told(passed: Option<Self>) -> Self {
        let mut told = passed.unwrap_or_default();
        told.params.retain(|(_, kinds)| !kinds.is_empty());
        told
    }
}

impl Summary {
    /// What callers need to know of the function that `frame` looked at.
    pub(super) fn of(frame: Frame) -> Self {
        Self {
            diverges: frame.returns.is_none(),
            is_sent: frame.is_sent,
            asks_class: frame.asks_class,
            checks: Cleaned::told(frame.returned),
            guards: Cleaned::told(frame.returned_true),
            refusals: Cleaned::told(frame.returned_false),
            sinks: frame.sinks,
            far: frame.far,
            leaves: frame.leaves.unwrap_or_default(),
            same: frame.same.flatten(),
            calls: frame.calls,
            raises: frame.raises,
            outer: frame.outer,
            returns: frame.returns.unwrap_or_default(),
        }
    }
}

/// A parameter that reaches a sink.
#[derive(Debug, Clone)]
pub(super) struct ParamSink {
    pub(super) param: u32,
    pub(super) part: Option<ParamPart>,
    pub(super) kinds: Kinds,
    pub(super) site: Site,
    pub(super) step: StepId,
    /// Reached only where the parameter of that number is this key: one of several functions is called by it.
    pub(super) only: Option<(u32, Key)>,
}

/// So many sinks are kept for one function; a function that reaches more has been said enough of.
pub(super) const MAX_SINKS: usize = 24;

/// Something left in a parameter.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Leaf {
    pub(super) param: u32,
    pub(super) key: Key,
    pub(super) value: Value,
    /// On every way out.
    pub(super) sure: bool,
}

/// A call of a parameter.
#[derive(Debug, Clone)]
pub(super) struct ParamCall {
    pub(super) func: FuncId,
    pub(super) param: u32,
    pub(super) call: ExprId,
    /// How passed, the parameter that it is as a whole, and what it carries.
    pub(super) args: Vec<(ArgKind, Option<u32>, Value)>,
}

/// So many variables of functions around a function are followed.
pub(super) const MAX_OUTER: usize = 16;

/// So many calls of parameters are kept for one function.
pub(super) const MAX_CALLS: usize = 8;
