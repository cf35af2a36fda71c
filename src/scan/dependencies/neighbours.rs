//! Manifests and locks that stand beside a changed one and that the change leaves alone.

use std::collections::BTreeSet;

use super::super::pool::guarded;
use crate::change::Context;
use crate::manifest::{self, Format, Manifest};
use crate::source::RepoPath;

/// So many are read.
const MAX_READ: usize = 200;

/// Reads those that the project has.
pub(super) fn read(changed: &[Manifest], context: &dyn Context) -> Vec<Manifest> {
    let own: BTreeSet<&RepoPath> = changed.iter().map(|manifest| &manifest.path).collect();
    let mut wanted: BTreeSet<RepoPath> = BTreeSet::new();
    for manifest in changed {
        let names: &[&str] = match manifest.format {
            Format::Pyproject => &["uv.lock", "poetry.lock", "pdm.lock"],
            Format::Pipfile => &["Pipfile.lock"],
            Format::UvLock | Format::PoetryLock | Format::PdmLock => &["pyproject.toml"],
            Format::PipfileLock => &["Pipfile"],
            _ => continue,
        };
        let beside = names.iter().filter_map(|name| manifest::resolve(&manifest.path, name));
        wanted.extend(beside.filter(|path| !own.contains(path)));
    }
    if wanted.is_empty() {
        return Vec::new();
    }
    let wanted: Vec<RepoPath> = wanted.into_iter().take(MAX_READ).collect();
    let found = context.load(&wanted);
    let read = found.into_iter().flatten().filter_map(|source| {
        let format = Format::of(source.path())?;
        guarded(source.path(), || manifest::read(&source, format)).ok()
    });
    read.collect()
}
