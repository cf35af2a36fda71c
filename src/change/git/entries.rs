//! The list of files that differ, from git's raw output.

use std::collections::BTreeMap;

use super::Repository;
use super::revision::Sides;
use crate::change::ChangeError;
use crate::source::RepoPath;

/// Where a side's content is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) enum Place {
    /// No regular file on this side.
    #[default]
    Nowhere,
    /// The blob of this id.
    Blob(String),
    /// The working tree.
    Disk,
}

/// A path with what lies there on both sides.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Entry {
    pub(super) base: Place,
    pub(super) head: Place,
    pub(super) mode_changed: bool,
}

/// Entries by path, as git spells it.
pub(super) type Entries = BTreeMap<Vec<u8>, Entry>;

impl Repository {
    /// Everything that differs between the two sides; untracked files only where `paths` (all, when empty) reach.
    pub(super) fn entries(&self, sides: &Sides, paths: &[RepoPath]) -> Result<Entries, ChangeError> {
        let raw = ["--raw", "-z", "--no-abbrev", "--no-renames", "--no-ext-diff", "--no-textconv"];
        let mut entries = Entries::new();
        match (&sides.base, &sides.head) {
            (Some(base), Some(head)) => {
                let args = [&["diff-tree", "-r", "--ignore-submodules=all"], &raw[..], &[base, head, "--"]];
                add_raw(&mut entries, &self.git.run(&args.concat())?, false);
            }
            // Only an unborn branch has no base; its head is the working tree.
            (None, _) => add_untracked(&mut entries, &self.listed(&["--cached", "--others"], &[])?),
            (Some(base), None) => {
                let git = self.git.without_filters(self.config()?.filters.clone());
                let args = [&["diff-index", "--ignore-submodules=all"], &raw[..], &[base, "--"]].concat();
                let (tracked, untracked) = std::thread::scope(|scope| {
                    let untracked = scope.spawn(|| self.listed(&["--others"], paths));
                    (git.run(&args), untracked.join())
                });
                add_raw(&mut entries, &tracked?, true);
                let untracked = untracked.unwrap_or_else(|_| Ok(Vec::new()))?;
                add_untracked(&mut entries, &untracked);
            }
        }
        Ok(entries)
    }

    fn listed(&self, which: &[&str], paths: &[RepoPath]) -> Result<Vec<u8>, ChangeError> {
        let all = paths.iter().any(|path| matches!(path.as_str(), "" | "."));
        let paths: Vec<&str> = if all { Vec::new() } else { paths.iter().map(RepoPath::as_str).collect() };
        self.git.run(&[&["ls-files", "-z", "--exclude-standard"], which, &["--"], &paths].concat())
    }
}

/// Reads `:100644 100755 <id> <id> M`, NUL, path, NUL.
fn add_raw(entries: &mut Entries, raw: &[u8], head_on_disk: bool) {
    let mut fields = raw.split(|byte| *byte == 0);
    while let (Some(about), Some(path)) = (fields.next(), fields.next()) {
        let about = String::from_utf8_lossy(about);
        let mut about = about.trim_start_matches(':').split(' ');
        let (Some(old_mode), Some(new_mode), Some(old), Some(new), Some(status)) =
            (about.next(), about.next(), about.next(), about.next(), about.next())
        else {
            continue;
        };
        // 100644 and 100755; links are 120000 and submodules 160000, neither is code.
        let regular = |mode: &str| mode.starts_with("100");
        let unmerged = status == "U";
        let entry = entries.entry(path.to_vec()).or_default();
        if regular(old_mode) && old.bytes().any(|digit| digit != b'0') {
            entry.base = Place::Blob(old.to_owned());
        }
        if head_on_disk && (regular(new_mode) || unmerged) {
            entry.head = Place::Disk;
        } else if regular(new_mode) {
            entry.head = Place::Blob(new.to_owned());
        }
        entry.mode_changed |= regular(old_mode) && regular(new_mode) && old_mode != new_mode;
    }
}

fn add_untracked(entries: &mut Entries, listing: &[u8]) {
    // A name that ends in a slash is a repository inside this one: a project of its own.
    for path in listing.split(|byte| *byte == 0).filter(|path| !path.is_empty() && !path.ends_with(b"/")) {
        entries.entry(path.to_vec()).or_default().head = Place::Disk;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn raw_output_is_read() {
        let (one, two, none) = ("1".repeat(40), "2".repeat(40), "0".repeat(40));
        let raw = format!(
            ":100644 100755 {one} {two} M\0a\nb.py\0:000000 120000 {none} {one} A\0link.py\0\
             :160000 160000 {one} {two} M\0sub\0:100644 000000 {one} {none} D\0-gone.py\0"
        );
        let mut entries = Entries::new();
        add_raw(&mut entries, raw.as_bytes(), false);
        let blob = |id: &String| Place::Blob(id.clone());
        assert_eq!(
            entries[&b"a\nb.py"[..]],
            Entry { base: blob(&one), head: blob(&two), mode_changed: true }
        );
        assert_eq!(entries[&b"link.py"[..]], Entry::default());
        assert_eq!(entries[&b"sub"[..]], Entry::default());
        assert_eq!(entries[&b"-gone.py"[..]].base, blob(&one));
        add_raw(&mut entries, b":100644 garbage", true);
        assert_eq!(entries.len(), 4, "a broken line is nothing");
    }
}
