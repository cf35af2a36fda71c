//! The files that a change leaves alone: what it calls, and what calls it.

use std::path::{Path, PathBuf};

use super::{ChangeError, files};
use crate::source::{RepoPath, SourceFile};

/// The other files of the project, as both sides of the change have them. They are asked for only where they matter.
pub trait Context: Sync {
    /// The names of the files, sorted. Asked for once a side at most.
    fn paths(&self) -> Vec<RepoPath>;

    /// Their texts, in the order of `paths`; `None` for what cannot be read.
    fn load(&self, paths: &[RepoPath]) -> Vec<Option<SourceFile>>;

    /// As [`load`](Self::load), for files that are only looked through for words. There may be many; a context to which
    /// each has its price may leave some out.
    fn search(&self, paths: &[RepoPath]) -> Vec<Option<SourceFile>> {
        self.load(paths)
    }
}

/// A change of which nothing else is known.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoContext;

impl Context for NoContext {
    fn paths(&self) -> Vec<RepoPath> {
        Vec::new()
    }

    fn load(&self, paths: &[RepoPath]) -> Vec<Option<SourceFile>> {
        vec![None; paths.len()]
    }
}

/// Files below a folder.
#[derive(Debug, Clone)]
pub struct Folder {
    root: PathBuf,
    paths: Vec<RepoPath>,
}

impl Folder {
    /// The files below `root` that `want` asks for, but for those that git would ignore.
    pub fn below(root: &Path, want: &(dyn Fn(&RepoPath) -> bool + Sync)) -> Result<Self, ChangeError> {
        let (paths, _) = files::list(root, &[], want)?;
        Ok(Self { root: root.to_owned(), paths })
    }

    /// The files `paths` below `root`.
    pub(super) fn new(root: &Path, paths: Vec<RepoPath>) -> Self {
        Self { root: root.to_owned(), paths }
    }
}

impl Context for Folder {
    fn paths(&self) -> Vec<RepoPath> {
        self.paths.clone()
    }

    fn load(&self, paths: &[RepoPath]) -> Vec<Option<SourceFile>> {
        files::load_all(&self.root, paths)
    }
}
