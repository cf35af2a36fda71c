//! All files of one side together: each is looked at by itself first, then those again that call functions of others,
//! or whose functions are called with outside data, until nothing new comes of it.
//!
//! Each round is settled before the next begins, so the outcome does not depend on the order of files or on threads.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};

use super::callees::Callees;
use super::examine::{Examined, How, examine, tell_abroad};
use super::modules::{Missed, Modules, View};
use super::pass::Pass;
use super::slice::{Concern, Sketch};
use super::surroundings::Surroundings;
use super::told::Told;
use super::triggers::Triggers;
use super::{Options, pool, prove};
use crate::change::Skipped;
use crate::finding::{Note, NoteKind};
use crate::semantic::far::{Alone, FarFunction, Held, Passed, Seed};
use crate::source::{RepoPath, SourceFile, Span};
use crate::syntax::Outline;

/// So long may a way through files be.
const MAX_ROUNDS: usize = 8;
/// So much is read beyond a first look at each file, in bytes, and so much more for each byte of these: files that call
/// one another in circles would have each other asked again and again.
const MAX_READ: usize = 16 << 20;
const MAX_READ_EACH: usize = 16;
/// So many seeds are kept for one file, so that a helper that everything calls stays cheap.
const MAX_SEEDS: usize = 64;
/// So much is known of the variables of one file.
const MAX_HELD: usize = 64;

/// What is done.
#[derive(Clone, Copy)]
pub(super) struct Job<'a> {
    pub(super) pass: &'a Pass,
    pub(super) options: Options,
    /// Propose rewrites.
    pub(super) rewrites: bool,
    /// Prove them at once.
    pub(super) prove: bool,
    /// Follow data from file to file.
    pub(super) across: bool,
}

/// What came of one file.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// Kept where the file has something to say.
    pub(super) source: Option<SourceFile>,
    pub(super) examined: Examined,
    pub(super) told: Told,
    pub(super) sketch: Sketch,
    /// Files whose functions it calls, or whose classes it makes objects of.
    pub(super) asked: BTreeSet<usize>,
    /// Calls of which nothing was known.
    pub(super) missed: BTreeSet<Missed>,
    /// What of modules is read in parts that the change wrote, in order: dotted names, those of its own behind a mark.
    pub(super) reads: Vec<String>,
}

/// Gives the text of a file by number; `None` where this side has none.
pub(super) type Load<'a> = dyn Fn(usize) -> Option<Result<SourceFile, Skipped>> + Sync + 'a;

/// What came of each file.
pub(super) type All = Vec<Option<Slot>>;

/// What came of one. Boxed: of most files around a change nothing ever comes.
pub(super) type Slot = Result<Box<Seen>, Box<Skipped>>;

/// All files of one side.
pub(super) struct Project<'a> {
    pub(super) job: Job<'a>,
    load: &'a Load<'a>,
    /// Those of the first files, where they were made before: for the parts that a change touches.
    outlines: Vec<Option<Outline<'a>>>,
    /// Files that were not looked at, and may never be; they come after the others.
    pub(super) surroundings: Surroundings<'a>,
    pub(super) all: All,
    pub(super) modules: Modules,
    /// Files that were looked at as a whole.
    pub(super) whole: BTreeSet<usize>,
    /// How much was read, in bytes.
    read: AtomicUsize,
    /// How much may be.
    may_read: usize,
}

/// Looks at all files of a side, and at those around it that matter to them. What came of the files is followed by what
/// came of those; the modules say for later proofs what each file sees of the others. `outlines` are those of the first
/// files, where they were made before.
pub(super) fn analyse<'a>(
    job: Job<'a>,
    paths: &[Option<RepoPath>],
    load: &'a Load<'a>,
    outlines: Vec<Option<Outline<'a>>>,
    mut surroundings: Surroundings<'a>,
    progress: &(dyn Fn() + Sync),
) -> Project<'a> {
    let mut modules = Modules::new(paths);
    modules.asks = job.across;
    for (at, touched) in std::mem::take(&mut surroundings.touched).into_iter().enumerate() {
        modules.file_mut(at).touched = touched;
    }
    let mut project = Project {
        job,
        load,
        outlines,
        surroundings,
        all: Vec::new(),
        modules,
        whole: BTreeSet::new(),
        read: AtomicUsize::new(0),
        may_read: usize::MAX,
    };
    let numbers: Vec<usize> = (0..paths.len()).collect();
    project.all = pool::map(job.options.threads, &numbers, &|at| {
        let seen = project.look(*at, false, None);
        progress();
        seen
    });
    if job.across {
        let own = *project.read.get_mut();
        project.may_read = own.saturating_mul(MAX_READ_EACH + 1).saturating_add(MAX_READ);
        project.connect();
        project.note_limit();
    }
    project
}

