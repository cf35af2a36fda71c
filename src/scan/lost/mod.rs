//! Protections that a change takes away: an escape, a check, a decorator that stood in a function before and does not
//! any more, while the function goes on with what they looked at.
//!
//! Only the two sides together tell this. What was moved is not lost: where the change as a whole holds as many
//! protections of the kind as before, where something took their place that may do the same, and where the function was
//! written anew, nothing is said.

mod here;
mod sides;

use std::cell::LazyCell;
use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use here::Here;
use sides::Sides;

use super::altered::Altered;
use super::dependencies::is_code;
use super::examine::{self, Found};
use super::pass::Pass;
use super::pool::guarded;
use crate::change::FileChange;
use crate::rules::{self, Draft, Protections, Topic};
use crate::semantic::Analysis;

/// In larger changes code is moved about, and what was lost in one place cannot be told from what was gained in another.
const MAX_FILES: usize = 64;
/// Parts of words that stand in lines that protect. A change that deletes none of them is not looked at.
const STEMS: &[&str] = &[
    "escape",
    "saniti",
    "safe",
    "valid",
    "verif",
    "check",
    "allow",
    "permi",
    "auth",
    "forbid",
    "denied",
    "abort",
    "raise",
    "ensure",
    "require",
    "secure",
    "startswith",
    "basename",
    "commonp",
    "relative_to",
    "netloc",
    "hostname",
    "is_private",
    "\"..\"",
    "'..'",
    "compare",
    "defused",
    "csrf",
    "xsrf",
    "origin",
    "mask",
    "redact",
    "password",
    "protect",
    "signed",
    "trusted",
    "inside",
    "within",
    "is_in",
    "return false",
    "replace(",
    "quote",
    ".clean",
    "assert ",
    "format_html",
    ".name",
    "403",
    "401",
    "\"--\"",
    "'--'",
    "chmod",
    "umask",
    "0o",
    "opener",
    "match(",
    "search(",
    "block",
    "deny",
    "sensitive",
    "secret",
    "verify",
    "allow_pickle",
    "resolve_entities",
    "scheme",
];

/// What a file loses, and how the numbers of its protections change.
#[derive(Debug, Default)]
pub(super) struct Losses {
    found: Vec<(Option<Topic>, Found)>,
    balance: Balance,
}

impl Losses {
    /// True when nothing is lost, and there are as many protections of each kind as before.
    pub(super) fn is_empty(&self) -> bool {
        self.found.is_empty() && self.balance.values().all(|more| *more == 0)
    }
}

/// By topic, how many protections there are more than before.
type Balance = FxHashMap<Topic, i64>;

/// The findings, with the numbers of their files: `all` are the losses by file, of those that may have some.
pub(super) fn lost(pass: &Pass, files: &[FileChange], all: Vec<(usize, Losses)>) -> Vec<(usize, Found)> {
    if all.iter().all(|(_, losses)| losses.found.is_empty()) {
        return Vec::new();
    }
    let mut balance = Balance::default();
    let mut asked = BTreeSet::new();
    for (at, losses) in &all {
        asked.insert(*at);
        losses.balance.iter().for_each(|(topic, more)| *balance.entry(*topic).or_default() += more);
    }
    for (at, file) in files.iter().enumerate() {
        let sides = [(&file.base, -1), (&file.head, 1)];
        if asked.contains(&at) || file.is_same_text() {
            continue;
        }
        for (source, sign) in sides {
            if let Some(source) = source.as_ref().filter(|source| is_code(source.path())) {
                let counted = guarded(&file.path, || {
                    examine::analysed(pass, source, |analysis| {
                        rules::protections(source, analysis, &pass.models)
                    })
                });
                count(&counted.unwrap_or_default(), sign, &mut balance);
            }
        }
    }
    let is_less =
        |topic: &Option<Topic>| topic.is_none_or(|topic| balance.get(&topic).is_some_and(|more| *more < 0));
    let found = all.into_iter().flat_map(|(at, losses)| losses.found.into_iter().map(move |one| (at, one)));
    found.filter(|(_, (topic, _))| is_less(topic)).map(|(at, (_, found))| (at, found)).collect()
}

/// True when the lines that a file of a change of `count` files loses may hold a protection.
pub(super) fn takes_away(file: &FileChange, count: usize) -> bool {
    let (Some(base), Some(head)) = (&file.base, &file.head) else { return false };
    if count > MAX_FILES || !is_code(head.path()) || head.path().is_test() || file.is_same_text() {
        return false;
    }
    let mut asked = 0;
    let mut lines = file.hunks.iter().flat_map(|hunk| hunk.base.clone());
    lines.any(|line| {
        let code = base.slice(base.lines().span(line));
        let text = code.to_ascii_lowercase();
        // An entry of a collection stands on a line of its own.
        let is_entry =
            text.trim_start().starts_with(['"', '\'']) && text.trim_end().ends_with(['"', '\'', ',']);
        is_entry
            || STEMS.iter().any(|stem| text.contains(stem))
            || called(code).any(|name| {
                asked += 1;
                let definition = format!("def {name}(");
                asked <= MAX_CALLED
                    && memchr::memmem::find(base.text().as_bytes(), definition.as_bytes()).is_some()
            })
    })
}

/// So many called names are looked for among the functions of the file, which may protect inside.
const MAX_CALLED: usize = 64;

/// The names right before opening parentheses.
fn called(code: &str) -> impl Iterator<Item = &str> {
    let inside = |letter: char| letter == '_' || letter.is_alphanumeric();
    let before =
        code.match_indices('(').map(move |(at, _)| code[..at].rsplit(move |letter| !inside(letter)).next());
    before.flatten().filter(|name| !name.is_empty())
}

fn count(found: &Protections, sign: i64, balance: &mut Balance) {
    for protection in &found.all {
        *balance.entry(protection.topic).or_default() += sign;
    }
}

/// What a file loses.
pub(super) fn losses(
    pass: &Pass,
    file: &FileChange,
    altered: &Altered<'_>,
    [before, after]: [&Analysis<'_>; 2],
) -> Losses {
    let (base, head) = (altered.base.source, altered.head.source);
    let before = rules::protections(base, before, &pass.models);
    if before.all.is_empty() && before.general.is_empty() {
        return Losses::default();
    }
    let after = rules::protections(head, after, &pass.models);
    let mut balance = Balance::default();
    count(&before, -1, &mut balance);
    count(&after, 1, &mut balance);
    let (module, scopes) = (&altered.head.module, &altered.head.scopes);
    let here = || Here::new(module);
    let sides = Sides { file, base, head, before: &before, after: &after, here: LazyCell::new(&here) };
    let (topics, mut drafts): (Vec<Topic>, Vec<Draft>) = sides.told().into_iter().unzip();
    drafts.extend(sides.untold());
    // What does not say from what it protects is not in the balance.
    let topics = topics.into_iter().map(Some).chain(std::iter::repeat(None));
    let found = examine::stand_for(pass, head, module, scopes, drafts);
    let found = topics.zip(found).filter_map(|(topic, found)| Some((topic, found?))).collect();
    Losses { found, balance }
}
