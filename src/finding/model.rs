//! A finding.

use super::{Fingerprint, Precision, Rewrite, Severity};
use crate::source::{RepoPath, Span};

/// Bytes of one file of the head side.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file.
    pub path: RepoPath,
    /// The bytes.
    pub span: Span,
}

/// The function, method, class or module that holds a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    /// Dotted name inside the file: `Shop.search`; empty at module level.
    pub name: String,
    /// The whole definition, decorators included; the whole file at module level.
    pub span: Span,
}

/// One step of a value's way from source to sink.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Where.
    pub place: Place,
    /// A few words: "`name` comes from the request".  Code from the file stands in backticks.
    pub note: String,
}

/// One weakness in one place.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The rule's name, kebab-case.
    pub rule: &'static str,
    /// The sink, or the expression that is wrong.
    pub place: Place,
    /// Where the change explains it best; the same as `place` in a scan of whole files.
    pub shown_at: Place,
    /// The definition around it.
    pub scope: Scope,
    /// How grave.
    pub severity: Severity,
    /// How sure.
    pub precision: Precision,
    /// One or two sentences: what an attacker can do here, with the name of the variable. Code stands in backticks.
    pub message: String,
    /// From source to sink; empty when the finding does not come from a flow.
    pub trace: Vec<Step>,
    /// A rewrite that passed every gate.
    pub rewrite: Option<Rewrite>,
    /// What to do where there is no rewrite: Markdown, with an example in a code block.
    pub advice: Option<String>,
    /// Identity across changes.
    pub fingerprint: Fingerprint,
    /// The package that it is about, for findings about dependencies.
    pub package: Option<Package>,
}

/// A package with known vulnerabilities, or one that is risky in another way.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Package {
    /// Its name, normalised.
    pub name: String,
    /// The version that is installed, where the row says it.
    pub version: Option<String>,
    /// The version before the change, where there was one.
    pub before: Option<String>,
    /// The least version above that no advisory hits.
    pub safe: Option<String>,
    /// Ids of advisories that hit it, aliases included.
    pub advisories: Vec<String>,
    /// How grave the gravest advisory is: `low` to `critical`, `unknown` where nobody has rated any.
    pub level: &'static str,
    /// The way from the direct dependency that brought it in; empty for a direct one.
    pub via: Vec<String>,
}

impl Finding {
    /// The order of a review's findings.
    pub(crate) fn by_place(&self, other: &Self) -> std::cmp::Ordering {
        (&self.place, self.rule).cmp(&(&other.place, other.rule))
    }

    /// The gravest first, those alike by place.
    pub(crate) fn by_gravity(&self, other: &Self) -> std::cmp::Ordering {
        let gravity = |one: &Self| (one.severity, one.precision);
        gravity(other).cmp(&gravity(self)).then_with(|| self.by_place(other))
    }

    /// Sorts; one sorting for all orders, as each of its own would take kilobytes of the program.
    pub(crate) fn order(list: &mut [&Self], order: &dyn Fn(&Self, &Self) -> std::cmp::Ordering) {
        list.sort_by(|one, other| order(one, other));
    }

    /// True when it counts against the threshold: grave enough, and not of low precision.
    pub fn blocks(&self, threshold: super::Threshold) -> bool {
        threshold.0.is_some_and(|least| self.severity >= least) && self.precision > Precision::Low
    }
}
