//! Globs over paths of a review, compiled.
//!
//! The syntax is that of ignore files: a pattern without a slash matches at any depth, one with a slash counts from
//! the root of the review, one that ends in a slash stands for a folder; what matches a folder matches all below it.
//! `*` stays inside one part of a path, `**` does not.

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use rustc_hash::FxHashMap;

/// Compiled patterns. Names, and beginnings and ends of names, are compared part by part: to compile one glob costs as
/// much as to compare thousands of names, and most patterns are names of folders.
#[derive(Debug, Clone)]
pub(super) struct PathSet {
    /// By the first part, where that is a name.
    by_first: FxHashMap<String, Vec<Names>>,
    /// By the first byte of such a name, a bit for each length that there is: most parts of paths need no more.
    lengths: Box<[u64; 256]>,
    /// The others without other wildcards.
    names: Vec<Names>,
    /// The bytes by which the first parts of these begin or end.
    edges: Box<[bool; 256]>,
    globs: GlobSet,
}

/// A pattern with no wildcard but a `*` at the beginning or end of parts.
#[derive(Debug, Clone)]
struct Names {
    parts: Vec<Part>,
    /// Counts from the root only.
    rooted: bool,
    /// Stands for what lies below it, not for itself.
    folder: bool,
}

#[derive(Debug, Clone)]
enum Part {
    Is(String),
    Begins(String),
    Ends(String),
}

impl Part {
    fn of(text: &str) -> Option<Self> {
        let part = if let Some(end) = text.strip_prefix('*') {
            Self::Ends(end.to_owned())
        } else if let Some(start) = text.strip_suffix('*') {
            Self::Begins(start.to_owned())
        } else {
            Self::Is(text.to_owned())
        };
        let (Self::Is(name) | Self::Begins(name) | Self::Ends(name)) = &part;
        let plain = |letter: char| !matches!(letter, '*' | '?' | '[' | ']' | '{' | '}' | '\\');
        (!name.is_empty() && name.chars().all(plain)).then_some(part)
    }

    fn matches(&self, name: &str) -> bool {
        match self {
            Self::Is(whole) => name == whole,
            Self::Begins(start) => name.starts_with(start.as_str()),
            Self::Ends(end) => name.ends_with(end.as_str()),
        }
    }
}

impl Names {
    fn of(pattern: &str) -> Option<Self> {
        let (bare, folder, rooted) = read(pattern);
        let parts = bare.split('/').map(Part::of).collect::<Option<_>>()?;
        Some(Self { parts, rooted, folder })
    }

    /// True when the parts of a path from some place on begin so; `at_root` when that place is the first.
    fn fits(&self, from: &str, at_root: bool) -> bool {
        let mut rest = from.split('/');
        (at_root || !self.rooted)
            && self.parts.iter().all(|part| rest.next().is_some_and(|name| part.matches(name)))
            && (!self.folder || rest.next().is_some())
    }
}

impl PathSet {
    /// True when a pattern matches the path itself or a folder above it.
    pub(super) fn is_match(&self, path: &str) -> bool {
        if self.by_first.is_empty() && self.names.is_empty() && self.globs.is_empty() {
            return false;
        }
        let mut at = 0;
        let mut ends = memchr::memchr_iter(b'/', path.as_bytes()).chain([path.len()]);
        let by_name = ends.any(|end| {
            let (part, from, at_root) = (&path[at..end], &path[at..], at == 0);
            at = end + 1;
            let fits = |names: &Names| names.fits(from, at_root);
            let known = || self.by_first.get(part).is_some_and(|names| names.iter().any(fits));
            (self.may_begin(part) && known())
                || (self.may_be_cut(part)
                    && self.names.iter().any(|names| names.parts[0].matches(part) && fits(names)))
        });
        by_name || (!self.globs.is_empty() && self.globs.is_match(path))
    }
}

impl PathSet {
    /// False when a part of a path is surely none of the names by which patterns begin.
    fn may_begin(&self, part: &str) -> bool {
        let first = part.as_bytes().first().copied().unwrap_or_default();
        self.lengths[usize::from(first)] & length_bit(part) != 0
    }

