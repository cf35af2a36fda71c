//! Bytes of both sides to a [`ChangeSet`]: decoding, renames, hunks. Knows nothing of where the bytes came from.

use rayon::prelude::*;

use super::pair::renames;
use super::{ChangeSet, FileChange, Hunks, Skipped, Status, diff};
use crate::source::{RepoPath, SourceFile};

/// For so many files no threads are started: that takes longer than they do.
pub(super) const FEW: usize = 16;

/// One side of a file as it was found.
#[derive(Debug)]
pub(super) enum Side {
    /// There is no such file on this side.
    Missing,
    /// Its content.
    Bytes(Vec<u8>),
    /// It is there, but could not be read: why.
    Unreadable(String),
}

/// A file that may have changed.
#[derive(Debug)]
pub(super) struct Candidate {
    pub(super) path: RepoPath,
    pub(super) base: Side,
    pub(super) head: Side,
    /// True when it belongs to the change even with equal content: its mode changed.
    pub(super) mode_changed: bool,
}

/// How [`assemble`] goes about it.
#[derive(Clone, Copy)]
pub(super) struct Manner<'a> {
    /// Lines that differ in their endings only count as equal.
    pub(super) any_line_ending: bool,
    /// Files that are asked for; the others serve to recognise renames only.
    pub(super) wanted: &'a (dyn Fn(&RepoPath) -> bool + Sync),
}

/// Makes the change. The order of `candidates` is of no matter.
pub(super) fn assemble(
    mut candidates: Vec<Candidate>,
    mut skipped: Vec<Skipped>,
    manner: Manner<'_>,
) -> ChangeSet {
    crate::source::sort(&mut candidates, |one, other| one.path.cmp(&other.path));
    let few = candidates.len() <= FEW;
    let decoded: Vec<(Option<FileChange>, Option<Skipped>)> = if few {
        candidates.into_iter().map(decode).collect()
    } else {
        candidates.into_par_iter().map(decode).collect()
    };
    let mut files = Vec::new();
    for (file, note) in decoded {
        files.extend(file);
        skipped.extend(note);
    }
    let mut files = join_renamed(files);
    files.retain(|file| (manner.wanted)(&file.path));
    skipped.retain(|note| (manner.wanted)(&note.path));
    let settle = |file: &mut FileChange| file.hunks = hunks(file, manner.any_line_ending);
    if few {
        files.iter_mut().for_each(settle)
    } else {
        files.par_iter_mut().for_each(settle)
    }
    files.sort_by(FileChange::by_path);
    skipped.sort();
    skipped.dedup();
    ChangeSet { files, skipped }
}

fn decode(candidate: Candidate) -> (Option<FileChange>, Option<Skipped>) {
    let Candidate { path, base, head, mode_changed } = candidate;
    if let (Side::Bytes(old), Side::Bytes(new)) = (&base, &head)
        && old == new
        && !mode_changed
    {
        return (None, None);
    }
    let text = |side: Side| match side {
        Side::Missing => Ok(None),
        Side::Unreadable(why) => Err(why),
        Side::Bytes(bytes) => match SourceFile::decode(path.clone(), &bytes) {
            Ok(file) => Ok(Some(file)),
            Err(error) => Err(error.to_string()),
        },
    };
    let gone = matches!(head, Side::Missing);
    let head = match text(head) {
        Ok(head) => head,
        Err(why) => return (None, Some(Skipped { path: path.clone(), why })),
    };
    let new = matches!(base, Side::Missing);
    let (base, note) = match text(base) {
        Ok(base) => (base, None),
        // An old side that was no text had no finding that could be compared.
        Err(why) => {
            (None, Some(Skipped { path: path.clone(), why: format!("old side not compared: {why}") }))
        }
    };
    let status = match (new, gone) {
        (_, true) if base.is_none() => return (None, None),
        (_, true) => Status::Deleted,
        (true, _) => Status::Added,
        (false, false) => Status::Modified,
    };
    (Some(FileChange { path, old_path: None, status, base, head, hunks: Hunks::default() }), note)
}

