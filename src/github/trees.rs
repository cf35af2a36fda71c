//! The files of a commit in one request. Two such lists, entry by entry, give the changed files where GitHub's own lists
//! end early.
//!
//! Only Python files and those of configuration matter, so only they are kept, however large the repository.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::client::Ask;
use super::rows::FileRow;
use super::{ApiError, Client};
use crate::config::Selection;
use crate::source::RepoPath;

/// A file of a commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Leaf {
    /// The name of its content.
    pub(super) sha: String,
    /// Bytes.
    pub(super) size: u64,
}

/// The files of one commit by name.
pub(super) struct Tree {
    pub(super) files: BTreeMap<String, Leaf>,
    /// True when the commit has more than GitHub lists.
    pub(super) truncated: bool,
}

#[derive(Deserialize)]
struct Answer {
    tree: Vec<Entry>,
    #[serde(default)]
    truncated: bool,
}

#[derive(Deserialize)]
struct Entry {
    path: String,
    mode: String,
    sha: String,
    size: Option<u64>,
}

/// The Python files in which two commits differ; `None` where a tree is too large for GitHub to list.
pub(super) async fn difference(
    client: &Client<'_>,
    base: &str,
    head: &str,
) -> Result<Option<Vec<FileRow>>, ApiError> {
    let (old, new) = (tree(client, base).await?, tree(client, head).await?);
    Ok((!old.truncated && !new.truncated).then(|| rows(&old.files, &new.files)))
}

/// All files of a commit that matter to hognose, in one request.
pub(super) async fn tree(client: &Client<'_>, commit: &str) -> Result<Tree, ApiError> {
    let path = format!("/git/trees/{commit}?recursive=1");
    let answer: Answer = client.json(Ask::get("list all files of a commit", &path)).await?;
    // Regular files only: a link's content is no code, a submodule's is not here.
    let files = answer.tree.into_iter().filter(|entry| matches!(entry.mode.as_str(), "100644" | "100755"));
    let files = files.filter(|entry| Selection::knows(&RepoPath::new(&entry.path)));
    let leaf = |entry: Entry| (entry.path, Leaf { sha: entry.sha, size: entry.size.unwrap_or_default() });
    Ok(Tree { files: files.map(leaf).collect(), truncated: answer.truncated })
}

/// Rows like those of GitHub's list, without patches and without renames: the two ends of a move are two rows.
fn rows(old: &BTreeMap<String, Leaf>, new: &BTreeMap<String, Leaf>) -> Vec<FileRow> {
    let added = new.iter().filter(|(path, leaf)| old.get(*path) != Some(leaf)).map(|(path, leaf)| {
        let base = old.get(path);
        row(path, if base.is_some() { "modified" } else { "added" }, Some(leaf), base)
    });
    let removed = old.iter().filter(|(path, _)| !new.contains_key(*path));
    added.chain(removed.map(|(path, leaf)| row(path, "removed", None, Some(leaf)))).collect()
}

fn row(path: &str, status: &str, head: Option<&Leaf>, base: Option<&Leaf>) -> FileRow {
    FileRow {
        filename: path.to_owned(),
        status: status.to_owned(),
        sha: head.map(|leaf| leaf.sha.clone()),
        additions: 0,
        deletions: 0,
        changes: 0,
        patch: None,
        previous_filename: None,
        base_oid: base.map(|leaf| leaf.sha.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trees_differ_in_added_altered_and_removed_files() {
        let tree = |files: &[(&str, &str)]| -> BTreeMap<String, Leaf> {
            let leaf = |sha: &str| Leaf { sha: sha.to_owned(), size: 1 };
            files.iter().map(|(path, sha)| ((*path).to_owned(), leaf(sha))).collect()
        };
        let old = tree(&[("a.py", "1"), ("b.py", "2"), ("c.py", "3")]);
        let new = tree(&[("a.py", "1"), ("b.py", "4"), ("d.py", "5")]);
        let found: Vec<(String, String, Option<String>, Option<String>)> = rows(&old, &new)
            .into_iter()
            .map(|row| (row.filename, row.status, row.sha, row.base_oid))
            .collect();
        let text = |word: &str| Some(word.to_owned());
        assert_eq!(
            found,
            [
                ("b.py".into(), "modified".into(), text("4"), text("2")),
                ("d.py".into(), "added".into(), text("5"), None),
                ("c.py".into(), "removed".into(), None, text("3")),
            ]
        );
    }
}
