//! Protections that a change takes away: an escape, a check, a decorator that stood in a function before and does not
//! any more, while the function goes on with what they looked at.
//!
//! Only the two sides together tell this. What was moved is not lost: where the change as a whole holds as many
//! protections of the kind as before, where something took their place that may do the same, and where the function was
//! written anew, nothing is said.

mod here;
mod sides;

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use here::Here;
use sides::Sides;

use super::dependencies::is_code;
use super::examine::{self, Found};
use super::pass::Pass;
use super::pool::guarded;
use crate::change::FileChange;
use crate::rules::{self, Draft, Protections, Topic};
use crate::semantic::Scopes;
use crate::source::SourceFile;
use crate::syntax::Module;

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

/// The findings, with the numbers of their files.
pub(super) fn lost(pass: &Pass, files: &[FileChange]) -> Vec<(usize, Found)> {
    if files.len() > MAX_FILES {
        return Vec::new();
    }
    let mut balance: FxHashMap<Topic, i64> = FxHashMap::default();
    let (mut all, mut asked) = (Vec::new(), BTreeSet::new());
    for (at, file) in files.iter().enumerate() {
        if takes_away(file) {
            asked.insert(at);
            let found = guarded(&file.path, || losses(pass, file, &mut balance));
            all.extend(found.unwrap_or_default().into_iter().map(|(topic, found)| (at, topic, found)));
        }
    }
    if all.is_empty() {
        return Vec::new();
    }
    for (at, file) in files.iter().enumerate() {
        let sides = [(&file.base, -1), (&file.head, 1)];
        if asked.contains(&at) || file.is_same_text() {
            continue;
        }
        for (source, sign) in sides {
            if let Some(source) = source.as_ref().filter(|source| is_code(source.path())) {
                let counted = guarded(&file.path, || with_protections(pass, source, |_, _, found| found))
                    .unwrap_or_default();
                count(&counted, sign, &mut balance);
            }
        }
    }
    let is_less =
        |topic: &Option<Topic>| topic.is_none_or(|topic| balance.get(&topic).is_some_and(|more| *more < 0));
    all.into_iter().filter(|(_, topic, _)| is_less(topic)).map(|(at, _, found)| (at, found)).collect()
}

/// True when the lines that a change deletes may hold a protection.
fn takes_away(file: &FileChange) -> bool {
    let (Some(base), Some(head)) = (&file.base, &file.head) else { return false };
    if !is_code(head.path()) || head.path().is_test() || file.is_same_text() {
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

fn count(found: &Protections, sign: i64, balance: &mut FxHashMap<Topic, i64>) {
    for protection in &found.all {
        *balance.entry(protection.topic).or_default() += sign;
    }
}

fn with_protections<T>(
    pass: &Pass,
    source: &SourceFile,
    then: impl FnOnce(&Module, &Scopes, Protections) -> T,
) -> T {
    examine::analysed(pass, source, |analysis| rules::protections(source, analysis, &pass.models), then)
}

/// What a file loses, by topic; the balance of the change is added to.
fn losses(
    pass: &Pass,
    file: &FileChange,
    balance: &mut FxHashMap<Topic, i64>,
) -> Vec<(Option<Topic>, Found)> {
    let (Some(base), Some(head)) = (&file.base, &file.head) else { return Vec::new() };
    let before = with_protections(pass, base, |_, _, found| found);
    if before.all.is_empty() && before.general.is_empty() {
        return Vec::new();
    }
    with_protections(pass, head, |module, scopes, after| {
        count(&before, -1, balance);
        count(&after, 1, balance);
        let here = Here::new(module);
        let sides = Sides { file, base, head, before: &before, after: &after, here: &here };
        let (topics, mut drafts): (Vec<Topic>, Vec<Draft>) = sides.told().into_iter().unzip();
        drafts.extend(sides.untold());
        // What does not say from what it protects is not in the balance.
        let topics = topics.into_iter().map(Some).chain(std::iter::repeat(None));
        let found = examine::stand_for(pass, head, module, scopes, drafts);
        topics.zip(found).filter_map(|(topic, found)| Some((topic, found?))).collect()
    })
}
