//! The git objects of all repositories of a fork network: blobs, trees and commits with git's own ids.
//!
//! Real ids let a test hold a checkout against what the server says. Knows nothing of branches or pull requests.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::sync::Arc;

use sha1::{Digest, Sha1};

/// A git object id: 40 hexadecimal digits.
pub type Sha = String;

/// The files of one commit, by path from the root.
pub type Files = BTreeMap<String, Entry>;

/// What kind of thing a path of a commit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// An ordinary file.
    Regular,
    /// A file that may be run.
    Executable,
    /// A symbolic link; the blob is its target.
    Symlink,
    /// A submodule; the id is a commit of another repository, so no blob of ours.
    Submodule,
}

impl Mode {
    /// Git's number for it.
    pub fn octal(self) -> &'static str {
        match self {
            Mode::Regular => "100644",
            Mode::Executable => "100755",
            Mode::Symlink => "120000",
            Mode::Submodule => "160000",
        }
    }
}

/// One path of a commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it is.
    pub mode: Mode,
    /// The blob, or a submodule's commit.
    pub oid: Sha,
}

/// One commit with its whole tree flattened.
#[derive(Debug, Clone)]
pub struct Commit {
    /// Parents, in order.
    pub parents: Vec<Sha>,
    /// The id of its tree.
    pub tree: Sha,
    /// Its files.
    pub files: Arc<Files>,
    /// Its message.
    pub message: String,
    /// Seconds since 1970, both authored and committed.
    pub time: u64,
}

/// Author and committer of every commit here.
pub(crate) const AUTHOR: (&str, &str) = ("Mona Lisa", "mona@example.com");

/// A store of objects by id.
#[derive(Debug, Default)]
pub struct Objects {
    blobs: HashMap<Sha, Arc<[u8]>>,
    trees: HashMap<Sha, Arc<Files>>,
    commits: HashMap<Sha, Commit>,
}

fn hash(kind: &str, body: &[u8]) -> Sha {
    let mut digest = Sha1::new();
    digest.update(format!("{kind} {}\0", body.len()));
    digest.update(body);
    digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

fn binary_id(sha: &str) -> Vec<u8> {
    sha.as_bytes()
        .chunks(2)
        .map(|pair| u8::from_str_radix(&String::from_utf8_lossy(pair), 16).unwrap_or_default())
        .collect()
}

impl Objects {
    /// Stores a blob and gives its id.
    pub fn add_blob(&mut self, bytes: &[u8]) -> Sha {
        let sha = hash("blob", bytes);
        self.blobs.entry(sha.clone()).or_insert_with(|| bytes.into());
        sha
    }

    /// Stores the tree of these files, subtrees included, and gives its id.
    pub fn add_tree(&mut self, files: &Files) -> Sha {
        let mut rows: BTreeMap<Vec<u8>, (&str, String, Sha)> = BTreeMap::new();
        let mut folders: BTreeMap<&str, Files> = BTreeMap::new();
        for (path, entry) in files {
            match path.split_once('/') {
                None => {
                    let row = (entry.mode.octal(), path.clone(), entry.oid.clone());
                    rows.insert(path.clone().into_bytes(), row);
                }
                Some((folder, rest)) => {
                    folders.entry(folder).or_default().insert(rest.to_owned(), entry.clone());
                }
            }
        }
        for (folder, inner) in folders {
            let sha = self.add_tree(&inner);
            // Git sorts a folder as if its name ended in a slash.
            rows.insert(format!("{folder}/").into_bytes(), ("40000", folder.to_owned(), sha));
        }
        let mut body = Vec::new();
        for (mode, name, sha) in rows.values() {
            body.extend_from_slice(format!("{mode} {name}\0").as_bytes());
            body.extend_from_slice(&binary_id(sha));
        }
        let sha = hash("tree", &body);
        self.trees.insert(sha.clone(), Arc::new(files.clone()));
        sha
    }

    /// Stores a commit and gives its id.
    pub fn add_commit(&mut self, parents: &[Sha], files: Files, message: &str, time: u64) -> Sha {
        let tree = self.add_tree(&files);
        let mut body = format!("tree {tree}\n");
        for parent in parents {
            body.push_str(&format!("parent {parent}\n"));
        }
        let (name, mail) = AUTHOR;
        body.push_str(&format!("author {name} <{mail}> {time} +0000\n"));
        body.push_str(&format!("committer {name} <{mail}> {time} +0000\n\n{message}"));
        let sha = hash("commit", body.as_bytes());
        let (parents, files, message) = (parents.to_vec(), Arc::new(files), message.to_owned());
        self.commits.insert(sha.clone(), Commit { parents, tree, files, message, time });
        sha
    }

    /// The bytes of a blob.
    pub fn blob(&self, sha: &str) -> Option<&Arc<[u8]>> {
        self.blobs.get(sha)
    }

    /// The files below a tree.
    pub fn tree(&self, sha: &str) -> Option<&Arc<Files>> {
        self.trees.get(sha)
    }

    /// The id that a folder of these files has; the root for an empty path.
    pub fn folder(&mut self, files: &Files, path: &str) -> Option<Sha> {
        if path.is_empty() {
            return Some(self.add_tree(files));
        }
        let inner: Files = files
            .iter()
            .filter_map(|(name, entry)| {
                let rest = name.strip_prefix(path)?.strip_prefix('/')?;
                Some((rest.to_owned(), entry.clone()))
            })
            .collect();
        (!inner.is_empty()).then(|| self.add_tree(&inner))
    }

    /// A commit by its full id.
    pub fn commit(&self, sha: &str) -> Option<&Commit> {
        self.commits.get(sha)
    }

    /// The one commit that an abbreviated id of seven digits or more means.
    pub fn commit_like(&self, short: &str) -> Option<Sha> {
        if short.len() < 7 || !short.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let mut found = self.commits.keys().filter(|sha| sha.starts_with(short));
        let first = found.next()?;
        found.next().is_none().then(|| first.clone())
    }

    /// A commit and all that it descends from.
    pub fn ancestry(&self, of: &str) -> BTreeSet<Sha> {
        let mut seen = BTreeSet::new();
        let mut next = VecDeque::from([of.to_owned()]);
        while let Some(sha) = next.pop_front() {
            if seen.insert(sha.clone()) {
                next.extend(self.commits.get(&sha).into_iter().flat_map(|commit| commit.parents.clone()));
            }
        }
        seen
    }

    /// The newest best common ancestor of two commits.
    pub fn merge_base(&self, one: &str, other: &str) -> Option<Sha> {
        let common: BTreeSet<Sha> = self.ancestry(one).intersection(&self.ancestry(other)).cloned().collect();
        let mut older = BTreeSet::new();
        for sha in &common {
            let parents = self.commits.get(sha).map(|commit| commit.parents.clone()).unwrap_or_default();
            older.extend(parents);
        }
        common
            .into_iter()
            .filter(|sha| !older.contains(sha))
            .max_by_key(|sha| self.commits.get(sha).map_or(0, |commit| commit.time))
    }

    /// The commits of `head` that `base` does not have, oldest first.
    pub fn between(&self, base: &str, head: &str) -> Vec<Sha> {
        let known = self.ancestry(base);
        let mut new: Vec<Sha> = self.ancestry(head).into_iter().filter(|sha| !known.contains(sha)).collect();
        new.sort_by_key(|sha| self.commits.get(sha).map_or(0, |commit| commit.time));
        new
    }
}