impl Project<'_> {
    /// The text of a file, of the change or around it.
    pub(super) fn text(&self, at: usize) -> Option<Result<SourceFile, Skipped>> {
        match self.surroundings.path(at) {
            Some(_) => self.surroundings.source(at).cloned().map(Ok),
            None => (self.load)(at),
        }
    }

    /// The outline of such a text, where it is kept.
    pub(super) fn outline(&self, at: usize) -> Option<&Outline<'_>> {
        match self.surroundings.path(at) {
            Some(_) => self.surroundings.outline(at),
            None => self.outlines.get(at)?.as_ref(),
        }
    }

    /// Looks at a file, `whole` or by the words that matter; `fed` are other words than the rules' own.
    fn look(&self, at: usize, whole: bool, fed: Option<&Triggers>) -> Option<Slot> {
        let job = self.job;
        let source = match self.text(at)? {
            Ok(source) => source,
            Err(skipped) => return Some(Err(Box::new(skipped))),
        };
        self.count(&source);
        let touched = self.modules.file(at).touched.as_ref();
        // What uses the changed parts has nothing to hand to anyone before it is known that these do.
        let sunk = self.surroundings.is_sunk(at);
        let concern = |place: Span| match touched.map_or(Concern::Changed, |touched| touched.concern(place)) {
            Concern::Touched if sunk => Concern::Changed,
            concern => concern,
        };
        let own = self.surroundings.path(at).is_none();
        let how = How {
            rewrites: job.rewrites,
            whole,
            world: &Alone,
            across: job.across,
            fed,
            wanted: None,
            handing: if own && self.surroundings.may_ask() { Some(&concern) } else { None },
            outline: self.outline(at),
        };
        if !job.across {
            return Some(examined(job, source, how).map(Box::new));
        }
        let view = View::new(&self.modules, at);
        let seen = examined(job, source, How { world: &view, ..how });
        Some(seen.map(|seen| {
            let (asked, reads, missed) = (view.asked(), view.all_read(), view.missed());
            Box::new(Seen { asked, missed, reads, ..seen })
        }))
    }

    /// Counts a text that is looked at.
    pub(super) fn count(&self, source: &SourceFile) {
        self.read.fetch_add(source.text().len(), Ordering::Relaxed);
    }

    /// True when enough was read. Asked between rounds only, when all threads have come to the same sum.
    pub(super) fn is_full(&self) -> bool {
        self.read.load(Ordering::Relaxed) > self.may_read
    }

    /// Says so in the first file that there is, where not everything was followed.
    fn note_limit(&mut self) {
        if !self.is_full() {
            return;
        }
        let first =
            self.all.iter_mut().enumerate().find_map(|(at, seen)| Some((at, seen.as_mut()?.as_mut().ok()?)));
        if let Some((at, seen)) = first
            && let Some(path) = self.modules.file(at).path.clone()
        {
            let text = "the files around call one another too often to follow them to the end; flows through several of them may be missing";
            seen.examined.notes.push(Note { path, span: None, kind: NoteKind::Limit, text: text.to_owned() });
        }
    }

    /// Rounds until nothing new comes of it.
    fn connect(&mut self) {
        let mut fresh = BTreeSet::new();
        for at in 0..self.all.len() {
            if self.tell(at) {
                fresh.insert(at);
            }
        }
        let routed = self.routed();
        fresh.extend(self.again_at(None, &routed));
        self.settle(fresh);
    }

    /// Hands what tables of routes say over to the files of the views. Gives the files that have something to say and of
    /// which a table says something.
    fn routed(&mut self) -> BTreeSet<usize> {
        self.read_tables();
        let mut parts: BTreeMap<(usize, String, String), bool> = BTreeMap::new();
        for at in 0..self.all.len() {
            for path in self.get(at).iter().flat_map(|seen| &seen.told.paths) {
                let Some((file, view)) = self.modules.lead(at, &path.view) else { continue };
                for (name, harmless) in &path.parts {
                    let known = parts.entry((file, view.clone(), name.clone())).or_insert(true);
                    *known &= harmless;
                }
            }
        }
        let mut files = BTreeSet::new();
        for ((at, view, part), _) in parts.into_iter().filter(|(_, harmless)| *harmless) {
            self.modules.file_mut(at).settled.push((view, part));
            if self.get(at).is_some_and(|seen| !seen.examined.found.is_empty()) {
                files.insert(at);
            }
        }
        files
    }

    /// Rounds until nothing new comes, `fresh` as there, and what they rest on is the whole of the files.
    pub(super) fn settle(&mut self, mut fresh: BTreeSet<usize>) {
        let mut dirty = BTreeSet::new();
        for _ in 0..3 {
            self.rounds(fresh, dirty);
            // What a part of a file tells is more than the whole would: before it counts, the whole is asked.
            let doubtful = self.doubtful();
            if doubtful.is_empty() {
                break;
            }
            self.whole.extend(&doubtful);
            self.modules.take_reclassed();
            fresh = self.again_at(None, &doubtful);
            let classes = self.modules.take_reclassed();
            let makes = |at: &usize| self.get(*at).is_some_and(|seen| !seen.asked.is_disjoint(&classes));
            dirty = (0..self.all.len()).filter(|at| !doubtful.contains(at)).filter(makes).collect();
        }
    }

    /// By file, those whose functions it calls.
    pub(super) fn calls(&self) -> Vec<Vec<usize>> {
        let asked = |at| self.get(at).map(|seen| seen.asked.iter().copied().collect());
        (0..self.all.len()).map(|at| asked(at).unwrap_or_default()).collect()
    }

    /// Takes over what a file tells. True when its functions do something else than before.
    pub(super) fn tell(&mut self, at: usize) -> bool {
        match &self.all[at] {
            Some(Ok(seen)) => self.modules.tell(at, &seen.told),
            _ => false,
        }
    }

    pub(super) fn get(&self, at: usize) -> Option<&Seen> {
        Some(self.all[at].as_ref()?.as_ref().ok()?)
    }

    /// Rounds until nothing new comes; `fresh` are the files whose functions nobody was told of yet, `stale` those that
    /// know less than there is to know by now.
    fn rounds(&mut self, mut fresh: BTreeSet<usize>, mut stale: BTreeSet<usize>) {
        for _ in 0..MAX_ROUNDS {
            if self.is_full() {
                return;
            }
            // Functions that are called and of which nothing is known.
            let (defined, mut dirty) = self.fetch();
            fresh.extend(defined);
            dirty.append(&mut stale);
            self.seek_writers();
            let again = self.fetch_again(&mut dirty);
            fresh.extend(&again);
            // Callers of functions that reach sinks: which data do they pass?
            self.enlist(&fresh);
            let (names, mut passing) = self.callers(&fresh, |at, far| self.leads_into(at, far));
            // What was asked for some functions was asked again where those that they call turned out to matter.
            passing.retain(|at| !self.is_asked_only(*at));
            // Making the words ready costs more than to look at a file: only where there is one.
            let mut changed = again;
            if !passing.is_empty() {
                let names: Vec<&str> = names.iter().map(String::as_str).collect();
                changed = self.tell_at(&Pass::abroad(&names), &passing);
            }
            // Callers of functions that bring data in: where does it go?
            let (mut names, mut fed) = self.callers(&fresh, |_, far| far.brings_in());
            fed.retain(|at| self.get(*at).is_some_and(|seen| seen.sketch.hungry));
            // Readers of variables: the same.
            self.lay(&mut names, &mut fed);
            dirty.extend(self.sow());
            dirty.extend(&fed);
            dirty.extend(passing.intersection(&self.whole));
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let triggers = if fed.is_empty() { None } else { self.job.pass.fed(&names) };
            changed.extend(self.again_at(triggers.as_ref(), &dirty));
            if changed.is_empty() && dirty.is_empty() {
                return;
            }
            fresh = changed;
        }
    }

    /// Asks some files what they do with functions of others. Gives those whose functions do something else than before.
    pub(super) fn tell_at(&mut self, names: &Triggers, files: &BTreeSet<usize>) -> BTreeSet<usize> {
        let numbers: Vec<usize> = files.iter().copied().collect();
        let told = pool::map(self.job.options.threads, &numbers, &|at| {
            let view = View::new(&self.modules, *at);
            let source = self.text(*at)?.ok()?;
            self.count(&source);
            let told = tell_abroad(self.job.pass, &source, self.outline(*at), names, &view).ok()?;
            Some((told, view.asked(), view.missed()))
        });
        let mut changed = BTreeSet::new();
        for (at, told) in numbers.into_iter().zip(told) {
            let (Some((told, asked, missed)), Some(Ok(seen))) = (told, &mut self.all[at]) else { continue };
            seen.told.add(told);
            seen.asked.extend(asked);
            seen.missed.extend(missed);
            if self.tell(at) {
                changed.insert(at);
            }
        }
        changed
    }

    /// Looks at some files again. Gives those whose functions do something else than before.
    pub(super) fn again_at(&mut self, fed: Option<&Triggers>, dirty: &BTreeSet<usize>) -> BTreeSet<usize> {
        let numbers: Vec<usize> = dirty.iter().copied().collect();
        let again = pool::map(self.job.options.threads, &numbers, &|at| {
            let seeded = !self.modules.file(*at).seeds.is_empty();
            self.look(*at, seeded || self.whole.contains(at), fed)
        });
        let mut changed = BTreeSet::new();
        for (at, seen) in numbers.into_iter().zip(again) {
            let (Some(Ok(mut seen)), Some(Ok(before))) = (seen, &mut self.all[at]) else { continue };
            if seen.told.partial {
                // Only a part was looked at; what it passes on was told before.
                let passed = std::mem::take(&mut before.told.passed);
                let more = std::mem::replace(&mut seen.told, std::mem::take(&mut before.told));
                seen.told.passed.extend(passed);
                seen.told.add(more);
                seen.asked.extend(&before.asked);
                seen.missed.extend(std::mem::take(&mut before.missed));
            }
            *before = seen;
            if self.tell(at) {
                changed.insert(at);
            }
        }
        changed
    }

    /// The functions of the `fresh` files that matter to callers, by the words they are called by, and the files that
    /// may call them.
    fn callers(
        &self,
        fresh: &BTreeSet<usize>,
        matters: impl Fn(usize, &FarFunction) -> bool,
    ) -> (BTreeSet<String>, BTreeSet<usize>) {
        let (mut names, mut found) = (BTreeSet::new(), BTreeSet::new());
        for at in fresh {
            let wanted = Callees::of(&self.modules, *at, |_, far| matters(*at, far));
            if !wanted.names.is_empty() {
                self.calling(*at, &wanted, |user| self.may_call(user, *at), &mut names, &mut found);
            }
        }
        (names, found)
    }

    /// Adds the files that may call some functions of a file, and the words by which they do.
    pub(super) fn calling(
        &self,
        at: usize,
        callees: &Callees<'_>,
        counts: impl Fn(usize) -> bool,
        words: &mut BTreeSet<String>,
        found: &mut BTreeSet<usize>,
    ) {
        for user in (0..self.all.len()).filter(|user| *user != at && counts(*user)) {
            let Some(seen) = self.get(user) else { continue };
            let mut called = callees.called_in(&seen.sketch);
            called.extend(callees.called_above(user, &seen.sketch));
            if !called.is_empty() {
                words.extend(called.into_iter().map(str::to_owned));
                found.insert(user);
            }
        }
    }

    /// Hands what files pass over to those that are called. Gives the files that are passed something else than before.
    fn sow(&mut self) -> BTreeSet<usize> {
        let mut passed: BTreeSet<&Passed> = BTreeSet::new();
        for seen in self.all.iter().flatten().flatten() {
            passed.extend(&seen.told.passed);
        }
        let mut seeds: BTreeMap<usize, Vec<Seed>> = BTreeMap::new();
        // The ways of the change first: what was passed before brings nothing.
        for (of_change, passed) in
            [true, false].iter().flat_map(|way| passed.iter().map(move |one| (*way, *one)))
        {
            if self.is_of_change(&passed.source) != of_change {
                continue;
            }
            let Some((at, name)) = self.modules.by_key(&passed.function) else { continue };
            let list = seeds.entry(at).or_default();
            // One way for each parameter and strength of source is enough.
            let known = list.iter().any(|seed| {
                seed.function == name
                    && seed.to == passed.to
                    && seed.source.class == passed.source.class
                    && passed.source.kinds & !seed.source.kinds == Default::default()
            });
            if !known && list.len() < MAX_SEEDS {
                let source = passed.source.clone();
                list.push(Seed { function: name.to_owned(), to: passed.to.clone(), source });
            }
        }
        let mut changed = BTreeSet::new();
        for at in 0..self.all.len() {
            let new = seeds.remove(&at).unwrap_or_default();
            let file = self.modules.file_mut(at);
            if file.seeds != new {
                file.seeds = new;
                changed.insert(at);
            }
        }
        changed
    }

    /// Hands what files leave in variables over to the modules that have these. Adds the names of the variables of which
    /// this tells something new, and the files that may read them.
    fn lay(&mut self, names: &mut BTreeSet<String>, readers: &mut BTreeSet<usize>) {
        self.list_for_variables();
        let mut all: BTreeMap<usize, Vec<Held>> = BTreeMap::new();
        let mut sought: Vec<(usize, String)> = Vec::new();
        let told = (0..self.all.len()).filter_map(|at| Some((at, &self.get(at)?.told.held)));
        let told: Vec<(usize, &Held)> =
            told.flat_map(|(at, held)| held.iter().map(move |held| (at, held))).collect();
        for (of_change, (at, held)) in
            [true, false].iter().flat_map(|way| told.iter().map(move |one| (*way, *one)))
        {
            if self.is_of_change(&held.source) != of_change {
                continue;
            }
            let (owner, name) = match held.global.contains('.') {
                false => (at, held.global.clone()),
                true => match self.modules.lead(at, &held.global) {
                    Some(found) => found,
                    None => continue,
                },
            };
            if of_change || self.is_asked_about(owner, &name) {
                sought.push((owner, name.clone()));
            }
            let list = all.entry(owner).or_default();
            let known = list.iter().any(|known| {
                (&known.global, &known.part, known.anew) == (&name, &held.part, held.anew)
                    && known.source.class == held.source.class
                    && held.source.kinds & !known.source.kinds == Default::default()
            });
            if !known && list.len() < MAX_HELD {
                list.push(Held { global: name, ..held.clone() });
            }
        }
        self.seek_readers(sought);
        for owner in 0..self.all.len().max(self.modules.len()) {
            let changed = self.modules.hold(owner, all.remove(&owner).unwrap_or_default());
            if changed.is_empty() {
                continue;
            }
            let places: Vec<String> = self.modules.names(owner).into_iter().map(str::to_owned).collect();
            for name in changed {
                let last = name.rsplit('.').next().unwrap_or(&name);
                for user in 0..self.all.len() {
                    let Some(seen) = self.get(user) else { continue };
                    let near = || {
                        user == owner
                            || seen.sketch.imports(last)
                            || places.iter().any(|place| seen.sketch.imports(place))
                    };
                    if seen.sketch.uses(last) && near() {
                        readers.insert(user);
                    }
                }
                names.insert(last.to_owned());
            }
        }
    }

    /// Files of which only parts were looked at, and that a finding rests on.
    fn doubtful(&self) -> BTreeSet<usize> {
        let far = |seen: &Seen| {
            seen.examined.found.iter().any(|found| {
                found.finding.trace.iter().any(|step| step.place.path != found.finding.place.path)
            })
        };
        let mut queue: Vec<usize> = (0..self.all.len()).filter(|at| self.get(*at).is_some_and(far)).collect();
        if queue.is_empty() {
            return BTreeSet::new();
        }
        // By file, those that pass data to it.
        let mut passing: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for at in 0..self.all.len() {
            for passed in self.get(at).iter().flat_map(|seen| &seen.told.passed) {
                let called = self.modules.by_key(&passed.function);
                if let Some((to, _)) = called {
                    passing.entry(to).or_default().insert(at);
                }
            }
        }
        let mut found = BTreeSet::new();
        let mut known: BTreeSet<usize> = queue.iter().copied().collect();
        while let Some(at) = queue.pop() {
            let Some(seen) = self.get(at) else { continue };
            if seen.told.partial {
                found.insert(at);
            }
            let asked = seen.asked.iter().chain(passing.get(&at).into_iter().flatten());
            queue.extend(asked.filter(|next| known.insert(**next)));
        }
        found
    }
}

/// Looks at one file.
fn examined(job: Job<'_>, source: SourceFile, how: How<'_>) -> Result<Seen, Box<Skipped>> {
    let skipped = |why| Box::new(Skipped { path: source.path().clone(), why });
    let looked = examine(job.pass, &source, how).map_err(skipped)?;
    let mut examined = looked.examined;
    if let Some(parsed) = looked.parsed.filter(|_| job.prove) {
        prove::prove_found(job.pass, &source, parsed, how.world, &mut examined);
    }
    // The text of a file with nothing to say is not kept: a tree may be larger than memory.
    let source = examined.is_telling().then_some(source);
    Ok(Seen { source, examined, told: looked.told, sketch: looked.sketch, ..Seen::default() })
}
