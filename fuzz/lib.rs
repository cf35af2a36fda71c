//! What the fuzz targets share: a scan of one text in memory.

use hognose::config::Settings;
use hognose::finding::{Finding, Review};
use hognose::scan::{Options, scan};
use hognose::source::{RepoPath, SourceFile};

/// Scans one file with all rules.
pub fn scan_text(text: &str, settings: &Settings, whole: bool) -> Review {
    let path = RepoPath::new("app/views.py");
    let load = |path: &RepoPath| Ok(SourceFile::from_text(path.clone(), text));
    let review = scan(&[path], &load, &|| (), settings, Options { threads: 1, whole, across: false });
    // A panic inside is caught and told as a file that was skipped; here it is to end the run.
    assert!(review.skipped.is_empty(), "skipped: {:?}", review.skipped);
    review
}

/// Rule and place of each finding.
pub fn places(findings: &[Finding]) -> Vec<(&'static str, u32, u32)> {
    findings.iter().map(|one| (one.rule, one.place.span.start, one.place.span.end)).collect()
}
