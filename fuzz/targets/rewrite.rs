//! A rewrite that is shown applies, leaves a text that parses, and the finding is gone.
#![no_main]

use hognose::config::Settings;
use hognose::syntax;
use hognose_fuzz::scan_text;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    // Such a file is taken for binary and said to be skipped.
    if text.contains('\0') {
        return;
    }
    let before = scan_text(text, &Settings::default(), false);
    let errors = syntax::parse(text).errors.len();
    for finding in &before.findings {
        let Some(rewrite) = &finding.rewrite else { continue };
        let edited = rewrite.edits.apply(text).expect("proven edits apply");
        assert!(syntax::parse(&edited).errors.len() <= errors, "broken:\n{edited}");
        let after = scan_text(&edited, &Settings::default(), true);
        let count = |review: &hognose::finding::Review| {
            let silenced = review.suppressed.iter().map(|one| &one.finding);
            review.findings.iter().chain(silenced).filter(|one| one.rule == finding.rule).count()
        };
        assert!(count(&after) < count(&before), "{} is still there:\n{edited}", finding.rule);
    }
});
