//! The files around a change over GitHub's interface, for runs without a checkout.
//!
//! The analysis is synchronous and asks by need; requests are not. So it is run on what is there, the files that it missed
//! are fetched in one batch, and it is run again, until it misses nothing or the batches are used up. It costs nothing
//! where it asks for nothing, and is the same for the same commit: what is fetched depends on names and sizes alone.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use super::blobs::{self, Blob, Name};
use super::trees::{self, Leaf};
use super::{ApiError, Client};
use crate::change::{Context, MayMatter};
use crate::finding::Review;
use crate::source::{RepoPath, SourceFile};

/// Batches of one run. With the list of files five requests, so that a usual pull request stays within twelve.
const MAX_BATCHES: usize = 4;
/// Files of one batch: one query.
const BATCH: usize = 50;
/// Bytes of one batch, by the sizes that GitHub lists.
const BATCH_BYTES: u64 = 2 * 1024 * 1024;
/// GraphQL cuts texts near 500 KB; what is longer is data, and no module that others call.
const MAX_FILE: u64 = 400 * 1024;

/// What came of a review with its surroundings.
pub struct Examined {
    /// The review.
    pub review: Review,
    /// What was left unread on purpose, in words for a person.
    pub left_out: Option<String>,
    /// What kept the files from being read. The next run may find more.
    pub failed: Option<String>,
}

/// Reviews with the files of commit `head` that `want` asks for around it. `near` are the files of the change; those
/// next to them are looked through first.
pub async fn examine(
    client: &Client<'_>,
    head: &str,
    near: &BTreeSet<RepoPath>,
    want: &dyn Fn(&RepoPath) -> bool,
    review: &dyn Fn(&dyn Context) -> Review,
) -> Examined {
    let mut around = Around::default();
    let mut failed = None;
    let mut found = review(&around);
    while failed.is_none() {
        match around.fetch(client, head, near, want).await {
            Ok(false) => break,
            Ok(true) => found = review(&around),
            Err(error) => failed = Some(error.to_string()),
        }
    }
    let failed = failed.or_else(|| around.failed.take());
    Examined { review: found, left_out: around.left_out(), failed }
}

/// What is known so far, and what was asked for beyond that.
#[derive(Default)]
struct Around {
    /// The files of the head; `None` before they were asked for.
    files: Option<BTreeMap<RepoPath, Leaf>>,
    /// GitHub listed only some of them.
    truncated: bool,
    /// What was read; `None` for what cannot be.
    texts: BTreeMap<RepoPath, Option<SourceFile>>,
    batches: usize,
    failed: Option<String>,
    missed: Mutex<Missed>,
}

/// What one run asked for in vain.
#[derive(Default)]
struct Missed {
    list: bool,
    /// By name: what the change calls.
    called: BTreeSet<RepoPath>,
    /// For their words: what may call the change.
    searched: BTreeSet<RepoPath>,
}

impl Context for Around {
    fn paths(&self) -> Vec<RepoPath> {
        self.missed().list |= self.files.is_none();
        self.files.iter().flat_map(BTreeMap::keys).cloned().collect()
    }

    fn load(&self, paths: &[RepoPath]) -> Vec<Option<SourceFile>> {
        self.give(paths, |missed| &mut missed.called)
    }

    fn search(&self, paths: &[RepoPath], _: &MayMatter<'_>) -> Vec<Option<SourceFile>> {
        self.give(paths, |missed| &mut missed.searched)
    }
}

impl Around {
    fn missed(&self) -> std::sync::MutexGuard<'_, Missed> {
        // What a thread that panicked had noted is as good as before.
        self.missed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn give(
        &self,
        paths: &[RepoPath],
        list: impl Fn(&mut Missed) -> &mut BTreeSet<RepoPath>,
    ) -> Vec<Option<SourceFile>> {
        let give = |path: &RepoPath| match self.texts.get(path) {
            Some(text) => text.clone(),
            None => {
                list(&mut self.missed()).insert(path.clone());
                None
            }
        };
        paths.iter().map(give).collect()
    }

    /// Fetches what the last run missed, as far as the batches go. True when there is something new.
    async fn fetch(
        &mut self,
        client: &Client<'_>,
        head: &str,
        near: &BTreeSet<RepoPath>,
        want: &dyn Fn(&RepoPath) -> bool,
    ) -> Result<bool, ApiError> {
        let missed = std::mem::take(&mut *self.missed());
        if missed.list {
            let tree = trees::tree(client, head).await?;
            let files = tree.files.into_iter().map(|(path, leaf)| (RepoPath::new(&path), leaf));
            let files: BTreeMap<RepoPath, Leaf> =
                files.filter(|(path, _)| path.is_python() && want(path)).collect();
            self.truncated = tree.truncated;
            let any = files.keys().any(|path| !near.contains(path));
            self.files = Some(files);
            return Ok(any);
        }
        let batch = self.batch(&missed, near);
        if batch.is_empty() {
            // What is missing now stays so, and is told of.
            *self.missed() = missed;
            return Ok(false);
        }
        self.batches += 1;
        let oids: BTreeSet<&String> = batch.values().collect();
        let names: Vec<Name> = oids.into_iter().map(|oid| Name::Oid(oid.clone())).collect();
        let blobs = blobs::read(client, &names).await?;
        for (path, oid) in batch {
            let text = match blobs.get(&Name::Oid(oid)) {
                Some(Blob::Bytes(bytes)) => SourceFile::decode(path.clone(), bytes).ok(),
                Some(Blob::Failed(why)) => {
                    self.failed = Some(why.clone());
                    None
                }
                _ => None,
            };
            self.texts.insert(path, text);
        }
        Ok(true)
    }

