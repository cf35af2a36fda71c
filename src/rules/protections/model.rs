//! What protects in a file, as values.

use std::collections::BTreeSet;

use super::Topic;
use crate::source::Span;

/// Something that protects.
#[derive(Debug, Clone)]
pub struct Protection {
    /// From what.
    pub topic: Topic,
    /// How it is counted: the called name, `check` for a condition.
    pub name: String,
    /// How it is shown.
    pub shown: String,
    /// Its place.
    pub span: Span,
    /// Where, by dotted name: `Shop.search`; empty for the module's own code.
    pub scope: String,
    /// Names of what it looks at. Empty where it stands for all that follows.
    pub subjects: BTreeSet<String>,
    /// Names of what these were made of.
    pub roots: BTreeSet<String>,
    /// Of the names of what it looks at, those of which it looks at one attribute alone.
    pub holders: Vec<String>,
}

impl Protection {
    /// Its name shares words with another one's: it may be what that has become.
    pub fn resembles(&self, other: &Self) -> bool {
        let words = crate::rules::configuration::places::words(&other.name);
        let mut own = crate::rules::configuration::places::words(&self.name).into_iter();
        own.any(|word| word.len() >= 4 && words.contains(&word))
    }

    /// It looks at hosts that the program connects to, not at addresses that a browser is sent to.
    pub fn is_of_hosts(&self) -> bool {
        let names = self.subjects.iter().chain([&self.name]);
        names.into_iter().any(|name| {
            let name = name.to_ascii_lowercase();
            ["host", "is_private", "is_loopback", "is_global", "connect", "proxy"]
                .iter()
                .any(|word| name.contains(word))
        })
    }
}

/// A call whose name says that it checks or cleans, and not from what it protects.
#[derive(Debug, Clone)]
pub struct General {
    /// The called name.
    pub name: String,
    /// How it is shown.
    pub shown: String,
    /// Its place.
    pub span: Span,
    /// Where, by dotted name.
    pub scope: String,
    /// Names of what it looks at.
    pub subjects: BTreeSet<String>,
    /// False for one that may only stand for a protection.
    pub checks: bool,
}

/// A place that data must not reach as it came.
#[derive(Debug, Clone)]
pub struct Reached {
    /// What it would cause.
    pub topic: Topic,
    /// Where, by dotted name.
    pub scope: String,
    /// Names of what arrives there.
    pub names: BTreeSet<String>,
}

/// What protects in a file.
#[derive(Debug, Default)]
pub struct Protections {
    /// By scope and place.
    pub all: Vec<Protection>,
    /// Calls that may protect from anything.
    pub general: Vec<General>,
    /// What data arrives where.
    pub reached: Vec<Reached>,
    /// Parameters that let go of safety by their default, by function.
    pub opened: Vec<(String, String)>,
    /// Parameters whose default is neither yes nor no, by function: what that means is said inside.
    pub deferred: Vec<(String, String)>,
    /// Calls whose names ask something: where, the called name, what of.
    pub asked: Vec<(String, String, BTreeSet<String>)>,
    /// Names of the bases of classes, by class.
    pub bases: BTreeSet<(String, String)>,
}
