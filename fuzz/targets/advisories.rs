//! No records of advisories make reading or matching them panic.
#![no_main]

use hognose::advisory::{self, Advisories};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let mut store = Advisories::new("fuzz");
    let _ = advisory::read_zip(bytes, &mut store);
    let _ = advisory::decode(bytes);
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let _ = advisory::from_jsonl(text);
    let osv = advisory::read_osv(text, &mut store).is_ok();
    if advisory::read_github(bytes, &mut store).is_ok() || osv {
        for version in ["0", "1.0", "1.0rc1", "1!2.0+local", "x"] {
            if let Some(verdict) = store.verdict("a", version, &|_| false) {
                assert!(verdict.hits.iter().all(|hit| !hit.ids.is_empty()));
                if let Some(fixed) = verdict.fixed {
                    assert!(store.verdict("a", &fixed, &|_| false).is_none(), "{fixed} is hit itself");
                }
            }
        }
    }
});
