//! The lines in which two texts differ.
//!
//! The answer depends on the two texts alone. The crate's deadline is not used: it would make the hunks, and with them
//! the place of a finding, depend on the speed of the machine. Its Myers search is bounded by the size of the input
//! instead, and above `FINE_LINES` differing lines the search gives way to anchors, which take time that grows no
//! faster than sorting. Every answer is correct; a coarse one may call lines changed that a finer one would keep.

use std::ops::Range;

use rustc_hash::FxHashMap;
use similar::DiffOp;
use similar::algorithms::{Capture, Compact, Replace, myers};

use super::{Hunk, Hunks};
use crate::source::LineIndex;

/// Up to so many differing lines, both sides together, the search is fine.
const FINE_LINES: usize = 50_000;

/// The hunks that make `head` out of `base`. Lines end as [`LineIndex`] says, and a line is equal to another when its
/// line ending is equal too.
pub fn hunks(base: &str, head: &str) -> Hunks {
    compare(base, head, |line| line)
}

/// As [`hunks`], but lines that differ in their line endings only count as equal. For a working tree, where git may
/// have put other line endings than the commit holds.
pub fn hunks_but_line_endings(base: &str, head: &str) -> Hunks {
    compare(base, head, |line| line.trim_end_matches(['\n', '\r']))
}

fn compare(base: &str, head: &str, key: fn(&str) -> &str) -> Hunks {
    if base == head {
        return Hunks::default();
    }
    let mut numbers = FxHashMap::default();
    let base = numbered(base, key, &mut numbers);
    let head = numbered(head, key, &mut numbers);
    let fine = |old: &[u32], new: &[u32]| old.len() + new.len() <= FINE_LINES;
    Hunks::new(differences(&base, &head, fine))
}

/// What makes `new` out of `old`, lines as numbers. All diffs of the program come here: the crate's handier ways in
/// compile all its algorithms anew for each type of line, which is most of a megabyte.
fn operations(old: &[u32], new: &[u32]) -> Vec<DiffOp> {
    let mut hook = Compact::new(Replace::new(Capture::new()), old, new);
    let Ok(()) = myers::diff(&mut hook, old, 0..old.len(), new, 0..new.len());
    hook.into_inner().into_inner().into_ops()
}

/// What makes `new` out of `old`: runs of lines that are the same, deleted, inserted or replaced, as they come.
pub fn lines<'a>(old: &[&'a str], new: &[&'a str]) -> Vec<DiffOp> {
    let mut numbers: FxHashMap<&'a str, u32> = FxHashMap::default();
    let mut number = |line: &&'a str| {
        let next = numbers.len() as u32;
        *numbers.entry(*line).or_insert(next)
    };
    let old: Vec<u32> = old.iter().map(&mut number).collect();
    let new: Vec<u32> = new.iter().map(&mut number).collect();
    operations(&old, &new)
}

/// Each line as a number; equal lines have equal numbers.
fn numbered<'a>(text: &'a str, key: fn(&str) -> &str, numbers: &mut FxHashMap<&'a str, u32>) -> Vec<u32> {
    if text.is_empty() {
        return Vec::new();
    }
    let lines = LineIndex::new(text);
    (1..=lines.count())
        .map(|line| {
            let next = numbers.len() as u32;
            let text = text.get(lines.span(line).range()).unwrap_or_default();
            *numbers.entry(key(text)).or_insert(next)
        })
        .collect()
}

fn differences(base: &[u32], head: &[u32], fine: fn(&[u32], &[u32]) -> bool) -> Vec<Hunk> {
    let (before, base_middle, head_middle) = trim(base, head);
    let mut hunks = Vec::new();
    if fine(base_middle, head_middle) {
        search(base_middle, head_middle, before, before, &mut hunks);
    } else {
        anchored(base_middle, head_middle, before, fine, &mut hunks);
    }
    hunks
}

