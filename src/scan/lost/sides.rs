//! What one side of a file has and the other lacks, function by function.

use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::here::{Here, Place};
use crate::change::FileChange;
use crate::finding::{Precision, Severity};
use crate::rules::{self, Draft, General, Protection, Protections, Reached, Topic};
use crate::scan::place::code_of_line;
use crate::source::{SourceFile, Span};

/// How conditions are named among protections; calls go by what they call.
const CONDITION: &str = "check";
/// So many lines of a function may be new before it counts as another one, or half of them.
const REWRITTEN: u32 = 10;

/// Both sides of a file.
pub(super) struct Sides<'a, 'm> {
    pub(super) file: &'a FileChange,
    pub(super) base: &'a SourceFile,
    pub(super) head: &'a SourceFile,
    pub(super) before: &'a Protections,
    pub(super) after: &'a Protections,
    /// Looked at where something seems to be lost.
    pub(super) here: LazyCell<Here<'m>, &'a dyn Fn() -> Here<'m>>,
}

impl Sides<'_, '_> {
    /// Protections that say from what they protect.
    pub(super) fn told(&self) -> Vec<(Topic, Draft)> {
        by_place(self.before)
            .into_iter()
            .filter_map(|((scope, topic), old)| self.lost(scope, topic, &old))
            .collect()
    }

    fn lost(&self, scope: &str, topic: Topic, old: &[&Protection]) -> Option<(Topic, Draft)> {
        let of_topic = |other: &&Protection| other.topic == topic;
        let now: Vec<&Protection> =
            self.after.all.iter().filter(of_topic).filter(|other| other.scope == scope).collect();
        let general = |found: &Protections| found.general.iter().filter(|other| other.scope == scope).count();
        if now.len() >= old.len() || general(self.after) > general(self.before) {
            return None;
        }
        let place = self.here.scopes.get(scope)?;
        if self.is_rewritten(place) || self.is_handed_over(place, topic) || place.fixed {
            return None;
        }
        let gone = |one: &&&Protection| {
            let named = |all: &[&Protection]| all.iter().filter(|other| other.name == one.name).count();
            let is_one = |(scope, name): &(String, String)| *scope == one.scope && *name == one.name;
            let turned = self.after.opened.iter().any(is_one);
            let deferred = self.after.deferred.iter().any(is_one);
            named(old) > named(&now)
                && !self.is_still_named(place, one, named(old))
                && !now.iter().any(|other| other.name == one.name && other.shown == one.shown)
                && (self.is_deleted(one.span) || topic == Topic::Xml)
                && place.still_uses(one)
                && !self.went_with(one)
                && !self.is_beside_the_point(place, one)
                && (topic != Topic::Transport || turned)
                && !deferred
        };
        // `ok = check_access(user)` and `if not ok` say one thing: while the call is there, its answer may be asked otherwise.
        let asked_otherwise = |one: &&&Protection| {
            one.name == CONDITION
                && one.subjects.len() == 1
                && now
                    .iter()
                    .any(|other| other.name != CONDITION && old.iter().any(|was| was.name == other.name))
        };
        let one =
            old.iter().filter(|one| !asked_otherwise(one) && !self.holds_still(place, one)).find(gone)?;
        (!self.is_replaced(one) && !self.leaves_out(place, one)).then_some(())?;
        Some((topic, draft(self, place, one)?))
    }

    /// Checks that do not say from what they protect: from what lies behind them.
    pub(super) fn untold(&self) -> Vec<Draft> {
        let mut found = Vec::new();
        for one in self.before.general.iter().filter(|one| one.checks && self.is_deleted(one.span)) {
            let in_scope = |all: &[General]| all.iter().filter(|other| other.scope == one.scope).count();
            let named = |all: &[General]| all.iter().filter(|other| other.name == one.name).count();
            if in_scope(&self.after.general) >= in_scope(&self.before.general)
                || named(&self.after.general) >= named(&self.before.general)
            {
                continue;
            }
            let Some(place) = self.here.scopes.get(one.scope.as_str()) else { continue };
            if self.is_rewritten(place) {
                continue;
            }
            let behind =
                |reached: &&Reached| reached.scope == one.scope && !reached.names.is_disjoint(&one.subjects);
            let reached = self.after.reached.iter().find(behind).map(|reached| reached.topic);
            // What makes queries checks what goes into them.
            let Some(topic) = reached.or(place.queries.then_some(Topic::Query)) else { continue };
            let count = |all: &[Protection]| {
                all.iter().filter(|other| other.scope == one.scope && other.topic == topic).count()
            };
            if count(&self.after.all) > count(&self.before.all) || self.is_handed_over(place, topic) {
                continue;
            }
            let General { name, shown, span, scope, subjects, .. } = one.clone();
            let (roots, holders) = (BTreeSet::new(), Vec::new());
            let one = Protection { topic, name, shown, span, scope, subjects, roots, holders };
            found.extend(draft(self, place, &one));
        }
        found
    }

