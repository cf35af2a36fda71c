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

    /// A file that is new as a whole.
    pub fn whole(lines: u32) -> Self {
        Self(vec![Hunk { base: 1..1, head: 1..lines + 1 }])
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

    /// The line of the new side, inside `lines` (both ends included), that lies in or beside the hunk nearest to
    /// `near`; for a deletion the line that now stands where the deleted ones were.
    pub fn nearest(&self, lines: (u32, u32), near: u32) -> Option<u32> {
        self.0
            .iter()
            .filter_map(|hunk| {
                let line = near.clamp(hunk.head.start, hunk.head.end.saturating_sub(1).max(hunk.head.start));
                let touches = hunk.head.start <= lines.1 + 1 && hunk.head.end >= lines.0;
                touches.then(|| line.clamp(lines.0, lines.1))
            })
            .min_by_key(|line| line.abs_diff(near))
    }
}
