//! The files of a repository that a change leaves alone.

use super::{Repository, Sides};
use crate::change::assemble::Side;
use crate::change::context::{Context, Folder, MayMatter};
use crate::source::{RepoPath, SourceFile};

/// The tracked files of the head side: of a commit, or of the working tree.
pub struct Surroundings<'r> {
    repository: &'r Repository,
    commit: Option<String>,
    want: &'r (dyn Fn(&RepoPath) -> bool + Sync),
}

impl Repository {
    /// The files around a change, of those that `want` asks for.
    pub fn surroundings<'r>(
        &'r self,
        sides: &Sides,
        want: &'r (dyn Fn(&RepoPath) -> bool + Sync),
    ) -> Surroundings<'r> {
        Surroundings { repository: self, commit: sides.head.clone(), want }
    }
}

impl Context for Surroundings<'_> {
    /// None when git cannot list them: the change is reviewed without.
    fn paths(&self) -> Vec<RepoPath> {
        let git = &self.repository.git;
        let named = |name: &[u8]| RepoPath::from_bytes(name).ok().filter(|path| (self.want)(path));
        let listing = match (&self.commit, self.repository.index()) {
            (Some(commit), _) => git.run(&["ls-tree", "-r", "-z", "--name-only", "--full-tree", commit]),
            (None, Some(index)) => return index.names().filter_map(named).collect(),
            (None, None) => git.run(&["ls-files", "-z", "--cached"]),
        };
        let listing = listing.unwrap_or_default();
        let names = listing.split(|byte| *byte == 0).filter(|name| !name.is_empty());
        let mut paths: Vec<RepoPath> = names.filter_map(named).collect();
        paths.sort();
        paths.dedup();
        paths
    }

    fn load(&self, paths: &[RepoPath]) -> Vec<Option<SourceFile>> {
        self.search(paths, &|_| true)
    }

    fn search(&self, paths: &[RepoPath], may_matter: &MayMatter<'_>) -> Vec<Option<SourceFile>> {
        let Some(commit) = &self.commit else {
            return Folder::new(&self.repository.root, Vec::new()).search(paths, may_matter);
        };
        // A newline would be two questions.
        let plain = |path: &RepoPath| !path.as_str().contains('\n');
        let names: Vec<String> = paths
            .iter()
            .map(|path| if plain(path) { format!("{commit}:{path}") } else { commit.clone() })
            .collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let sides = self.repository.blobs(&names).unwrap_or_default();
        let mut texts: Vec<Option<SourceFile>> = paths
            .iter()
            .zip(sides)
            .map(|(path, side)| match side {
                Side::Bytes(bytes) if plain(path) && may_matter(&bytes) => {
                    SourceFile::decode(path.clone(), &bytes).ok()
                }
                _ => None,
            })
            .collect();
        texts.resize_with(paths.len(), || None);
        texts
    }
}
