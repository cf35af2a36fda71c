//! What the callers of functions that do less than before let through.

use std::collections::{BTreeMap, BTreeSet};

use super::{AllWeaker, Weaker, is_weaker, key};
use crate::change::FileChange;
use crate::scan::callees::{Callees, called};
use crate::scan::compare;
use crate::scan::examine::{Examined, How, examine, tell_abroad};
use crate::scan::modules::{Modules, View};
use crate::scan::project::Project;
use crate::scan::review::untouched;
use crate::scan::{pass::Pass, pool};
use crate::semantic::far::{FarClass, FarFunction, Held, Seed, World};
use crate::source::Span;

/// So many calls lie between a function that does less and what is let through.
const MAX_ROUNDS: usize = 3;

/// A file that the change leaves alone, with what it lets through.
pub(in crate::scan) struct LetThrough {
    pub(in crate::scan) file: FileChange,
    pub(in crate::scan) examined: Examined,
}

/// The modules as they are, with what some functions did before.
struct Before<'m> {
    view: View<'m>,
    modules: &'m Modules,
    at: usize,
    known: &'m BTreeMap<String, FarFunction>,
}

impl World for Before<'_> {
    fn function(&self, dotted: &str) -> Option<(&str, &FarFunction)> {
        let now = self.view.function(dotted);
        let by_key = |key: &str| self.known.get_key_value(key).map(|(key, far)| (key.as_str(), far));
        match now {
            Some((known, _)) => by_key(known).or(now),
            // A function that does nothing now is told of by nobody.
            None => {
                let (at, name) = self.modules.lead(self.at, dotted)?;
                by_key(&key(self.modules.file(at).path.as_ref()?, &name))
            }
        }
    }

    fn class(&self, dotted: &str) -> Option<&FarClass> {
        self.view.class(dotted)
    }

    fn seeds(&self) -> &[Seed] {
        self.view.seeds()
    }

    fn settled(&self) -> &[(String, String)] {
        self.view.settled()
    }

    fn has_held(&self) -> bool {
        self.view.has_held()
    }

    fn held(&self, dotted: &str) -> Vec<Held> {
        self.view.held(dotted)
    }

    fn held_here(&self) -> Vec<Held> {
        self.view.held_here()
    }

    fn missed(&self, _: &str, _: Span) {}
}

