//! Which added file is a deleted one under another name, by likeness of content.
//!
//! Likeness is the share of bytes in lines that both have, of the larger of the two; white space at the ends of lines
//! and blank lines count for nothing. The work is bounded: only a few candidates for each file, found by the rare
//! lines that they share or by their name, are compared in full.

use rustc_hash::{FxHashMap, FxHasher};
use std::hash::Hasher;

use crate::source::SourceFile;

/// From this share of common content on, in hundredths, two files are one that was renamed.
const ALIKE: u64 = 50;
/// A line that more deleted files than this have says little about where a file came from.
const RARE: usize = 16;
/// So many candidates are compared in full for each added file.
const CANDIDATES: usize = 8;

/// The distinct lines of a file, by hash, with the bytes that they take together.
struct Content {
    lines: Vec<(u64, u64)>,
    bytes: u64,
}

impl Content {
    fn of(text: &str) -> Self {
        let mut lines: Vec<(u64, u64)> = text
            .split(['\n', '\r'])
            .map(str::trim_end)
            .filter(|line| !line.is_empty())
            .map(|line| {
                let mut hasher = FxHasher::default();
                hasher.write(line.as_bytes());
                (hasher.finish(), line.len() as u64)
            })
            .collect();
        lines.sort_unstable();
        lines.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            kept.1 += if same { next.1 } else { 0 };
            same
        });
        let bytes = lines.iter().map(|line| line.1).sum();
        Self { lines, bytes }
    }

    /// Common content in hundredths of the larger side.
    fn likeness(&self, other: &Self) -> u64 {
        let (less, more) = (self.bytes.min(other.bytes), self.bytes.max(other.bytes));
        // What is not there cannot be common.
        if less * 100 < more * ALIKE {
            return 0;
        }
        let (mut left, mut right) = (self.lines.iter().peekable(), other.lines.iter().peekable());
        let mut common = 0;
        while let (Some(one), Some(two)) = (left.peek(), right.peek()) {
            match one.0.cmp(&two.0) {
                std::cmp::Ordering::Less => drop(left.next()),
                std::cmp::Ordering::Greater => drop(right.next()),
                std::cmp::Ordering::Equal => {
                    common += one.1.min(two.1);
                    left.next();
                    right.next();
                }
            }
        }
        common * 100 / more.max(1)
    }
}

/// Pairs of (deleted, added), by their place in the two slices. Each is in one pair at most; the likest are paired
/// first, then those of one name, then in the order given.
pub(super) fn renames(deleted: &[&SourceFile], added: &[&SourceFile]) -> Vec<(usize, usize)> {
    if deleted.is_empty() || added.is_empty() {
        return Vec::new();
    }
    let old: Vec<Content> = deleted.iter().map(|file| Content::of(file.text())).collect();
    let mut with_line: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
    let mut with_name: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for (at, content) in old.iter().enumerate() {
        with_name.entry(deleted[at].path().file_name()).or_default().push(at);
        for (line, _) in &content.lines {
            let files = with_line.entry(*line).or_default();
            // One above the limit is enough to know that the line is not rare.
            if files.len() <= RARE {
                files.push(at);
            }
        }
    }
    let mut scored = Vec::new();
    for (to, file) in added.iter().enumerate() {
        let new = Content::of(file.text());
        let name = file.path().file_name();
        let mut shared: FxHashMap<usize, u64> = FxHashMap::default();
        for (line, bytes) in &new.lines {
            for from in with_line.get(line).filter(|files| files.len() <= RARE).into_iter().flatten() {
                *shared.entry(*from).or_default() += bytes;
            }
        }
        for from in with_name.get(name).into_iter().flatten().take(CANDIDATES) {
            shared.entry(*from).or_default();
        }
        let mut candidates: Vec<(usize, u64)> = shared.into_iter().collect();
        candidates.sort_unstable_by_key(|(from, bytes)| (std::cmp::Reverse(*bytes), *from));
        for (from, _) in candidates.into_iter().take(2 * CANDIDATES) {
            let score = old[from].likeness(&new);
            if score >= ALIKE {
                let renamed = deleted[from].path().file_name() != name;
                scored.push((std::cmp::Reverse(score), renamed, from, to));
            }
        }
    }
    scored.sort_unstable();
    let (mut from_taken, mut to_taken) = (vec![false; deleted.len()], vec![false; added.len()]);
    let mut pairs = Vec::new();
    for (_, _, from, to) in scored {
        if !from_taken[from] && !to_taken[to] {
            (from_taken[from], to_taken[to]) = (true, true);
            pairs.push((from, to));
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::RepoPath;

    fn file(path: &str, text: &str) -> SourceFile {
        SourceFile::from_text(RepoPath::new(path), text)
    }

    fn body(seed: u32, lines: u32) -> String {
        (0..lines).map(|n| format!("value_{seed}_{n} = {n}\n")).collect()
    }

    #[test]
    fn likest_pairs_first() {
        let (one, two) = (file("a.py", &body(1, 20)), file("b.py", &body(2, 20)));
        let edited = file("y.py", &format!("{}extra = 1\n", body(1, 20)));
        let new = file("x.py", &body(3, 20));
        let same = file("z.py", &body(2, 20));
        assert_eq!(renames(&[&one, &two], &[&new, &edited, &same]), [(1, 2), (0, 1)]);
    }

    #[test]
    fn half_is_the_limit() {
        let old = file("a.py", &body(1, 20));
        let over = file("b.py", &(body(1, 11) + &body(2, 9)));
        let under = file("b.py", &(body(1, 9) + &body(2, 11)));
        assert_eq!(renames(&[&old], &[&over]), [(0, 0)]);
        assert_eq!(renames(&[&old], &[&under]), []);
        assert_eq!(
            renames(&[&file("a.py", "")], &[&file("b.py", "")]),
            [],
            "empty files are alike in nothing"
        );
    }

    #[test]
    fn equal_files_pair_by_name_and_order() {
        let text = body(1, 5);
        let old: Vec<SourceFile> = (0..40).map(|n| file(&format!("old/f{n}.py"), &text)).collect();
        let new: Vec<SourceFile> = (0..40).rev().map(|n| file(&format!("new/f{n}.py"), &text)).collect();
        let (old, new): (Vec<&SourceFile>, Vec<&SourceFile>) = (old.iter().collect(), new.iter().collect());
        let pairs = renames(&old, &new);
        assert_eq!(pairs.len(), 40);
        assert!(pairs.iter().all(|(from, to)| from + to == 39), "{pairs:?}");
    }
}
