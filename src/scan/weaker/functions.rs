//! Which functions of a change do less than before.

use std::collections::{BTreeMap, BTreeSet};

use super::{AllWeaker, Weaker, is_weaker};
use crate::change::{FileChange, Hunk};
use crate::finding::Place;
use crate::scan::altered::{Half, outermost};
use crate::scan::callees::called;
use crate::scan::dependencies;
use crate::scan::modules::{Missed, View};
use crate::scan::pool;
use crate::scan::project::Project;
use crate::scan::touched::{Part, functions, outlined, reached};
use crate::semantic::Analysis;
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
pub(in crate::scan) struct Candidate<'c> {
    at: usize,
    file: &'c FileChange,
    base: &'c SourceFile,
    head: &'c SourceFile,
}

/// What the functions of one side of a candidate do, and what they call of which nothing is known.
pub(in crate::scan) struct Side {
    does: BTreeMap<String, FarFunction>,
    /// With the functions that call it.
    missed: BTreeMap<Missed, String>,
    /// By function of the side, whether it is looked at.
    wanted: Vec<bool>,
}

impl Side {
    /// What a look at a side told.
    pub(in crate::scan) fn of(half: &Half<'_>, analysis: &mut Analysis<'_>, view: &View<'_>) -> Self {
        // What was looked at only because it was called here may not have been on the other side.
        let looked = half.module.functions.iter().zip(&half.wanted);
        let names: BTreeSet<&str> =
            looked.filter(|(_, wanted)| **wanted).map(|(function, _)| function.qualname.as_str()).collect();
        let mut does: BTreeMap<String, FarFunction> =
            std::mem::take(&mut analysis.exports).into_iter().collect();
        does.retain(|name, _| names.contains(name.as_str()));
        let within = |missed: Missed| {
            let function = outermost(&half.module, half.module.function_at(missed.place));
            let name = outlined(&half.module.function(function).qualname).to_owned();
            (missed, name)
        };
        let missed = view.missed().into_iter().map(within).collect();
        Self { does, missed, wanted: half.wanted.clone() }
    }
}

/// The functions that do something else to data than before, or called something that `is_open`: it may have done anything.
pub(in crate::scan) fn differing(
    [before, after]: &[Side; 2],
    is_open: impl Fn(&str) -> bool,
) -> BTreeSet<String> {
    let names: BTreeSet<&String> = before.does.keys().chain(after.does.keys()).collect();
    let differs = |name: &&String| match (before.does.get(*name), after.does.get(*name)) {
        (Some(was), Some(is)) => !was.tells_as(is),
        (Some(only), None) | (None, Some(only)) => only.is_method || !only.is_silent(),
        (None, None) => false,
    };
    let gone = unlike(before, after);
    let gone =
        before.missed.iter().filter(|(missed, _)| gone.contains(&missed.dotted) && is_open(&missed.dotted));
    let found = names.into_iter().filter(differs).map(|name| outlined(name).to_owned());
    // Calls of the module itself lie in no function.
    let gone = gone.map(|(_, function)| function.clone()).filter(|name| !name.is_empty());
    found.chain(gone).collect()
}