/// Length of the common beginning, and what is left of both sides without the common beginning and end.
fn trim<'a>(base: &'a [u32], head: &'a [u32]) -> (usize, &'a [u32], &'a [u32]) {
    let before = base.iter().zip(head).take_while(|(old, new)| old == new).count();
    let (base, head) = (&base[before..], &head[before..]);
    let after = base.iter().rev().zip(head.iter().rev()).take_while(|(old, new)| old == new).count();
    (before, &base[..base.len() - after], &head[..head.len() - after])
}

/// The fine search; `base_at` and `head_at` are the lines before the two slices.
fn search(base: &[u32], head: &[u32], base_at: usize, head_at: usize, hunks: &mut Vec<Hunk>) {
    for op in operations(base, head) {
        if !matches!(op, DiffOp::Equal { .. }) {
            push(hunks, shifted(op.old_range(), base_at), shifted(op.new_range(), head_at));
        }
    }
}

fn shifted(range: Range<usize>, by: usize) -> Range<u32> {
    (range.start + by) as u32 + 1..(range.end + by) as u32 + 1
}

/// Adds a hunk, joined with the one before where the two touch.
fn push(hunks: &mut Vec<Hunk>, base: Range<u32>, head: Range<u32>) {
    if base.is_empty() && head.is_empty() {
        return;
    }
    match hunks.last_mut() {
        Some(last) if last.base.end == base.start && last.head.end == head.start => {
            last.base.end = base.end;
            last.head.end = head.end;
        }
        _ => hunks.push(Hunk { base, head }),
    }
}

/// The coarse way: lines that stand once on each side are kept where they are in the same order; between two of them
/// the fine search runs where the gap is small enough, and a large gap is one hunk.
fn anchored(
    base: &[u32],
    head: &[u32],
    before: usize,
    fine: fn(&[u32], &[u32]) -> bool,
    hunks: &mut Vec<Hunk>,
) {
    let (mut base_at, mut head_at) = (0, 0);
    let end = (base.len(), head.len());
    for (base_end, head_end) in anchors(base, head).into_iter().chain([end]) {
        let (same, old, new) = trim(&base[base_at..base_end], &head[head_at..head_end]);
        let (base_from, head_from) = (before + base_at + same, before + head_at + same);
        if fine(old, new) {
            search(old, new, base_from, head_from, hunks);
        } else {
            push(hunks, shifted(0..old.len(), base_from), shifted(0..new.len(), head_from));
        }
        (base_at, head_at) = (base_end, head_end);
    }
}

/// Places of lines that stand exactly once on both sides, rising on both.
fn anchors(base: &[u32], head: &[u32]) -> Vec<(usize, usize)> {
    let once = |lines: &[u32]| {
        let mut places: FxHashMap<u32, Option<usize>> = FxHashMap::default();
        for (at, line) in lines.iter().enumerate() {
            places.entry(*line).and_modify(|place| *place = None).or_insert(Some(at));
        }
        places
    };
    let in_head = once(head);
    let mut pairs: Vec<(usize, usize)> = once(base)
        .into_iter()
        .filter_map(|(line, at)| Some((at?, in_head.get(&line).copied().flatten()?)))
        .collect();
    pairs.sort_unstable();
    rising(&pairs)
}

