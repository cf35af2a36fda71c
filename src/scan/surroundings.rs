//! The files that a change leaves alone, read by need: those whose functions it calls, and those that call its own.

use std::collections::{BTreeMap, BTreeSet};

use memchr::memmem::{self, Finder};

use super::callees::Callees;
use super::examine::define;
use super::modules::View;
use super::pool;
use super::project::{Project, Seen};
use super::slice;
use super::touched::Touched;
use crate::change::Context;
use crate::semantic::far::FarFunction;
use crate::source::{RepoPath, SourceFile, Span};

/// So many files around a change are read for what it calls.
const MAX_CALLED: usize = 64;
/// So many calls lie between the change and what is read of its surroundings.
const MAX_DEPTH: usize = 3;
/// So many files around a change are looked at for their calls of it.
const MAX_CALLERS: usize = 128;
/// So many are held in memory at a time while callers are sought.
const CHUNK: usize = 128;
/// So many tables of routes are read.
const MAX_TABLES: usize = 8;
/// So many modules a name is followed through that have it from one another.
const MAX_HOPS: usize = 8;
/// A file around the change is asked again so often for what its functions do.
const MAX_AGAIN: usize = 4;

/// Files that call functions of another; true for those that have something to say already, or pass clients' data on, so
/// that all that the function does matters. For the others it does where it brings data in.
type Users = BTreeMap<usize, bool>;

/// Words of which one stands where data of clients or other hosts is brought in.
const BRINGING: &[&str] = &["equest", "environ", "recv", "urlopen", "httpx", "socket", "receive", "session"];

/// Functions of one file that are asked for.
#[derive(Default)]
struct Asked {
    names: BTreeSet<String>,
    users: Users,
}

impl Asked {
    /// Somebody asks for all that the functions do.
    fn is_strong(&self) -> bool {
        self.users.values().any(|strong| *strong)
    }
}

/// The files around a change; their numbers follow those of the change.
#[derive(Default)]
pub(super) struct Surroundings<'a> {
    context: Option<&'a dyn Context>,
    /// Files of the change, of either side.
    own: BTreeSet<RepoPath>,
    /// By file of the change, the parts that it has an effect on.
    pub(super) touched: Vec<Option<Touched>>,
    /// Listed when they are needed first.
    paths: Option<Vec<RepoPath>>,
    /// The number of the first.
    first: usize,
    /// Functions of which a check may stand in the way of what was found: all that they are given matters.
    checking: BTreeSet<(usize, String)>,
    /// Functions that were asked for, by file.
    defined: BTreeMap<usize, BTreeSet<String>>,
    /// By file, how many calls lie between it and the change.
    depths: BTreeMap<usize, usize>,
    /// Those that were asked for what they bring in only.
    weakly: BTreeMap<usize, BTreeSet<String>>,
    /// By file, those that asked for its functions.
    users: BTreeMap<usize, Users>,
    /// How many files were read for what they define.
    called: usize,
    /// Those that call the change, or call what calls it.
    callers: BTreeSet<usize>,
    /// Of these, those whose own sinks matter.
    weakened: BTreeSet<usize>,
    /// How often each file was asked again for what its functions do.
    again: BTreeMap<usize, usize>,
    /// Functions whose callers were sought.
    sought: BTreeSet<(usize, String)>,
}

impl<'a> Surroundings<'a> {
    /// The files of a context but for the change's `own`.
    pub(super) fn of(
        context: &'a dyn Context,
        own: BTreeSet<RepoPath>,
        touched: Vec<Option<Touched>>,
    ) -> Self {
        Self { context: Some(context), own, touched, ..Self::default() }
    }

    /// The name of a file around the change, by its number.
    pub(super) fn path(&self, at: usize) -> Option<&RepoPath> {
        self.paths.as_ref()?.get(at.checked_sub(self.first)?)
    }

    /// True when functions of files around the change can be asked for.
    pub(super) fn may_ask(&self) -> bool {
        self.context.is_some()
    }

