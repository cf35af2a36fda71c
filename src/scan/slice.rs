//! Which parts of a file can matter to any rule: what is left out is never parsed.
//!
//! A part matters when it holds the words that a matcher waits for; with it matter the parts that give a meaning to
//! its words (the helpers that it calls, the globals and attributes that it reads, and so on), those that call it or
//! use what it names, and the imports. The answer may be too generous, never too narrow.

use std::cell::LazyCell;
use std::hash::BuildHasher;

use rustc_hash::FxBuildHasher;

use super::carried::Carried;
use super::keep::{Calls, Keep};
use super::meant::{Meant, meant};
use super::spread::{hands, spreads};
use super::triggers::{Set, Triggers};
use crate::source::Span;
use crate::syntax::{Form, Outline, SourcePart, Unit, UnitKind, outline};

/// What of a file has to be looked at.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) enum Slice {
    /// Nothing at all.
    #[default]
    Nothing,
    /// These lines.
    Parts(Vec<SourcePart>),
    /// All of it is to be parsed; what matters in functions lies in these lines.
    Within(Vec<SourcePart>),
    /// All of it.
    Whole,
}

/// A slice, and the words by which the file may speak of others.
#[derive(Debug, Default)]
pub(super) struct Sliced {
    pub(super) slice: Slice,
    pub(super) sketch: Sketch,
}

/// The words of a file, as hashes, sorted: enough to tell which other files it may speak of.
#[derive(Debug, Default)]
pub(super) struct Sketch {
    /// Of its imports.
    imported: Vec<u32>,
    /// Of everything else in its code.
    used: Vec<u32>,
    /// Of methods that it calls or passes on.
    methods: Vec<u32>,
    /// Something in it takes data from requests.
    pub(super) asks: bool,
    /// Something in it could be a sink for such data.
    pub(super) hungry: bool,
}

/// After a dot.
const CALLED: Form = Form::ATTRIBUTE.and(Form::TOLD_ATTRIBUTE);

impl Sketch {
    pub(super) fn of(outline: &Outline<'_>, text: &str) -> Self {
        // By word; each is hashed once, however often it stands there.
        let mut ways = vec![(false, false, false); outline.words.len()];
        for unit in &outline.units {
            let only_imports = unit.kind == UnitKind::Import;
            // A function may import what it needs itself.
            let inside = &text.as_bytes()[unit.span.range()];
            let imports = unit.imports
                || unit.kind == UnitKind::Function && memchr::memmem::find(inside, b"import ").is_some();
            for (word, form) in outline.uses(unit) {
                let (imported, used, called) = &mut ways[word as usize];
                let is_code = form.has(Form::CODE);
                *imported |= is_code && imports;
                *used |= is_code && !only_imports;
                *called |= !only_imports && form.has(CALLED);
            }
        }
        let mut sketch = Self::default();
        for (word, (imported, used, called)) in outline.words.iter().zip(ways) {
            let hash = hash(word);
            sketch.imported.extend(imported.then_some(hash));
            sketch.used.extend(used.then_some(hash));
            sketch.methods.extend(called.then_some(hash));
        }
        for list in [&mut sketch.imported, &mut sketch.used, &mut sketch.methods] {
            list.sort_unstable();
            list.dedup();
            list.shrink_to_fit();
        }
        sketch
    }

    /// For a file of which nothing is left out.
    pub(super) fn all(self) -> Self {
        Self { asks: true, hungry: true, ..self }
    }

    /// True when a method of this name may be called in the file; that it has one of its own does not count.
    pub(super) fn calls(&self, method: &str) -> bool {
        self.methods.binary_search(&hash(method)).is_ok()
    }

    /// True when an import of the file may name this.
    pub(super) fn imports(&self, word: &str) -> bool {
        self.imported.binary_search(&hash(word)).is_ok()
    }

