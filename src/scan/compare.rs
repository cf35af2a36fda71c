//! Which findings of the head side the change brings: those that the base side lacks.
//!
//! Never by line number. A finding is known again, in this order, by rule, scope and the code of the statement in the
//! same file; by rule, scope and its own code, so in a statement that was changed around it; by rule and the code of
//! its whole way in the same file, so under another function's name; by the same in any file of the
//! change, so that code that moved stays silent; last, for a flow, by its source, so that a way or sink that was rewritten
//! is not told as new, and for a call by what it calls in which function, so that other arguments make no other call, or by
//! its own code alone in the same file; for a flow the same in a function that went to another file.
//! Each old finding answers for one new one: a copy is new. What the change wrote without taking the like away anywhere
//! is not compared at all.

use std::collections::HashMap;

use super::examine::{Examined, Found};
use crate::change::FileChange;

/// The outcome for all files of a change.
pub(super) struct Matched {
    /// By file: the numbers of the findings that are new.
    pub(super) new: Vec<Vec<usize>>,
    /// How many were there before.
    pub(super) older: usize,
}

/// A file with what both its sides have to say.
pub(super) type Pair<'a> = (&'a FileChange, Option<Examined>, Option<Examined>);

/// Compares both sides of all files. `written` says which findings cannot have an old partner.
pub(super) fn introduced(pairs: &[Pair<'_>], written: impl Fn(&FileChange, &Found) -> bool) -> Matched {
    let mut left: Vec<Vec<&Found>> = Vec::new();
    let mut new: Vec<Vec<usize>> = Vec::new();
    let mut older = 0;
    let mut brought: Vec<Vec<usize>> = Vec::new();
    for (file, base, head) in pairs {
        let mut old: Vec<&Found> = base.iter().flat_map(|base| &base.found).collect();
        let all = head.iter().flat_map(|head| &head.found).enumerate();
        let (sure, heads): (Vec<_>, Vec<_>) = all.partition(|(_, found)| written(file, found));
        brought.push(sure.into_iter().map(|(at, _)| at).collect());
        let fresh =
            cancel(&mut old, heads, &mut older, &|found| (found.strict.0.clone(), found.strict.1.clone()));
        let fresh = cancel(&mut old, fresh, &mut older, &|found| found.narrow.clone());
        let fresh = cancel(&mut old, fresh, &mut older, &|found| (String::new(), found.loose.clone()));
        new.push(fresh.into_iter().map(|(at, _)| at).collect());
        left.push(old);
    }
    let mut old: Vec<&Found> = left.into_iter().flatten().collect();
    let loose = |found: &Found| Some((String::new(), found.loose.clone()));
    across(pairs, &mut old, &mut new, &mut older, &loose);
    rewritten(pairs, &mut old, &mut new, &mut older);
    // Data that goes its way in another file now, in the function that it had come to: the code of modules is none.
    let source = |found: &Found| found.source.clone().filter(|(scope, _)| !scope.is_empty());
    across(pairs, &mut old, &mut new, &mut older, &source);
    new.iter_mut().zip(brought).for_each(|(new, brought)| new.extend(brought));
    Matched { new, older }
}

/// A flow that is gone answers for one of the same rule from the same source in the same file: the change rewrote its way
/// or its sink, maybe to make it safer, and brought no data to where none came before. So does a call that is gone for one
/// of the same function in the same place, made with other arguments, and for the very same call in another place.
fn rewritten<'f>(pairs: &'f [Pair<'_>], old: &mut Vec<&'f Found>, new: &mut [Vec<usize>], older: &mut usize) {
    for ((file, base, head), fresh) in pairs.iter().zip(new) {
        let (Some(base), Some(head)) = (base, head) else { continue };
        let flows = |found: &Found| found.source.is_some() || called(found).is_some();
        let (heads, rest): (Vec<usize>, Vec<usize>) = fresh.iter().partition(|at| flows(&head.found[**at]));
        if heads.is_empty() {
            continue;
        }
        let path = file.base.as_ref().map(|base| base.path());
        let here = |found: &&Found| flows(found) && Some(&found.finding.place.path) == path;
        let (mut gone, elsewhere): (Vec<&Found>, Vec<&Found>) = old.drain(..).partition(here);
        debug_assert!(gone.len() <= base.found.len(), "each old finding stands once");
        let heads = heads.into_iter().map(|at| (at, &head.found[at])).collect();
        let here = |found: &Found| found.source.clone().or_else(|| called(found)).unwrap_or_default();
        let kept = cancel(&mut gone, heads, older, &here);
        // The same call in another function: a helper that does what several did.
        let kept = cancel(&mut gone, kept, older, &|found| match &found.source {
            None => (String::new(), found.narrow.1.clone()),
            Some(_) => here(found),
        });
        *old = elsewhere;
        old.extend(gone);
        *fresh = rest.into_iter().chain(kept.into_iter().map(|(at, _)| at)).collect();
    }
}

/// What is called, of a finding that speaks of a call and not of data.
pub(super) fn callee(found: &Found) -> Option<&str> {
    let (callee, _) = found.narrow.1.split_once('(')?;
    let plain = found.source.is_none() && found.finding.trace.is_empty() && !callee.contains(['"', ' ']);
    (plain && !callee.is_empty()).then_some(callee)
}

/// The function around such a call, and what it calls there.
fn called(found: &Found) -> Option<(String, String)> {
    Some((format!("{}()", found.narrow.0), callee(found)?.to_owned()))
}

/// As [`cancel`], for those new findings of all files at once that have a key.
fn across<'f>(
    pairs: &'f [Pair<'_>],
    old: &mut Vec<&'f Found>,
    new: &mut [Vec<usize>],
    older: &mut usize,
    key: &dyn Fn(&Found) -> Option<(String, String)>,
) {
    let (mut places, mut heads) = (Vec::new(), Vec::new());
    for (file, ((_, _, head), fresh)) in pairs.iter().zip(new.iter_mut()).enumerate() {
        let Some(head) = head else { continue };
        fresh.retain(|at| {
            let found = &head.found[*at];
            let has_key = key(found).is_some();
            if has_key {
                heads.push((places.len(), found));
                places.push((file, *at));
            }
            !has_key
        });
    }
    for (place, _) in cancel(old, heads, older, &|found| key(found).unwrap_or_default()) {
        let (file, at) = places[place];
        new[file].push(at);
    }
}

