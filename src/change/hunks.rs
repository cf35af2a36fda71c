//! Which lines of a file a change touches.

use std::ops::Range;

/// One run of changed lines: `base` lines were replaced by `head` lines. Line numbers count from 1, ranges are
/// half-open; an empty range says where the lines are missing (before line `start`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hunk {
    /// Lines on the old side.
    pub base: Range<u32>,
    /// Lines on the new side.
    pub head: Range<u32>,
}

/// All hunks of a file, in order, not touching one another.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Hunks(Vec<Hunk>);

impl Hunks {
    /// Takes hunks in order.
    pub fn new(hunks: Vec<Hunk>) -> Self {
        debug_assert!(hunks.windows(2).all(|two| two[0].head.end <= two[1].head.start));
        Self(hunks)
    }

    /// A file of `lines` lines that is new as a whole.
    pub fn whole(lines: u32) -> Self {
        if lines == 0 { Self::default() } else { Self(vec![Hunk { base: 1..1, head: 1..lines + 1 }]) }
    }

    /// The hunks.
    pub fn iter(&self) -> impl Iterator<Item = &Hunk> {
        self.0.iter()
    }

    /// True when nothing differs.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// True when the new side's line (from 1) is added or altered.
    pub fn touches(&self, line: u32) -> bool {
        let at = self.0.partition_point(|hunk| hunk.head.end <= line);
        self.0.get(at).is_some_and(|hunk| hunk.head.contains(&line))
    }

    /// The first added or altered line of the new side inside `lines` (both ends included).
    pub fn first_touched(&self, lines: (u32, u32)) -> Option<u32> {
        self.0.iter().filter(|hunk| !hunk.head.is_empty()).find_map(|hunk| {
            let line = hunk.head.start.max(lines.0);
            (line < hunk.head.end && line <= lines.1).then_some(line)
        })
    }

    /// The line of the new side, inside `lines` (both ends included), that explains a change to them best: one in a
    /// hunk that reaches into them, as near to `near` as there is; else the end of `lines` that a hunk adjoins, such
    /// as the decorator that was deleted above a function. Where lines were deleted it is the line that now stands in
    /// their place. `None` when no hunk touches `lines`.
    pub fn nearest(&self, lines: (u32, u32), near: u32) -> Option<u32> {
        let (first, last) = lines;
        // Hunks are in order: the first that does not end above `lines`, up to the last that does not begin below.
        let from = self.0.partition_point(|hunk| hunk.head.end < first);
        self.0
            .get(from..)?
            .iter()
            .take_while(|hunk| hunk.head.start <= last.saturating_add(1))
            .map(|hunk| {
                let end = hunk.head.end.saturating_sub(1).max(hunk.head.start);
                let line = near.clamp(hunk.head.start, end).clamp(first, last.max(first));
                let inside = if hunk.head.is_empty() {
                    first <= hunk.head.start && hunk.head.start <= last
                } else {
                    hunk.head.start <= last && first < hunk.head.end
                };
                (!inside, line.abs_diff(near), line)
            })
            .min()
            .map(|(_, _, line)| line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Line 3 altered, lines 6 and 7 added, lines deleted before line 10.
    fn sample() -> Hunks {
        Hunks::new(vec![
            Hunk { base: 3..4, head: 3..4 },
            Hunk { base: 6..6, head: 6..8 },
            Hunk { base: 8..12, head: 10..10 },
        ])
    }

    #[test]
    fn touches_added_and_altered_lines_only() {
        let touched: Vec<u32> = (0..=12).filter(|line| sample().touches(*line)).collect();
        assert_eq!(touched, [3, 6, 7]);
        assert!(!Hunks::default().touches(1));
        assert!(Hunks::whole(2).touches(2) && !Hunks::whole(2).touches(3));
        assert!(Hunks::whole(0).is_empty(), "an empty file has no lines to add");
    }

    #[test]
    fn first_touched_is_the_first_inside() {
        assert_eq!(sample().first_touched((1, 9)), Some(3));
        assert_eq!(sample().first_touched((4, 9)), Some(6));
        assert_eq!(sample().first_touched((7, 9)), Some(7));
        assert_eq!(sample().first_touched((8, 12)), None, "deleted lines are not on the new side");
        assert_eq!(sample().first_touched((4, 5)), None);
    }

    #[test]
    fn nearest_prefers_hunks_inside() {
        assert_eq!(sample().nearest((1, 12), 7), Some(7));
        assert_eq!(sample().nearest((1, 12), 5), Some(6));
        assert_eq!(sample().nearest((1, 12), 9), Some(10), "where the deleted lines were");
        assert_eq!(sample().nearest((7, 9), 9), Some(7), "the deletion below is beside, line 7 is inside");
    }

    #[test]
    fn nearest_takes_what_adjoins() {
        assert_eq!(sample().nearest((8, 9), 9), Some(9), "the deletion at 10 begins where the lines end");
        assert_eq!(sample().nearest((8, 9), 8), Some(8), "line 7 stands right above");
        assert_eq!(sample().nearest((4, 5), 4), Some(4), "line 3 stands right above");
        assert_eq!(sample().nearest((10, 11), 11), Some(10));
        assert_eq!(sample().nearest((11, 20), 15), None);
        assert_eq!(sample().nearest((1, 1), 1), None);
        assert_eq!(Hunks::default().nearest((1, u32::MAX), 4), None);
    }
}
