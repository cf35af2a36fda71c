//! Names of files inside the project under review.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A path relative to the root of the review, with forward slashes, as git and GitHub spell it.
/// Names come from the change under review: they are data, to be escaped wherever they are shown.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RepoPath(Arc<str>);

impl RepoPath {
    /// Takes a relative path; a leading `./` is dropped. A backslash is a letter of a name, as it is to git.
    pub fn new(mut path: &str) -> Self {
        // `trim_start_matches` makes a search of this ready for each of a tree's names.
        while let Some(rest) = path.strip_prefix("./") {
            path = rest;
        }
        Self(Arc::from(path))
    }

    /// Takes a path as git or the file system spells it. A name that is not UTF-8 has no `RepoPath`; the error then
    /// holds a likeness of it that is good for showing and for nothing else.
    pub fn from_bytes(path: &[u8]) -> Result<Self, Self> {
        match std::str::from_utf8(path) {
            Ok(path) => Ok(Self::new(path)),
            Err(_) => Err(Self::new(&String::from_utf8_lossy(path))),
        }
    }

    /// As [`from_bytes`](Self::from_bytes), of a relative path of the operating system.
    pub fn from_path(path: &Path) -> Result<Self, Self> {
        let spell = |path: &str| match std::path::MAIN_SEPARATOR {
            '/' => Self::new(path),
            separator => Self::new(&path.replace(separator, "/")),
        };
        path.to_str().map(spell).ok_or_else(|| spell(&path.to_string_lossy()))
    }

    /// Where the file lies on disk when the review's root is `root`.
    pub fn under(&self, root: &Path) -> PathBuf {
        root.join(&*self.0)
    }

    /// True when this is `folder` or lies inside it. The empty path is the root: everything lies inside.
    pub fn is_within(&self, folder: &RepoPath) -> bool {
        let folder = folder.0.trim_end_matches('/');
        let inside = |rest: &str| rest.is_empty() || rest.starts_with('/');
        matches!(folder, "" | ".") || self.0.strip_prefix(folder).is_some_and(inside)
    }

    /// The whole path.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The part after the last slash.
    pub fn file_name(&self) -> &str {
        memchr::memrchr(b'/', self.0.as_bytes()).map_or(&*self.0, |slash| &self.0[slash + 1..])
    }

    /// The folders and the file name, outermost first.
    pub fn parts(&self) -> impl Iterator<Item = &str> {
        self.0.split('/')
    }

    /// True for files that hold Python code: `.py`, `.pyw`. Stubs (`.pyi`) hold no behaviour and are left out.
    pub fn is_python(&self) -> bool {
        self.0.ends_with(".py") || self.0.ends_with(".pyw")
    }

    /// True for test code by the conventions of pytest, unittest and Django.
    pub fn is_test(&self) -> bool {
        // Each of the names below has one of these in it, and most paths have neither.
        if !self.0.contains("test") && !self.0.contains("fixtures") {
            return false;
        }
        let name = self.file_name();
        name == "conftest.py"
            || name == "tests.py"
            || name.starts_with("test_")
            || name.ends_with("_test.py")
            || name.ends_with("_tests.py")
            || self.parts().any(|part| matches!(part, "tests" | "test" | "testing" | "testdata" | "fixtures"))
    }
}

impl std::borrow::Borrow<str> for RepoPath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RepoPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_are_not_utf8_are_refused_with_a_likeness() {
        assert_eq!(RepoPath::from_bytes(b"a/b.py"), Ok(RepoPath::new("a/b.py")));
        assert_eq!(RepoPath::from_bytes(b"a/\xff.py"), Err(RepoPath::new("a/\u{fffd}.py")));
    }

    #[test]
    fn within_counts_whole_names() {
        let within = |path: &str, folder: &str| RepoPath::new(path).is_within(&RepoPath::new(folder));
        assert!(within("app/a.py", "app"));
        assert!(within("app/a.py", "app/"));
        assert!(within("app/a.py", "app/a.py"));
        assert!(within("app/a.py", "."));
        assert!(within("app/a.py", ""));
        assert!(!within("apple/a.py", "app"));
    }

    #[test]
    fn test_code_is_known_by_its_place() {
        assert!(RepoPath::new("tests/util.py").is_test());
        assert!(RepoPath::new("app/test_views.py").is_test());
        assert!(!RepoPath::new("app/contest.py").is_test());
    }
}
