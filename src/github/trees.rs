//! The whole list of changed files, where GitHub's own lists end early: two trees, entry by entry.
//!
//! Only Python files and those of configuration matter, so only they are kept, however large the repository.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::client::Ask;
use super::rows::FileRow;
use super::{ApiError, Client};
use crate::config::Selection;
use crate::source::RepoPath;

/// Files by name, with the names of their contents.
type Tree = BTreeMap<String, String>;

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
}

/// The Python files in which two commits differ; `None` where a tree is too large for GitHub to list.
pub(super) async fn difference(
    client: &Client<'_>,
    base: &str,
    head: &str,
) -> Result<Option<Vec<FileRow>>, ApiError> {
    let (Some(old), Some(new)) = (tree(client, base).await?, tree(client, head).await?) else {
        return Ok(None);
    };
    Ok(Some(rows(&old, &new)))
}

async fn tree(client: &Client<'_>, commit: &str) -> Result<Option<Tree>, ApiError> {
    let path = format!("/git/trees/{commit}?recursive=1");
    let answer: Answer = client.json(Ask::get("list all files of a commit", &path)).await?;
    if answer.truncated {
        return Ok(None);
    }
    // Regular files only: a link's content is no code, a submodule's is not here.
    let files = answer.tree.into_iter().filter(|entry| matches!(entry.mode.as_str(), "100644" | "100755"));
    let files = files.filter(|entry| Selection::knows(&RepoPath::new(&entry.path)));
    Ok(Some(files.map(|entry| (entry.path, entry.sha)).collect()))
}

/// Rows like those of GitHub's list, without patches and without renames: the two ends of a move are two rows.
fn rows(old: &Tree, new: &Tree) -> Vec<FileRow> {
    let added = new.iter().filter(|(path, sha)| old.get(*path) != Some(sha)).map(|(path, sha)| {
        let base = old.get(path);
        row(path, if base.is_some() { "modified" } else { "added" }, Some(sha), base)
    });
    let removed = old.iter().filter(|(path, _)| !new.contains_key(*path));
    added.chain(removed.map(|(path, sha)| row(path, "removed", None, Some(sha)))).collect()
}

fn row(path: &str, status: &str, sha: Option<&String>, base: Option<&String>) -> FileRow {
    FileRow {
        filename: path.to_owned(),
        status: status.to_owned(),
        sha: sha.cloned(),
        additions: 0,
        deletions: 0,
        changes: 0,
        patch: None,
        previous_filename: None,
        base_oid: base.cloned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trees_differ_in_added_altered_and_removed_files() {
        let tree = |files: &[(&str, &str)]| -> Tree {
            files.iter().map(|(path, sha)| ((*path).to_owned(), (*sha).to_owned())).collect()
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
