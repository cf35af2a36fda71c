//! The files that a change leaves alone, read by need: those whose functions it calls, and those that call its own.

mod derived;
mod sought;
mod variables;

use std::collections::{BTreeMap, BTreeSet};

use memchr::memmem;

use super::definitions::Interest;
use super::examine::{Defined, define};
use super::modules::View;
use super::pool;
use super::project::{Project, Seen};
use super::texts::{Outlines, Texts};
use super::touched::{Differing, Touched};
use crate::change::Context;
use crate::semantic::far::{FarFunction, OPEN};
use crate::source::{RepoPath, SourceFile, Span};
use crate::syntax::Outline;

/// So many files around a change are read for what it calls.
const MAX_CALLED: usize = 64;
/// So many calls lie between the change and what is read of its surroundings.
const MAX_DEPTH: usize = 3;
/// So many tables of routes are read.
const MAX_TABLES: usize = 8;
/// So many calls of methods that a class leaves open are asked about at a time.
const MAX_OPEN: usize = 128;
/// So many modules a name is followed through that have it from one another.
const MAX_HOPS: usize = 8;
/// A file around the change is asked again so often for what its functions do.
const MAX_AGAIN: usize = 4;

/// Why a file asks for a function of another: what of it matters.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Use {
    /// Data of clients or other hosts that it brings in.
    #[default]
    Brought,
    /// That, and the sinks that its parameters reach: callers elsewhere of what the change wrote may have data for them.
    Sunk,
    /// All that it does: clients' data is passed to it, or there is something to say around the call.
    All,
}

/// A function: its file, and its name there.
type Function = (usize, String);

/// Variables of modules that data is put into here and read there.
#[derive(Default)]
pub(super) struct Variables {
    /// Those whose readers are sought.
    written: BTreeSet<Function>,
    /// Those whose writers are.
    read: BTreeSet<Function>,
}

/// Files that call functions of another.
type Users = BTreeMap<usize, Use>;

/// Words of which one stands where data of clients or other hosts is brought in.
const BRINGING: &[&str] = &["equest", "environ", "recv", "urlopen", "httpx", "socket", "receive", "session"];

/// True for code in which such a word stands.
fn brings(code: &str) -> bool {
    BRINGING.iter().any(|word| memmem::find(code.as_bytes(), word.as_bytes()).is_some())
}

/// Functions of one file that are asked for.
#[derive(Default)]
struct Asked {
    names: BTreeSet<String>,
    users: Users,
}

impl Asked {
    /// What of the functions matters to somebody.
    fn most(&self) -> Use {
        self.users.values().copied().max().unwrap_or_default()
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
    /// By file of the change, its functions that do something else than before.
    pub(super) differing: Vec<Differing>,
    /// Listed when they are needed first.
    paths: Option<Vec<RepoPath>>,
    /// The number of the first.
    first: usize,
    /// Their texts, as far as they were read.
    outlines: Outlines<'a>,
    /// Functions of which a check may stand in the way of what was found: all that they are given matters.
    checking: BTreeSet<(usize, String)>,
    /// Functions that were asked for, by file.
    defined: BTreeMap<usize, BTreeSet<String>>,
    /// Methods that were asked for and that their classes have, whatever they do.
    methods: BTreeSet<Function>,
    /// By file, how many calls lie between it and the change.
    depths: BTreeMap<usize, usize>,
    /// Those that were asked for what they bring in, or that and their sinks.
    weakly: BTreeMap<usize, BTreeMap<String, Use>>,
    /// Files of the change that pass on to a sink what their callers may have.
    sunk: BTreeSet<usize>,
    /// Files that were asked for what they bring in, so that it matters what those bring in that they call.
    bringing: BTreeSet<usize>,
    /// By file, those that asked for its functions.
    users: BTreeMap<usize, Users>,
    /// Files that were read for what they define.
    called: BTreeSet<usize>,
    /// Those that call the change, or call what calls it.
    callers: BTreeSet<usize>,
    /// Of these, those whose own sinks matter.
    weakened: BTreeSet<usize>,
    /// How often each file was asked again for what its functions do.
    again: BTreeMap<usize, usize>,
    /// Functions whose callers were sought.
    sought: BTreeSet<(usize, String)>,
    /// Methods that classes of the change leave to those which derive from them, with the methods of these.
    left_open: Vec<(Function, Function)>,
    /// Those of which that was asked: for good, and where they did not surely matter.
    open_asked: (BTreeSet<Function>, BTreeSet<Function>),
    /// Variables whose readers or writers were sought, and those that the other side of the change sought.
    variables: Variables,
    pub(super) asked_variables: Option<&'a Variables>,
    /// What the change reads and of which it was looked up whether it is such a variable.
    checked: BTreeSet<Function>,
}

impl<'a> Surroundings<'a> {
    /// The files of a context but for the change's `own`.
    pub(super) fn of(
        context: &'a dyn Context,
        texts: &'a Texts,
        own: BTreeSet<RepoPath>,
        touched: Vec<Option<Touched>>,
        differing: Vec<Differing>,
    ) -> Self {
        let outlines = Outlines::of(texts);
        Self { context: Some(context), outlines, own, touched, differing, ..Self::default() }
    }