    /// The call that a condition asked is still made here: its answer is returned, kept, or asked in other words.
    fn holds_still(&self, place: &Place<'_>, one: &Protection) -> bool {
        let asked = bare(self.base.slice(one.span));
        one.name == CONDITION
            && asked.ends_with(')')
            && !asked.starts_with('(')
            && self.here.expressions(place.span).any(|span| bare(self.head.slice(span)) == asked)
    }

    /// A function of the file's own is named as often as before, whatever it does by now.
    fn is_still_named(&self, place: &Place<'_>, one: &Protection, times: usize) -> bool {
        self.head.text().contains(&format!("def {}(", one.name))
            && mentions(self.head.slice(place.span), &one.name) >= times
    }

    /// `check_folder(options.folder)`: what the check is named for is an attribute that is gone from the file, with all
    /// that was done with it.
    fn went_with(&self, one: &Protection) -> bool {
        let (first, last) = self.base.line_range(one.span);
        let lines = self.base.lines();
        let own = self.base.slice(Span { start: lines.span(first).start, end: lines.span(last).end });
        !one.holders.is_empty()
            && one.subjects.iter().any(|name| {
                !one.holders.contains(name)
                    && one.name.contains(name.as_str())
                    && mentions(self.head.text(), name) == 0
                    && mentions(self.base.text(), name) > mentions(own, name)
            })
    }

    /// The weakness is not there without the check either: no pattern is made any more, and a scheme keeps no host away
    /// from a client that knows no others (`urlopen` reads files, too) or is still asked for, `url.startswith("http")`.
    fn is_beside_the_point(&self, place: &Place<'_>, one: &Protection) -> bool {
        let (line, _) = self.base.line_range(one.span);
        let Some(hunk) = self.file.hunks.iter().find(|hunk| hunk.base.contains(&line)) else { return false };
        let count = |source: &SourceFile, lines: Range<u32>, word: &str| -> usize {
            lines.map(|line| mentions(source.slice(source.lines().span(line)), word)).sum()
        };
        let new = |word: &str| count(self.head, hunk.head.clone(), word);
        if one.topic == Topic::Pattern {
            // The escape was one of several.
            return count(self.base, hunk.base.clone(), "re") > 1 && new("re") == 0;
        }
        let rule = one.topic.rule(place.redirects || !(self.here.fetches || one.is_of_hosts()));
        let files = ["urlopen", "urlretrieve"].iter().any(|name| place.uses.contains(name));
        one.name == CONDITION
            && one.subjects.contains("scheme")
            && (rule == "ssrf" && !files || new("startswith") > 0 && new("http") > 0)
    }

    /// Something new of a like name stands here, or a class has another base, which may ask the same.
    fn is_replaced(&self, one: &Protection) -> bool {
        let had = |found: &Protections, name: &str| {
            found.all.iter().any(|other| other.scope == one.scope && other.name == name)
        };
        let mut now =
            self.after.all.iter().filter(|other| other.scope == one.scope && other.name != CONDITION);
        let like = now.any(|other| !had(self.before, &other.name) && other.resembles(one));
        // `_is_url(path)` in the place of `urlsplit(path).scheme in ("http", "https")`.
        let about = |subjects: &BTreeSet<String>| {
            !subjects.is_disjoint(&one.subjects) || !subjects.is_disjoint(&one.roots)
        };
        let asked = |found: &Protections, name: &str| {
            found.asked.iter().any(|(scope, other, _)| *scope == one.scope && other == name)
        };
        let asks = self.after.asked.iter().any(|(scope, name, subjects)| {
            *scope == one.scope && about(subjects) && !asked(self.before, name)
        });
        let is_base = |found: &Protections| found.bases.contains(&(one.scope.clone(), one.name.clone()));
        let mut bases = self.after.bases.iter().filter(|(class, _)| *class == one.scope);
        like || asks && one.name == CONDITION
            || is_base(self.before) && bases.any(|base| !self.before.bases.contains(base))
    }

