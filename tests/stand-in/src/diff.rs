//! Differences between two commits as GitHub shows them: rows of the file list, patches, hunks.
//!
//! Lines end at LF alone, as git has it. Knows nothing of pull requests.

use std::collections::BTreeMap;
use std::ops::Range;

use similar::{Algorithm, DiffOp, DiffTag, capture_diff_slices, group_diff_ops};

use crate::objects::{Files, Mode, Objects, Sha};
use crate::world::Limits;

/// What happened to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// Its content changed.
    Modified,
    /// It has another name, and perhaps other content.
    Renamed,
    /// Its mode changed and nothing else, or a submodule moved.
    Changed,
}

impl Status {
    /// GitHub's word for it.
    pub fn word(self) -> &'static str {
        match self {
            Status::Added => "added",
            Status::Removed => "removed",
            Status::Modified => "modified",
            Status::Renamed => "renamed",
            Status::Changed => "changed",
        }
    }
}

/// A line of a hunk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its number on the old side; `None` where it was added.
    pub old: Option<u32>,
    /// Its number on the new side; `None` where it was deleted.
    pub new: Option<u32>,
}

/// A hunk: rows in the order of the patch.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hunk {
    /// The rows, context included.
    pub rows: Vec<Row>,
    /// The hunk's text, header included, without a newline at its end.
    pub text: String,
}

/// A row of the file list.
#[derive(Debug, Clone)]
pub struct FileRow {
    /// What happened.
    pub status: Status,
    /// The path at the head, or at the base for a file that is gone.
    pub path: String,
    /// The path before, if it was renamed.
    pub previous: Option<String>,
    /// The blob at the head, or the last one of a file that is gone. `None` for submodules.
    pub sha: Option<Sha>,
    /// Lines that are new.
    pub additions: usize,
    /// Lines that are gone.
    pub deletions: usize,
    /// The hunks; empty where GitHub renders none.
    pub hunks: Vec<Hunk>,
    /// The hunks as one text; `None` where GitHub gives none.
    pub patch: Option<String>,
}

/// Splits after each LF; the last line may lack one.
pub(crate) fn lines(bytes: &[u8]) -> Vec<&[u8]> {
    bytes.split_inclusive(|byte| *byte == b'\n').collect()
}

/// Whether git would call these bytes binary: a NUL among the first 8,000.
pub(crate) fn is_binary(bytes: &[u8]) -> bool {
    bytes.iter().take(8000).any(|byte| *byte == 0)
}

fn operations(old: &[&[u8]], new: &[&[u8]]) -> Vec<DiffOp> {
    capture_diff_slices(Algorithm::Myers, old, new)
}

/// Where each line of the old text (from 0) stands in the new one, if it stands there unchanged.
pub(crate) fn survivors(old: &[u8], new: &[u8]) -> Vec<Option<u32>> {
    let (old, new) = (lines(old), lines(new));
    let mut map = vec![None; old.len()];
    for operation in operations(&old, &new) {
        if operation.tag() == DiffTag::Equal {
            for (from, to) in operation.old_range().zip(operation.new_range()) {
                map[from] = Some(to as u32);
            }
        }
    }
    map
}

fn span(range: &Range<usize>) -> String {
    // Git counts an empty side from the line before it, and leaves a length of one out.
    match range.len() {
        0 => format!("{},0", range.start),
        1 => format!("{}", range.start + 1),
        length => format!("{},{length}", range.start + 1),
    }
}

/// The text that git puts behind the second `@@`: the last line above the hunk that begins like a name.
fn heading(old: &[&[u8]], start: usize) -> String {
    let begins = |line: &&&[u8]| {
        line.first().is_some_and(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'$'))
    };
    let Some(line) = old[..start].iter().rev().find(begins) else { return String::new() };
    let text = String::from_utf8_lossy(line);
    let short: String = text.trim_end().chars().take(80).collect();
    format!(" {short}")
}

fn hunk(old: &[&[u8]], new: &[&[u8]], group: &[DiffOp]) -> Hunk {
    let (Some(first), Some(last)) = (group.first(), group.last()) else { return Hunk::default() };
    let olds = first.old_range().start..last.old_range().end;
    let news = first.new_range().start..last.new_range().end;
    let mut text = format!("@@ -{} +{} @@{}", span(&olds), span(&news), heading(old, olds.start));
    let mut rows = Vec::new();
    let mut push = |mark: char, line: &[u8], from: Option<usize>, to: Option<usize>| {
        text.push('\n');
        text.push(mark);
        text.push_str(&String::from_utf8_lossy(line.strip_suffix(b"\n").unwrap_or(line)));
        if !line.ends_with(b"\n") {
            text.push_str("\n\\ No newline at end of file");
        }
        let number = |at: Option<usize>| at.map(|at| at as u32 + 1);
        rows.push(Row { old: number(from), new: number(to) });
    };
    for operation in group {
        if operation.tag() == DiffTag::Equal {
            for (from, to) in operation.old_range().zip(operation.new_range()) {
                push(' ', old[from], Some(from), Some(to));
            }
            continue;
        }
        operation.old_range().for_each(|from| push('-', old[from], Some(from), None));
        operation.new_range().for_each(|to| push('+', new[to], None, Some(to)));
    }
    Hunk { rows, text }
}

