//! Runs the scan on texts held in memory.

use hognose::config::Settings;
use hognose::finding::Review;
use hognose::scan::{Options, scan};
use hognose::source::{RepoPath, SourceFile};

/// Scans one text with one rule, or with all of them.
pub(crate) fn scan_text(path: &str, text: &str, rule: Option<&str>) -> Review {
    let settings = Settings { select: rule.map(str::to_owned).into_iter().collect(), ..Settings::default() };
    let path = RepoPath::new(path);
    let load = |path: &RepoPath| Ok(SourceFile::from_text(path.clone(), text));
    scan(&[path], &load, &|| (), &settings, Options { threads: 1 })
}
