//! Everything that the stand-in remembers: repositories, tokens, advisories, and the limits that GitHub keeps.
//!
//! Tests arrange and read it directly; requests change it through `rest` and `graphql`.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use serde_json::Value;

use crate::auth::Token;
use crate::diff::{self, FileRow};
use crate::objects::{Entry, Files, Mode, Objects, Sha};
use crate::pull::Pull;
use crate::scanning::CodeScanning;

/// The numbers that GitHub keeps to. Tests lower them to see what lies behind.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Files that the list of a pull request ever gives.
    pub files: usize,
    /// Rows of patches in one answer, after which rows come back empty.
    pub answer_patch_lines: usize,
    /// Rows of one file's patch, above which it has none.
    pub file_patch_lines: usize,
    /// Bytes of one file's patch, above which it has none.
    pub file_patch_bytes: usize,
    /// Files in a comparison or a whole diff.
    pub compare_files: usize,
    /// Bytes of a blob's text in GraphQL, above which it is cut.
    pub graphql_text: usize,
    /// Bytes of blobs in one GraphQL answer, above which it is a 502 without JSON.
    pub graphql_bytes: usize,
    /// Mutations in one GraphQL document, above which they fail for want of resources.
    pub graphql_mutations: usize,
    /// Characters of a comment or review body.
    pub body: usize,
    /// Bytes of a SARIF file, compressed.
    pub sarif: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            files: 3000,
            answer_patch_lines: 20_000,
            file_patch_lines: 20_000,
            file_patch_bytes: 500_000,
            compare_files: 300,
            graphql_text: 512_000,
            graphql_bytes: 20_000_000,
            graphql_mutations: 14,
            body: 65_536,
            sarif: 10_000_000,
        }
    }
}

/// What a path of a new commit is to hold.
#[derive(Debug, Clone)]
pub enum Content {
    /// These bytes.
    Bytes(Vec<u8>),
    /// The same content as another path, which goes away.
    MovedFrom(String),
    /// A symbolic link to this target.
    Symlink(String),
    /// A submodule at this commit.
    Submodule(Sha),
    /// Nothing: the path is deleted.
    Gone,
}

impl From<&str> for Content {
    fn from(text: &str) -> Self {
        Content::Bytes(text.as_bytes().to_vec())
    }
}

impl From<String> for Content {
    fn from(text: String) -> Self {
        Content::Bytes(text.into_bytes())
    }
}

impl From<Vec<u8>> for Content {
    fn from(bytes: Vec<u8>) -> Self {
        Content::Bytes(bytes)
    }
}

/// A repository.
#[derive(Debug, Default)]
pub struct Repo {
    /// Its number.
    pub id: u64,
    /// `owner/name`.
    pub full_name: String,
    /// Whether tokens without access are answered 404.
    pub private: bool,
    /// The branch that new branches start from.
    pub default_branch: String,
    /// The repository that it was forked from.
    pub parent: Option<String>,
    /// Tips of branches.
    pub branches: BTreeMap<String, Sha>,
    /// Pull requests by number.
    pub pulls: BTreeMap<u64, Pull>,
    /// Code scanning: its state and what was uploaded.
    pub scanning: CodeScanning,
    /// Check runs as GitHub shows them, oldest first.
    pub check_runs: Vec<Value>,
    /// Commit statuses as GitHub shows them, oldest first, each with its `sha` beside it.
    pub statuses: Vec<(Sha, Value)>,
    /// Artifacts of workflow runs: run, name, the archive's bytes.
    pub artifacts: Vec<(u64, String, Vec<u8>)>,
    /// Whether the setting that lets Actions approve pull requests is on.
    pub actions_may_approve: bool,
}

/// All state of one stand-in.
#[derive(Debug)]
pub struct World {
    /// Git objects of all repositories.
    pub objects: Objects,
    /// Repositories by full name.
    pub repos: BTreeMap<String, Repo>,
    /// Tokens by their text.
    pub tokens: BTreeMap<String, Token>,
    /// Global advisories as GitHub shows them, newest first; `data/openapi.json` has the schema.
    pub advisories: Vec<Value>,
    /// The numbers kept to.
    pub limits: Limits,
    /// REST requests left in this hour, and GraphQL points.
    pub remaining: (u64, u64),
    /// The address that REST paths begin with.
    pub rest_url: String,
    /// Where pages for people live; only ever shown.
    pub server_url: String,
    /// Where archives are downloaded from: another host than the API, as at GitHub.
    pub storage_url: String,
    ids: u64,
    now: u64,
    rows: HashMap<(Sha, Sha), Arc<Vec<FileRow>>>,
}