    /// True when its code may name this.
    pub(super) fn uses(&self, word: &str) -> bool {
        self.used.binary_search(&hash(word)).is_ok()
    }
}

fn hash(word: &str) -> u32 {
    FxBuildHasher.hash_one(word) as u32
}

/// Which functions are kept because of the data of requests that they have: somebody elsewhere may have a use for it.
#[derive(Clone, Copy)]
pub(super) enum Brings<'a> {
    /// None.
    No,
    /// Those that take it.
    Taken,
    /// Also those that it is passed to, or may be by callers elsewhere, as far as the change has to do with them.
    Passed(&'a dyn Fn(Span) -> Concern),
}

/// What a change has to do with a part of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Concern {
    /// Nothing.
    No,
    /// What it changed uses the part.
    Used,
    /// The part may do something else than before: it uses what was changed.
    Touched,
    /// The part itself was changed.
    Changed,
}

/// The slice of a text. `is_test` says whether it is test code. `hungry` keeps the parts too whose sinks no data of
/// this file reaches: callers elsewhere may have some; `brings` what has data that they may have a
/// use for. `known` is the text's outline, where somebody made it before.
pub(super) fn slice(
    triggers: &Triggers,
    text: &str,
    known: Option<&Outline<'_>>,
    is_test: bool,
    hungry: bool,
    brings: Brings<'_>,
) -> Sliced {
    let own = if known.is_none() { outline(text) } else { None };
    match known.or(own.as_ref()) {
        Some(outline) => {
            let mut sketch = if hungry { Sketch::of(outline, text) } else { Sketch::default() };
            let slice = slice_of(triggers, text, outline, is_test, hungry.then_some(&mut sketch), brings);
            Sliced { slice, sketch }
        }
        None => Sliced { slice: Slice::Whole, sketch: Sketch::default().all() },
    }
}

/// The words of a text that is looked at whole.
pub(super) fn sketch(text: &str) -> Sliced {
    Sliced {
        slice: Slice::Whole,
        sketch: outline(text).map(|outline| Sketch::of(&outline, text)).unwrap_or_default(),
    }
}