/// The hunks between two texts, with three lines of context.
pub fn hunks(old: &[u8], new: &[u8]) -> Vec<Hunk> {
    let (old, new) = (lines(old), lines(new));
    let groups = group_diff_ops(operations(&old, &new), 3);
    groups.iter().filter(|group| !group.is_empty()).map(|group| hunk(&old, &new, group)).collect()
}

fn filled(mut row: FileRow, old: &[u8], new: &[u8], limits: &Limits) -> FileRow {
    if is_binary(old) || is_binary(new) || old == new {
        return row;
    }
    let hunks = hunks(old, new);
    let rows = || hunks.iter().flat_map(|hunk| &hunk.rows);
    row.additions = rows().filter(|row| row.old.is_none()).count();
    row.deletions = rows().filter(|row| row.new.is_none()).count();
    let patch = hunks.iter().map(|hunk| hunk.text.as_str()).collect::<Vec<_>>().join("\n");
    if rows().count() <= limits.file_patch_lines && patch.len() <= limits.file_patch_bytes {
        row.patch = Some(patch);
        row.hunks = hunks;
    }
    row
}

/// How much of two texts is alike, from 0 to 1.
fn likeness(old: &[u8], new: &[u8]) -> f64 {
    let (old_lines, new_lines) = (lines(old), lines(new));
    let same: usize = operations(&old_lines, &new_lines)
        .iter()
        .filter(|operation| operation.tag() == DiffTag::Equal)
        .flat_map(|operation| old_lines[operation.old_range()].iter())
        .map(|line| line.len())
        .sum();
    same as f64 / old.len().max(new.len()).max(1) as f64
}

/// Pairs of an old and a new path that are one file renamed.
fn renames(objects: &Objects, base: &Files, head: &Files) -> BTreeMap<String, String> {
    let gone: Vec<_> = base.iter().filter(|(path, _)| !head.contains_key(*path)).collect();
    let come: Vec<_> = head.iter().filter(|(path, _)| !base.contains_key(*path)).collect();
    let mut pairs: BTreeMap<String, String> = BTreeMap::new();
    let mut taken = Vec::new();
    for (path, entry) in &come {
        // Git looks for likeness only while there are few candidates.
        let small = gone.len() * come.len() <= 1000;
        let score = |old: &Sha| match (objects.blob(old), objects.blob(&entry.oid)) {
            _ if *old == entry.oid => 1.0,
            (Some(old), Some(new)) if small && !is_binary(old) && !is_binary(new) => likeness(old, new),
            _ => 0.0,
        };
        let best = gone
            .iter()
            .filter(|(old, _)| !taken.contains(old))
            .map(|(old, was)| (*old, score(&was.oid)))
            .filter(|(_, score)| *score >= 0.5)
            .max_by(|one, other| one.1.total_cmp(&other.1));
        if let Some((old, _)) = best {
            taken.push(old);
            pairs.insert((*path).clone(), old.clone());
        }
    }
    pairs
}

/// The rows of the difference between two sets of files, sorted by path.
pub(crate) fn compare(objects: &Objects, base: &Files, head: &Files, limits: &Limits) -> Vec<FileRow> {
    let renamed = renames(objects, base, head);
    let empty: &[u8] = &[];
    let bytes = |sha: &Sha| objects.blob(sha).map_or(empty, |blob| blob.as_ref());
    let row = |status, path: &str, sha: &Sha, mode: Mode| FileRow {
        status,
        path: path.to_owned(),
        previous: None,
        sha: (mode != Mode::Submodule).then(|| sha.clone()),
        additions: 0,
        deletions: 0,
        hunks: Vec::new(),
        patch: None,
    };
    let mut rows = Vec::new();
    for (path, entry) in head {
        let before = renamed.get(path).unwrap_or(path);
        let Some(was) = base.get(before) else {
            let added = row(Status::Added, path, &entry.oid, entry.mode);
            rows.push(filled(added, empty, bytes(&entry.oid), limits));
            continue;
        };
        if was == entry && before == path {
            continue;
        }
        let status = match () {
            () if before != path => Status::Renamed,
            () if was.oid == entry.oid || entry.mode == Mode::Submodule => Status::Changed,
            () => Status::Modified,
        };
        let mut changed = row(status, path, &entry.oid, entry.mode);
        changed.previous = (before != path).then(|| before.clone());
        rows.push(filled(changed, bytes(&was.oid), bytes(&entry.oid), limits));
    }
    for (path, was) in base {
        if !head.contains_key(path) && !renamed.values().any(|old| old == path) {
            let removed = row(Status::Removed, path, &was.oid, was.mode);
            rows.push(filled(removed, bytes(&was.oid), empty, limits));
        }
    }
    rows.sort_by(|one, other| one.path.cmp(&other.path));
    rows
}