/// Makes one renamed file of each deleted and added file that are alike.
fn join_renamed(mut files: Vec<FileChange>) -> Vec<FileChange> {
    let places = |status: Status| -> Vec<usize> {
        (0..files.len()).filter(|at| files[*at].status == status).collect()
    };
    let (deleted, added) = (places(Status::Deleted), places(Status::Added));
    let bases: Vec<&SourceFile> = deleted.iter().filter_map(|at| files[*at].base.as_ref()).collect();
    let heads: Vec<&SourceFile> = added.iter().filter_map(|at| files[*at].head.as_ref()).collect();
    let pairs = renames(&bases, &heads);
    for (from, to) in pairs {
        let (from, to) = (deleted[from], added[to]);
        let base = files[from].base.take();
        files[to].old_path = Some(files[from].path.clone());
        files[to].status = Status::Renamed;
        files[to].base = base;
    }
    // A deleted file whose text went into a rename has none left.
    files.retain(|file| file.status != Status::Deleted || file.base.is_some());
    files
}

fn hunks(file: &FileChange, any_line_ending: bool) -> Hunks {
    let base = file.base.as_ref().map_or("", SourceFile::text);
    let head = file.head.as_ref().map_or("", SourceFile::text);
    if any_line_ending { diff::hunks_but_line_endings(base, head) } else { diff::hunks(base, head) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(path: &str, base: Option<&[u8]>, head: Option<&[u8]>) -> Candidate {
        let side = |bytes: Option<&[u8]>| bytes.map_or(Side::Missing, |bytes| Side::Bytes(bytes.to_vec()));
        Candidate { path: RepoPath::new(path), base: side(base), head: side(head), mode_changed: false }
    }

    fn made(candidates: Vec<Candidate>) -> ChangeSet {
        assemble(candidates, Vec::new(), Manner { any_line_ending: false, wanted: &|_| true })
    }

    #[test]
    fn sides_decide_the_status() {
        let change = made(vec![
            candidate("d.py", Some(b"x\n"), None),
            candidate("b.py", None, Some(b"y\n")),
            candidate("c.py", Some(b"x\n"), Some(b"z\n")),
            candidate("same.py", Some(b"x\n"), Some(b"x\n")),
        ]);
        let found: Vec<(&str, Status)> = change.files.iter().map(|f| (f.path.as_str(), f.status)).collect();
        assert_eq!(found, [("b.py", Status::Added), ("c.py", Status::Modified), ("d.py", Status::Deleted)]);
    }

    #[test]
    fn unreadable_head_is_skipped_and_unreadable_base_is_said() {
        let change = made(vec![
            candidate("a.py", Some(b"x\n"), Some(b"\xff")),
            candidate("b.py", Some(b"\xff"), Some(b"x\n")),
            candidate("c.py", Some(b"\xff"), None),
        ]);
        assert_eq!(change.files.len(), 1);
        assert_eq!(change.files[0].status, Status::Modified);
        assert!(change.files[0].base.is_none());
        assert!(change.files[0].hunks.touches(1));
        let notes: Vec<String> = change.skipped.iter().map(|s| format!("{}: {}", s.path, s.why)).collect();
        assert_eq!(notes, ["a.py: not valid UTF-8", "b.py: old side not compared: not valid UTF-8"]);
    }

    #[test]
    fn a_rename_has_both_sides_and_hunks_of_the_edit() {
        let change = made(vec![
            candidate("old.py", Some(b"one = 1\ntwo = 2\nthree = 3\n"), None),
            candidate("new.py", None, Some(b"one = 1\ntwo = 2\nthree = 4\n")),
        ]);
        let [file] = &change.files[..] else { panic!("{:?}", change.files) };
        assert_eq!((file.status, file.path.as_str()), (Status::Renamed, "new.py"));
        assert_eq!(file.old_path.as_ref().map(RepoPath::as_str), Some("old.py"));
        assert_eq!(file.base.as_ref().map(|base| base.path().as_str()), Some("old.py"));
        assert!(file.hunks.touches(3) && !file.hunks.touches(1));
    }
}