    /// Functions of which everything that they are given matters.
    pub(super) fn checking(&self) -> impl Iterator<Item = &(usize, String)> {
        self.checking.iter()
    }

    /// Files that import each other in circles tell one another little that is new after a few times.
    fn may_ask_again(&mut self, at: usize) -> bool {
        let times = self.again.entry(at).or_default();
        *times += 1;
        *times <= MAX_AGAIN
    }

    pub(super) fn load(&self, path: &RepoPath) -> Option<SourceFile> {
        self.context?.load(std::slice::from_ref(path)).pop()?
    }

    /// Counts files among those that call the change, and whose own sinks matter: a check is gone before them.
    pub(super) fn take_in(&mut self, files: &BTreeSet<usize>) {
        self.callers.extend(files);
        self.weakened.extend(files);
    }
}

impl Project<'_> {
    /// Numbers the files around the change.
    pub(super) fn list(&mut self) {
        let (Some(context), None) = (self.surroundings.context, &self.surroundings.paths) else { return };
        let mut paths = context.paths();
        paths.retain(|path| path.is_python() && !self.surroundings.own.contains(path));
        self.surroundings.first = self.modules.len();
        self.modules.add(&paths.iter().cloned().map(Some).collect::<Vec<_>>());
        self.all.resize_with(self.modules.len(), || None);
        self.surroundings.paths = Some(paths);
    }

    /// Asks for the functions that are called and of which nothing is known: those that are given strong data, and all
    /// where a file has something to say or may have. Gives the files that told something new, and those that
    /// asked.
    pub(super) fn fetch(&mut self) -> (BTreeSet<usize>, BTreeSet<usize>) {
        let (mut told, mut askers) = (BTreeSet::new(), BTreeSet::new());
        for _ in 0..MAX_HOPS {
            let wanted = if self.is_full() { BTreeMap::new() } else { self.wanted() };
            if wanted.is_empty() {
                break;
            }
            for (at, asked) in &wanted {
                let users = self.surroundings.users.entry(*at).or_default();
                asked.users.iter().for_each(|(user, strong)| *users.entry(*user).or_default() |= strong);
            }
            for at in self.define_at(&wanted) {
                told.insert(at);
                askers.extend(self.users_of(at));
            }
            // What was known already, but not when it was looked for.
            for (at, asked) in &wanted {
                if asked.names.iter().any(|name| self.modules.knows(*at, name)) {
                    askers.extend(asked.users.keys());
                }
            }
        }
        (told, askers)
    }

    /// The files to which it matters that the functions of a file do something else than was known.
    fn users_of(&self, at: usize) -> BTreeSet<usize> {
        let brings = self.modules.functions(at).any(|(_, far)| !far.brings.is_empty());
        let users = self.surroundings.users.get(&at).into_iter().flatten();
        users.filter(|(_, strong)| **strong || brings).map(|(user, _)| *user).collect()
    }

    /// Asks again for what is known of the `dirty` files by their functions alone, and takes these out of them; those
    /// that use what changed by it come in. Gives the files whose functions do something else than before.
    pub(super) fn fetch_again(&mut self, dirty: &mut BTreeSet<usize>) -> BTreeSet<usize> {
        let by_functions = |project: &Self, at: &usize| {
            let seeded = !project.modules.file(*at).seeds.is_empty();
            project.surroundings.path(*at).is_some() && !seeded && !project.whole.contains(at)
        };
        let mut all = BTreeSet::new();
        for _ in 0..MAX_HOPS * MAX_DEPTH {
            let mut files: BTreeSet<usize> =
                dirty.iter().copied().filter(|at| by_functions(self, at)).collect();
            // Those that lie farthest from the change first: what they do may matter to the others.
            let depth = |at: &usize| self.surroundings.depths.get(at).copied().unwrap_or_default();
            let deepest = files.iter().map(depth).max().unwrap_or_default();
            files.retain(|at| depth(at) == deepest);
            // Of these, those that use none of the others, if there are any.
            let uses = |at: &usize, other: &usize| {
                at != other && self.surroundings.users.get(other).is_some_and(|users| users.contains_key(at))
            };
            let ready = |at: &&usize| !files.iter().any(|other| uses(at, other));
            let ready: BTreeSet<usize> = files.iter().filter(ready).copied().collect();
            if !ready.is_empty() {
                files = ready;
            }
            dirty.retain(|at| !files.contains(at));
            files.retain(|at| self.surroundings.may_ask_again(*at));
            let asked = |at: &usize| {
                let names = self.surroundings.defined.get(at)?.clone();
                Some((
                    *at,
                    Asked { names, users: self.surroundings.users.get(at).cloned().unwrap_or_default() },
                ))
            };
            let wanted: BTreeMap<usize, Asked> = files.iter().filter_map(asked).collect();
            let changed = self.define_at(&wanted);
            if changed.is_empty() && !dirty.iter().any(|at| by_functions(self, at)) {
                break;
            }
            dirty.extend(changed.iter().flat_map(|at| self.users_of(*at)));
            all.extend(changed);
        }
        all
    }

    /// Reads the tables of routes around the change that lie nearest to files of Django's views with something to say.
    pub(super) fn read_tables(&mut self) {
        let routed = |seen: &Seen| {
            let django = |source: &SourceFile| memmem::find(source.text().as_bytes(), b"django").is_some();
            !seen.examined.found.is_empty() && seen.source.as_ref().is_some_and(django)
        };
        let views: Vec<usize> = (0..self.all.len()).filter(|at| self.get(*at).is_some_and(routed)).collect();
        if views.is_empty() || self.surroundings.context.is_none() {
            return;
        }
        self.list();
        let folder =
            |path: &RepoPath| path.as_str()[..path.as_str().len() - path.file_name().len()].to_owned();
        let folders: BTreeSet<String> =
            views.iter().filter_map(|at| Some(folder(self.modules.file(*at).path.as_ref()?))).collect();
        let near = |at: &usize| {
            let path = self.surroundings.path(*at).filter(|path| path.file_name() == "urls.py");
            // Beside the views, or in a folder around them.
            path.is_some_and(|path| folders.iter().any(|views| views.starts_with(&folder(path))))
        };
        let tables: Vec<usize> =
            (self.surroundings.first..self.all.len()).filter(near).take(MAX_TABLES).collect();
        for at in tables {
            let told = self.text(at).and_then(Result::ok).and_then(|source| {
                let view = View::new(&self.modules, at);
                let names = BTreeSet::from(["urlpatterns".to_owned()]);
                Some(define(self.job.pass, &source, &names, &view, None).ok()?.0)
            });
            if let Some(told) = told {
                self.all[at] = Some(Ok(Box::new(Seen { told, ..Seen::default() })));
            }
        }
    }

    /// True when all that a function around the change does was asked for.
    pub(super) fn is_known(&self, (at, name): &(usize, String)) -> bool {
        self.surroundings.defined.get(at).is_some_and(|names| names.contains(name))
    }

    /// Asks for all that some functions do.
    pub(super) fn ask(&mut self, open: &BTreeSet<(usize, String)>) {
        let mut wanted: BTreeMap<usize, Asked> = BTreeMap::new();
        for (at, name) in open {
            let asked = wanted.entry(*at).or_default();
            asked.names.insert(name.clone());
            asked.users.insert(*at, true);
        }
        self.define_at(&wanted);
    }

    /// Asks files for functions. Gives those whose functions do something else than was known.
    fn define_at(&mut self, wanted: &BTreeMap<usize, Asked>) -> BTreeSet<usize> {
        let numbers: Vec<usize> = wanted.keys().copied().collect();
        let defined = pool::map(self.job.options.threads, &numbers, &|at| {
            let source = self.text(*at)?.ok()?;
            let asked = &wanted[at];
            let brings = |word: &&str| memmem::find(source.text().as_bytes(), word.as_bytes()).is_some();
            if !asked.is_strong() && !BRINGING.iter().any(brings) {
                return None;
            }
            self.count(&source);
            let view = View::new(&self.modules, *at);
            // Of the functions themselves too, but for those that only call others.
            let brings = |code: &str| BRINGING.iter().any(|word| code.contains(word));
            let holds: Option<&dyn Fn(&str) -> bool> = if asked.is_strong() { None } else { Some(&brings) };
            let (told, sketch) = define(self.job.pass, &source, &asked.names, &view, holds).ok()?;
            Some((told, sketch, view.asked(), view.missed()))
        });
        let mut changed = BTreeSet::new();
        for (at, defined) in numbers.into_iter().zip(defined) {
            let asked = &wanted[&at];
            let known = if asked.is_strong() {
                &mut self.surroundings.defined
            } else {
                &mut self.surroundings.weakly
            };
            known.entry(at).or_default().extend(asked.names.iter().cloned());
            self.surroundings.called += usize::from(self.all[at].is_none());
            let Some((more, sketch, asked, missed)) = defined else { continue };
            if self.all[at].is_none() {
                self.all[at] = Some(Ok(Box::new(Seen { sketch, ..Seen::default() })));
            }
            let Some(Ok(seen)) = &mut self.all[at] else { continue };
            seen.told.add(more);
            seen.asked.extend(asked);
            seen.missed.extend(missed);
            if self.tell(at) {
                changed.insert(at);
            }
        }
        changed
    }

    /// Functions to ask for, by file, with the files that call them.
    fn wanted(&mut self) -> BTreeMap<usize, Asked> {
        let may_matter = |seen: &Seen| {
            let says = seen.sketch.hungry || !seen.examined.found.is_empty();
            says && !seen.missed.is_empty() || seen.missed.iter().any(|missed| missed.brings)
        };
        let says = (0..self.all.len()).any(|at| self.get(at).is_some_and(may_matter));
        let mut reached = self.reached();
        if self.surroundings.may_ask() && self.surroundings.paths.is_none() && (says || !reached.is_empty()) {
            // By now it is known which files the names lead to.
            self.list();
            reached = self.reached();
        }
        let mut wanted: BTreeMap<usize, Asked> = BTreeMap::new();
        let mut depths: BTreeMap<usize, usize> = BTreeMap::new();
        let mut checking: BTreeSet<(usize, String)> = BTreeSet::new();
        let mut left = MAX_CALLED.saturating_sub(self.surroundings.called);
        for at in 0..self.all.len() {
            let Some(seen) = self.get(at) else { continue };
            let depth = self.surroundings.depths.get(&at).copied().unwrap_or_default();
            if depth >= MAX_DEPTH {
                continue;
            }
            let asked =
                self.surroundings.defined.contains_key(&at) || self.surroundings.weakly.contains_key(&at);
            let weak = seen.sketch.hungry || asked;
            let flows: Vec<Span> = seen.examined.found.iter().filter_map(|found| found.flows_in()).collect();
            for missed in &seen.missed {
                // A check may stand in the way of what was found around it.
                let checks = || flows.iter().any(|scope| scope.contains(missed.place));
                let given = reached.contains(&(at, missed.place));
                let strong = given || missed.brings || checks();
                if !strong && !weak {
                    continue;
                }
                let dotted = &missed.dotted;
                // What stands deeper than a method is none of the file's functions.
                let is_function =
                    |(file, name): &(usize, String)| *file != at && name.matches('.').count() < 2;
                let found = self.modules.lead(at, dotted).map(|found| self.modules.of_class(found));
                let Some((file, name)) = found.filter(is_function) else { continue };
                let among = |known: &BTreeMap<usize, BTreeSet<String>>| {
                    known.get(&file).is_some_and(|names| names.contains(&name))
                };
                let known =
                    among(&self.surroundings.defined) || (!strong && among(&self.surroundings.weakly));
                let is_new = self.all[file].is_none() && !wanted.contains_key(&file);
                if known || (is_new && left == 0) {
                    continue;
                }
                left -= usize::from(is_new);
                if self.surroundings.path(file).is_some() {
                    depths
                        .entry(file)
                        .and_modify(|known: &mut usize| *known = depth.min(*known))
                        .or_insert(depth);
                }
                if strong && !given && !missed.brings {
                    checking.insert((file, name.clone()));
                }
                let asked = wanted.entry(file).or_default();
                asked.names.insert(name);
                *asked.users.entry(at).or_default() |= strong;
            }
        }
        self.surroundings.checking.extend(checking);
        for (file, depth) in depths {
            let known = self.surroundings.depths.entry(file).or_insert(depth + 1);
            *known = (depth + 1).min(*known);
        }
        wanted
    }

    /// True when one file may call functions of another, as far as it is known: of a file around the change that was
    /// asked for some functions only those that asked do.
    pub(super) fn may_call(&self, user: usize, at: usize) -> bool {
        !self.is_asked_only(at)
            || self.surroundings.users.get(&at).is_some_and(|users| users.contains_key(&user))
    }

    /// True for a file around the change of which only some functions matter: the change calls them, or what it calls.
    pub(super) fn is_asked_only(&self, at: usize) -> bool {
        self.surroundings.path(at).is_some() && !self.surroundings.callers.contains(&at)
    }

    /// True when data passed to a function of a file may end in a sink that has to do with the change: of what calls the
    /// change, only where it is the change, or calls it in turn, that it passes the data on to.
    pub(super) fn leads_into(&self, at: usize, far: &FarFunction) -> bool {
        let around = &self.surroundings;
        let counts = |file: usize| around.path(file).is_none() || around.callers.contains(&file);
        let calls_only = around.callers.contains(&at)
            && !around.weakened.contains(&at)
            && !around.defined.contains_key(&at);
        !far.sinks.is_empty()
            && (!calls_only || far.onward.iter().any(|file| self.modules.at(file).is_some_and(counts)))
    }

    /// Takes in the files around the change that may call functions of the `fresh` ones that reach sinks, or of the change
    /// that bring data in.
    pub(super) fn enlist(&mut self, fresh: &BTreeSet<usize>) {
        if self.surroundings.context.is_none() {
            return;
        }
        let mut sought: Vec<(usize, String)> = Vec::new();
        // Who else calls what the change calls is no matter.
        let counts =
            |at: &&usize| self.surroundings.path(**at).is_none() || self.surroundings.callers.contains(at);
        for at in fresh.iter().filter(counts) {
            let touched = self.modules.file(*at).touched.as_ref();
            let own = self.surroundings.path(*at).is_none();
            let matters = |far: &FarFunction| self.leads_into(*at, far) || own && far.brings_in();
            let changed = self
                .modules
                .functions(*at)
                .filter(|(_, far)| matters(far))
                .filter(|(name, _)| touched.is_none_or(|touched| touched.changes(name)));
            sought.extend(changed.map(|(name, _)| (*at, name.to_owned())));
        }
        sought.retain(|key| !self.surroundings.sought.contains(key));
        if sought.is_empty() {
            return;
        }
        let mut files: BTreeMap<usize, BTreeSet<&str>> = BTreeMap::new();
        for (at, name) in &sought {
            files.entry(*at).or_default().insert(name);
        }
        self.surroundings.sought.extend(sought.iter().cloned());
        self.seek(&files);
    }

    /// Takes in the files around the change that may call some functions, by their files.
    pub(super) fn seek<'n>(&mut self, files: &BTreeMap<usize, BTreeSet<&'n str>>) {
        let Some(context) = self.surroundings.context else { return };
        self.list();
        let is_left = |at: &usize| {
            self.all[*at].is_none() && self.surroundings.path(*at).is_some_and(|path| !path.is_test())
        };
        let left: Vec<usize> = (self.surroundings.first..self.all.len()).filter(is_left).collect();
        let callees = |(at, names): (&usize, &BTreeSet<&'n str>)| {
            Callees::named(&self.modules, *at, names.iter().copied())
        };
        let wanted: Vec<Callees<'_>> = files.iter().map(callees).collect();
        let named: Vec<Named<'_>> = wanted.iter().map(Named::new).collect();
        let may_matter = |bytes: &[u8]| named.iter().any(|named| named.may_stand_in(None, bytes));
        let mut found = Vec::new();
        for chunk in left.chunks(CHUNK) {
            let paths: Vec<RepoPath> =
                chunk.iter().filter_map(|at| self.surroundings.path(*at).cloned()).collect();
            let texts = pool::within(self.job.options.threads, || context.search(&paths, &may_matter));
            let texts: Vec<(usize, Option<SourceFile>)> = chunk.iter().copied().zip(texts).collect();
            let calling = pool::map(self.job.options.threads, &texts, &|(at, source)| {
                let text = source.as_ref()?.text();
                let may_call = named.iter().any(|named| named.may_stand_in(Some(*at), text.as_bytes()));
                let sketch = may_call.then(|| slice::sketch(text).sketch.all())?;
                let calls = wanted.iter().any(|callees| {
                    !callees.called_in(&sketch).is_empty()
                        || callees.called_above(*at, &sketch).next().is_some()
                });
                calls.then_some((*at, sketch))
            });
            found.extend(calling.into_iter().flatten());
            if self.surroundings.callers.len() + found.len() >= MAX_CALLERS {
                break;
            }
        }
        for (at, sketch) in found {
            self.surroundings.callers.insert(at);
            self.all[at] = Some(Ok(Box::new(Seen { sketch, ..Seen::default() })));
        }
    }
}

