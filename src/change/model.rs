//! The types that a change is made of.

use super::Hunks;
use crate::source::{RepoPath, SourceFile};

/// What happened to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// New on the head side.
    Added,
    /// On both sides under one name.
    Modified,
    /// On both sides under two names.
    Renamed,
    /// Gone from the head side.
    Deleted,
}

/// One file of a change.
#[derive(Debug, Clone)]
pub struct FileChange {
    /// Name on the head side; of a deleted file, the name that it had.
    pub path: RepoPath,
    /// Name on the base side, where that differs.
    pub old_path: Option<RepoPath>,
    /// What happened.
    pub status: Status,
    /// Text before; `None` for an added file or one whose old side could not be read.
    pub base: Option<SourceFile>,
    /// Text after; `None` for a deleted file or one whose new side could not be read.
    pub head: Option<SourceFile>,
    /// The lines that differ.
    pub hunks: Hunks,
}

impl FileChange {
    /// The order of a change's files.
    pub(crate) fn by_path(&self, other: &Self) -> std::cmp::Ordering {
        self.path.cmp(&other.path)
    }

    /// True when both sides hold the same text: a rename alone, a changed mode.
    pub fn is_same_text(&self) -> bool {
        matches!((&self.base, &self.head), (Some(base), Some(head)) if base.text() == head.text())
    }
}

/// A file that was not reviewed, and why, in one line.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Skipped {
    /// Which file.
    pub path: RepoPath,
    /// Why, without a full stop: "binary content".
    pub why: String,
}

/// Everything that a change touches, sorted by path.
#[derive(Debug, Clone, Default)]
pub struct ChangeSet {
    /// Files of interest with both their sides.
    pub files: Vec<FileChange>,
    /// What could not be read.
    pub skipped: Vec<Skipped>,
}
