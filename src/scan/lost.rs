//! Protections that a change takes away: an escape, a check, a decorator that stood in a function before and does not
//! any more, while the function goes on with what they looked at.
//!
//! Only the two sides together tell this. What was moved is not lost: where the change as a whole holds as many
//! protections of the kind as before, where something took their place that may do the same, and where the function was
//! written anew, nothing is said.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::dependencies::is_code;
use super::examine::{self, Found};
use super::pass::Pass;
use super::place::code_of_line;
use super::pool::guarded;
use crate::change::FileChange;
use crate::finding::{Precision, Severity};
use crate::rules::{self, Draft, General, Protection, Protections, Reached, Topic};
use crate::semantic::{Scopes, analyse};
use crate::source::{SourceFile, Span};
use crate::syntax::{self, ExprKind, Module};

/// In larger changes code is moved about, and what was lost in one place cannot be told from what was gained in another.
const MAX_FILES: usize = 64;
/// So many lines of a function may be new before it counts as another one, or half of them.
const REWRITTEN: u32 = 10;

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
    "denied",
    "sensitive",
    "secret",
    "verify",
    "allow_pickle",
    "resolve_entities",
    "scheme",
];

/// Names of which one is called where XML is read.
const READS_XML: &[&str] =
    &["parse", "fromstring", "iterparse", "parseString", "XML", "XMLParser", "fromstringlist", "read"];