/// A longest run of `pairs` (sorted by the first) that rises in the second as well.
fn rising(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    // `ends[n]` is the pair with the least second number that ends a run of n + 1.
    let mut ends: Vec<usize> = Vec::new();
    let mut previous: Vec<Option<usize>> = Vec::with_capacity(pairs.len());
    for (at, pair) in pairs.iter().enumerate() {
        let length = ends.partition_point(|end| pairs[*end].1 < pair.1);
        previous.push(length.checked_sub(1).map(|before| ends[before]));
        match ends.get_mut(length) {
            Some(end) => *end = at,
            None => ends.push(at),
        }
    }
    let mut run = Vec::with_capacity(ends.len());
    let mut next = ends.last().copied();
    while let Some(at) = next {
        run.push(pairs[at]);
        next = previous[at];
    }
    run.reverse();
    run
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn split(text: &str) -> Vec<&str> {
        let index = LineIndex::new(text);
        let count = if text.is_empty() { 0 } else { index.count() };
        (1..=count).map(|line| &text[index.span(line).range()]).collect()
    }

    /// What the hunks make of `base`; inserted lines are taken from `head`.
    fn applied(base: &str, head: &str, hunks: &Hunks) -> String {
        let (base, head) = (split(base), split(head));
        let mut made = String::new();
        let mut at = 1;
        for hunk in hunks.iter() {
            made.extend(base[at - 1..hunk.base.start as usize - 1].iter().copied());
            assert_eq!(split(&made).len() + 1, hunk.head.start as usize, "the hunk's place on the new side");
            made.extend(head[hunk.head.start as usize - 1..hunk.head.end as usize - 1].iter().copied());
            at = hunk.base.end as usize;
        }
        made.extend(base[at - 1..].iter().copied());
        made
    }

    fn pairs_of(hunks: &Hunks) -> Vec<(Range<u32>, Range<u32>)> {
        hunks.iter().map(|hunk| (hunk.base.clone(), hunk.head.clone())).collect()
    }

    #[test]
    fn changed_lines_are_hunks() {
        assert!(hunks("a\n", "a\n").is_empty());
        assert_eq!(pairs_of(&hunks("a\nb\nc\n", "a\nB\nc\nd\n")), [(2..3, 2..3), (4..4, 4..5)]);
        assert_eq!(pairs_of(&hunks("a\nb\nc\n", "c\n")), [(1..3, 1..1)]);
        assert_eq!(pairs_of(&hunks("", "a\n")), [(1..1, 1..2)]);
        assert_eq!(pairs_of(&hunks("a\n", "")), [(1..2, 1..1)]);
        assert_eq!(pairs_of(&hunks("a\nb", "a\nb\n")), [(2..3, 2..3)], "the final newline");
    }

    #[test]
    fn line_endings_count_only_when_asked() {
        assert_eq!(pairs_of(&hunks("a\nb\n", "a\r\nb\r\n")), [(1..3, 1..3)]);
        assert!(hunks_but_line_endings("a\nb\n", "a\r\nb\r\n").is_empty());
        assert_eq!(pairs_of(&hunks_but_line_endings("a\nb\n", "a\r\nx\r\n")), [(2..3, 2..3)]);
    }

    #[test]
    fn huge_texts_get_a_correct_answer() {
        let base: String = (0..60_000).map(|n| format!("line {}\n", n % 50_000)).collect();
        let head: String = (0..60_000).rev().map(|n| format!("line {}\n", n % 40_000)).collect();
        assert_eq!(applied(&base, &head, &hunks(&base, &head)), head);
        let head = format!("new\n{}end\n", base.replace("line 49999\n", "x\n"));
        let found = hunks(&base, &head);
        assert_eq!(
            pairs_of(&found),
            [(1..1, 1..2), (50_000..50_001, 50_001..50_002), (60_001..60_001, 60_002..60_003)]
        );
    }

    fn text() -> impl Strategy<Value = String> {
        let line = prop::sample::select(vec!["a\n", "b\n", "c\r\n", "d\r", "e\n", "f\n", "\n", "g"]);
        prop::collection::vec(line, 0..40).prop_map(|lines| lines.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn hunks_applied_to_the_base_give_the_head(base in text(), head in text()) {
            prop_assert_eq!(applied(&base, &head, &hunks(&base, &head)), head);
        }

        #[test]
        fn coarse_hunks_are_correct(
            base in prop::collection::vec(0u32..60, 0..60),
            head in prop::collection::vec(0u32..60, 0..60),
        ) {
            let show = |lines: &[u32]| lines.iter().map(|line| format!("{line}\n")).collect::<String>();
            let coarse = |old: &[u32], new: &[u32]| old.len() + new.len() <= 4;
            let hunks = Hunks::new(differences(&base, &head, coarse));
            prop_assert_eq!(applied(&show(&base), &show(&head), &hunks), show(&head));
        }
    }
}
