//! Which functions of a change do less than before.

use std::collections::{BTreeMap, BTreeSet};

use super::{AllWeaker, Weaker, is_weaker};
use crate::change::{ChangeSet, FileChange, Hunk};
use crate::finding::Place;
use crate::scan::callees::called;
use crate::scan::definitions::Interest;
use crate::scan::dependencies;
use crate::scan::examine::define;
use crate::scan::modules::{Missed, View};
use crate::scan::pool;
use crate::scan::project::Project;
use crate::scan::touched::{Part, Touched, functions};
use crate::semantic::far::FarFunction;
use crate::source::{SourceFile, Span};
use crate::syntax::outline;

/// So many files of a change are looked at for functions that do less.
const MAX_FILES: usize = 64;
/// A function of so many lines may be there to clean something.
const MAX_SMALL: u32 = 20;
/// So many calls lie between such a function and the check that it calls.
const MAX_HOPS: usize = 3;

/// Both sides of a file that loses code inside functions.
struct Candidate<'c> {
    at: usize,
    file: &'c FileChange,
    base: &'c SourceFile,
    head: &'c SourceFile,
    names: BTreeSet<String>,
}

/// What the functions of a candidate do, and what they call of which nothing is known.
type Side = (BTreeMap<String, FarFunction>, BTreeSet<Missed>);

/// A candidate, and the sides of it that are known.
type Turn<'a, 'c> = (&'a Candidate<'c>, [Option<Side>; 2]);

impl Project<'_> {
    /// The functions of a change that do less than before.
    pub(in crate::scan) fn weaker(&mut self, change: &ChangeSet) -> AllWeaker {
        let candidates: Vec<Candidate<'_>> =
            change.files.iter().enumerate().filter_map(candidate).take(MAX_FILES).collect();
        let mut all = Vec::new();
        let mut left: Vec<Turn<'_, '_>> =
            candidates.iter().map(|candidate| (candidate, [None, None])).collect();
        for hop in 0..=MAX_HOPS {
            if left.is_empty() {
                break;
            }
            let sides = pool::map(self.job.options.threads, &left, &|(candidate, known)| {
                let side = |known: &Option<Side>, source: &SourceFile| match known {
                    Some(_) => None,
                    None => self.side_of(candidate, source),
                };
                [side(&known[0], candidate.base), side(&known[1], candidate.head)]
            });
            let mut again = Vec::new();
            let mut open: BTreeSet<(usize, String)> = BTreeSet::new();
            for ((candidate, [before, now]), [new_before, new_now]) in left.into_iter().zip(sides) {
                let (Some(before), Some(now)) = (before.or(new_before), now.or(new_now)) else { continue };
                // A check may have gone to another function, or come from one.
                let differ = unlike(&before.1, &now.1);
                if !differ.is_empty() && hop < MAX_HOPS {
                    self.list();
                    let lead = |dotted: &&String| self.modules.lead(candidate.at, dotted);
                    let asked: Vec<(usize, String)> = differ.iter().filter_map(lead).collect();
                    let fresh =
                        asked.into_iter().filter(|asked| asked.0 != candidate.at && !self.is_known(asked));
                    let count = open.len();
                    open.extend(fresh);
                    if open.len() > count {
                        again.push((candidate, [Some(before), Some(now)]));
                        continue;
                    }
                }
                all.extend(candidate.weaker(&before, &now));
            }
            self.ask(&open);
            // A side that calls nothing in the files that were asked stays as it is.
            let files: BTreeSet<usize> = open.into_iter().map(|(file, _)| file).collect();
            for (candidate, sides) in &mut again {
                let calls = |missed: &Missed| {
                    let led = self.modules.lead(candidate.at, &missed.dotted);
                    led.is_some_and(|(file, _)| file == candidate.at || files.contains(&file))
                };
                for side in sides {
                    *side = side.take().filter(|side| !side.1.iter().any(calls));
                }
            }
            left = again;
        }
        AllWeaker { all, users: BTreeSet::new() }
    }

    fn side_of(&self, candidate: &Candidate<'_>, source: &SourceFile) -> Option<Side> {
        let view = View::whole(&self.modules, candidate.at);
        let (told, _) = define(self.job.pass, source, &candidate.names, &view, Interest::All).ok()??;
        Some((told.exports.into_iter().collect(), view.missed()))
    }
}

/// Names of calls that stand on one side only.
fn unlike<'m>(one: &'m BTreeSet<Missed>, other: &'m BTreeSet<Missed>) -> BTreeSet<&'m String> {
    let names = |side: &'m BTreeSet<Missed>| -> BTreeSet<&'m String> {
        side.iter().map(|missed| &missed.dotted).collect()
    };
    names(one).symmetric_difference(&names(other)).copied().collect()
}