impl AllWeaker {
    /// Of some files that lose lines, with what their sides do.
    pub(in crate::scan) fn of(all: Vec<(Candidate<'_>, [Side; 2])>) -> Self {
        let weaker = |(candidate, [before, now]): &(Candidate<'_>, [Side; 2])| candidate.weaker(before, now);
        Self { all: all.iter().flat_map(weaker).collect(), users: BTreeSet::new() }
    }
}

impl Project<'_> {
    /// Asks for functions of other files that only one side of some files calls: a check may have gone to one, or come
    /// from one. What these do is known to the sides then.
    pub(in crate::scan) fn ask_for_sides(&mut self, mut left: Vec<(usize, &FileChange, &mut [Side; 2])>) {
        for _ in 0..MAX_HOPS {
            let mut open: BTreeSet<(usize, String)> = BTreeSet::new();
            left.retain(|(at, _, [before, now])| {
                let differ = unlike(before, now);
                if differ.is_empty() {
                    return false;
                }
                self.list();
                let lead = |dotted: &&String| self.modules.lead(*at, dotted);
                let asked = differ.iter().filter_map(lead);
                // Another file may ask for the same.
                let fresh = asked.filter(|asked| asked.0 != *at && !self.is_known(asked));
                let fresh: Vec<(usize, String)> = fresh.collect();
                let is_open = !fresh.is_empty();
                open.extend(fresh);
                is_open
            });
            if left.is_empty() {
                break;
            }
            self.ask(&open);
            // A side that calls nothing in the files that were asked stays as it is.
            let files: BTreeSet<usize> = open.into_iter().map(|(file, _)| file).collect();
            let again = pool::map(self.job.options.threads, &left, &|(at, file, sides)| {
                let calls = |missed: &Missed| {
                    let led = self.modules.lead(*at, &missed.dotted);
                    led.is_some_and(|(file, _)| file == *at || files.contains(&file))
                };
                [(0, &file.base), (1, &file.head)].map(|(side, source)| {
                    let known = &sides[side];
                    known.missed.keys().any(calls).then(|| self.side_again(*at, source.as_ref()?, known))?
                })
            });
            for ((_, _, sides), again) in left.iter_mut().zip(again) {
                for (known, again) in sides.iter_mut().zip(again) {
                    again.into_iter().for_each(|side| *known = side);
                }
            }
        }
    }

    fn side_again(&self, at: usize, source: &SourceFile, known: &Side) -> Option<Side> {
        let look = || {
            let half = Half::again(source, known.wanted.clone());
            let view = View::whole(&self.modules, at);
            let mut analysis = half.analysis(&self.job.pass.models, &view);
            Side::of(&half, &mut analysis, &view)
        };
        pool::guarded(source.path(), look).ok()
    }
}

/// Names of calls that stand on one side only.
fn unlike<'m>(one: &'m Side, other: &'m Side) -> BTreeSet<&'m String> {
    let names = |side: &'m Side| -> BTreeSet<&'m String> {
        side.missed.keys().map(|missed| &missed.dotted).collect()
    };
    names(one).symmetric_difference(&names(other)).copied().collect()
}

fn loses(hunk: &Hunk) -> bool {
    !hunk.base.is_empty()
}

impl<'c> Candidate<'c> {
    /// A file that loses lines, one of the first so many: `count` are known already.
    pub(in crate::scan) fn of(at: usize, file: &'c FileChange, count: &mut usize) -> Option<Self> {
        let (base, head) = (file.base.as_ref()?, file.head.as_ref()?);
        let counts = !file.is_same_text()
            && file.old_path.is_none()
            && dependencies::is_code(head.path())
            && !head.path().is_test();
        if *count == MAX_FILES || !counts || !file.hunks.iter().any(loses) {
            return None;
        }
        *count += 1;
        Some(Self { at, file, base, head })
    }

    /// The functions that may do something else for what is gone.
    fn names(&self) -> BTreeSet<String> {
        let lines = self.file.hunks.iter().filter(|hunk| loses(hunk)).map(|hunk| hunk.base.clone());
        outline(self.base.text()).map(|outline| reached(self.base, &outline, lines)).unwrap_or_default()
    }

    fn weaker(&self, before: &Side, now: &Side) -> Vec<Weaker> {
        let mut parts: Option<Vec<Part>> = None;
        let mut found = Vec::new();
        let names = self.names();
        for name in &names {
            // What does nothing to data is not told of.
            let silent = |like: Option<&FarFunction>| FarFunction {
                params: like.map(|far| far.params.clone()).unwrap_or_default(),
                ..FarFunction::default()
            };
            let (was, is) = (before.does.get(name), now.does.get(name));
            if was.is_none() && is.is_none() {
                continue;
            }
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
            let known: BTreeSet<&String> = before.missed.keys().map(|missed| &missed.dotted).collect();
            let own = |missed: &&Missed| {
                !known.contains(&missed.dotted) && self.concerns(part, parts, missed.place)
            };
            let doubtful = now.missed.keys().any(|missed| own(&missed) && may_check(&missed.dotted));
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
