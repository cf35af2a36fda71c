//! A comment silences findings or does not; it makes none and hides none without saying so.
#![no_main]

use hognose::config::Settings;
use hognose_fuzz::{places, scan_text};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|comment: &str| {
    // Such a file is taken for binary and said to be skipped.
    if comment.contains('\0') {
        return;
    }
    // One comment in each place that a mark may stand in; line breaks would end it.
    let mut comments = comment.split(['\n', '\r', '\u{c}']).chain(std::iter::repeat(""));
    let mut next = || comments.next().unwrap_or("");
    let text = |marked: bool, words: [&str; 3]| {
        let [above, behind, inside] = words.map(|words| if marked { words } else { "" });
        format!(
            "import os\nfrom flask import request\n\n\n#{above}\ndef view():\n    os.system(request.args[\"x\"])  #{behind}\n    \
             eval(\n        #{inside}\n        request.args[\"x\"]\n    )\n"
        )
    };
    let words = [next(), next(), next()];
    let plain = scan_text(&text(false, words), &Settings::default(), true);
    let marked = scan_text(&text(true, words), &Settings::default(), false);
    let silenced = marked.suppressed.len();
    assert_eq!(plain.findings.len(), marked.findings.len() + silenced, "{:?}", places(&marked.findings));
});
