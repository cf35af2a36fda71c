//! A change: its new side is looked at first, the old one as far as that can take a finding away.

use super::compare::{self, Matched, Pair};
use super::examine::Found;
use super::modules::Modules;
use super::pass::Pass;
use super::project::{self, Job};
use super::written::Removed;
use super::{Options, Outcome, place, prove};
use crate::change::{ChangeSet, FileChange};
use crate::config::Settings;
use crate::finding::{Review, Subject};
use crate::source::{RepoPath, SourceFile};

/// Reviews a change: the findings of the head side that the base side lacks.
pub fn review(change: &ChangeSet, settings: &Settings, options: Options) -> Review {
    let pass = Pass::new(settings, options);
    let mut outcome = Outcome::new(change.skipped.clone());
    let job = Job { pass: &pass, settings, options, rewrites: true, prove: false, across: true };
    let (heads, modules) = side(job, change, |file| file.head.as_ref());
    let mut pairs: Vec<Pair<'_>> = Vec::new();
    for (file, head) in change.files.iter().zip(heads) {
        let head = head.transpose().unwrap_or_else(|skipped| {
            outcome.skip(&file.path, skipped.why);
            None
        });
        // A file whose sides hold the same text brings nothing: a rename alone, a changed mode.
        pairs.push((file, None, head.map(|seen| seen.examined).filter(|_| !file.is_same_text())));
    }
    let removed = Removed::new(&change.files);
    let written = |file: &FileChange, found: &Found| removed.never_held(file, found);
    let matched = compared(Job { rewrites: false, ..job }, change, &mut outcome, &mut pairs, &written);
    outcome.older = matched.older;
    for ((file, _, head), new) in pairs.into_iter().zip(matched.new) {
        let (Some(source), Some(head)) = (&file.head, head) else { continue };
        let hunks = file.hunks.clone();
        outcome.add(head, |at, finding| new.contains(&at).then(|| place::show(finding, source, &hunks)));
    }
    let files = change.files.iter().filter(|file| file.head.is_some()).count();
    let heads = change.files.iter().filter_map(|file| file.head.as_ref());
    let sources = heads.map(|head| (head.path().clone(), head.clone())).collect();
    let numbered = change.files.iter().enumerate();
    let numbers = numbered.filter_map(|(at, file)| Some((file.head.as_ref()?.path().clone(), at))).collect();
    prove::prove(&pass, options, &sources, &outcome.counts, &modules, &numbers, &mut outcome.findings);
    outcome.finish(Subject::Change, settings, files, sources)
}

/// Compares with the old side, as far as it can matter: not at all where every finding is in code that the change
/// wrote; a file's own old side where that explains all; else the old side as a whole, since code may have been moved
/// and data may come from other files.
fn compared(
    job: Job<'_>,
    change: &ChangeSet,
    outcome: &mut Outcome,
    pairs: &mut [Pair<'_>],
    written: &impl Fn(&FileChange, &Found) -> bool,
) -> Matched {
    let mut matched = compare::introduced(pairs, written);
    for alone in [true, false] {
        let asked = open(&matched, pairs, written);
        if asked.is_empty() {
            break;
        }
        let job = Job { across: !alone, ..job };
        let wanted = |file: &FileChange| !alone || asked.contains(&&file.path);
        let (bases, _) = side(job, change, |file| file.base.as_ref().filter(|_| wanted(file)));
        for ((file, base, _), seen) in pairs.iter_mut().zip(bases) {
            *base = match seen.filter(|_| !file.is_same_text()) {
                Some(Ok(seen)) => Some(seen.examined),
                Some(Err(skipped)) => {
                    // The second look says so, and there is one where this matters.
                    if !alone {
                        outcome.skip(&file.path, format!("old side not compared: {}", skipped.why));
                    }
                    None
                }
                None => None,
            };
        }
        matched = compare::introduced(pairs, written);
    }
    matched
}

/// Files with findings that are new so far, but that another look at the old side may still explain.
fn open<'c>(
    matched: &Matched,
    pairs: &[Pair<'c>],
    written: &impl Fn(&FileChange, &Found) -> bool,
) -> Vec<&'c RepoPath> {
    let is_open = |(file, _, head): &Pair<'_>, new: &[usize]| {
        let mut found = head.iter().flat_map(|head| new.iter().map(|at| &head.found[*at]));
        found.any(|found| !written(file, found))
    };
    let both = pairs.iter().zip(&matched.new);
    both.filter(|(pair, new)| is_open(pair, new)).map(|((file, ..), _)| &file.path).collect()
}

/// What came of one side of a change.
fn side<'c>(
    job: Job<'_>,
    change: &'c ChangeSet,
    of: impl Fn(&'c FileChange) -> Option<&'c SourceFile> + Sync,
) -> (project::All, Modules) {
    let files = &change.files;
    let paths: Vec<Option<RepoPath>> =
        files.iter().map(|file| of(file).map(|source| source.path().clone())).collect();
    project::analyse(job, &paths, &|at| of(&files[at]).map(|source| Ok(source.clone())), &|| ())
}