fn slice_of(
    triggers: &Triggers,
    text: &str,
    outline: &Outline<'_>,
    is_test: bool,
    hungry: Option<&mut Sketch>,
    for_others: Brings<'_>,
) -> Slice {
    let brings = !matches!(for_others, Brings::No);
    let conditions = &triggers.conditions;
    let is_hungry = hungry.is_some();
    let across = is_hungry || brings;
    let SetOff { meant, mut any, carried, whole } =
        set_off(triggers, text, outline, is_test, is_hungry, across);
    let nothing = || if whole { Slice::Within(Vec::new()) } else { Slice::Nothing };
    let rooted = |any: &[Set]| any.iter().fold(0, |all, set| all | set);
    if rooted(&any) == 0 && !brings && !is_hungry {
        return nothing();
    }
    let sources: Vec<Set> = (0..outline.units.len()).map(|at| meant.sources(outline, text, at)).collect();
    let wants = conditions.source;
    let asks = conditions.asks;
    if let Some(sketch) = hungry {
        sketch.asks = sources.iter().any(|set| set & conditions.request != 0);
        sketch.hungry = rooted(&any) & conditions.flow & conditions.request != 0;
    } else {
        let brought = rooted(&sources);
        any.iter_mut().for_each(|set| *set &= brought | !wants);
    }
    look_closer(triggers, text, outline, &carried, &mut any);
    let request = if brings { conditions.request } else { 0 };
    let giving: Vec<bool> = outline
        .units
        .iter()
        .zip(&sources)
        .map(|(unit, source)| unit.kind == UnitKind::Function && source & request != 0)
        .collect();
    let changed = |unit: &Unit| match for_others {
        Brings::Passed(concern) => unit.kind == UnitKind::Function && concern(unit.span) == Concern::Changed,
        _ => false,
    };
    if rooted(&any) == 0 && !giving.contains(&true) && !outline.units.iter().any(changed) {
        return nothing();
    }
    let mut keep = Keep::new(outline, text);
    keep.connect();
    let asked = rooted(&any) & asks != 0;
    let named: Vec<bool> = (0..outline.units.len()).map(|at| meant.names_class(at)).collect();
    // Elsewhere somebody may have data for what a function calls.
    let told = |(at, unit): (usize, &Unit)| {
        let all = unit.kind != UnitKind::Function || is_hungry && any[at] != 0 || named[at];
        // A query is put together there, maybe.
        let queries = || asked && outline.literals(unit).iter().any(|literal| is_query(literal.text));
        if all { Set::MAX } else { sources[at] | if queries() { conditions.asks } else { 0 } }
    };
    let telling: Vec<Set> = outline.units.iter().enumerate().map(told).collect();
    let links = keep.links();
    let reach = links.reach(&outline.units, &sources);
    if !is_hungry {
        any.iter_mut().zip(&reach.arrives).for_each(|(set, source)| *set &= source | !wants);
    }
    let sources = reach.arrives.clone();
    let handing = |at: usize, unit: &Unit| match for_others {
        Brings::Passed(concern) if unit.kind == UnitKind::Function => match concern(unit.span) {
            Concern::No => false,
            Concern::Used | Concern::Touched => sources[at] & request != 0,
            Concern::Changed => true,
        },
        _ => false,
    };
    let rooted = rooted(&any);
    // Matchers that follow data of any kind.
    let all = if rooted & conditions.flow & !(wants | asks) != 0 { Set::MAX } else { rooted };
    keep.tell(telling, &named, &links, reach, all);
    for (at, (unit, set)) in outline.units.iter().zip(any).enumerate() {
        if set != 0 && (unit.kind != UnitKind::Import || renames(outline, unit)) {
            let private =
                unit.name.is_none_or(|name| outline.words[name as usize].starts_with('_')) || is_test;
            let public = if private { 0 } else { conditions.asks };
            // A parameter of a public function is source enough, but where clients' data comes it is to be told.
            let callers = set & conditions.flow & !(public & !sources[at]);
            let needs = set & !conditions.alone;
            let calls = match needs {
                0 => Calls::No,
                // Only callers elsewhere have anything to pass.
                set if set & !wants == 0 && set & sources[at] == 0 => Calls::No,
                // A parameter is source enough; what other methods leave in an object is not asked for.
                set if set & !(asks & !sources[at]) == 0 => Calls::Made,
                _ => Calls::All,
            };
            // Where other things than data decide, or data of any kind.
            let all = |set: Set| if set & !(wants | asks) == 0 { set } else { Set::MAX };
            keep.root(at, all(callers), calls, all(needs));
            if unit.kind == UnitKind::Statement && set & conditions.calls != 0 {
                keep.constant(at);
            }
        } else if giving[at] || handing(at, unit) {
            keep.root(at, 0, Calls::No, 0);
        }
    }
    keep.close(|word| meant.knows(word));
    match keep.slice(text.len()) {
        Slice::Parts(parts) if whole => Slice::Within(parts),
        Slice::Nothing if whole => Slice::Within(Vec::new()),
        slice => slice,
    }
}

/// What the words of a text set off.
pub(super) struct SetOff<'s> {
    pub(super) meant: Meant<'s>,
    /// By part, the matchers.
    pub(super) any: Vec<Set>,
    pub(super) carried: Carried,
    /// The whole file is to be parsed.
    pub(super) whole: bool,
}

