//! The change between two folders, without git.

use std::fs;
use std::path::Path;

use rayon::prelude::*;

use super::assemble::{Candidate, Manner, Side, assemble};
use super::files::{folder_error, read, reason, unusual};
use super::{ChangeError, ChangeSet, Folder, Skipped};
use crate::source::RepoPath;

/// Folders that hold a version control system's own files.
const NOT_SOURCE: [&str; 4] = [".git", ".hg", ".svn", ".jj"];

/// What makes the tree under `head` out of the one under `base`, of the files that `want` asks for.
///
/// Paths are relative to the two folders. Symbolic links are not followed and count as missing. Ignore files have no
/// say: of two folders, all is reviewed. Renames are found by likeness, as in a repository. The second value are the
/// files that are the same on both sides.
pub fn compare(
    base: &Path,
    head: &Path,
    want: &(dyn Fn(&RepoPath) -> bool + Sync),
) -> Result<(ChangeSet, Folder), ChangeError> {
    let ((old, _), (new, skipped)) = (walk(base, want)?, walk(head, want)?);
    let mut both: Vec<(RepoPath, bool, bool)> = Vec::with_capacity(new.len());
    let (mut old, mut new) = (old.into_iter().peekable(), new.into_iter().peekable());
    loop {
        let order = match (old.peek(), new.peek()) {
            (None, None) => break,
            (Some(_), None) => std::cmp::Ordering::Less,
            (None, Some(_)) => std::cmp::Ordering::Greater,
            (Some(one), Some(other)) => one.cmp(other),
        };
        let from_old = if order.is_le() { old.next() } else { None };
        let from_new = if order.is_ge() { new.next() } else { None };
        let (in_base, in_head) = (from_old.is_some(), from_new.is_some());
        both.extend(from_new.or(from_old).map(|path| (path, in_base, in_head)));
    }
    let read: Vec<Result<Candidate, RepoPath>> = both
        .into_par_iter()
        .map(|(path, in_base, in_head)| {
            let (base_at, head_at) = (path.under(base), path.under(head));
            let side = |there: bool, at: &Path| if there { read(at) } else { Side::Missing };
            let (base, head) = (side(in_base, &base_at), side(in_head, &head_at));
            // Most files of a tree are equal; they go no further.
            let equal = matches!((&base, &head), (Side::Bytes(old), Side::Bytes(new)) if old == new);
            if equal { Err(path) } else { Ok(Candidate { path, base, head, mode_changed: false }) }
        })
        .collect();
    let (mut candidates, mut equal) = (Vec::new(), Vec::new());
    for file in read {
        match file {
            Ok(candidate) => candidates.push(candidate),
            Err(path) => equal.push(path),
        }
    }
    let change = assemble(candidates, skipped, Manner { any_line_ending: false, wanted: &|_| true });
    Ok((change, Folder::new(head, equal)))
}

/// The wanted regular files under `root`, sorted, and what looks like one but cannot be read.
fn walk(
    root: &Path,
    want: &(dyn Fn(&RepoPath) -> bool + Sync),
) -> Result<(Vec<RepoPath>, Vec<Skipped>), ChangeError> {
    let (mut files, mut skipped) = (Vec::new(), Vec::new());
    // A stack of its own: folders may be nested deeper than the native one is. Each is opened when its turn comes, so
    // that one handle is open at a time.
    let mut folders = vec![String::new()];
    while let Some(prefix) = folders.pop() {
        let entries = match fs::read_dir(root.join(&prefix)) {
            Ok(entries) => entries,
            Err(error) if prefix.is_empty() => return Err(folder_error(root, &error)),
            Err(error) => {
                let path = RepoPath::new(prefix.trim_end_matches('/'));
                skipped.push(Skipped {
                    path,
                    why: format!("the folder could not be entered: {}", reason(&error)),
                });
                continue;
            }
        };
        for entry in entries.filter_map(Result::ok) {
            let Ok(kind) = entry.file_type() else { continue };
            let name = entry.file_name();
            if kind.is_symlink() || (kind.is_dir() && NOT_SOURCE.iter().any(|other| name == *other)) {
                continue;
            }
            let path = format!("{prefix}{}", name.to_string_lossy());
            if name.to_str().is_none() {
                let path = RepoPath::new(&path);
                if kind.is_dir() || want(&path) {
                    skipped.push(Skipped { path, why: "the name is not UTF-8".to_owned() });
                }
            } else if kind.is_dir() {
                folders.push(path + "/");
            } else {
                let path = RepoPath::new(&path);
                match unusual(kind) {
                    _ if !want(&path) => {}
                    None => files.push(path),
                    Some(why) => skipped.push(Skipped { path, why: why.to_owned() }),
                }
            }
        }
    }
    files.sort();
    Ok((files, skipped))
}