    /// False when it surely neither begins nor ends as a pattern says.
    fn may_be_cut(&self, part: &str) -> bool {
        let edge = |byte: Option<&u8>| byte.is_some_and(|byte| self.edges[usize::from(*byte)]);
        edge(part.as_bytes().first()) || edge(part.as_bytes().last())
    }
}

fn length_bit(part: &str) -> u64 {
    1 << part.len().min(63)
}

/// Compiles `patterns` into one set.
pub(super) fn compile<'a>(patterns: impl IntoIterator<Item = &'a str>) -> Result<PathSet, globset::Error> {
    let mut by_first: FxHashMap<String, Vec<Names>> = FxHashMap::default();
    let (mut names, mut lengths, mut edges) = (Vec::new(), Box::new([0; 256]), Box::new([false; 256]));
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        if let Some(plain) = Names::of(pattern) {
            match &plain.parts[0] {
                Part::Is(first) => {
                    lengths[usize::from(first.as_bytes()[0])] |= length_bit(first);
                    by_first.entry(first.clone()).or_default().push(plain);
                }
                Part::Begins(start) => {
                    edges[usize::from(start.as_bytes()[0])] = true;
                    names.push(plain);
                }
                Part::Ends(end) => {
                    edges[usize::from(end.as_bytes()[end.len() - 1])] = true;
                    names.push(plain);
                }
            }
            continue;
        }
        let (itself, below) = both(pattern);
        set.add(glob(&itself)?);
        set.add(glob(&below)?);
    }
    Ok(PathSet { by_first, lengths, names, edges, globs: set.build()? })
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
    let (bare, folder, rooted) = read(pattern);
    let start = if rooted { bare.to_owned() } else { format!("**/{bare}") };
    let below = format!("{start}/**");
    (if folder { below.clone() } else { start }, below)
}

/// A pattern without the slashes around it; whether it stands for a folder; whether it counts from the root only.
fn read(pattern: &str) -> (&str, bool, bool) {
    let pattern = pattern.strip_prefix("./").unwrap_or(pattern);
    let folder = pattern.ends_with('/');
    let bare = pattern.trim_end_matches('/');
    match bare.strip_prefix('/') {
        Some(rest) => (rest, folder, true),
        // As in ignore files only an inner slash anchors; `build/lib/` would be anchored by that, but people (and the
        // default list) mean it at any depth when it names folders only.
        None => (bare, folder, !folder && bare.contains('/')),
    }
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
            ("tests", "a/tests.py", false),
            ("src/legacy", "src/legacy", true),
            ("vendor/", "vendor", false),
            ("a/b/", "a/x/a/b/c.py", true),
            ("a/b/", "a/x/b/c.py", false),
            ("a/b/", "xa/b/c.py", false),
        ] {
            let set = compile([pattern]).unwrap();
            assert_eq!(set.is_match(path), matches, "{pattern} on {path}");
        }
    }

    #[test]
    fn names_match_as_globs_do() {
        let paths =
            ["a", "a/b", "b/a", "a/b/c", "x/a/b", "x/a/b/c", "ab/c", "a/.", "x/b", "ba/c", "x/bab", "a/ba/c"];
        let patterns = [
            "a", "a/", "/a", "/a/", "a/b", "a/b/", "/a/b", "./a/b", "a/b/c", "b", "*a", "*a/", "a*", "/b*",
            "a/b*/", "b*",
        ];
        for pattern in patterns {
            let names = compile([pattern]).unwrap();
            assert!(names.globs.is_empty());
            let (itself, below) = both(pattern);
            for path in paths {
                let globs = [&itself, &below].map(|text| glob(text).unwrap().compile_matcher());
                let expected = globs.iter().any(|glob| glob.is_match(path));
                assert_eq!(names.is_match(path), expected, "{pattern} on {path}");
            }
        }
    }

    #[test]
    fn a_broken_pattern_is_told() {
        assert!(fault("a[").is_some());
        assert!(fault("/").is_some());
        assert_eq!(fault("a/**"), None);
    }
}