/// Which matchers the words of a text set off, by part; `across` where files are looked at together.
pub(super) fn set_off<'s>(
    triggers: &'s Triggers,
    text: &str,
    outline: &Outline<'_>,
    is_test: bool,
    is_hungry: bool,
    across: bool,
) -> SetOff<'s> {
    let mut meant = meant(triggers, text, outline, across);
    let mut any: Vec<Set> = (0..outline.units.len()).map(|at| meant.triggered(outline, at)).collect();
    any.iter_mut().for_each(|set| *set = meant.in_file(*set));
    let carried = meant.carry(outline, &mut any);
    let whole = sift(triggers, &meant, text, outline, &mut any, is_test, is_hungry);
    SetOff { meant, any, carried, whole }
}

/// Takes away what other conditions on single parts rule out. True when the whole file is to be parsed.
fn sift(
    triggers: &Triggers,
    meant: &Meant<'_>,
    text: &str,
    outline: &Outline<'_>,
    any: &mut [Set],
    is_test: bool,
    is_hungry: bool,
) -> bool {
    let conditions = &triggers.conditions;
    let mut counts: Vec<(Set, u8, u8)> =
        conditions.parts.iter().map(|(bit, wanted)| (*bit, *wanted, 0)).collect();
    let several = counts.iter().fold(0, |set, (bit, ..)| set | bit);
    let mut whole = false;
    let handed = LazyCell::new(|| hands(text));
    let renamed = LazyCell::new(|| memchr::memmem::find(text.as_bytes(), b"Q as ").is_some());
    for (unit, set) in outline.units.iter().zip(any).filter(|(_, set)| **set != 0) {
        let spread = *set & conditions.spread;
        if spread != 0 && !spreads(&text[unit.span.range()], || is_hungry || *handed) && !*renamed {
            *set &= !spread | meant.by_other_names(outline, unit);
        }
        if is_test {
            *set &= !conditions.untested;
        }
        for (bit, wanted, seen) in &mut counts {
            if *set & *bit != 0 && unit.kind == UnitKind::Function && unit.parent.is_none() {
                *seen = seen.saturating_add(unit.decorators.min(u32::from(u8::MAX)) as u8);
                whole |= seen >= wanted;
            }
        }
        *set &= !several;
        whole |= *set & conditions.whole != 0;
    }
    whole
}

/// Takes away the matchers that say of a part's text that there is nothing in it for them.
pub(super) fn look_closer(
    triggers: &Triggers,
    text: &str,
    outline: &Outline<'_>,
    carried: &Carried,
    any: &mut [Set],
) {
    let asked = triggers.closer.iter().fold(0, |all, (bit, _)| all | bit);
    for (unit, set) in outline.units.iter().zip(any).filter(|(_, set)| **set & asked != 0) {
        for (bit, holds) in &triggers.closer {
            if *set & bit != 0 && !holds(&text[unit.span.range()], &carried.names(outline, unit, *bit)) {
                *set &= !bit;
            }
        }
    }
}

/// Looks like the beginning of SQL.
fn is_query(text: &str) -> bool {
    let text = text.as_bytes().trim_ascii_start();
    let begins =
        |verb: &str| text.get(..verb.len()).is_some_and(|start| start.eq_ignore_ascii_case(verb.as_bytes()));
    ["select ", "insert ", "update ", "delete ", "with "].into_iter().any(begins)
}

/// `import a as b`: what the other name stands for is used under it.
fn renames(outline: &Outline<'_>, unit: &Unit) -> bool {
    outline.mentions(unit).iter().any(|word| outline.words[*word as usize] == "as")
}

#[cfg(test)]
mod tests {
    use super::super::triggers::Own;
    use super::*;
    use crate::rules;

    fn kept(text: &str) -> Option<String> {
        let own = Own { sinks: Vec::new(), sources: Vec::new(), web: false };
        let triggers = Triggers::new(rules::all().iter().copied(), &own);
        match slice(&triggers, text, None, false, false, Brings::No).slice {
            Slice::Nothing => Some(String::new()),
            Slice::Parts(parts) => Some(parts.iter().map(|part| &text[part.span.range()]).collect()),
            Slice::Within(_) | Slice::Whole => None,
        }
    }

