//! Functions that check or clean less than before a change, and what their callers let through by it.
//!
//! A change may do nothing but take a check away. What it opens then lies in callers that it leaves alone, and no line
//! of it stands on the way of the data. So the functions that lose lines are looked at on both sides; callers of those
//! that do less are looked at twice, with what the functions did and with what they do now. What shows only now is told
//! at the place that lost the check.

mod callers;
mod functions;

use std::collections::BTreeSet;

use super::callees::called;
use crate::finding::{Finding, Place, Step};
use crate::semantic::far::{FarFunction, Port};
use crate::semantic::models::{Kinds, SourceClass};
use crate::source::{RepoPath, SourceFile};

pub(super) use callers::LetThrough;
pub(super) use functions::{Candidate, Side, differing};

/// A function that does less than before.
#[derive(Debug, Clone)]
pub(super) struct Weaker {
    /// The number of its file.
    at: usize,
    /// `refuse`, `Store.refuse`.
    name: String,
    /// What it did.
    before: FarFunction,
    /// Where the change took something out.
    place: Place,
    /// It calls something else now that may check as well, so nothing is said of it.
    doubtful: bool,
}

/// All functions of a change that do less than before.
#[derive(Debug, Default)]
pub(super) struct AllWeaker {
    all: Vec<Weaker>,
    /// Files of the change that call some of them, so that all of their calls matter.
    pub(super) users: BTreeSet<usize>,
}

impl AllWeaker {
    /// The function that a finding comes of, where one is called around it.
    fn cause(&self, finding: &Finding, source: &SourceFile) -> Option<&Weaker> {
        if self.all.is_empty() || finding.trace.is_empty() {
            return None;
        }
        let scope = source.slice(finding.scope.span);
        let by = |call: bool| self.all.iter().find(|weaker| uses(scope, called(&weaker.name), call));
        by(true).or_else(|| by(false))
    }

    /// Where the change took out what stood in the way of a finding.
    pub(super) fn place(&self, finding: &Finding, source: &SourceFile) -> Option<&Place> {
        self.cause(finding, source).map(|weaker| &weaker.place)
    }

    /// Says what a finding that is shown at such a place comes of. False where it is better left unsaid.
    pub(super) fn explain(&self, finding: &mut Finding, source: &SourceFile) -> bool {
        let Some(weaker) = self.cause(finding, source).filter(|weaker| weaker.place == finding.shown_at)
        else {
            return true;
        };
        if weaker.doubtful {
            return false;
        }
        let name = called(&weaker.name);
        finding.message.push_str(&format!(" Before this change `{name}` stood in the way of it."));
        let note = format!("`{name}` lets through what it stopped before");
        finding.trace.push(Step { place: weaker.place.clone(), note });
        true
    }
}

/// True when code holds a word as a name of its own.
fn calls(code: &str, name: &str) -> bool {
    uses(code, name, false)
}

/// The same; with `call` only where it is called. The name of an argument is none of the function.
fn uses(code: &str, name: &str, call: bool) -> bool {
    let is_word = |letter: char| letter == '_' || letter.is_alphanumeric();
    code.match_indices(name).any(|(at, _)| {
        let rest = &code[at + name.len()..];
        let named = rest.starts_with('=') && !rest.starts_with("==");
        let ends = if call { rest.starts_with('(') } else { !named && !rest.starts_with(is_word) };
        ends && !code[..at].ends_with(is_word)
    })
}

/// True when a function stops or cleans less than it did, by any parameter that it still has; the object of a method is
/// none. What gave nothing of a parameter and now does is taken to have cleaned it where it is a `small` function: others
/// give something else now.
fn is_weaker(before: &FarFunction, now: &FarFunction, small: bool) -> bool {
    let is_object = |param: u32| param == 0 && before.is_method;
    let place = |param: u32| {
        let (name, _) = before.params.get(param as usize)?;
        now.params.iter().position(|(known, _)| known == name).map(|at| at as u32)
    };
    let of = |list: &[(Port, Kinds)], wanted: &Port| {
        list.iter().find(|(known, _)| known == wanted).map_or(Kinds::NONE, |(_, kinds)| *kinds)
    };
    let loses = |before: &[(Port, Kinds)], now: &[(Port, Kinds)]| {
        before.iter().any(|(port, kinds)| {
            let wanted = place(port.param).map(|param| Port { param, part: port.part.clone() });
            !is_object(port.param) && wanted.is_some_and(|port| !(*kinds & !of(now, &port)).is_empty())
        })
    };
    // Of what it does now, what it did before.
    let then = |port: &Port| {
        let (name, _) = now.params.get(port.param as usize)?;
        let param = before.params.iter().position(|(known, _)| known == name)?;
        Some(Port { param: param as u32, part: port.part.clone() })
    };
    let passes = || {
        now.passes.iter().any(|((port, part), kinds)| {
            let Some(port) = then(port).filter(|port| !is_object(port.param)) else { return false };
            let had = before.passes.iter().filter(|((known, to), _)| {
                (*known == port || *known == Port::whole(port.param)) && to == part
            });
            let had = had.fold(Kinds::NONE, |all, (_, kinds)| all | *kinds);
            let checked = before.checks.iter().any(|(known, _)| known.param == port.param);
            (small || checked || !had.is_empty()) && !(*kinds & !had).is_empty()
        })
    };
    let brings = || {
        let all = |far: &FarFunction, class: SourceClass| {
            let all = far.brings.iter().map(|(_, source)| source);
            let kinds = all.filter(|source| source.class == class).map(|source| source.kinds);
            kinds.fold(Kinds::NONE, |all, kinds| all | kinds)
        };
        let classes = now.brings.iter().map(|(_, source)| source.class);
        classes.into_iter().any(|class| !(all(now, class) & !all(before, class)).is_empty())
    };
    loses(&before.checks, &now.checks)
        || loses(&before.guards, &now.guards)
        || loses(&before.refusals, &now.refusals)
        || passes()
        || brings()
        || (before.diverges && !now.diverges)
}

/// The name under which the functions of a file are known to others.
fn key(path: &RepoPath, name: &str) -> String {
    format!("{path}::{name}")
}
