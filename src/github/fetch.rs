//! From a pull request, or a group in the merge queue, to a [`ChangeSet`], in few requests.
//!
//! The list of files comes with patches. The new text is read from the workspace where that holds it, else from GitHub;
//! the old one is made of the new one and the patch, and only fetched where there is no whole patch. What could not be
//! read is named, never passed over.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;

use super::blobs::{self, Blob, Name};
use super::client::Ask;
use super::patch::Commentable;
use super::rows::{FileRow, Kind};
use super::{ApiError, Client, trees};
use crate::change::{ChangeSet, FileChange, Hunks, Skipped, Status, diff, files};
use crate::report::safe;
use crate::source::{RepoPath, SourceFile};

/// Rows of one page.
const PAGE: usize = 100;
/// GitHub lists no more files of a pull request.
const MAX_FILES: usize = 3_000;
/// GitHub lists no more files of a comparison.
const MAX_COMPARED: usize = 300;
/// All texts of one side together.
const MAX_BYTES: usize = 128 * 1024 * 1024;
/// Rows that are asked for again by themselves.
const MAX_REPAIRS: usize = 30;

/// The files that a change lists, not yet read.
#[derive(Debug, Clone, Default)]
pub struct Listing {
    rows: Vec<FileRow>,
    /// What kept the list from being whole.
    partial: Option<String>,
    /// The pull request, where it is one.
    number: Option<u64>,
    base: Base,
}

/// Where the old side lies.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
enum Base {
    #[default]
    None,
    /// The merge base itself.
    Commit(String),
    /// Two commits whose merge base is to be asked for when it is needed.
    MergeBaseOf(String, String),
}

/// A change, read.
#[derive(Debug, Clone, Default)]
pub struct Fetched {
    /// Both sides of every file of interest.
    pub change: ChangeSet,
    /// The lines that may carry a comment, by file. A file that is missing here has to be asked for: see [`repair`].
    pub commentable: BTreeMap<RepoPath, Commentable>,
    /// What kept the change from being read as a whole, in words for a person.
    pub partial: Vec<String>,
    /// True when a file was not read for a reason that may be gone the next time.
    failed: bool,
}

impl Fetched {
    /// True when the absence of a finding means something.
    pub fn is_whole(&self) -> bool {
        self.partial.is_empty() && !self.failed
    }
}

impl Listing {
    /// The names that the change touches, on the head side.
    pub fn paths(&self) -> impl Iterator<Item = RepoPath> {
        self.rows.iter().map(FileRow::path)
    }

    /// True when GitHub listed all files.
    pub fn is_whole(&self) -> bool {
        self.partial.is_none()
    }

    /// True when a file of the list, by either of its names, is wanted.
    pub fn any(&self, want: &dyn Fn(&RepoPath) -> bool) -> bool {
        self.partial.is_some() || self.rows.iter().any(|row| want(&row.path()) || want(&row.old_path()))
    }
}

/// The files of a pull request: `changed_files` is the payload's count, if any.
pub async fn pull_request(
    client: &Client<'_>,
    number: u64,
    base: &str,
    head: &str,
    changed_files: Option<u64>,
) -> Result<Listing, ApiError> {
    let mut rows: Vec<FileRow> = Vec::new();
    for page in 1..=MAX_FILES / PAGE {
        let path = format!("/pulls/{number}/files?per_page={PAGE}&page={page}");
        let more: Vec<FileRow> = client.json(Ask::get("list the files of the pull request", &path)).await?;
        let last = more.len() < PAGE;
        rows.extend(more);
        if last || changed_files == Some(rows.len() as u64) {
            break;
        }
    }
    let base = Base::MergeBaseOf(base.to_owned(), head.to_owned());
    let mut partial = None;
    // The count is of the time of the event: when it is lower, the list is newer.
    if let Some(all) = changed_files.filter(|all| *all > rows.len() as u64) {
        let listed = rows.len();
        if !complete(client, &base, head, &mut rows).await? {
            partial = Some(format!(
                "GitHub lists {listed} of the {all} files of the pull request; the rest was not reviewed"
            ));
        }
    }
    Ok(Listing { rows, partial, number: Some(number), base })
}

