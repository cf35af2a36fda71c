//! What a team says of its dependencies: from settings to what rules ask, and what of it is stale.

use std::sync::atomic::Ordering;

use super::Dependencies;
use crate::config::Settings;
use crate::finding::{Note, NoteKind};
use crate::manifest;
use crate::rules::{Ignored, Policy};
use crate::source::RepoPath;

fn is_over(settings: &Settings, until: Option<jiff::civil::Date>) -> bool {
    until.is_some_and(|until| settings.today.is_some_and(|today| today > until))
}

pub(in crate::scan) fn policy(settings: &Settings) -> Policy {
    let own = &settings.dependencies;
    let ignored = own.ignore.iter().filter(|entry| !is_over(settings, entry.until)).map(|entry| Ignored {
        advisory: entry.advisory.clone(),
        package: entry.package.as_deref().map(manifest::normalise),
        reason: entry.reason.clone(),
        ..Ignored::default()
    });
    Policy {
        ignored: ignored.collect(),
        indexes: own.indexes.clone(),
        private: own.private.iter().map(|name| name.to_lowercase()).collect(),
        light: own.light_groups.clone(),
    }
}

impl Dependencies<'_> {
    /// Entries of what is ignored that silenced nothing, and those that are over. `all` when every file of the project
    /// was looked at: else an entry may be for another file.
    pub(in crate::scan) fn notes(&self, settings: &Settings, all: bool) -> Vec<Note> {
        let own = &settings.dependencies;
        let mut notes = Vec::new();
        let mut tell = |text: String| {
            let path = RepoPath::new(&own.origin);
            notes.push(Note { path, span: None, kind: NoteKind::Suppression, text });
        };
        for (entry, until) in own.ignore.iter().filter_map(|entry| Some((entry, entry.until?))) {
            if settings.today.is_some_and(|today| today > until) {
                tell(format!(
                    "`dependencies.ignore` of {} expired after {until}; it counts again",
                    entry.what()
                ));
            }
        }
        for (entry, used) in
            own.ignore.iter().filter(|entry| !is_over(settings, entry.until)).zip(&self.policy.ignored)
        {
            if all && !used.used.load(Ordering::Relaxed) {
                tell(format!("`dependencies.ignore` of {} silences nothing; remove it", entry.what()));
            }
        }
        notes
    }
}