impl World {
    pub(crate) fn new() -> Self {
        World {
            objects: Objects::default(),
            repos: BTreeMap::new(),
            tokens: BTreeMap::new(),
            advisories: Vec::new(),
            limits: Limits::default(),
            remaining: (1000, 1000),
            rest_url: String::new(),
            server_url: "https://github.com".to_owned(),
            storage_url: String::new(),
            ids: 1000,
            // 2026-01-01, a minute for each thing that happens: no clock is read.
            now: 1_767_225_600,
            rows: HashMap::new(),
        }
    }

    /// A number that nothing else has.
    pub fn next_id(&mut self) -> u64 {
        self.ids += 1;
        self.ids
    }

    /// Lets a minute go by and says when it is, in seconds since 1970.
    pub fn tick(&mut self) -> u64 {
        self.now += 60;
        self.now
    }

    /// When it is, as GitHub writes it.
    pub fn timestamp(&mut self) -> String {
        let time = self.tick();
        timestamp(time)
    }

    /// Makes an empty repository with the default branch `main`.
    pub fn add_repo(&mut self, full_name: &str) -> &mut Repo {
        let (id, time) = (self.next_id(), self.tick());
        let root = self.objects.add_commit(&[], Files::new(), "Begin\n", time);
        let repo = Repo {
            id,
            full_name: full_name.to_owned(),
            default_branch: "main".to_owned(),
            branches: BTreeMap::from([("main".to_owned(), root)]),
            ..Repo::default()
        };
        self.repos.entry(full_name.to_owned()).or_insert(repo)
    }

    /// Makes a fork with the same branches.
    ///
    /// # Panics
    /// If there is no such parent.
    pub fn fork(&mut self, parent: &str, full_name: &str) -> &mut Repo {
        let id = self.next_id();
        let from = self.repo(parent);
        let repo = Repo {
            id,
            full_name: full_name.to_owned(),
            default_branch: from.default_branch.clone(),
            parent: Some(parent.to_owned()),
            branches: from.branches.clone(),
            ..Repo::default()
        };
        self.repos.entry(full_name.to_owned()).or_insert(repo)
    }

    /// A repository.
    ///
    /// # Panics
    /// If there is none of that name.
    pub fn repo(&self, full_name: &str) -> &Repo {
        self.repos.get(full_name).unwrap_or_else(|| panic!("the scenario has no repository {full_name}"))
    }

    /// A repository, to change it.
    ///
    /// # Panics
    /// If there is none of that name.
    pub fn repo_mut(&mut self, full_name: &str) -> &mut Repo {
        self.repos.get_mut(full_name).unwrap_or_else(|| panic!("the scenario has no repository {full_name}"))
    }

    /// Commits these changes on top of a branch, which begins at the default branch if it is new. Open pull requests
    /// of the branch move along. Gives the commit.
    pub fn commit<P, C>(&mut self, repo: &str, branch: &str, changes: impl IntoIterator<Item = (P, C)>) -> Sha
    where
        P: Into<String>,
        C: Into<Content>,
    {
        let known = self.repo(repo);
        let tip = known.branches.get(branch).or_else(|| known.branches.get(&known.default_branch)).cloned();
        let tip = tip.expect("a repository has its default branch");
        self.commit_on(repo, branch, &tip, changes)
    }

    /// Commits on top of this commit instead, and moves the branch there: a force push.
    ///
    /// # Panics
    /// If the scenario has no such commit.
    pub fn commit_on<P, C>(
        &mut self,
        repo: &str,
        branch: &str,
        parent: &str,
        changes: impl IntoIterator<Item = (P, C)>,
    ) -> Sha
    where
        P: Into<String>,
        C: Into<Content>,
    {
        let before = self.objects.commit(parent).expect("a parent that the scenario has made");
        let mut files = (*before.files).clone();
        for (path, content) in changes {
            let path = path.into();
            let entry = match content.into() {
                Content::Gone => {
                    files.remove(&path);
                    continue;
                }
                Content::MovedFrom(old) => files.remove(&old).expect("a path to move from"),
                Content::Bytes(bytes) => Entry { mode: Mode::Regular, oid: self.objects.add_blob(&bytes) },
                Content::Symlink(target) => {
                    Entry { mode: Mode::Symlink, oid: self.objects.add_blob(target.as_bytes()) }
                }
                Content::Submodule(oid) => Entry { mode: Mode::Submodule, oid },
            };
            files.insert(path, entry);
        }
        let time = self.tick();
        let sha = self.objects.add_commit(&[parent.to_owned()], files, "Change\n", time);
        self.push(repo, branch, &sha);
        sha
    }