    /// The variables that this side asked about.
    pub(super) fn variables(&self) -> &Variables {
        &self.variables
    }

    /// The name of a file around the change, by its number.
    pub(super) fn path(&self, at: usize) -> Option<&RepoPath> {
        self.paths.as_ref()?.get(at.checked_sub(self.first)?)
    }

    /// The files around the change in the order of their numbers, where they were listed.
    pub(super) fn listed(&self) -> Option<&[RepoPath]> {
        self.paths.as_deref()
    }

    /// The number of a file around the change, where they were listed.
    pub(super) fn number(&self, path: &RepoPath) -> Option<usize> {
        Some(self.first + self.paths.as_ref()?.binary_search(path).ok()?)
    }

    /// True when functions of files around the change can be asked for.
    pub(super) fn may_ask(&self) -> bool {
        self.context.is_some()
    }

    /// True for a file of the change that passes on to a sink what its callers may have.
    pub(super) fn is_sunk(&self, at: usize) -> bool {
        self.sunk.contains(&at)
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

    /// The text of a file around the change.
    pub(super) fn source(&self, at: usize) -> Option<&'a SourceFile> {
        let path = self.path(at)?;
        let load = || self.context?.load(std::slice::from_ref(path)).pop()?;
        self.outlines.text(at - self.first, load)
    }

