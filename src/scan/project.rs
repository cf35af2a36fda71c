//! All files of one side together: each is looked at by itself first, then those again that call functions of others,
//! or whose functions are called with outside data, until nothing new comes of it.
//!
//! Each round is settled before the next begins, so the outcome does not depend on the order of files or on threads.

use std::collections::{BTreeMap, BTreeSet};

use super::Options;
use super::examine::{Examined, How, Told, examine, tell_abroad};
use super::modules::{Modules, View};
use super::pass::Pass;
use super::slice::Sketch;
use super::triggers::Triggers;
use super::{pool, prove};
use crate::change::Skipped;
use crate::config::Settings;
use crate::semantic::far::{Alone, FarFunction, Passed, Seed};
use crate::source::{RepoPath, SourceFile};

/// So long may a way through files be.
const MAX_ROUNDS: usize = 8;
/// So many seeds are kept for one file, so that a helper that everything calls stays cheap.
const MAX_SEEDS: usize = 64;

/// What is done.
#[derive(Clone, Copy)]
pub(super) struct Job<'a> {
    pub(super) pass: &'a Pass,
    pub(super) settings: &'a Settings,
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
    told: Told,
    sketch: Sketch,
    /// Files whose functions it calls.
    asked: BTreeSet<usize>,
}

/// Gives the text of a file by number; `None` where this side has none.
pub(super) type Load<'a> = dyn Fn(usize) -> Option<Result<SourceFile, Skipped>> + Sync + 'a;

/// What came of each file.
pub(super) type All = Vec<Option<Result<Seen, Skipped>>>;

/// Looks at all files of a side; the modules say for later proofs what each file sees of the others.
pub(super) fn analyse(
    job: Job<'_>,
    paths: &[Option<RepoPath>],
    load: &Load<'_>,
    progress: &(dyn Fn() + Sync),
) -> (All, Modules) {
    let numbers: Vec<usize> = (0..paths.len()).collect();
    let mut all: All = pool::map(job.options.threads, &numbers, &|at| {
        let how = How { rewrites: job.rewrites, whole: false, world: &Alone, across: job.across, fed: None };
        let seen = load(*at).map(|source| source.and_then(|source| look(job, source, how)));
        progress();
        seen
    });
    let mut modules = Modules::new(paths);
    let mut fresh = BTreeSet::new();
    for (at, seen) in all.iter().enumerate() {
        if let Some(Ok(seen)) = seen
            && modules.tell(at, &seen.told)
        {
            fresh.insert(at);
        }
    }
    let mut whole: BTreeSet<usize> = BTreeSet::new();
    for _ in 0..if job.across { 3 } else { 0 } {
        rounds(job, load, &mut all, &mut modules, &whole, fresh);
        // What a part of a file tells is more than the whole would: before it counts, the whole is asked.
        let doubtful = doubtful(&all, &modules);
        if doubtful.is_empty() {
            break;
        }
        whole.extend(&doubtful);
        fresh = again_at(job, load, &mut all, &mut modules, &whole, None, &doubtful);
    }
    (all, modules)
}

fn look(job: Job<'_>, source: SourceFile, how: How<'_>) -> Result<Seen, Skipped> {
    let skipped = |why| Skipped { path: source.path().clone(), why };
    let looked = examine(job.pass, &source, how).map_err(skipped)?;
    let mut examined = looked.examined;
    if let Some(parsed) = looked.parsed.filter(|_| job.prove) {
        prove::prove_found(job.pass, &source, parsed, how.world, &mut examined);
    }
    // The text of a file with nothing to say is not kept: a tree may be larger than memory.
    let source = examined.is_telling().then_some(source);
    Ok(Seen { source, examined, told: looked.told, sketch: looked.sketch, asked: BTreeSet::new() })
}