    /// The next files to fetch, with the names of their contents: what the change calls, then the nearest of what may
    /// call it.
    fn batch(&mut self, missed: &Missed, near: &BTreeSet<RepoPath>) -> BTreeMap<RepoPath, String> {
        let mut batch = BTreeMap::new();
        let (Some(files), true) = (&self.files, self.batches < MAX_BATCHES) else { return batch };
        let mut searched: Vec<&RepoPath> = missed.searched.difference(&missed.called).collect();
        searched.sort_by_cached_key(|path| (std::cmp::Reverse(nearness(path, near)), (*path).clone()));
        let mut bytes = 0;
        for path in missed.called.iter().chain(searched) {
            let leaf = files.get(path).filter(|leaf| leaf.size <= MAX_FILE);
            let Some(leaf) = leaf else {
                self.texts.insert(path.clone(), None);
                continue;
            };
            if batch.len() == BATCH || bytes + leaf.size > BATCH_BYTES {
                break;
            }
            bytes += leaf.size;
            batch.insert(path.clone(), leaf.sha.clone());
        }
        batch
    }

    /// What the last run asked for and did not get.
    fn left_out(&self) -> Option<String> {
        let missed = self.missed();
        let mut parts = Vec::new();
        if self.truncated {
            parts.push("GitHub lists only a part of this repository's files".to_owned());
        }
        if !missed.called.is_empty() {
            parts.push(format!("{} that the change calls were not read", files(missed.called.len())));
        }
        if !missed.searched.is_empty() {
            let all = files(missed.searched.len());
            parts.push(format!(
                "{all} farther away were not looked through for calls of what the change alters"
            ));
        }
        (!parts.is_empty()).then(|| parts.join("; "))
    }
}

fn files(count: usize) -> String {
    if count == 1 { "1 file".to_owned() } else { format!("{count} files") }
}

/// How many folders a file shares with the nearest file of the change.
fn nearness(path: &RepoPath, near: &BTreeSet<RepoPath>) -> usize {
    let shared = |other: &RepoPath| {
        let (one, other) = (path.as_str().split('/'), other.as_str().split('/'));
        one.zip(other).take_while(|(one, other)| one == other).count()
    };
    near.iter().map(shared).max().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(names: &[&str]) -> BTreeSet<RepoPath> {
        names.iter().map(|name| RepoPath::new(name)).collect()
    }

    fn around(count: usize, size: u64) -> Around {
        let leaf = |at: usize| Leaf { sha: format!("{at:040}"), size };
        let files = (0..count).map(|at| (RepoPath::new(&format!("far/m{at:03}.py")), leaf(at)));
        let near = [(RepoPath::new("app/near.py"), leaf(998)), (RepoPath::new("lib/called.py"), leaf(999))];
        Around { files: Some(files.chain(near).collect()), ..Around::default() }
    }

    #[test]
    fn what_is_called_comes_first_then_what_is_near() {
        let near = paths(&["app/views.py"]);
        let mut around = around(60, 10);
        let all: Vec<RepoPath> = around.paths();
        assert!(around.search(&all, &|_| true).iter().all(Option::is_none));
        assert!(around.load(&[RepoPath::new("lib/called.py")])[0].is_none());
        let missed = std::mem::take(&mut *around.missed());
        let batch = around.batch(&missed, &near);
        assert_eq!(batch.len(), BATCH);
        for path in ["lib/called.py", "app/near.py", "far/m000.py"] {
            assert!(batch.contains_key(&RepoPath::new(path)), "{path}");
        }
    }

    #[test]
    fn batches_are_bounded_in_files_bytes_and_number() {
        let near = paths(&[]);
        let search = |around: &mut Around| {
            around.search(&around.paths(), &|_| true);
            let missed = std::mem::take(&mut *around.missed());
            around.batch(&missed, &near).len()
        };
        assert_eq!(search(&mut around(60, BATCH_BYTES / 10)), 10);
        assert_eq!(search(&mut around(60, MAX_FILE + 1)), 0, "too long to be read at all");
        let mut used = around(60, 1);
        used.batches = MAX_BATCHES;
        assert_eq!(search(&mut used), 0);
    }
}
