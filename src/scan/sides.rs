//! The new side of a change held against the old one, of which no more is looked at than can matter.

use std::collections::BTreeSet;

use super::compare::{self, Matched, Pair};
use super::examine::Found;
use super::modules::Modules;
use super::project::Job;
use super::review::{OneSide, side};
use super::surroundings::Variables;
use super::texts::Texts;
use super::touched::Differing;
use super::weaker::AllWeaker;
use super::{Outcome, dependencies};
use crate::change::{ChangeSet, Context, FileChange, MayMatter};
use crate::source::{RepoPath, SourceFile};

/// Both sides of a change: the pairs to compare are those of its files, in their order, and then those of files around.
pub(super) struct Sides<'a> {
    pub(super) change: &'a ChangeSet,
    pub(super) context: &'a dyn Context,
    pub(super) weaker: &'a AllWeaker,
    /// By file of the new side, those whose functions it calls.
    pub(super) calls: Vec<Vec<usize>>,
    /// The modules of the new side.
    pub(super) modules: &'a Modules,
    /// What the new side asked about.
    pub(super) variables: &'a Variables,
    /// By file of the change, its functions that do something else.
    pub(super) differing: &'a [Differing],
    /// The files around, as the new side numbered them.
    pub(super) listed: Option<&'a [RepoPath]>,
}

/// How much of the old side is looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Look {
    /// Each file that has something new to say, by itself.
    Alone,
    /// These files, those on the way of that, and all that they call, together.
    Near,
    /// All of it: code may have been moved, and data may come from any file.
    Whole,
}

impl Sides<'_> {
    /// Compares with the old side, as far as it can matter: not at all where every finding is in code that the change
    /// wrote; else step by step, as long as something is left that could be explained.
    pub(super) fn compared(
        &self,
        job: Job<'_>,
        outcome: &mut Outcome,
        pairs: &mut [Pair<'_>],
        written: &impl Fn(&FileChange, &Found) -> bool,
    ) -> Matched {
        let mut matched = compare::introduced(pairs, written);
        // By itself, a file does not know what a function of another did.
        let looks: &[Look] = match self.weaker.users.is_empty() {
            true => &[Look::Alone, Look::Near, Look::Whole],
            false => &[Look::Whole],
        };
        for look in looks {
            let open = open(&matched, pairs, written);
            if open.is_empty() {
                break;
            }
            let mut wanted: BTreeSet<RepoPath> = open.iter().map(|(file, _)| file.path.clone()).collect();
            if *look == Look::Near {
                let asked = wanted.len();
                let steps = open.iter().flat_map(|(_, found)| &found.finding.trace);
                wanted.extend(steps.map(|step| step.place.path.clone()));
                self.add_called(&mut wanted);
                if wanted.len() == asked {
                    continue;
                }
            }
            self.look(*look, &wanted, job, outcome, pairs);
            matched = compare::introduced(pairs, written);
        }
        matched
    }

    /// Adds what some files call, and what that calls.
    fn add_called(&self, files: &mut BTreeSet<RepoPath>) {
        let mut queue: Vec<usize> = files.iter().filter_map(|path| self.modules.at(path.as_str())).collect();
        while let Some(file) = queue.pop() {
            for called in self.calls.get(file).into_iter().flatten() {
                let path = self.modules.file(*called).path.as_ref();
                if path.is_some_and(|path| files.insert(path.clone())) {
                    queue.push(*called);
                }
            }
        }
    }

    /// Looks at the old side of the `wanted` files, or of all.
    fn look(
        &self,
        look: Look,
        wanted: &BTreeSet<RepoPath>,
        job: Job<'_>,
        outcome: &mut Outcome,
        pairs: &mut [Pair<'_>],
    ) {
        let files = &self.change.files;
        let is_wanted = |file: &FileChange| look == Look::Whole || wanted.contains(&file.path);
        let code = |source: &SourceFile| dependencies::is_code(source.path());
        let base = |at: usize| files[at].base.as_ref().filter(|source| code(source) && is_wanted(&files[at]));
        let load = |at: usize| base(at).cloned().map(Ok);
        let lines = |file: &FileChange| file.hunks.iter().map(|hunk| hunk.base.clone()).collect();
        let near = Near { context: self.context, listed: self.listed, few: wanted };
        let context = if look == Look::Near { &near } else { self.context };
        let job = Job { across: look != Look::Alone, ..job };
        let texts = Texts::default();
        let one = OneSide {
            change: self.change,
            context,
            texts: &texts,
            sources: (0..files.len()).map(base).collect(),
            differing: self.differing.to_vec(),
            variables: Some(self.variables),
        };
        let mut bases = side(job, one, &load, lines, &self.weaker.users);
        for (at, (file, base, _)) in pairs.iter_mut().enumerate().filter(|(_, (file, ..))| is_wanted(file)) {
            let is_around = at >= files.len();
            let at = if is_around { bases.surroundings.number(&file.path) } else { Some(at) };
            let seen = at.and_then(|at| bases.all.get_mut(at)?.take());
            let compares = is_around || !file.is_same_text();
            *base = match seen.filter(|_| compares) {
                Some(Ok(seen)) => Some(seen.examined),
                Some(Err(skipped)) => {
                    // The last look says so, and there is one where this matters.
                    if look == Look::Whole {
                        outcome.skip(&file.path, format!("old side not compared: {}", skipped.why));
                    }
                    None
                }
                None => None,
            };
        }
    }
}

/// Findings that are new so far, but that another look at the old side may still explain.
fn open<'p>(
    matched: &Matched,
    pairs: &'p [Pair<'_>],
    written: &impl Fn(&FileChange, &Found) -> bool,
) -> Vec<(&'p FileChange, &'p Found)> {
    let both = pairs.iter().zip(&matched.new);
    let new = both.flat_map(|((file, _, head), new)| {
        let found = head.iter().flat_map(|head| new.iter().map(|at| &head.found[*at]));
        found.map(|found| (*file, found))
    });
    new.filter(|(file, found)| !written(file, found)).collect()
}

/// The files around a change under the numbers that the new side gave them, of which only a few are looked through.
struct Near<'a> {
    context: &'a dyn Context,
    listed: Option<&'a [RepoPath]>,
    few: &'a BTreeSet<RepoPath>,
}

impl Context for Near<'_> {
    fn paths(&self) -> Vec<RepoPath> {
        self.listed.map_or_else(|| self.context.paths(), <[RepoPath]>::to_vec)
    }

    fn load(&self, paths: &[RepoPath]) -> Vec<Option<SourceFile>> {
        self.context.load(paths)
    }

    fn search(&self, paths: &[RepoPath], may_matter: &MayMatter<'_>) -> Vec<Option<SourceFile>> {
        let one = |path: &RepoPath| {
            self.few
                .contains(path)
                .then(|| self.context.search(std::slice::from_ref(path), may_matter).pop()?)?
        };
        paths.iter().map(one).collect()
    }
}
