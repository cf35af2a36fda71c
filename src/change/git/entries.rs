//! The list of files that differ, from git's raw output.

use std::collections::BTreeMap;

#[cfg(target_os = "linux")]
use std::{ffi::OsStr, os::unix::ffi::OsStrExt};

use super::Repository;
#[cfg(target_os = "linux")]
use super::index::is_regular;
use super::revision::Sides;
#[cfg(target_os = "linux")]
use super::worktree::{State, survey};
use crate::change::ChangeError;
use crate::source::RepoPath;

/// Git is asked about so many files by name, and about all where there are more.
#[cfg(target_os = "linux")]
const MAX_ASKED: usize = 64;

/// Output of git that is easy to read, and for which nothing has to run.
const RAW: [&str; 6] = ["--raw", "-z", "--no-abbrev", "--no-renames", "--no-ext-diff", "--no-textconv"];

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
    /// Where that is much cheaper, only what `want` asks for.
    pub(super) fn entries(
        &self,
        sides: &Sides,
        paths: &[RepoPath],
        want: &(dyn Fn(&RepoPath) -> bool + Sync),
    ) -> Result<Entries, ChangeError> {
        let mut entries = Entries::new();
        match (&sides.base, &sides.head) {
            (Some(base), Some(head)) => {
                let args = [&["diff-tree", "-r", "--ignore-submodules=all"], &RAW[..], &[base, head, "--"]];
                add_raw(&mut entries, &self.git.run(&args.concat())?, false);
            }
            // Only an unborn branch has no base; its head is the working tree.
            (None, _) => add_untracked(&mut entries, &self.listed(&["--cached", "--others"], &[])?),
            (Some(base), None) => {
                #[cfg(target_os = "linux")]
                if let Some(entries) = self.surveyed(base, paths, want)? {
                    return Ok(entries);
                }
                let git = self.git.without_filters(self.config()?.filters.clone());
                let args = [&["diff-index", "--ignore-submodules=all"], &RAW[..], &[base, "--"]].concat();
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

    /// As [`entries`](Self::entries), from the commit `base` to the working tree, by looking for ourselves; git is asked
    /// for what the index has staged, and by name for what is not clear. `None` where anything is out of the ordinary.
    #[cfg(target_os = "linux")]
    fn surveyed(
        &self,
        base: &str,
        paths: &[RepoPath],
        want: &(dyn Fn(&RepoPath) -> bool + Sync),
    ) -> Result<Option<Entries>, ChangeError> {
        let survey = self.index().and_then(|index| Some((index, survey(&self.root, index, want)?)));
        let Some((index, survey)) = survey else { return Ok(None) };
        let unclear: Vec<&[u8]> = survey
            .changed
            .iter()
            .filter(|(_, state)| *state == State::Unclear)
            .map(|(at, _)| index.name(*at))
            .collect();
        if unclear.len() > MAX_ASKED {
            return Ok(None);
        }
        let mut entries = Entries::new();
        let same = |(commit, tree): &(String, String)| commit == base && index.tree().as_ref() == Some(tree);
        if !self.checked_out.as_ref().is_some_and(same) {
            let args = [&["diff-index", "--cached", "--ignore-submodules=all"], &RAW[..], &[base, "--"]];
            add_raw(&mut entries, &self.git.run(&args.concat())?, false);
            // What is staged lies on disk too, unless that is found to differ.
            for entry in entries.values_mut().filter(|entry| matches!(entry.head, Place::Blob(_))) {
                entry.head = Place::Disk;
            }
        }
        for (at, state) in &survey.changed {
            let regular = is_regular(index.stat(*at).mode);
            let own = || if regular { Place::Blob(index.id(*at)) } else { Place::Nowhere };
            let name = index.name(*at);
            match state {
                State::Edited => {
                    let entry = entries.entry(name.to_vec());
                    entry.or_insert_with(|| Entry { base: own(), ..Entry::default() }).head = Place::Disk;
                }
                State::Gone => {
                    let entry = entries.entry(name.to_vec());
                    let entry = entry.or_insert_with(|| Entry { base: own(), ..Entry::default() });
                    (entry.head, entry.mode_changed) = (Place::Nowhere, false);
                }
                State::Unclear => drop(entries.remove(name)),
            }
        }
        if !unclear.is_empty() {
            let git = self.git.without_filters(self.config()?.filters.clone());
            let args = [&["diff-index", "--ignore-submodules=all"], &RAW[..], &[base, "--"]].concat();
            let names = unclear.into_iter().map(OsStr::from_bytes);
            let args: Vec<&OsStr> = args.into_iter().map(OsStr::new).chain(names).collect();
            add_raw(&mut entries, &git.run(&args)?, true);
        }
        let all = paths.is_empty() || paths.iter().any(|path| matches!(path.as_str(), "" | "."));
        let within = |name: &&Vec<u8>| {
            let (Ok(name) | Err(name)) = &RepoPath::from_bytes(name);
            all || paths.iter().any(|path| name.is_within(path) || path.is_within(name))
        };
        let found: Vec<&Vec<u8>> = survey.untracked.iter().filter(within).collect();
        if all && (1..=MAX_ASKED).contains(&found.len()) {
            let args = ["ls-files", "-z", "--exclude-standard", "--others", "--"].map(OsStr::new);
            let names = found.into_iter().map(|name| OsStr::from_bytes(name));
            add_untracked(&mut entries, &self.git.run(&args.into_iter().chain(names).collect::<Vec<_>>())?);
        } else if !found.is_empty() {
            add_untracked(&mut entries, &self.listed(&["--others"], paths)?);
        }
        Ok(Some(entries))
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
