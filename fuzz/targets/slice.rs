//! What is left out of a file before parsing never holds a finding.
#![no_main]

use hognose::config::Settings;
use hognose_fuzz::scan_text;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    // Such a file is taken for binary and said to be skipped.
    if text.contains('\0') {
        return;
    }
    let whole = scan_text(text, &Settings::default(), true);
    // Of a broken file the parts may be read otherwise than the whole.
    if !whole.notes.is_empty() {
        return;
    }
    let parts = scan_text(text, &Settings::default(), false);
    assert_eq!(format!("{:#?}", parts.findings), format!("{:#?}", whole.findings));
});