/// Rounds until nothing new comes; `fresh` are the files whose functions nobody was told of yet.
fn rounds(
    job: Job<'_>,
    load: &Load<'_>,
    all: &mut All,
    modules: &mut Modules,
    whole: &BTreeSet<usize>,
    mut fresh: BTreeSet<usize>,
) {
    for _ in 0..MAX_ROUNDS {
        // Callers of functions that reach sinks: which data do they pass?
        let (names, passing) = callers(all, modules, &fresh, |far| !far.sinks.is_empty());
        // Making the words ready costs more than to look at a file: only where there is one.
        let mut changed = BTreeSet::new();
        if !passing.is_empty() {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            changed = tell_at(job, load, all, modules, &Pass::abroad(&names), &passing);
        }
        // Callers of functions that bring data in: where does it go?
        let (names, mut fed) = callers(all, modules, &fresh, |far| !far.brings.is_empty());
        fed.retain(|at| matches!(&all[*at], Some(Ok(seen)) if seen.sketch.hungry));
        let mut dirty = sow(all, modules);
        dirty.extend(&fed);
        dirty.extend(passing.intersection(whole));
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let triggers = (!job.options.whole && !fed.is_empty()).then(|| job.pass.fed(job.settings, &names));
        changed.extend(again_at(job, load, all, modules, whole, triggers.as_ref(), &dirty));
        if changed.is_empty() {
            return;
        }
        fresh = changed;
    }
}

/// Asks some files what they do with functions of others. Gives those whose functions do something else than before.
fn tell_at(
    job: Job<'_>,
    load: &Load<'_>,
    all: &mut All,
    modules: &mut Modules,
    names: &Triggers,
    files: &BTreeSet<usize>,
) -> BTreeSet<usize> {
    let numbers: Vec<usize> = files.iter().copied().collect();
    let known: &Modules = modules;
    let told = pool::map(job.options.threads, &numbers, &|at| {
        let view = View::new(known, *at);
        let source = load(*at)?.ok()?;
        let told = tell_abroad(job.pass, &source, names, &view).ok()?;
        Some((told, view.asked()))
    });
    let mut changed = BTreeSet::new();
    for (at, told) in numbers.into_iter().zip(told) {
        let (Some((told, asked)), Some(Ok(seen))) = (told, &mut all[at]) else { continue };
        seen.told.add(told);
        seen.asked.extend(asked);
        if modules.tell(at, &seen.told) {
            changed.insert(at);
        }
    }
    changed
}

/// Looks at some files again. Gives those whose functions do something else than before.
fn again_at(
    job: Job<'_>,
    load: &Load<'_>,
    all: &mut All,
    modules: &mut Modules,
    whole: &BTreeSet<usize>,
    fed: Option<&Triggers>,
    dirty: &BTreeSet<usize>,
) -> BTreeSet<usize> {
    let numbers: Vec<usize> = dirty.iter().copied().collect();
    let known: &Modules = modules;
    let again = pool::map(job.options.threads, &numbers, &|at| {
        let view = View::new(known, *at);
        let seeded = !known.file(*at).seeds.is_empty();
        let how = How {
            rewrites: job.rewrites,
            whole: seeded || whole.contains(at),
            world: &view,
            across: true,
            fed,
        };
        let seen = load(*at)?.and_then(|source| look(job, source, how));
        Some(seen.map(|seen| Seen { asked: view.asked(), ..seen }))
    });
    let mut changed = BTreeSet::new();
    for (at, seen) in numbers.into_iter().zip(again) {
        let (Some(Ok(mut seen)), Some(Ok(before))) = (seen, &mut all[at]) else { continue };
        if seen.told.partial {
            // Only a part was looked at; what it passes on was told before.
            let passed = std::mem::take(&mut before.told.passed);
            let more = std::mem::replace(&mut seen.told, std::mem::take(&mut before.told));
            seen.told.passed.extend(passed);
            seen.told.add(more);
            seen.asked.extend(&before.asked);
        }
        if modules.tell(at, &seen.told) {
            changed.insert(at);
        }
        *before = seen;
    }
    changed
}

/// The word by which a function is called; a constructor goes by its class.
fn called(name: &str) -> &str {
    let name = name.strip_suffix(".__init__").unwrap_or(name);
    name.rsplit('.').next().unwrap_or(name)
}

