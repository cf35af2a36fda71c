//! Globs over paths of a review, compiled.
//!
//! The syntax is that of ignore files: a pattern without a slash matches at any depth, one with a slash counts from
//! the root of the review, one that ends in a slash stands for a folder; what matches a folder matches all below it.
//! `*` stays inside one part of a path, `**` does not.

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

/// Compiles `patterns` into one set.
pub(super) fn compile<'a>(patterns: impl IntoIterator<Item = &'a str>) -> Result<GlobSet, globset::Error> {
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        let (itself, below) = both(pattern);
        set.add(glob(&itself)?);
        set.add(glob(&below)?);
    }
    set.build()
}

/// Why `pattern` is not a glob, in a few words.
pub(super) fn fault(pattern: &str) -> Option<String> {
    if pattern.trim_matches('/').is_empty() {
        return Some("it matches nothing".into());
    }
    compile([pattern]).err().map(|error| error.kind().to_string())
}

fn glob(text: &str) -> Result<globset::Glob, globset::Error> {
    GlobBuilder::new(text).literal_separator(true).backslash_escape(true).build()
}

/// The glob for the thing itself and the one for all that lies below it.
fn both(pattern: &str) -> (String, String) {
    let pattern = pattern.strip_prefix("./").unwrap_or(pattern);
    let folder = pattern.ends_with('/');
    let bare = pattern.trim_end_matches('/');
    let rooted = match bare.strip_prefix('/') {
        Some(rest) => rest.to_owned(),
        // As in ignore files only an inner slash anchors; `build/lib/` would be anchored by that, but people (and the
        // default list) mean it at any depth when it names folders only.
        None if folder || !bare.contains('/') => format!("**/{bare}"),
        None => bare.to_owned(),
    };
    let below = format!("{rooted}/**");
    (if folder { below.clone() } else { rooted }, below)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_as_documented() {
        for (pattern, path, matches) in [
            ("vendor/", "vendor/a.py", true),
            ("vendor/", "src/vendor/deep/a.py", true),
            ("vendor/", "src/vendor.py", false),
            ("/build/", "build/a.py", true),
            ("/build/", "src/build/a.py", false),
            ("*_pb2.py", "src/api/x_pb2.py", true),
            ("src/*.py", "src/a.py", true),
            ("src/*.py", "src/deep/a.py", false),
            ("src/**/x.py", "src/deep/er/x.py", true),
            ("src/legacy", "src/legacy/a.py", true),
            ("src/legacy", "other/src/legacy/a.py", false),
            ("./src/legacy", "src/legacy/a.py", true),
            ("build/lib/", "packages/a/build/lib/x.py", true),
            ("tests", "a/tests/b.py", true),
        ] {
            let set = compile([pattern]).unwrap();
            assert_eq!(set.is_match(path), matches, "{pattern} on {path}");
        }
    }

    #[test]
    fn a_broken_pattern_is_told() {
        assert!(fault("a[").is_some());
        assert!(fault("/").is_some());
        assert_eq!(fault("a/**"), None);
    }
}