/// Takes pairs that are alike by `key` out of both lists; returns the new findings that found no partner.
fn cancel<'f>(
    old: &mut Vec<&'f Found>,
    heads: Vec<(usize, &'f Found)>,
    older: &mut usize,
    key: &dyn Fn(&Found) -> (String, String),
) -> Vec<(usize, &'f Found)> {
    let mut known: HashMap<(&str, (String, String)), Vec<usize>> = HashMap::new();
    for (at, found) in old.iter().enumerate().rev() {
        known.entry((found.finding.rule, key(found))).or_default().push(at);
    }
    let mut used = vec![false; old.len()];
    let mut fresh = Vec::new();
    for (at, found) in heads {
        let partners = known.get_mut(&(found.finding.rule, key(found)));
        let partner = partners.and_then(|partners| {
            let fits = partners.iter().rposition(|old_at| answers_for(old[*old_at], found))?;
            Some(partners.remove(fits))
        });
        match partner {
            Some(partner) => {
                used[partner] = true;
                // What a mark silences on the new side is told as silenced or not at all, never as older.
                *older += usize::from(found.silenced.is_none());
            }
            None => fresh.push((at, found)),
        }
    }
    let mut at = 0;
    old.retain(|_| {
        at += 1;
        !used[at - 1]
    });
    fresh
}

/// An old finding answers for a new one that is no graver, no surer, and not laid bare by the removal of a mark.
fn answers_for(old: &Found, new: &Found) -> bool {
    let bared = old.silenced.is_some() && new.silenced.is_none();
    old.finding.severity >= new.finding.severity && old.finding.precision >= new.finding.precision && !bared
}