    /// `form.dict(exclude={"grants"})`: what was looked at is dropped by its name.
    fn leaves_out(&self, place: &Place<'_>, one: &Protection) -> bool {
        let is_new = |span: Span| self.file.hunks.touches(self.head.position(span.start).line);
        let mut dropped = self.here.dropped(place.span).filter(|(_, span)| is_new(*span));
        dropped.any(|(name, _)| one.subjects.contains(name))
    }

    fn is_deleted(&self, span: Span) -> bool {
        let (first, last) = self.base.line_range(span);
        (first..=last).any(|line| self.file.hunks.iter().any(|hunk| hunk.base.contains(&line)))
    }

    /// Most of a function's lines are new: nothing stands where it stood.
    fn is_rewritten(&self, place: &Place<'_>) -> bool {
        let (first, last) = self.head.line_range(place.span);
        let new = (first..=last).filter(|line| self.file.hunks.touches(*line)).count() as u32;
        new > REWRITTEN.max((last - first) / 2)
    }

    /// A function that is called here protects from the same, and did not before.
    fn is_handed_over(&self, place: &Place<'_>, topic: Topic) -> bool {
        let count = |found: &Protections, scope: &str| {
            found.all.iter().filter(|other| other.topic == topic && other.scope == scope).count()
        };
        self.after.all.iter().filter(|other| other.topic == topic).any(|other| {
            let name = other.scope.rsplit('.').next().unwrap_or("");
            place.uses.contains(name) && count(self.after, &other.scope) > count(self.before, &other.scope)
        })
    }
}

/// How often a text holds a word.
fn mentions(text: &str, word: &str) -> usize {
    let is_word = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
    let alone = |(at, _): &(usize, &str)| {
        let before = at.checked_sub(1).and_then(|at| text.as_bytes().get(at));
        !is_word(before) && !is_word(text.as_bytes().get(at + word.len()))
    };
    text.match_indices(word).filter(alone).count()
}

/// A text without white space.
fn bare(text: &str) -> String {
    text.split_whitespace().collect()
}

/// Protections that stand in one place against one thing.
fn by_place(found: &Protections) -> BTreeMap<(&str, Topic), Vec<&Protection>> {
    let mut all: BTreeMap<(&str, Topic), Vec<&Protection>> = BTreeMap::new();
    for protection in &found.all {
        all.entry((&protection.scope, protection.topic)).or_default().push(protection);
    }
    all
}

fn draft(sides: &Sides<'_, '_>, place: &Place<'_>, one: &Protection) -> Option<Draft> {
    let Sides { file, base, head, .. } = *sides;
    let rule = rules::find(one.topic.rule(place.redirects || !(sides.here.fetches || one.is_of_hosts())))?;
    let (first, last) = base.line_range(one.span);
    let inside = head.line_range(place.span);
    let hunk = file.hunks.iter().find(|hunk| (first..=last).any(|line| hunk.base.contains(&line)));
    let speaks = |line: u32| {
        let text = head.slice(head.lines().span(line));
        one.subjects.iter().any(|name| text.contains(name.as_str()))
    };
    let line = match hunk {
        Some(hunk) => hunk.head.clone().find(|line| speaks(*line)).unwrap_or(hunk.head.start),
        None => (inside.0..=inside.1).find(|line| speaks(*line))?,
    };
    let mut line = line.clamp(inside.0, inside.1);
    // What was deleted at the end of a function has only what stands before it to be shown at.
    while line > inside.0 && head.slice(head.lines().span(line)).trim().is_empty() {
        line -= 1;
    }
    let goes_on = one.subjects.iter().chain(&one.roots).find(|name| place.uses(one, name));
    let goes_on = match (one.topic, goes_on) {
        (Topic::Access | Topic::Forgery, _) | (_, None) => "what follows it is still there".to_owned(),
        (_, Some(name)) => format!("`{name}` is still used here"),
    };
    Some(Draft {
        once: None,
        cause: None,
        rule,
        span: code_of_line(head, line),
        severity: Some(Severity::Medium.min(rule.meta.severity)),
        precision: Some(Precision::Medium.min(rule.meta.precision)),
        message: format!("The change takes {} away, which {}; {goes_on}.", one.shown, one.topic.says()),
        far: None,
        trace: Vec::new(),
        proposal: None,
        advice: None,
    })
}