/// A file of which functions lose lines.
fn candidate((at, file): (usize, &FileChange)) -> Option<Candidate<'_>> {
    let (base, head) = (file.base.as_ref()?, file.head.as_ref()?);
    let counts = !file.is_same_text()
        && file.old_path.is_none()
        && dependencies::is_code(head.path())
        && !head.path().is_test();
    if !counts || !file.hunks.iter().any(loses) {
        return None;
    }
    let lines = file.hunks.iter().filter(|hunk| loses(hunk)).map(|hunk| hunk.base.clone());
    let names = Touched::of(base, &outline(base.text())?, lines)?.into_functions();
    (!names.is_empty()).then_some(Candidate { at, file, base, head, names })
}

fn loses(hunk: &Hunk) -> bool {
    !hunk.base.is_empty()
}

impl Candidate<'_> {
    fn weaker(&self, before: &Side, now: &Side) -> Vec<Weaker> {
        let mut parts: Option<Vec<Part>> = None;
        let mut found = Vec::new();
        for name in before.0.keys().chain(now.0.keys().filter(|name| !before.0.contains_key(*name))) {
            // What does nothing to data is not told of.
            let silent = |like: Option<&FarFunction>| FarFunction {
                params: like.map(|far| far.params.clone()).unwrap_or_default(),
                ..FarFunction::default()
            };
            let (was, is) = (before.0.get(name), now.0.get(name));
            let was = was.cloned().unwrap_or_else(|| silent(is));
            let is = is.cloned().unwrap_or_else(|| silent(Some(&was)));
            if !is_weaker(&was, &is, true) {
                continue;
            }
            let parts = parts.get_or_insert_with(|| functions(self.head));
            // A function that is gone is gone for its callers too.
            let Some(part) = parts.iter().find(|part| part.name == *name) else { continue };
            if part.rows.1 - part.rows.0 > MAX_SMALL && !is_weaker(&was, &is, false) {
                continue;
            }
            // What it calls now of which nothing is known may check as well as it did.
            let known: BTreeSet<&String> = before.1.iter().map(|missed| &missed.dotted).collect();
            let own = |missed: &&Missed| {
                !known.contains(&missed.dotted) && self.concerns(part, parts, missed.place)
            };
            let doubtful = now.1.iter().any(|missed| own(&missed) && may_check(&missed.dotted));
            found.extend(self.place(part, parts).map(|place| Weaker {
                at: self.at,
                name: name.clone(),
                before: was.clone(),
                place,
                doubtful,
            }));
        }
        found
    }

    /// True for a place in a function, or in one that it calls and that the change wrote into.
    fn concerns(&self, part: &Part, parts: &[Part], place: Span) -> bool {
        let (first, last) = self.head.line_range(place);
        let code = self.head.slice(part.span);
        part.span.contains(place)
            || ((first..=last).any(|line| self.file.hunks.touches(line))
                && parts
                    .iter()
                    .any(|other| other.span.contains(place) && super::calls(code, called(&other.name))))
    }

    /// Where a function lost code: in itself, else in another that it calls, else anywhere in the file.
    fn place(&self, part: &Part, parts: &[Part]) -> Option<Place> {
        let code = self.head.slice(part.span);
        let other = |other: &&Part| super::calls(code, called(&other.name));
        let line =
            self.line(part.rows).or_else(|| parts.iter().filter(other).find_map(|part| self.line(part.rows)));
        let line = line.or_else(|| self.line((1, self.head.lines().count())))?;
        let lines = (1..=line).rev().map(|line| crate::scan::place::code_of_line(self.head, line));
        let span = lines.into_iter().find(|span| !span.is_empty())?;
        Some(Place { path: self.file.path.clone(), span })
    }

    /// The line, inside some, in which the first of them was lost.
    fn line(&self, (first, last): (u32, u32)) -> Option<u32> {
        let inside = |hunk: &&Hunk| loses(hunk) && hunk.head.start <= last && hunk.head.end >= first;
        let hunks = || self.file.hunks.iter().filter(inside);
        // What stands above the function may have been lost with it.
        let hunk = hunks().find(|hunk| hunk.head.start > first).or_else(|| hunks().next())?;
        Some(hunk.head.start.clamp(first, last))
    }
}

/// False for functions that are known to check nothing, though no model speaks of them.
fn may_check(dotted: &str) -> bool {
    match dotted.strip_prefix('.') {
        // A method of whatever object it is: those of texts and collections have their own treatment.
        Some(method) => !PLAIN.contains(&method),
        None => !crate::rewrite::is_standard(dotted) && dotted.contains('.'),
    }
}

/// Methods of texts, collections and logs.
const PLAIN: &[&str] = &[
    "startswith",
    "endswith",
    "strip",
    "lstrip",
    "rstrip",
    "lower",
    "upper",
    "casefold",
    "split",
    "rsplit",
    "partition",
    "rpartition",
    "replace",
    "join",
    "format",
    "encode",
    "decode",
    "find",
    "index",
    "count",
    "get",
    "pop",
    "setdefault",
    "append",
    "extend",
    "add",
    "update",
    "items",
    "keys",
    "values",
    "copy",
    "exists",
    "is_file",
    "is_dir",
    "debug",
    "info",
    "warning",
    "warn",
    "error",
    "exception",
    "critical",
    "log",
    "write",
];