/// The files that differ between two commits, from their merge base on.
pub async fn comparison(client: &Client<'_>, base: &str, head: &str) -> Result<Listing, ApiError> {
    #[derive(Deserialize)]
    struct Comparison {
        merge_base_commit: Commit,
        #[serde(default)]
        files: Vec<FileRow>,
    }
    #[derive(Deserialize)]
    struct Commit {
        sha: String,
    }
    let path = format!("/compare/{base}...{head}?per_page={PAGE}");
    let found: Comparison = client.json(Ask::get("compare two commits", &path)).await?;
    let base = Base::Commit(super::event::sha(&found.merge_base_commit.sha)?);
    let mut rows = found.files;
    let mut partial = None;
    if rows.len() >= MAX_COMPARED && !complete(client, &base, head, &mut rows).await? {
        partial =
            Some(format!("GitHub compares at most {MAX_COMPARED} files; what goes beyond was not reviewed"));
    }
    Ok(Listing { rows, partial, number: None, base })
}

/// Adds the Python files that a list of GitHub's lacks, out of the two trees. False where these are too large as well.
async fn complete(
    client: &Client<'_>,
    base: &Base,
    head: &str,
    rows: &mut Vec<FileRow>,
) -> Result<bool, ApiError> {
    let base = merge_base(client, base).await?;
    let Some(all) = trees::difference(client, &base, head).await? else { return Ok(false) };
    // A file that was moved from has no row of its own in GitHub's lists.
    let known: BTreeSet<RepoPath> = rows.iter().flat_map(|row| [row.path(), row.old_path()]).collect();
    rows.extend(all.into_iter().filter(|row| !known.contains(&row.path())));
    Ok(true)
}

/// Reads both sides of the files that `want` asks for. `workspace` is a folder that may hold them.
pub async fn read(
    client: &Client<'_>,
    listing: &Listing,
    workspace: Option<&Path>,
    want: &dyn Fn(&RepoPath) -> bool,
) -> Result<Fetched, ApiError> {
    let mut out = Fetched::default();
    out.partial.extend(listing.partial.clone());
    let asked = |row: &&FileRow| want(&row.path()) || (row.kind() != Kind::Added && want(&row.old_path()));
    let rows: Vec<&FileRow> = listing.rows.iter().filter(asked).collect();
    let skip = |row: &FileRow, why: &str| Skipped { path: row.path(), why: why.to_owned() };

    // The new side: what the workspace has need not be fetched.
    let mut heads: BTreeMap<usize, Vec<u8>> = BTreeMap::new();
    let mut missing: Vec<(usize, Name)> = Vec::new();
    let mut size = 0usize;
    for (at, row) in rows.iter().enumerate().filter(|(_, row)| row.kind() != Kind::Removed) {
        match row.sha.as_deref().and_then(|oid| super::event::sha(oid).ok()) {
            None => out.change.skipped.push(skip(row, "GitHub names no content for it")),
            Some(oid) => match workspace.and_then(|folder| local(folder, row, &oid)) {
                Some(bytes) => {
                    size += bytes.len();
                    heads.insert(at, bytes);
                }
                None => missing.push((at, Name::Oid(oid))),
            },
        }
    }
    let mut budget = Budget { left: MAX_BYTES.saturating_sub(size) };
    for chunk in missing.chunks(200) {
        if budget.left == 0 {
            let rest =
                chunk.iter().map(|(at, _)| skip(rows[*at], "the change is too large to be read as a whole"));
            out.change.skipped.extend(rest);
            out.failed = true;
            continue;
        }
        let names: Vec<Name> = chunk.iter().map(|(_, name)| name.clone()).collect();
        let blobs = blobs::read(client, &names).await?;
        for (at, name) in chunk {
            match budget.take(blobs.get(name).cloned()) {
                Ok(bytes) => drop(heads.insert(*at, bytes)),
                Err(Unread { why, lasting }) => {
                    out.failed |= !lasting;
                    out.change.skipped.push(skip(rows[*at], &why));
                }
            }
        }
    }

    // The old side: out of the patch, where there is a whole one.
    let mut bases: BTreeMap<usize, Vec<u8>> = BTreeMap::new();
    let mut wanted: Vec<(usize, Name)> = Vec::new();
    let mut unpatched: Vec<usize> = Vec::new();
    let mut base: Option<String> = None;
    for (at, row) in rows.iter().enumerate().filter(|(_, row)| row.kind() != Kind::Added) {
        let head = heads.get(&at);
        if head.is_none() && row.kind() != Kind::Removed {
            continue;
        }
        match old_text(row, head.map_or(&[], Vec::as_slice)) {
            Some(text) => drop(bases.insert(at, text.into_bytes())),
            None => unpatched.push(at),
        }
    }
    for at in unpatched {
        let row = rows[at];
        let name = match row.base_oid.as_deref().and_then(|oid| super::event::sha(oid).ok()) {
            Some(oid) => Name::Oid(oid),
            None => {
                let commit = match &base {
                    Some(commit) => String::clone(commit),
                    None => base.insert(merge_base(client, &listing.base).await?).clone(),
                };
                Name::At { commit, path: row.old_path().as_str().to_owned() }
            }
        };
        wanted.push((at, name));
    }
    let mut budget = Budget { left: MAX_BYTES };
    for chunk in wanted.chunks(200) {
        let names: Vec<Name> = chunk.iter().map(|(_, name)| name.clone()).collect();
        let blobs = blobs::read(client, &names).await?;
        for (at, name) in chunk {
            match budget.take(blobs.get(name).cloned()) {
                Ok(bytes) => drop(bases.insert(*at, bytes)),
                Err(Unread { why, lasting }) => {
                    out.failed |= !lasting;
                    out.change.skipped.push(skip(rows[*at], &format!("old side not compared: {why}")));
                }
            }
        }
    }

    for (at, row) in rows.iter().enumerate() {
        let lines = row.commentable();
        out.commentable.extend(lines.map(|lines| (row.path(), lines)));
        let known = out.change.skipped.iter().any(|one| one.path == row.path());
        let head = heads.remove(&at);
        if head.is_none() && row.kind() != Kind::Removed {
            debug_assert!(known, "a file without a head is named");
            continue;
        }
        assemble(row, bases.remove(&at), head, want, &mut out.change);
    }
    out.change.files.sort_by(|one, other| one.path.cmp(&other.path));
    out.change.skipped.sort_by(|one, other| (&one.path, &one.why).cmp(&(&other.path, &other.why)));
    out.change.skipped.retain(|one| want(&one.path));
    Ok(out)
}

