//! No change of dependencies makes a review panic; a rewrite that is shown leaves nothing to say of its row twice.
#![no_main]

use hognose::config::Settings;
use hognose::scan::{Options, scan};
use hognose::source::{RepoPath, SourceFile};
use libfuzzer_sys::fuzz_target;

const NAMES: &[&str] =
    &["requirements.txt", "pyproject.toml", "uv.lock", "Dockerfile", "environment.yml", "setup.py"];

fuzz_target!(|text: &str| {
    for name in NAMES {
        let path = RepoPath::new(name);
        let read = |text: &str| {
            let load = |path: &RepoPath| Ok(SourceFile::from_text(path.clone(), text));
            let options = Options { threads: 1, whole: false, across: false };
            let review = scan(std::slice::from_ref(&path), &load, &|| (), &Settings::default(), options);
            assert!(review.skipped.is_empty(), "skipped: {:?}", review.skipped);
            review
        };
        let review = read(text);
        for finding in review.findings.iter().filter(|one| one.package.is_some()).take(3) {
            let Some(rewrite) = &finding.rewrite else { continue };
            let after = rewrite.edits.apply(text).expect("proven edits apply");
            let count = |review: &hognose::finding::Review| {
                review.findings.iter().filter(|one| one.rule == finding.rule).count()
            };
            assert!(count(&read(&after)) < count(&review), "{name}: still found after\n{after}");
        }
    }
});
