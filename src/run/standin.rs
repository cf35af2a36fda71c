//! STAND-IN for the room `change` until it is joined: the same signatures, next to nothing behind them.
//! To join: delete this file, and in `inputs.rs` take `crate::change::{files, git, trees}` instead.

pub(super) mod git {
    use std::path::{Path, PathBuf};

    use crate::change::ChangeSet;
    use crate::source::RepoPath;

    pub(crate) struct Repository(PathBuf);

    pub(crate) fn repository(start: &Path) -> anyhow::Result<Repository> {
        let start = start.canonicalize()?;
        let root = start.ancestors().find(|folder| folder.join(".git").exists());
        let none = || {
            anyhow::anyhow!("{start:?} is not inside a git repository: change to one, or compare two folders")
        };
        Ok(Repository(root.ok_or_else(none)?.to_path_buf()))
    }

    impl Repository {
        pub(crate) fn root(&self) -> &Path {
            &self.0
        }

        pub(crate) fn relative(&self, path: &Path) -> std::io::Result<RepoPath> {
            let path = path.canonicalize()?;
            Ok(RepoPath::new(&path.strip_prefix(&self.0).unwrap_or(&path).to_string_lossy()))
        }

        pub(crate) fn changes(
            &self,
            _base: Option<&str>,
            _head: Option<&str>,
            _paths: &[RepoPath],
            _want: &(dyn Fn(&RepoPath) -> bool + Sync),
        ) -> anyhow::Result<ChangeSet> {
            Ok(ChangeSet::default())
        }
    }
}

pub(super) mod trees {
    use std::path::Path;

    use crate::change::ChangeSet;
    use crate::source::RepoPath;

    pub(crate) fn compare(
        _base: &Path,
        _head: &Path,
        _want: &(dyn Fn(&RepoPath) -> bool + Sync),
    ) -> anyhow::Result<ChangeSet> {
        Ok(ChangeSet::default())
    }
}

pub(super) mod files {
    use std::path::{Path, PathBuf};

    use crate::change::Skipped;
    use crate::source::{RepoPath, SourceFile};

    pub(crate) fn list(
        root: &Path,
        paths: &[PathBuf],
        want: &(dyn Fn(&RepoPath) -> bool + Sync),
    ) -> anyhow::Result<(Vec<RepoPath>, Vec<Skipped>)> {
        let root = root.canonicalize()?;
        let starts = if paths.is_empty() { vec![root.clone()] } else { paths.to_vec() };
        let mut files = Vec::new();
        for start in starts {
            let found = ignore::Walk::new(start.canonicalize()?).flatten();
            for entry in found.filter(|entry| entry.path().is_file()) {
                let path = entry.path();
                let name = RepoPath::new(&path.strip_prefix(&root).unwrap_or(path).to_string_lossy());
                files.extend(want(&name).then_some(name));
            }
        }
        files.sort();
        files.dedup();
        Ok((files, Vec::new()))
    }

    pub(crate) fn load(root: &Path, path: &RepoPath) -> Result<SourceFile, Skipped> {
        let skipped = |why: String| Skipped { path: path.clone(), why };
        let bytes = std::fs::read(root.join(path.as_str())).map_err(|error| skipped(error.to_string()))?;
        SourceFile::decode(path.clone(), &bytes).map_err(|error| skipped(error.to_string()))
    }
}
