//! What one run looks for: settings made ready, words that a file must hold to matter.

use std::sync::LazyLock;

use super::Options;
use super::definitions::Interest;
use super::examine::How;
use super::slice::{self, Brings, Slice, Sliced};
use super::triggers::{Own, Triggers};
use crate::config::{Custom, CustomRole, Selection, Settings};
use crate::rules::{self, On};
use crate::semantic::models::{Args, Sink, When};
use crate::semantic::{Effect, Kind, Kinds, Models, SourceClass};
use crate::source::SourceFile;

/// The words of all rules, when a project adds none: made once a process, as making them costs more than to scan a file.
static ALL: LazyLock<Triggers> =
    LazyLock::new(|| Triggers::new(rules::all().iter().copied(), &Own::default()));

/// Built once a run, read by all threads.
pub(super) struct Pass {
    pub(super) selection: Option<Selection>,
    pub(super) models: Models,
    pub(super) today: Option<jiff::civil::Date>,
    /// `None` to parse every file whole.
    triggers: Option<Triggers>,
}

impl Pass {
    pub(super) fn new(settings: &Settings, options: Options) -> Self {
        let selection = Selection::new(settings).ok();
        let own = own(settings);
        let all = own.sinks.is_empty()
            && own.sources.is_empty()
            && rules::all()
                .iter()
                .all(|rule| selection.as_ref().is_none_or(|selection| selection.runs(rule.meta.id)));
        let triggers = (!options.whole).then(|| match all {
            true => ALL.clone(),
            false => triggers(selection.as_ref(), &own),
        });
        let models = Models::with(settings.custom.iter().flat_map(effects));
        Self { selection, models, today: settings.today, triggers }
    }

    /// What of a file can matter to any rule, or to others.
    pub(super) fn slice(&self, source: &SourceFile, how: How<'_>) -> Sliced {
        let Some(own) = &self.triggers else {
            // Nothing is known of it that would rule anything out.
            let sketch = slice::sketch(source.text()).sketch.all();
            return Sliced { slice: Slice::Whole, sketch };
        };
        let is_test = source.path().is_test();
        let brings = match how.handing {
            _ if !how.across || is_test || how.fed.is_some() => Brings::No,
            Some(counts) => Brings::Passed(counts),
            None => Brings::Taken,
        };
        slice::slice(
            how.fed.unwrap_or(own),
            source.text(),
            how.outline,
            is_test,
            how.across && !is_test,
            brings,
        )
    }

    /// Functions that may pass data to a sink, or hold some words, are of interest.
    pub(super) fn interest<'a>(&'a self, words: &'a dyn Fn(&str) -> bool) -> Interest<'a> {
        self.triggers.as_ref().map_or(Interest::All, |own| Interest::Sinks(own, words))
    }

    /// The words that matter to other files: names of their functions that reach sinks.
    pub(super) fn abroad(sinks: &[&str]) -> Triggers {
        let own = Own { sinks: sinks.to_vec(), sources: Vec::new(), web: true };
        Triggers::new(std::iter::empty(), &own)
    }

    /// All words that matter, with the names of functions of other files that bring data in; `None` where every file is
    /// looked at as a whole.
    pub(super) fn fed(&self, sources: &[&str]) -> Option<Triggers> {
        Some(self.triggers.as_ref()?.with_fed(sources))
    }

    pub(super) fn runs_in(&self, rule: &str, path: &crate::source::RepoPath) -> bool {
        self.selection.as_ref().is_none_or(|selection| selection.runs_in(rule, path))
    }
}

/// A project's own sinks make files matter that hold no word of a rule, and its sources bring data into them.
fn own(settings: &Settings) -> Own<'_> {
    Own {
        sinks: last_names(settings, |role| matches!(role, CustomRole::Sink { .. })),
        sources: last_names(settings, |role| matches!(role, CustomRole::Source)),
        web: false,
    }
}

fn triggers(selection: Option<&Selection>, own: &Own<'_>) -> Triggers {
    let runs = |rule: &&rules::Rule| selection.is_none_or(|selection| selection.runs(rule.meta.id));
    Triggers::new(rules::all().iter().copied().filter(runs), own)
}

/// The last names of a project's own models of some role.
fn last_names(settings: &Settings, fits: fn(&CustomRole) -> bool) -> Vec<&str> {
    let custom = settings.custom.iter().filter(|custom| fits(&custom.role));
    custom.map(|custom| custom.name.rsplit('.').next().unwrap_or(&custom.name)).collect()
}

/// A model of the project's own in the engine's vocabulary. Kinds are named by the rules that they concern.
fn effects(custom: &Custom) -> Vec<(String, Effect)> {
    let kinds: Vec<Kind> = custom
        .kinds
        .iter()
        .filter_map(|name| rules::find(name))
        .flat_map(|rule| rule.on)
        .filter_map(|on| match on {
            On::Flow(kind, _) => Some(*kind),
            _ => None,
        })
        .collect();
    let set = if custom.kinds.is_empty() { Kinds::OUTSIDE } else { Kinds::of(&kinds) };
    let first = Args { positions: 1, keywords: &[], receiver: false };
    let all = Args { positions: u16::MAX, keywords: &["*"], receiver: false };
    let effects = match custom.role {
        CustomRole::Source => vec![Effect::Source(SourceClass::Request)],
        CustomRole::Sink { argument } => {
            let args = Args {
                positions: 1u16.checked_shl(argument as u32).unwrap_or(0),
                keywords: &[],
                receiver: false,
            };
            kinds.iter().map(|kind| Effect::Sink(Sink { kind: *kind, args, when: When::Always })).collect()
        }
        CustomRole::Sanitizer => vec![Effect::Clean(all, set)],
        CustomRole::Guard => {
            vec![Effect::Guard(first, set), Effect::Check(first, set), Effect::GuardsParameters(set)]
        }
    };
    effects.into_iter().map(|effect| (custom.name.clone(), effect)).collect()
}
