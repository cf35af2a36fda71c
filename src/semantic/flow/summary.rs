//! What a function does to its callers' data.

use crate::semantic::facts::Site;
use crate::semantic::models::Kinds;
use crate::semantic::value::{Key, StepId, Value};

/// The effect of a function in terms of its parameters (numbered from 0, `self` included).
#[derive(Debug, Clone, Default)]
pub(super) struct Summary {
    /// What it returns; taints of its own parameters stand for the arguments. Containers are frozen.
    pub(super) returns: Value,
    /// Sinks that a parameter reaches.
    pub(super) sinks: Vec<ParamSink>,
    /// Parameters that are clean of these kinds once it has returned.
    pub(super) checks: Vec<(u32, Kinds)>,
    /// Parameters that are clean of these kinds where it returned something true.
    pub(super) guards: Vec<(u32, Kinds)>,
    /// What a method leaves in `self`.
    pub(super) leaves: Vec<(Key, Value)>,
    /// True when it never returns.
    pub(super) diverges: bool,
}

/// A parameter that reaches a sink.
#[derive(Debug, Clone)]
pub(super) struct ParamSink {
    pub(super) param: u32,
    pub(super) kinds: Kinds,
    pub(super) site: Site,
    pub(super) step: StepId,
}

/// So many sinks are kept for one function; a function that reaches more has been said enough of.
pub(super) const MAX_SINKS: usize = 24;