    /// Its outline.
    pub(super) fn outline(&self, at: usize) -> Option<&Outline<'a>> {
        self.source(at)?;
        self.outlines.get(at - self.first)
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
        self.surroundings.outlines.make_room(paths.len());
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
                asked.users.iter().for_each(|(user, what)| take(users.entry(*user).or_default(), *what));
            }
            for at in self.define_at(&wanted) {
                told.insert(at);
                let users = self.users_of(at);
                let sunk = |user: &&usize| self.surroundings.users[&at][*user] == Use::Sunk;
                let sunk: Vec<usize> = users.iter().filter(sunk).copied().collect();
                self.surroundings.sunk.extend(sunk);
                askers.extend(users);
            }
            // What was known already, but not when it was looked for.
            for (at, asked) in &wanted {
                for (user, what) in &asked.users {
                    let knows = |name: &String| self.modules.knows(*at, name, |far| matters(far, *what));
                    askers.extend(asked.names.iter().any(knows).then_some(*user));
                }
            }
        }
        (told, askers)
    }

    /// The files to which it matters that the functions of a file do something else than was known.
    fn users_of(&self, at: usize) -> BTreeSet<usize> {
        let tells = |what: Use| self.modules.functions(at).any(|(_, far)| matters(far, what));
        let users = self.surroundings.users.get(&at).into_iter().flatten();
        users.filter(|(_, what)| **what == Use::All || tells(**what)).map(|(user, _)| *user).collect()
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
                Some(
                    define(self.job.pass, &source, self.outline(at), &names, &view, Interest::All)
                        .ok()?
                        .told?
                        .0,
                )
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
            asked.users.insert(*at, Use::All);
        }
        self.define_at(&wanted);
    }

    /// Asks files for functions. Gives those whose functions do something else than was known.
    fn define_at(&mut self, wanted: &BTreeMap<usize, Asked>) -> BTreeSet<usize> {
        let numbers: Vec<usize> = wanted.keys().copied().collect();
        let defined = pool::map(self.job.options.threads, &numbers, &|at| {
            let source = self.text(*at)?.ok()?;
            let (asked, most) = (&wanted[at], wanted[at].most());
            if most == Use::Brought && !brings(source.text()) {
                return None;
            }
            self.count(&source);
            let view = View::new(&self.modules, *at);
            // Of the functions themselves too, but for those that only call others.
            let interest = match most {
                Use::All => Interest::All,
                Use::Sunk => self.job.pass.interest(&brings),
                Use::Brought => Interest::Words(&brings),
            };
            let Defined { told, methods } =
                define(self.job.pass, &source, self.outline(*at), &asked.names, &view, interest).ok()?;
            Some((methods, told.map(|(told, sketch)| (told, sketch, view.asked(), view.missed()))))
        });
        let mut changed = BTreeSet::new();
        for (at, defined) in numbers.into_iter().zip(defined) {
            let asked = &wanted[&at];
            match asked.most() {
                Use::All => {
                    let known = self.surroundings.defined.entry(at).or_default();
                    known.extend(asked.names.iter().cloned());
                }
                what => {
                    let known = self.surroundings.weakly.entry(at).or_default();
                    asked.names.iter().for_each(|name| take(known.entry(name.clone()).or_default(), what));
                }
            }
            self.surroundings.called.insert(at);
            let Some((methods, told)) = defined else { continue };
            self.surroundings.methods.extend(methods.into_iter().map(|name| (at, name)));
            let Some((more, sketch, asked, missed)) = told else { continue };
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
        let mut may_be = self.reached_from_callers();
        let any = says || !reached.is_empty() || !may_be.is_empty();
        if self.surroundings.may_ask() && self.surroundings.paths.is_none() && any {
            // By now it is known which files the names lead to.
            self.list();
            (reached, may_be) = (self.reached(), self.reached_from_callers());
        }
        let left = MAX_CALLED.saturating_sub(self.surroundings.called.len());
        let mut asking = Asking { left, ..Asking::default() };
        let mut open: Vec<(Call, String)> = Vec::new();
        for at in 0..self.all.len() {
            let Some(seen) = self.get(at) else { continue };
            let depth = self.surroundings.depths.get(&at).copied().unwrap_or_default();
            if depth >= MAX_DEPTH {
                continue;
            }
            let asked =
                self.surroundings.defined.contains_key(&at) || self.surroundings.bringing.contains(&at);
            let weak = seen.sketch.hungry || asked;
            let flows: Vec<Span> = seen.examined.found.iter().filter_map(|found| found.flows_in()).collect();
            for missed in &seen.missed {
                // A check may stand in the way of what was found around it.
                let checks = || flows.iter().any(|scope| scope.contains(missed.place));
                let given = reached.contains(&(at, missed.place));
                let what = match given || missed.brings || checks() {
                    true => Use::All,
                    false if may_be.contains(&(at, missed.place)) => Use::Sunk,
                    false if weak => Use::Brought,
                    false => continue,
                };
                let checks = what == Use::All && !given && !missed.brings;
                let call = Call { at, depth, what, checks, weak };
                let dotted = &missed.dotted;
                if let Some(own) = dotted.strip_prefix(OPEN) {
                    if self.surroundings.path(at).is_none() && open.len() < MAX_OPEN {
                        open.push((call, own.to_owned()));
                    }
                    continue;
                }
                // What stands deeper than a method is none of the file's functions.
                let is_function =
                    |(file, name): &(usize, String)| *file != at && name.matches('.').count() < 2;
                let found = self.modules.lead(at, dotted).map(|found| self.modules.of_class(found));
                let lacks = |file: usize, name: &str| {
                    self.was_asked(file, name, what)
                        && !self.surroundings.methods.contains(&(file, name.to_owned()))
                };
                let found = found.map(|found| self.modules.of_bases(found, &lacks));
                if let Some(found) = found.filter(is_function) {
                    asking.ask(self, call, found);
                }
            }
        }
        self.seek_derived(&open);
        for (of, found) in &self.surroundings.left_open {
            let calls = open.iter().filter(|(call, own)| call.at == of.0 && *own == of.1);
            calls.for_each(|(call, _)| asking.ask(self, *call, found.clone()));
        }
        self.surroundings.checking.extend(asking.checking);
        self.surroundings.bringing.extend(asking.bringing);
        for (file, depth) in asking.depths {
            let known = self.surroundings.depths.entry(file).or_insert(depth + 1);
            *known = (depth + 1).min(*known);
        }
        asking.wanted
    }

    /// True when a function was asked for already, and for as much.
    fn was_asked(&self, file: usize, name: &str, what: Use) -> bool {
        let around = &self.surroundings;
        let weakly = || around.weakly.get(&file)?.get(name).copied();
        around.defined.get(&file).is_some_and(|names| names.contains(name))
            || weakly().is_some_and(|known| known >= what)
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
}

/// A call of a function that is asked for.
#[derive(Clone, Copy)]
struct Call {
    /// The file, and how many calls lie between it and the change.
    at: usize,
    depth: usize,
    what: Use,
    /// The function may stand in the way of what was found.
    checks: bool,
    /// It matters what it brings in.
    weak: bool,
}

/// Functions that are to be asked for.
#[derive(Default)]
struct Asking {
    wanted: BTreeMap<usize, Asked>,
    depths: BTreeMap<usize, usize>,
    checking: BTreeSet<(usize, String)>,
    bringing: BTreeSet<usize>,
    /// So many files more may be read.
    left: usize,
}

impl Asking {
    fn ask(&mut self, project: &Project<'_>, call: Call, (file, name): (usize, String)) {
        let around = &project.surroundings;
        let is_new =
            project.all[file].is_none() && !around.called.contains(&file) && !self.wanted.contains_key(&file);
        if project.was_asked(file, &name, call.what) || (is_new && self.left == 0) {
            return;
        }
        self.left -= usize::from(is_new);
        if around.path(file).is_some() {
            let depth = self.depths.entry(file).or_insert(call.depth);
            *depth = call.depth.min(*depth);
        }
        if call.checks {
            self.checking.insert((file, name.clone()));
        }
        let asked = self.wanted.entry(file).or_default();
        asked.names.insert(name);
        take(asked.users.entry(call.at).or_default(), call.what);
        self.bringing.extend(call.weak.then_some(file));
    }
}

/// True when what a function does is something that was asked about.
fn matters(far: &FarFunction, what: Use) -> bool {
    match what {
        Use::All => true,
        Use::Sunk => !far.brings.is_empty() || !far.sinks.is_empty(),
        Use::Brought => !far.brings.is_empty(),
    }
}

/// Counts another reason to ask.
fn take(known: &mut Use, what: Use) {
    *known = what.max(*known);
}
