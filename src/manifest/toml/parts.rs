//! A document in parts, one for each package of a lock.

use memchr::memmem::{self, Finder};

/// The text in parts that each begin with the header of a package, or the whole: a long string may hold such a line.
pub(super) fn parts(text: &str, whole: bool) -> impl Iterator<Item = (usize, &str)> {
    let bytes = text.as_bytes();
    let header = Finder::new("\n[[package");
    let mut at = 0;
    std::iter::from_fn(move || {
        if at >= bytes.len() {
            return None;
        }
        let start = at;
        let next = if whole { None } else { header.find(&bytes[start + 1..]) };
        at = next.map_or(bytes.len(), |found| start + 1 + found + 1);
        Some((start, &text[start..at]))
    })
}

/// True where a string may go over several lines.
pub(super) fn holds_long_strings(text: &str) -> bool {
    ["\"\"\"", "'''"].iter().any(|quotes| memmem::find(text.as_bytes(), quotes.as_bytes()).is_some())
}
