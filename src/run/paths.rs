//! Paths as people name them on the command line.

#![cfg_attr(not(feature = "commands"), allow(dead_code, reason = "the image's program asks for a part"))]

use std::path::{Path, PathBuf};

use anyhow::bail;

use crate::config::nearest;

/// Entries of a folder that are compared with a name that is not there.
const COMPARED: usize = 10_000;

/// An error with the nearest right name unless `path` is there. `what` says what it should be: "file or folder".
pub(super) fn must_exist(path: &Path, what: &str) -> anyhow::Result<()> {
    if path.symlink_metadata().is_ok() {
        return Ok(());
    }
    bail!("no {what} {path:?}; {}", hint(path))
}

/// What a path that is not there may have been meant to be.
pub(super) fn hint(path: &Path) -> String {
    let wrong = path
        .ancestors()
        .take_while(|part| !part.as_os_str().is_empty() && part.symlink_metadata().is_err())
        .last()
        .unwrap_or(path);
    let folder = wrong.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let entries = std::fs::read_dir(folder).map(|entries| entries.flatten().take(COMPARED));
    let mut names: Vec<String> = entries
        .map(|entries| entries.filter_map(|entry| entry.file_name().into_string().ok()).collect())
        .unwrap_or_default();
    names.sort();
    let word = wrong.file_name().unwrap_or_default().to_string_lossy();
    match nearest(&word, names.iter().map(String::as_str)) {
        Some(near) => format!("did you mean {:?}?", shown(&wrong.with_file_name(near))),
        None => "check the spelling, paths are taken from the current folder".into(),
    }
}

/// The folder at or above `start` that holds a git repository's working tree.
pub(super) fn repository_root(start: &Path) -> Option<PathBuf> {
    let start = start.canonicalize().ok()?;
    start.ancestors().find(|folder| folder.join(".git").exists()).map(Path::to_path_buf)
}

/// `path` as seen from the current folder, where it lies below it.
pub(super) fn shown(path: &Path) -> String {
    let here = std::env::current_dir().and_then(|here| here.canonicalize()).unwrap_or_default();
    path.strip_prefix(&here).unwrap_or(path).display().to_string()
}

/// The innermost folder that holds all of `folders`, which are absolute.
pub(super) fn common(folders: &[PathBuf]) -> Option<PathBuf> {
    let (first, rest) = folders.split_first()?;
    let holds = |folder: &&Path| rest.iter().all(|other| other.starts_with(folder));
    first.ancestors().find(holds).map(Path::to_path_buf)
}
