//! The files that a change leaves alone: what it calls, and what calls it.

use std::path::{Path, PathBuf};

use super::{ChangeError, files};
use crate::source::{RepoPath, SourceFile};

/// Tells by a file's bytes whether it may be one that is sought.
pub type MayMatter<'a> = dyn Fn(&[u8]) -> bool + Sync + 'a;

/// The other files of the project, as both sides of the change have them. They are asked for only where they matter.
pub trait Context: Sync {
    /// The names of the files, sorted. Asked for once a side at most.
    fn paths(&self) -> Vec<RepoPath>;

    /// Their texts, in the order of `paths`; `None` for what cannot be read.
    fn load(&self, paths: &[RepoPath]) -> Vec<Option<SourceFile>>;

    /// As [`load`](Self::load), for files that are only looked through for words. There may be many; a context to which
    /// each has its price may leave some out, as may any those that do not matter by their bytes.
    fn search(&self, paths: &[RepoPath], _: &MayMatter<'_>) -> Vec<Option<SourceFile>> {
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
        files::load_all(&self.root, paths, &|_| true)
    }

    fn search(&self, paths: &[RepoPath], may_matter: &MayMatter<'_>) -> Vec<Option<SourceFile>> {
        files::load_all(&self.root, paths, may_matter)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn files_are_found_at_the_root_alone_and_beside_others() {
        let root = tempfile::tempdir().unwrap();
        let names = ["setup.py", "shop/alone/a.py", "shop/b.py", "shop/c.py"];
        for name in names {
            fs::create_dir_all(root.path().join(name).parent().unwrap()).unwrap();
            fs::write(root.path().join(name), format!("# {name}\n")).unwrap();
        }
        let folder = Folder::below(root.path(), &|_| true).unwrap();
        let paths = folder.paths();
        assert_eq!(paths, names.map(RepoPath::new));
        let texts: Vec<Option<String>> =
            folder.load(&paths).iter().map(|file| Some(file.as_ref()?.text().to_owned())).collect();
        assert_eq!(texts, names.map(|name| Some(format!("# {name}\n"))));
        let missing = [RepoPath::new("shop/b.py"), RepoPath::new("shop/lost.py"), RepoPath::new("lost/d.py")];
        assert_eq!(
            folder.load(&missing).iter().map(Option::is_some).collect::<Vec<_>>(),
            [true, false, false]
        );
    }

    #[test]
    fn a_search_leaves_out_what_does_not_matter() {
        let root = tempfile::tempdir().unwrap();
        for (name, text) in [("a.py", "fetch()\n"), ("b.py", "load()\n")] {
            fs::write(root.path().join(name), text).unwrap();
        }
        let folder = Folder::below(root.path(), &|_| true).unwrap();
        let found = folder.search(&folder.paths(), &|bytes| bytes.starts_with(b"fetch"));
        assert_eq!(found.iter().map(Option::is_some).collect::<Vec<_>>(), [true, false]);
    }
}