    const HARMLESS: &str = "def total(rows):\n    result = 0\n    for row in rows:\n        result += row.price * \
                            row.amount\n    return result\n\n\nclass Basket:\n    limit = 20\n\n    def is_full(self):\n\
                            \x20       return self.limit == 0\n\n\n";

    #[test]
    fn harmless_code_is_left_out() {
        assert_eq!(kept(HARMLESS).as_deref(), Some(""));
        let matters = "import yaml\n\n\ndef settings(text):\n    return yaml.load(text, Loader=LOADER)\n\n\nLOADER = \
                       yaml.Loader\n";
        assert_eq!(kept(&format!("{HARMLESS}{matters}")).as_deref(), Some(matters));
    }

    /// Names that are fed to a table count as long as they are, and no longer: a thread keeps what words mean.
    #[test]
    fn names_of_functions_elsewhere_are_sources_while_they_are_fed() {
        let text = "import json\n\nfrom db import find\n\n\ndef show():\n    return find(asked())\n";
        let plain =
            Triggers::new(std::iter::empty(), &Own { sinks: vec!["find"], sources: Vec::new(), web: true });
        let parts = |triggers: &Triggers| slice(triggers, text, None, false, false, Brings::No).slice;
        assert_eq!(parts(&plain), Slice::Nothing);
        for names in [&["asked", "also"][..], &["also", "asked"]] {
            assert_ne!(parts(&plain.with_fed(names)), Slice::Nothing, "{names:?}");
            assert_eq!(parts(&plain), Slice::Nothing, "after {names:?}");
            assert_eq!(parts(&plain.with_fed(&["also"])), Slice::Nothing, "after {names:?}");
        }
    }

    /// Words that only look like those of a source, a sink or a package, each beside one that is meant.
    #[test]
    fn words_are_told_apart_by_how_they_stand() {
        let view = |body: &str| {
            format!(
                "from django.shortcuts import redirect\n\n\ndef show(request):\n    return redirect({body})\n"
            )
        };
        assert_eq!(kept(&view("find(request.user, kwargs={})")).as_deref(), Some(""), "an argument's name");
        assert_ne!(kept(&view("find(request.resolver_match.kwargs)")).as_deref(), Some(""));
        let method = |channel: &str| {
            format!(
                "import shop\n\n\nclass Page:\n    def get(self, request, name):\n        return name + {channel}\n"
            )
        };
        assert_eq!(kept(&method("\"web\"")).as_deref(), Some(""), "a text that is called like a package");
        assert_ne!(kept(&method("web.suffix")).as_deref(), Some(""));
        let helper = |import: &str| {
            format!(
                "{import}\nfrom django.http import HttpResponse\n\n\ndef show(order):\n    return HttpResponse(ctx.query)\n"
            )
        };
        assert_eq!(
            kept(&helper("from shop import ctx")).as_deref(),
            Some(""),
            "a source of a package not named"
        );
        assert_ne!(kept(&helper("from web import ctx")).as_deref(), Some(""));
        let loads = |import: &str, line: &str| {
            format!(
                "{import}\nimport pickle\n\n\ndef load(store):\n    {line}\n    return pickle.loads(data)\n"
            )
        };
        for (import, harmless, telling) in [
            (
                "import urllib.request",
                "data = store.get(urllib.parse.quote(store.name))",
                "data = urllib.request.urlopen(store.url).read()",
            ),
            ("import sys", "data = store.get(sys.platform)", "data = sys.stdin.buffer.read()"),
            (
                "from rest_framework import serializers",
                "data = store.get(validate_name=True)",
                "def validate_name(self, value): return value\n    data = store.get(validate_name)",
            ),
        ] {
            assert_eq!(kept(&loads(import, harmless)).as_deref(), Some(""), "{harmless}");
            assert_ne!(kept(&loads(import, telling)).as_deref(), Some(""), "{telling}");
        }
    }

