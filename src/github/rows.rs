//! Rows of a pull request's file list, and what is to be thought of the odd ones.
//!
//! A row without a patch says nothing by itself: GitHub leaves patches out of large files, and out of all rows once an
//! answer has grown long, with every count at zero. Such a row is never taken for an unchanged file.

use serde::Deserialize;

use super::patch::{Commentable, Patch};
use crate::source::RepoPath;

/// One row of `GET pulls/{n}/files` or of a comparison.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct FileRow {
    pub(super) filename: String,
    pub(super) status: String,
    pub(super) sha: Option<String>,
    #[serde(default)]
    pub(super) additions: u64,
    #[serde(default)]
    pub(super) deletions: u64,
    #[serde(default)]
    pub(super) changes: u64,
    pub(super) patch: Option<String>,
    pub(super) previous_filename: Option<String>,
    /// The blob of the old side, where the row was made from trees; GitHub's lists do not have it.
    #[serde(skip)]
    pub(super) base_oid: Option<String>,
}

/// What a row says of its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Added,
    Modified,
    Renamed,
    Removed,
}

impl FileRow {
    pub(super) fn kind(&self) -> Kind {
        match self.status.as_str() {
            // A copy is new code in a new place.
            "added" | "copied" => Kind::Added,
            "removed" => Kind::Removed,
            "renamed" => Kind::Renamed,
            _ => Kind::Modified,
        }
    }

    pub(super) fn path(&self) -> RepoPath {
        RepoPath::new(&self.filename)
    }

    pub(super) fn old_path(&self) -> RepoPath {
        match (&self.previous_filename, self.kind()) {
            (Some(name), Kind::Renamed) => RepoPath::new(name),
            _ => self.path(),
        }
    }

    /// The patch, where it is whole: as many rows as the row counts.
    pub(super) fn whole_patch(&self) -> Option<Patch<'_>> {
        let patch = Patch::parse(self.patch.as_deref()?)?;
        (patch.counts() == (self.additions, self.deletions)).then_some(patch)
    }

    /// The lines that may carry a comment; `None` where GitHub was not heard on it.
    pub(super) fn commentable(&self) -> Option<Commentable> {
        match &self.patch {
            Some(_) => Some(self.whole_patch().map(|patch| patch.commentable()).unwrap_or_default()),
            // A file that is too large to be shown has its counts, and no line to stand at.
            None if self.changes > 0 => Some(Commentable::default()),
            None => None,
        }
    }

    /// True for a name that lies in the repository wherever it is put below.
    pub(super) fn is_inside(&self) -> bool {
        !self.filename.starts_with('/')
            && self.filename.split('/').all(|part| !matches!(part, "" | "." | ".."))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(text: &str) -> FileRow {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn odd_rows_are_told_apart() {
        let zeroed = row(
            r#"{"sha":"6d","filename":"app/views.py","status":"modified","additions":0,"deletions":0,"changes":0}"#,
        );
        assert!(zeroed.commentable().is_none() && zeroed.whole_patch().is_none());
        let large = row(
            r#"{"sha":"6d","filename":"a.py","status":"modified","additions":9000,"deletions":12,"changes":9012}"#,
        );
        assert!(large.commentable().is_some_and(|lines| lines.is_empty()));
        let renamed = row(
            r#"{"sha":"6d","filename":"app/new.py","previous_filename":"app/old.py","status":"renamed","additions":0,"deletions":0,"changes":0}"#,
        );
        assert_eq!((renamed.kind(), renamed.old_path().as_str()), (Kind::Renamed, "app/old.py"));
        let mode = row(
            r#"{"sha":null,"filename":"vendor/lib","status":"changed","additions":0,"deletions":0,"changes":0}"#,
        );
        assert_eq!((mode.kind(), mode.sha), (Kind::Modified, None));
    }

    #[test]
    fn a_patch_that_lacks_rows_is_no_patch() {
        let text = r#"{"sha":"6d","filename":"a.py","status":"modified","additions":1,"deletions":1,"changes":2,"patch":"@@ -1 +1 @@\n-a\n+b"}"#;
        assert!(row(text).whole_patch().is_some());
        let cut = row(&text.replace("\"additions\":1", "\"additions\":2"));
        assert!(cut.whole_patch().is_none() && cut.commentable().is_some_and(|lines| lines.is_empty()));
    }

    #[test]
    fn names_that_lead_elsewhere_are_seen() {
        for (name, inside) in [
            ("a/b.py", true),
            ("../a.py", false),
            ("/etc/a.py", false),
            ("a/../b.py", false),
            ("a//b.py", false),
        ] {
            let row =
                FileRow { filename: name.into(), ..row(r#"{"sha":null,"filename":"x","status":"added"}"#) };
            assert_eq!(row.is_inside(), inside, "{name}");
        }
    }
}