/// Bytes that may still be read.
struct Budget {
    left: usize,
}

/// Why there is no content.
struct Unread {
    why: String,
    /// True when it will be the same the next time.
    lasting: bool,
}

impl Budget {
    fn take(&mut self, blob: Option<Blob>) -> Result<Vec<u8>, Unread> {
        match blob {
            Some(Blob::Bytes(bytes)) if bytes.len() <= self.left => {
                self.left -= bytes.len();
                Ok(bytes)
            }
            Some(Blob::Bytes(_)) => {
                self.left = 0;
                Err(Unread { why: "the change is too large to be read as a whole".into(), lasting: false })
            }
            Some(Blob::Unfit(why)) => Err(Unread { why: why.into(), lasting: true }),
            Some(Blob::Failed(why)) => Err(Unread { why, lasting: false }),
            Some(Blob::Missing) | None => {
                Err(Unread { why: "GitHub has no content for it".into(), lasting: false })
            }
        }
    }
}

/// The file of the workspace, if it is the very one that the row names.
fn local(workspace: &Path, row: &FileRow, oid: &str) -> Option<Vec<u8>> {
    let bytes = row.is_inside().then(|| files::bytes(workspace, &row.path())).flatten()?;
    blobs::is_content(oid, &bytes).then_some(bytes)
}

fn old_text(row: &FileRow, head: &[u8]) -> Option<String> {
    let head = std::str::from_utf8(head).ok()?;
    // A pure rename has no patch either, but so has a row whose counts were left out: both are fetched.
    row.whole_patch()?.base_of(head)
}

async fn merge_base(client: &Client<'_>, base: &Base) -> Result<String, ApiError> {
    match base {
        Base::Commit(sha) => Ok(sha.clone()),
        Base::MergeBaseOf(base, head) => {
            let path = format!("/compare/{base}...{head}?per_page=1");
            let found: Value = client.json(Ask::get("find the merge base", &path)).await?;
            super::event::sha(found["merge_base_commit"]["sha"].as_str().unwrap_or_default())
        }
        Base::None => Err(ApiError::Payload("names no base".into())),
    }
}