    #[test]
    fn who_passes_data_in_is_kept() {
        let sink = "def fetch(address):\n    return open(address)\n\n\n";
        let view = "def show(request):\n    return fetch(request.GET[\"address\"])\n";
        let text = format!("from django.http import HttpRequest\n\n\n{HARMLESS}{sink}{view}");
        let kept = kept(&text).unwrap_or_default();
        assert!(kept.contains(sink) && kept.contains(view) && !kept.contains("Basket"), "{kept}");
    }

    /// What has all the words, but in which the rule finds nothing at a closer look, each beside what it speaks of.
    #[test]
    fn words_that_do_not_come_together_are_left_out() {
        let log = |logged: &str| {
            format!(
                "import logging\n\nlog = logging.getLogger(__name__)\n\n\ndef renew(session, token):\n    value = \
                 session.change(token)\n    log.info({logged})\n"
            )
        };
        for harmless in ["\"a new token for %s\", session.name", "f\"the token's {session.age}\"", "value"] {
            assert_eq!(kept(&log(harmless)).as_deref(), Some(""), "{harmless}");
        }
        for telling in [
            "\"%s\", token",
            "f\"now {token}\"",
            "session[\"access-token\"]",
            "dict(a=session.get(KEY_TOKEN))",
        ] {
            assert_ne!(kept(&log(telling)).as_deref(), Some(""), "{telling}");
        }
        let by_variable = log("value").replace("session.change(token)", "session[\"token\"]");
        assert_ne!(kept(&by_variable).as_deref(), Some(""), "read out under the name of a secret");
        let ours = |comparison: &str| {
            format!("from flask import request\n\n\ndef is_ours(shop):\n    return {comparison}\n")
        };
        for harmless in [
            "request.args[\"token\"] == \"\"",
            "shop.token_type == request.args[\"type\"]",
            "\"/\".join(request.args[\"path\"]).startswith((\"a\", \"b\"))",
            "\"/\".join(request.args[\"path\"]).startswith(\"shop/\")",
        ] {
            assert_eq!(kept(&ours(harmless)).as_deref(), Some(""), "{harmless}");
        }
        for telling in [
            "request.args[\"token\"] == shop.token",
            "request.args[\"it\"] == shop[\"webhook-secret\"]",
            "request.args[\"path\"].startswith(\"https://shop.example.com\")",
            "\"/\".join(request.args[\"path\"]).startswith(shop.folder)",
            "\"shop.example.com\" in request.args[\"url\"]",
        ] {
            assert_ne!(kept(&ours(telling)).as_deref(), Some(""), "{telling}");
        }
        let view = |caught: &str| {
            format!(
                "from django.http import HttpResponse\n\n\ndef show(order):\n    try:\n        text = order.sum()\n    \
                 except ValueError{caught}:\n        text = order.text\n    return HttpResponse(text)\n"
            )
        };
        assert_eq!(kept(&view("")).as_deref(), Some(""), "an exception without a name");
        assert_ne!(kept(&view(" as error")).as_deref(), Some(""));
    }

    #[test]
    fn who_passes_other_data_in_is_left_out() {
        let sink = "def fetch(address):\n    return open(address)\n\n\n";
        let view = "def show(request):\n    return fetch(request.GET[\"address\"])\n\n\n";
        let other = "def report(order):\n    try:\n        order.send()\n    except ValueError as error:\n        \
                     fetch(str(error))\n\n\n";
        let root = "def answer(order):\n    try:\n        order.send()\n    except ValueError as error:\n        return \
                    HttpResponse(str(error))\n";
        let text = format!(
            "from django.http import HttpRequest, HttpResponse\n\n\n{sink}{view}{HARMLESS}{other}{root}"
        );
        let kept = kept(&text).unwrap_or_default();
        assert!(kept.contains(sink) && kept.contains(view) && kept.contains(root), "{kept}");
        assert!(!kept.contains("report"), "{kept}");
    }
}