/// The functions of the `fresh` files that matter to callers, by the words they are called by, and the files that may
/// call them.
fn callers(
    all: &All,
    modules: &Modules,
    fresh: &BTreeSet<usize>,
    matters: fn(&FarFunction) -> bool,
) -> (BTreeSet<String>, BTreeSet<usize>) {
    let (mut names, mut found) = (BTreeSet::new(), BTreeSet::new());
    for at in fresh {
        let wanted: Vec<(&str, Option<&str>)> = modules
            .functions(*at)
            .filter(|(_, far)| matters(far))
            .map(|(name, _)| (called(name), name.split_once('.').map(|(class, _)| class)))
            .collect();
        let places = modules.names(*at);
        for (user, seen) in all.iter().enumerate().filter(|_| !wanted.is_empty()) {
            let Some(Ok(seen)) = seen else { continue };
            if user == *at {
                continue;
            }
            let from_here = places.iter().any(|place| seen.sketch.imports(place));
            for (name, class) in &wanted {
                // A method is called on an object whose class is named; a function is imported, or its module is.
                let named = match class {
                    Some(class) => seen.sketch.uses(class) && (from_here || seen.sketch.imports(class)),
                    None => from_here || seen.sketch.imports(name),
                };
                if named && seen.sketch.uses(name) {
                    names.insert((*name).to_owned());
                    found.insert(user);
                }
            }
        }
    }
    (names, found)
}

/// Hands what files pass over to those that are called. Gives the files that are passed something else than before.
fn sow(all: &All, modules: &mut Modules) -> BTreeSet<usize> {
    let mut passed: BTreeSet<&Passed> = BTreeSet::new();
    for seen in all.iter().flatten().flatten() {
        passed.extend(&seen.told.passed);
    }
    let mut seeds: BTreeMap<usize, Vec<Seed>> = BTreeMap::new();
    for passed in passed {
        let Some((at, name)) = modules.by_key(&passed.function) else { continue };
        let list = seeds.entry(at).or_default();
        // One way for each parameter and strength of source is enough.
        let known = list.iter().any(|seed| {
            seed.function == name
                && seed.param == passed.param
                && seed.source.class == passed.source.class
                && passed.source.kinds & !seed.source.kinds == Default::default()
        });
        if !known && list.len() < MAX_SEEDS {
            let source = passed.source.clone();
            list.push(Seed { function: name.to_owned(), param: passed.param, source });
        }
    }
    let mut changed = BTreeSet::new();
    for at in 0..all.len() {
        let new = seeds.remove(&at).unwrap_or_default();
        let file = modules.file_mut(at);
        if file.seeds != new {
            file.seeds = new;
            changed.insert(at);
        }
    }
    changed
}

/// Files of which only parts were looked at, and that a finding rests on.
fn doubtful(all: &All, modules: &Modules) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    let get = |at: usize| all[at].as_ref().and_then(|seen| seen.as_ref().ok());
    let mut queue: Vec<usize> = (0..all.len())
        .filter(|at| {
            let far = |seen: &Seen| {
                seen.examined.found.iter().any(|found| {
                    found.finding.trace.iter().any(|step| step.place.path != found.finding.place.path)
                })
            };
            get(*at).is_some_and(far)
        })
        .collect();
    let mut known: BTreeSet<usize> = queue.iter().copied().collect();
    while let Some(at) = queue.pop() {
        let Some(seen) = get(at) else { continue };
        if seen.told.partial {
            found.insert(at);
        }
        // Those that it asks, and those that pass data to it.
        let passing = (0..all.len()).filter(|other| {
            get(*other).is_some_and(|other| {
                other
                    .told
                    .passed
                    .iter()
                    .any(|passed| modules.by_key(&passed.function).is_some_and(|(to, _)| to == at))
            })
        });
        for next in seen.asked.iter().copied().chain(passing) {
            if known.insert(next) {
                queue.push(next);
            }
        }
    }
    found
}