    /// Moves a branch to a commit, and the open pull requests of it.
    pub fn push(&mut self, repo: &str, branch: &str, sha: &str) {
        self.repo_mut(repo).branches.insert(branch.to_owned(), sha.to_owned());
        let moved: Vec<(String, u64)> = self
            .repos
            .iter()
            .flat_map(|(name, target)| target.pulls.values().map(move |pull| (name.clone(), pull)))
            .filter(|(_, pull)| pull.open && pull.head_repo.as_deref() == Some(repo))
            .filter(|(_, pull)| pull.head_ref == branch)
            .map(|(name, pull)| (name, pull.number))
            .collect();
        for (target, number) in moved {
            let base = self.pull(&target, number).base_ref.clone();
            let base = self.repo(&target).branches.get(&base).cloned().unwrap_or_default();
            let merge = self.test_merge(&base, sha);
            let pull = self.pull_mut(&target, number);
            (pull.head, pull.base_sha, pull.merge) = (sha.to_owned(), base, merge);
        }
    }

    /// The commit that merges two, file by file: what the head changed wins.
    pub fn test_merge(&mut self, base: &str, head: &str) -> Sha {
        let origin = self.objects.merge_base(base, head).unwrap_or_default();
        let files =
            |sha: &str| self.objects.commit(sha).map(|commit| (*commit.files).clone()).unwrap_or_default();
        let (old, mut merged, new) = (files(&origin), files(base), files(head));
        for path in old.keys().chain(new.keys()) {
            match new.get(path) {
                same if same == old.get(path) => {}
                Some(entry) => {
                    merged.insert(path.clone(), entry.clone());
                }
                None => {
                    merged.remove(path);
                }
            }
        }
        let time = self.tick();
        self.objects.add_commit(&[base.to_owned(), head.to_owned()], merged, "Merge\n", time)
    }

    /// The rows of the difference between two commits, made once.
    pub fn rows(&mut self, base: &str, head: &str) -> Arc<Vec<FileRow>> {
        let key = (base.to_owned(), head.to_owned());
        if let Some(rows) = self.rows.get(&key) {
            return rows.clone();
        }
        let files =
            |sha: &str| self.objects.commit(sha).map(|commit| commit.files.clone()).unwrap_or_default();
        let rows = diff::compare(&self.objects, &files(base), &files(head), &self.limits);
        let rows = Arc::new(rows);
        self.rows.insert(key, rows.clone());
        rows
    }

    /// What a name means in a repository: a branch, a qualified ref, `HEAD` or a commit's id.
    pub fn resolve(&self, repo: &str, name: &str) -> Option<Sha> {
        let known = self.repos.get(repo)?;
        let branch = name.strip_prefix("refs/").unwrap_or(name);
        let branch = branch.strip_prefix("heads/").unwrap_or(branch);
        if branch == "HEAD" {
            return known.branches.get(&known.default_branch).cloned();
        }
        if let Some(sha) = known.branches.get(branch) {
            return Some(sha.clone());
        }
        if let Some(rest) = branch.strip_prefix("pull/") {
            let (number, kind) = rest.split_once('/')?;
            let pull = known.pulls.get(&number.parse().ok()?)?;
            return Some(if kind == "merge" { pull.merge.clone() } else { pull.head.clone() });
        }
        if let Some((owner, branch)) = branch.split_once(':') {
            let fork = self.repos.values().find(|repo| repo.full_name.split('/').next() == Some(owner))?;
            return fork.branches.get(branch).cloned();
        }
        self.objects.commit(name).map(|_| name.to_owned()).or_else(|| self.objects.commit_like(name))
    }
}

/// Seconds since 1970 as `YYYY-MM-DDTHH:MM:SSZ`.
pub(crate) fn timestamp(seconds: u64) -> String {
    let (mut days, rest) = (seconds / 86_400, seconds % 86_400);
    let leap = |year: u64| year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let mut year = 1970;
    while days >= 365 + u64::from(leap(year)) {
        days -= 365 + u64::from(leap(year));
        year += 1;
    }
    let lengths = [31, 28 + u64::from(leap(year)), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let mut month = 0;
    while days >= lengths[month] {
        days -= lengths[month];
        month += 1;
    }
    let (hour, minute, second) = (rest / 3600, rest % 3600 / 60, rest % 60);
    format!("{year:04}-{:02}-{:02}T{hour:02}:{minute:02}:{second:02}Z", month + 1, days + 1)
}