/// Adds one file with both its sides to the change.
fn assemble(
    row: &FileRow,
    base: Option<Vec<u8>>,
    head: Option<Vec<u8>>,
    want: &dyn Fn(&RepoPath) -> bool,
    change: &mut ChangeSet,
) {
    let (path, old_path) = (row.path(), row.old_path());
    let moved_out = row.kind() == Kind::Renamed && !want(&path);
    let decode = |path: &RepoPath, bytes: Option<Vec<u8>>| {
        bytes
            .map(|bytes| SourceFile::decode(path.clone(), &bytes))
            .transpose()
            .map_err(|error| error.to_string())
    };
    let head = match decode(&path, head.filter(|_| !moved_out)) {
        Ok(head) => head,
        Err(why) => return change.skipped.push(Skipped { path, why }),
    };
    let base = decode(&old_path, base).unwrap_or_else(|why| {
        let why = format!("old side not compared: {why}");
        change.skipped.push(Skipped { path: path.clone(), why });
        None
    });
    let status = match row.kind() {
        _ if head.is_none() && base.is_none() => return,
        _ if head.is_none() => Status::Deleted,
        Kind::Added => Status::Added,
        Kind::Renamed => Status::Renamed,
        Kind::Modified | Kind::Removed => Status::Modified,
    };
    let (old, new) = (base.as_ref().map_or("", SourceFile::text), head.as_ref().map_or("", SourceFile::text));
    let hunks = match row.whole_patch() {
        // Lines that end at a lone CR are counted by us and not by git.
        Some(patch) if status != Status::Deleted && !lone_cr(new) => patch.hunks(),
        _ if base.is_none() => Hunks::whole(head.as_ref().map_or(0, |head| head.lines().count())),
        _ => diff::hunks(old, new),
    };
    let (path, old_path) = match status {
        Status::Deleted => (old_path, None),
        _ => (path.clone(), (old_path != path).then_some(old_path)),
    };
    change.files.push(FileChange { path, old_path, status, base, head, hunks });
}

/// True when the text has a CR that no LF follows: then lines have other numbers for git than for Python.
pub(super) fn lone_cr(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'\r', bytes).any(|at| bytes.get(at + 1) != Some(&b'\n'))
}

/// Asks again for rows whose patch GitHub left out, one by one: an answer of one row has it. Only for files that there
/// is something to say on. What still lacks a patch has no line to stand at.
pub async fn repair(
    client: &Client<'_>,
    listing: &Listing,
    fetched: &mut Fetched,
    paths: &[&RepoPath],
) -> Result<(), ApiError> {
    let Some(number) = listing.number else { return Ok(()) };
    let mut left = MAX_REPAIRS;
    for path in paths {
        if fetched.commentable.contains_key(*path) {
            continue;
        }
        let Some(at) = listing.rows.iter().position(|row| row.path() == **path) else { continue };
        if left == 0 {
            break;
        }
        left -= 1;
        let page = format!("/pulls/{number}/files?per_page=1&page={}", at + 1);
        let rows: Vec<FileRow> = client.json(Ask::get("read one row of the list of files", &page)).await?;
        // The list may have moved on; then the review of the newer head has the say.
        let row =
            rows.into_iter().find(|row| row.filename == path.as_str() && row.sha == listing.rows[at].sha);
        let lines = row.and_then(|row| row.commentable()).unwrap_or_default();
        fetched.commentable.insert((*path).clone(), lines);
    }
    Ok(())
}

/// The texts of several files at one commit; `None` for what is not there. For configuration.
pub async fn texts(
    client: &Client<'_>,
    commit: &str,
    paths: &[String],
) -> Result<BTreeMap<String, Option<String>>, ApiError> {
    let at = |path: &String| Name::At { commit: commit.to_owned(), path: path.clone() };
    let names: Vec<Name> = paths.iter().map(at).collect();
    let blobs = blobs::read(client, &names).await?;
    paths
        .iter()
        .map(|path| match blobs.get(&at(path)) {
            Some(Blob::Bytes(bytes)) => String::from_utf8(bytes.clone())
                .map(|text| (path.clone(), Some(text)))
                .map_err(|_| ApiError::Malformed {
                    what: "read the configuration",
                    why: format!("holds {}, which is not UTF-8; save it as UTF-8", safe::line(path)),
                }),
            Some(Blob::Failed(why)) => Err(ApiError::Unanswered {
                what: "read the configuration",
                why: format!("{}: {why}", safe::line(path)),
            }),
            _ => Ok((path.clone(), None)),
        })
        .collect()
}

/// The pull request that a commit of another repository is the head of.
pub async fn pull_request_of(
    client: &Client<'_>,
    head: &str,
    repository: Option<&str>,
) -> Result<Option<super::event::PullRequest>, ApiError> {
    let path = format!("/commits/{head}/pulls?per_page=100");
    let pulls: Vec<super::event::Pull> = client.json(Ask::get("find the pull request", &path)).await?;
    super::event::choose(&pulls, head, repository)
}

#[cfg(test)]
#[path = "fetch_tests.rs"]
mod tests;
