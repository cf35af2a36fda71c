//! Names of files inside the project under review.

use std::fmt;
use std::sync::Arc;

/// A path relative to the root of the review, with forward slashes, as git and GitHub spell it.
/// Names come from the change under review: they are data, to be escaped wherever they are shown.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RepoPath(Arc<str>);

impl RepoPath {
    /// Takes a relative path; a leading `./` is dropped.
    pub fn new(path: &str) -> Self {
        Self(Arc::from(path.strip_prefix("./").unwrap_or(path)))
    }

    /// The whole path.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The part after the last slash.
    pub fn file_name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or(&self.0)
    }

    /// The folders and the file name, outermost first.
    pub fn parts(&self) -> impl Iterator<Item = &str> {
        self.0.split('/')
    }

    /// True for files that hold Python code: `.py`, `.pyw`. Stubs (`.pyi`) hold no behaviour and are left out.
    pub fn is_python(&self) -> bool {
        let name = self.file_name();
        name.ends_with(".py") || name.ends_with(".pyw")
    }

    /// True for test code by the conventions of pytest, unittest and Django.
    pub fn is_test(&self) -> bool {
        let name = self.file_name();
        name == "conftest.py"
            || name == "tests.py"
            || name.starts_with("test_")
            || name.ends_with("_test.py")
            || name.ends_with("_tests.py")
            || self.parts().any(|part| matches!(part, "tests" | "test" | "testing" | "testdata" | "fixtures"))
    }
}

impl fmt::Display for RepoPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