/// The findings, with the numbers of their files.
pub(super) fn lost(pass: &Pass, files: &[FileChange]) -> Vec<(usize, Found)> {
    let mut balance: FxHashMap<Topic, i64> = FxHashMap::default();
    let (mut all, mut asked) = (Vec::new(), BTreeSet::new());
    for (at, file) in files.iter().enumerate() {
        if takes_away(file) {
            asked.insert(at);
            let found = guarded(&file.path, || losses(pass, file, &mut balance));
            all.extend(found.unwrap_or_default().into_iter().map(|(topic, found)| (at, topic, found)));
        }
    }
    if all.is_empty() || files.len() > MAX_FILES {
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
    let mut lines = file.hunks.iter().flat_map(|hunk| hunk.base.clone());
    lines.any(|line| {
        let text = base.slice(base.lines().span(line));
        let text = text.to_ascii_lowercase();
        // An entry of a collection stands on a line of its own.
        let is_entry =
            text.trim_start().starts_with(['"', '\'']) && text.trim_end().ends_with(['"', '\'', ',']);
        is_entry || STEMS.iter().any(|stem| text.contains(stem))
    })
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
    let module = syntax::parse(source.text());
    let scopes = Scopes::new(&module);
    let analysis = analyse(source.path(), &module, &scopes, &pass.models);
    let found = rules::protections(source, &analysis, &pass.models);
    drop(analysis);
    then(&module, &scopes, found)
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

/// Both sides of a file.
struct Sides<'a, 'm> {
    file: &'a FileChange,
    base: &'a SourceFile,
    head: &'a SourceFile,
    before: &'a Protections,
    after: &'a Protections,
    here: &'a Here<'m>,
}

impl Sides<'_, '_> {
    /// Protections that say from what they protect.
    fn told(&self) -> Vec<(Topic, Draft)> {
        by_place(self.before)
            .into_iter()
            .filter_map(|((scope, topic), old)| self.lost(scope, topic, &old))
            .collect()
    }

    fn lost(&self, scope: &str, topic: Topic, old: &[&Protection]) -> Option<(Topic, Draft)> {
        let place = self.here.scopes.get(scope)?;
        let of_topic = |other: &&Protection| other.topic == topic;
        let now: Vec<&Protection> =
            self.after.all.iter().filter(of_topic).filter(|other| other.scope == scope).collect();
        let general = |found: &Protections| found.general.iter().filter(|other| other.scope == scope).count();
        if now.len() >= old.len()
            || general(self.after) > general(self.before)
            || self.is_rewritten(place)
            || self.is_handed_over(place, topic)
        {
            return None;
        }
        let gone = |one: &&&Protection| {
            let named = |all: &[&Protection]| all.iter().filter(|other| other.name == one.name).count();
            let turned =
                self.after.opened.iter().any(|(scope, name)| *scope == one.scope && *name == one.name);
            named(old) > named(&now)
                && !now.iter().any(|other| other.name == one.name && other.shown == one.shown)
                && (self.is_deleted(one.span) || topic == Topic::Xml)
                && place.still_uses(one)
                && (topic != Topic::Transport || turned)
        };
        let one = old.iter().find(gone)?;
        Some((topic, draft(self, place, one)?))
    }

    /// Checks that do not say from what they protect: from what lies behind them.
    fn untold(&self) -> Vec<Draft> {
        let mut found = Vec::new();
        for one in self.before.general.iter().filter(|one| one.checks && self.is_deleted(one.span)) {
            let Some(place) = self.here.scopes.get(one.scope.as_str()) else { continue };
            let in_scope = |all: &[General]| all.iter().filter(|other| other.scope == one.scope).count();
            let named = |all: &[General]| all.iter().filter(|other| other.name == one.name).count();
            if in_scope(&self.after.general) >= in_scope(&self.before.general)
                || named(&self.after.general) >= named(&self.before.general)
                || self.is_rewritten(place)
            {
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
            let one = Protection { topic, name, shown, span, scope, subjects, roots: BTreeSet::new() };
            found.extend(draft(self, place, &one));
        }
        found
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

/// Protections that stand in one place against one thing.
fn by_place(found: &Protections) -> BTreeMap<(&str, Topic), Vec<&Protection>> {
    let mut all: BTreeMap<(&str, Topic), Vec<&Protection>> = BTreeMap::new();
    for protection in &found.all {
        all.entry((&protection.scope, protection.topic)).or_default().push(protection);
    }
    all
}

/// A function or class of the new side.
struct Place<'m> {
    span: Span,
    uses: BTreeSet<&'m str>,
    redirects: bool,
    queries: bool,
}

impl Place<'_> {
    /// The code goes on with what was looked at; who may do what is asked of all that follows.
    fn still_uses(&self, one: &Protection) -> bool {
        if one.topic == Topic::Xml && one.subjects.is_empty() && one.name != "monkey_patch" {
            return READS_XML.iter().any(|name| self.uses.contains(name));
        }
        let of_all = matches!(one.topic, Topic::Access | Topic::Forgery) || one.subjects.is_empty();
        let uses = |names: &BTreeSet<String>| names.iter().any(|name| self.uses.contains(name.as_str()));
        of_all || uses(&one.subjects) || uses(&one.roots)
    }
}

/// Functions and classes of the new side by dotted name.
struct Here<'m> {
    scopes: FxHashMap<&'m str, Place<'m>>,
    /// Something in the file asks other hosts.
    fetches: bool,
}

impl<'m> Here<'m> {
    fn new(module: &'m Module) -> Self {
        let mut here = Self { scopes: FxHashMap::default(), fetches: false };
        let place = |span| Place { span, uses: BTreeSet::new(), redirects: false, queries: false };
        for class in &module.classes {
            here.scopes.entry(&class.qualname).or_insert_with(|| place(class.span));
        }
        for function in &module.functions {
            here.scopes.entry(&function.qualname).or_insert_with(|| place(function.span));
        }
        for expr in &module.exprs {
            let (ExprKind::Name(name) | ExprKind::Attr { name, .. }) = &expr.kind else { continue };
            let name = module.name(*name);
            here.fetches |= matches!(
                name,
                "requests" | "httpx" | "urlopen" | "aiohttp" | "urllib3" | "fetch" | "http_client"
            );
            let scope = &module.function(module.function_at(expr.span)).qualname;
            if let Some(place) = here.scopes.get_mut(scope.as_str()) {
                let lower = name.to_ascii_lowercase();
                place.redirects |= lower.contains("redirect");
                place.queries |= lower == "sql" || lower.ends_with("_sql") || lower.starts_with("sql_");
                place.uses.insert(name);
            }
        }
        for function in &module.functions {
            if let Some(place) = here.scopes.get_mut(function.qualname.as_str()) {
                let lower = function.qualname.to_ascii_lowercase();
                place.redirects |= lower.contains("redirect");
                place.queries |= lower == "as_sql" || lower.ends_with("_sql") || lower.ends_with(".as_sql");
            }
        }
        here
    }
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
    let goes_on = one.subjects.iter().chain(&one.roots).find(|name| place.uses.contains(name.as_str()));
    let goes_on = match (one.topic, goes_on) {
        (Topic::Access | Topic::Forgery, _) | (_, None) => "what follows it is still there".to_owned(),
        (_, Some(name)) => format!("`{name}` is still used here"),
    };
    Some(Draft {
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