/// The words of callees, made ready for being looked for in very many texts: all of these have to stand there.
struct Named<'c> {
    everywhere: Vec<(Finder<'c>, Option<Finder<'c>>)>,
    /// In some files only.
    above: Vec<(Finder<'c>, &'c [usize])>,
}

impl<'c> Named<'c> {
    fn new(callees: &'c Callees<'_>) -> Self {
        let names = callees.names.iter().map(|(name, class)| (Finder::new(name), class.map(Finder::new)));
        let inherited =
            callees.inherited.iter().map(|(name, class, _)| (Finder::new(name), Some(Finder::new(class))));
        let above = callees.above.iter().map(|(name, files)| (Finder::new(name), files.as_slice()));
        Self { everywhere: names.chain(inherited).collect(), above: above.collect() }
    }

    /// False when a file surely calls none of the functions, by its text or its bytes; of any number, where that is not
    /// said.
    fn may_stand_in(&self, at: Option<usize>, text: &[u8]) -> bool {
        // What is not ASCII has other bytes in other encodings.
        let stands = |word: &Finder<'_>| !word.needle().is_ascii() || word.find(text).is_some();
        self.everywhere.iter().any(|(name, class)| stands(name) && class.as_ref().is_none_or(stands))
            || self.above.iter().any(|(name, files)| at.is_none_or(|at| files.contains(&at)) && stands(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn may_stand_in(name: &str, above: Vec<usize>, at: Option<usize>, bytes: &[u8]) -> bool {
        let names = if above.is_empty() { vec![(name, None)] } else { Vec::new() };
        let above = if above.is_empty() { Vec::new() } else { vec![(name, above)] };
        let callees = Callees { names, inherited: Vec::new(), places: Vec::new(), above };
        Named::new(&callees).may_stand_in(at, bytes)
    }

    #[test]
    fn bytes_of_any_encoding_tell_what_may_call() {
        assert!(may_stand_in("fetch", vec![], None, b"# coding: latin-1\nfetch('\xe9')\n"));
        assert!(!may_stand_in("fetch", vec![], None, b"# coding: latin-1\nload('\xe9')\n"));
        // One byte there, two in UTF-8.
        assert!(may_stand_in("caf\u{e9}", vec![], None, b"# coding: latin-1\ncaf\xe9()\n"));
    }

    #[test]
    fn a_file_that_is_not_known_yet_may_be_any() {
        for (at, may) in [(None, true), (Some(7), true), (Some(8), false)] {
            assert_eq!(may_stand_in("run", vec![7], at, b"self.run()\n"), may, "{at:?}");
        }
    }
}
