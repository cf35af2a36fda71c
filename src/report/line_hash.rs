//! `primaryLocationLineHash` as GitHub's uploader computes it, so that alerts keep their identity whoever uploads.
//!
//! A rolling hash (64 bits wrapping, base 37) over the 100 UTF-16 units that start with the line, spaces and tabs
//! left out, CR and CRLF taken as LF, then the number of lines so far with the same hash. It covers following
//! lines and counts in the whole file, so it needs the whole text.

use std::collections::BTreeMap;

use crate::source::SourceFile;

const WINDOW: usize = 100;
const BASE: u64 = 37;
const END: u16 = 0xffff;
const LF: u16 = 0x0a;
const CR: u16 = 0x0d;

/// The hash of every line of a file, the byte-order mark and the encoding taken as GitHub sees them.
pub fn of_file(source: &SourceFile) -> Vec<String> {
    let encoding = source.encoding();
    if encoding.charset == encoding_rs::UTF_8 {
        let mark = if encoding.bom { "\u{feff}" } else { "" };
        return of_units(mark.encode_utf16().chain(source.text().encode_utf16()));
    }
    match source.encode(source.text()) {
        Some(bytes) => of_text(&String::from_utf8_lossy(&bytes)),
        None => of_text(source.text()),
    }
}

/// The hash of every line of `text`, the first line's first. A final line ending opens one more line.
pub fn of_text(text: &str) -> Vec<String> {
    of_units(text.encode_utf16())
}

fn of_units(units: impl Iterator<Item = u16>) -> Vec<String> {
    let mut state = State::new();
    let mut line_start = true;
    let mut after_cr = false;
    for mut unit in units.chain([END]) {
        if unit == 0x20 || unit == 0x09 || (after_cr && unit == LF) {
            after_cr = false;
            continue;
        }
        after_cr = unit == CR;
        if after_cr {
            unit = LF;
        }
        state.flush();
        if std::mem::replace(&mut line_start, unit == LF) {
            state.begin();
        }
        state.roll(unit);
    }
    for _ in 0..WINDOW {
        state.flush();
        state.roll(0);
    }
    state.out
}

struct State {
    window: [u16; WINDOW],
    starts: [bool; WINDOW],
    at: usize,
    hash: u64,
    drop: u64,
    seen: BTreeMap<u64, u32>,
    out: Vec<String>,
}

impl State {
    fn new() -> Self {
        let drop = (0..WINDOW).fold(1u64, |value, _| value.wrapping_mul(BASE));
        let (window, starts) = ([0; WINDOW], [false; WINDOW]);
        Self { window, starts, at: 0, hash: 0, drop, seen: BTreeMap::new(), out: Vec::new() }
    }

    /// The line that started a whole window ago is complete.
    fn flush(&mut self) {
        if std::mem::take(&mut self.starts[self.at]) {
            let number = self.seen.entry(self.hash).or_insert(0);
            *number += 1;
            self.out.push(format!("{:x}:{number}", self.hash));
        }
    }

    fn begin(&mut self) {
        self.starts[self.at] = true;
    }

    fn roll(&mut self, unit: u16) {
        let gone = std::mem::replace(&mut self.window[self.at], unit);
        self.hash = self
            .hash
            .wrapping_mul(BASE)
            .wrapping_add(u64::from(unit))
            .wrapping_sub(self.drop.wrapping_mul(u64::from(gone)));
        self.at = (self.at + 1) % WINDOW;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_every_vector_matches() {
        let vectors: serde_json::Value =
            serde_json::from_str(include_str!("../../tests/data/github/fingerprint-vectors.json")).unwrap();
        let vectors = vectors["vectors"].as_array().unwrap();
        assert!(vectors.len() > 20);
        for vector in vectors {
            let expected: Vec<&str> =
                vector["line_hashes"].as_array().unwrap().iter().map(|hash| hash.as_str().unwrap()).collect();
            assert_eq!(of_text(vector["text"].as_str().unwrap()), expected, "{}", vector["name"]);
        }
    }
}
