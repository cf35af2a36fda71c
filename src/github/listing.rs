//! Which files a change touches, by GitHub's lists, in few requests.
//!
//! Lists end early on large changes, and rows come without their patches; the one is completed out of the two trees, the
//! other asked for again, and only for files that there is something to say on. Reads no contents.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::Value;

use super::client::Ask;
use super::patch::Commentable;
use super::rows::FileRow;
use super::{ApiError, Client, event, trees};
use crate::source::RepoPath;

/// Rows of one page.
const PAGE: usize = 100;
/// GitHub lists no more files of a pull request.
const MAX_FILES: usize = 3_000;
/// GitHub lists no more files of a comparison.
const MAX_COMPARED: usize = 300;
/// Rows that are asked for again by themselves.
const MAX_REPAIRS: usize = 30;

/// The files that a change lists, not yet read.
#[derive(Debug, Clone, Default)]
pub struct Listing {
    pub(super) rows: Vec<FileRow>,
    /// What kept the list from being whole.
    pub(super) partial: Option<String>,
    /// The pull request, where it is one.
    number: Option<u64>,
    pub(super) base: Base,
}

/// Where the old side lies.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) enum Base {
    #[default]
    None,
    /// The merge base itself.
    Commit(String),
    /// Two commits whose merge base is to be asked for when it is needed.
    MergeBaseOf(String, String),
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
    let base = Base::Commit(commit_of(&found.merge_base_commit.sha)?);
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

/// A commit's name from an answer.
fn commit_of(text: &str) -> Result<String, ApiError> {
    let what = "find the merge base";
    event::sha(text).map_err(|_| ApiError::Malformed { what, why: "names no commit".into() })
}

/// Asks for the merge base, where it is not known.
pub(super) async fn merge_base(client: &Client<'_>, base: &Base) -> Result<String, ApiError> {
    match base {
        Base::Commit(sha) => Ok(sha.clone()),
        Base::MergeBaseOf(base, head) => {
            let path = format!("/compare/{base}...{head}?per_page=1");
            let found: Value = client.json(Ask::get("find the merge base", &path)).await?;
            commit_of(found["merge_base_commit"]["sha"].as_str().unwrap_or_default())
        }
        Base::None => Err(ApiError::Payload("names no base".into())),
    }
}

/// Asks again for rows whose patch GitHub left out, one by one: an answer of one row has it. Only for files that there
/// is something to say on. What still lacks a patch has no line to stand at.
pub async fn repair(
    client: &Client<'_>,
    listing: &Listing,
    commentable: &mut BTreeMap<RepoPath, Commentable>,
    paths: &[&RepoPath],
) -> Result<(), ApiError> {
    let Some(number) = listing.number else { return Ok(()) };
    let mut left = MAX_REPAIRS;
    for path in paths {
        if commentable.contains_key(*path) {
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
        commentable.insert((*path).clone(), lines);
    }
    Ok(())
}

/// The pull request that a commit of another repository is the head of.
pub async fn pull_request_of(
    client: &Client<'_>,
    head: &str,
    repository: Option<&str>,
) -> Result<Option<event::PullRequest>, ApiError> {
    let path = format!("/commits/{head}/pulls?per_page=100");
    let pulls: Vec<event::Pull> = client.json(Ask::get("find the pull request", &path)).await?;
    event::choose(&pulls, head, repository)
}