impl Project<'_> {
    /// Looks at the callers, and at theirs. Gives the files around the change that let something through.
    pub(in crate::scan) fn let_through(&mut self, weaker: &mut AllWeaker) -> Vec<LetThrough> {
        let mut known: BTreeMap<String, FarFunction> = BTreeMap::new();
        let mut users: BTreeSet<usize> = BTreeSet::new();
        let mut fresh: Vec<Weaker> = weaker.all.iter().filter(|one| !one.doubtful).cloned().collect();
        for _ in 0..MAX_ROUNDS {
            if fresh.is_empty() {
                break;
            }
            for one in &fresh {
                if let Some(path) = &self.modules.file(one.at).path {
                    known.entry(key(path, &one.name)).or_insert_with(|| one.before.clone());
                }
            }
            let (calling, words) = self.users(&fresh);
            let is_around = |at: &usize| self.surroundings.path(*at).is_some();
            let (around, own): (BTreeSet<usize>, BTreeSet<usize>) = calling.into_iter().partition(is_around);
            let around: BTreeSet<usize> = around.difference(&users).copied().collect();
            let own: BTreeSet<usize> = own.difference(&weaker.users).copied().collect();
            self.join(&around, &own, &words);
            weaker.users.extend(own);
            let passing = self.passing(&around, &known, &fresh, &words);
            users.extend(around);
            fresh = passing;
            weaker.all.extend(fresh.iter().cloned());
        }
        self.opened(&users, &known)
    }

    /// The files that may call some functions, and the words by which they do.
    fn users(&mut self, weaker: &[Weaker]) -> (BTreeSet<usize>, BTreeSet<String>) {
        let mut files: BTreeMap<usize, BTreeSet<&str>> = BTreeMap::new();
        for one in weaker {
            files.entry(one.at).or_default().insert(&one.name);
        }
        self.list();
        let (mut found, mut words) = (BTreeSet::new(), BTreeSet::new());
        self.seek(&files);
        for (at, names) in &files {
            let callees = Callees::named(&self.modules, *at, names.iter().copied());
            self.calling(*at, &callees, |_| true, &mut words, &mut found);
        }
        (found, words)
    }

    /// Takes files around the change in among those that are looked at, and all of the change's `own` that call.
    fn join(&mut self, around: &BTreeSet<usize>, own: &BTreeSet<usize>, words: &BTreeSet<String>) {
        let mut fresh = BTreeSet::new();
        if !around.is_empty() {
            self.surroundings.take_in(around);
            let names: Vec<&str> = words.iter().map(String::as_str).collect();
            fresh = self.tell_at(&Pass::abroad(&names), around);
        }
        own.iter().for_each(|at| self.modules.file_mut(*at).touched = None);
        fresh.extend(self.again_at(None, &around.union(own).copied().collect()));
        // What has sinks is looked at as a file of the change is.
        let hungry = |at: &usize| self.get(*at).is_some_and(|seen| seen.sketch.hungry);
        let whole: Vec<usize> = around.iter().copied().filter(hungry).collect();
        self.whole.extend(whole);
        self.settle(fresh);
    }

    /// The functions of some files that do less than before, since what they call does.
    fn passing(
        &self,
        around: &BTreeSet<usize>,
        known: &BTreeMap<String, FarFunction>,
        causes: &[Weaker],
        words: &BTreeSet<String>,
    ) -> Vec<Weaker> {
        let files: Vec<usize> = around.iter().copied().collect();
        if files.is_empty() {
            return Vec::new();
        }
        let names: Vec<&str> = words.iter().map(String::as_str).collect();
        let names = Pass::abroad(&names);
        let before = pool::map(self.job.options.threads, &files, &|at| {
            let source = self.text(*at)?.ok()?;
            let view = View::new(&self.modules, *at);
            let world = Before { view, modules: &self.modules, at: *at, known };
            Some((tell_abroad(self.job.pass, &source, self.outline(*at), &names, &world).ok()?, source))
        });
        let mut found = Vec::new();
        for (at, before) in files.into_iter().zip(before) {
            let Some((told, source)) = before else { continue };
            for (name, before) in told.exports {
                let now = self.modules.functions(at).find(|(known, _)| *known == name);
                let now = now.map_or_else(
                    || FarFunction { params: before.params.clone(), ..FarFunction::default() },
                    |(_, far)| far.clone(),
                );
                let cause = causes.iter().find(|cause| super::calls(source.text(), called(&cause.name)));
                if let Some(cause) = cause.filter(|_| is_weaker(&before, &now, false)) {
                    found.push(Weaker { at, name, before, place: cause.place.clone(), doubtful: false });
                }
            }
        }
        found
    }

    /// What shows in some files with the functions as they are, and did not with those that were.
    fn opened(&self, users: &BTreeSet<usize>, known: &BTreeMap<String, FarFunction>) -> Vec<LetThrough> {
        let telling = |at: &&usize| self.get(**at).is_some_and(|seen| !seen.examined.found.is_empty());
        let users: Vec<usize> = users.iter().filter(telling).copied().collect();
        let opened = pool::map(self.job.options.threads, &users, &|at| {
            let source = self.text(*at)?.ok()?;
            let look = |world: &dyn World| {
                let how = How {
                    rewrites: false,
                    whole: true,
                    world,
                    across: true,
                    fed: None,
                    wanted: None,
                    handing: None,
                    outline: self.outline(*at),
                };
                Some(examine(self.job.pass, &source, how).ok()?.examined)
            };
            let view = || View::new(&self.modules, *at);
            let now = look(&view())?;
            let before = look(&Before { view: view(), modules: &self.modules, at: *at, known })?;
            let file = untouched(source);
            let mut pairs = [(&file, Some(before), Some(now))];
            let new = compare::introduced(&pairs, |_, _| false).new.swap_remove(0);
            let mut examined = pairs[0].2.take()?;
            let mut number = 0;
            examined.found.retain(|found| {
                number += 1;
                new.contains(&(number - 1)) && !found.finding.trace.is_empty()
            });
            examined.notes.clear();
            (!examined.found.is_empty()).then_some(LetThrough { file, examined })
        });
        opened.into_iter().flatten().collect()
    }
}
