//! The `patch` of one row of a pull request's file list: hunks without a file header.
//!
//! Three things are made of it: the lines that may carry a comment, the hunks of the change, and, from the new text,
//! the old one, which then need not be fetched. Nothing is taken on trust: a patch that does not fit its text, or its
//! row's counts, is as good as none. Lines are git's: they end at LF only.

use std::ops::Range;

use crate::change::{Hunk, Hunks};

/// One row of a hunk. `ended` is false where "No newline at end of file" follows.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Row<'a> {
    kind: Kind,
    text: &'a str,
    ended: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Same,
    Gone,
    New,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct PatchHunk<'a> {
    old: Range<u32>,
    new: Range<u32>,
    rows: Vec<Row<'a>>,
}

/// A parsed patch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Patch<'a>(Vec<PatchHunk<'a>>);

/// The lines of a file's new side that a comment may stand at.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Commentable(Vec<Shown>);

/// One hunk as GitHub shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Shown {
    new: Range<u32>,
    /// Lines of the new side directly above which deleted rows stand.
    after_deleted: Vec<u32>,
}

impl<'a> Patch<'a> {
    /// Reads a patch; `None` when it is not one, whole and in order.
    pub fn parse(text: &'a str) -> Option<Self> {
        let mut lines = text.split('\n').peekable();
        let mut hunks: Vec<PatchHunk<'a>> = Vec::new();
        while let Some(head) = lines.next() {
            if head.is_empty() && lines.peek().is_none() {
                break;
            }
            let (old, new) = header(head)?;
            if hunks.last().is_some_and(|last| new.start < last.new.end || old.start < last.old.end) {
                return None;
            }
            let mut rows: Vec<Row<'a>> = Vec::new();
            let (mut old_left, mut new_left) = (old.end - old.start, new.end - new.start);
            loop {
                if lines.peek().is_some_and(|next| next.starts_with('\\')) {
                    lines.next();
                    rows.last_mut()?.ended = false;
                    continue;
                }
                if old_left == 0 && new_left == 0 {
                    break;
                }
                let line = lines.next()?;
                // Some tools take blanks off the ends of lines, and with them the sign of an empty context row.
                let (kind, text) = match line.as_bytes().first() {
                    None => (Kind::Same, line),
                    Some(b' ') => (Kind::Same, &line[1..]),
                    Some(b'-') => (Kind::Gone, &line[1..]),
                    Some(b'+') => (Kind::New, &line[1..]),
                    Some(_) => return None,
                };
                if kind != Kind::New {
                    old_left = old_left.checked_sub(1)?;
                }
                if kind != Kind::Gone {
                    new_left = new_left.checked_sub(1)?;
                }
                rows.push(Row { kind, text, ended: true });
            }
            hunks.push(PatchHunk { old, new, rows });
        }
        (!hunks.is_empty()).then_some(Self(hunks))
    }

    /// Added and deleted rows, to be held against the counts of the row that the patch came with.
    pub fn counts(&self) -> (u64, u64) {
        let count = |kind| self.rows().filter(|row| row.kind == kind).count() as u64;
        (count(Kind::New), count(Kind::Gone))
    }

    fn rows(&self) -> impl Iterator<Item = &Row<'a>> {
        self.0.iter().flat_map(|hunk| &hunk.rows)
    }

    /// The old text, from the new one. `None` when the patch does not fit `head`: it is another version's, or the text
    /// is not what GitHub decoded.
    pub fn base_of(&self, head: &str) -> Option<String> {
        let lines: Vec<&str> = head.split_inclusive('\n').collect();
        let mut out = String::with_capacity(head.len());
        let mut at = 0usize;
        for hunk in &self.0 {
            let start = (hunk.new.start as usize).checked_sub(1)?;
            out.extend(lines.get(at..start)?.iter().copied());
            at = start;
            for row in &hunk.rows {
                if row.kind != Kind::Gone {
                    let line = *lines.get(at)?;
                    let body = line.strip_suffix('\n');
                    if body.unwrap_or(line) != row.text || body.is_some() != row.ended {
                        return None;
                    }
                    at += 1;
                }
                if row.kind != Kind::New {
                    out.push_str(row.text);
                    out.push_str(if row.ended { "\n" } else { "" });
                }
            }
        }
        let rest = lines.get(at..)?;
        // After a last line without a line feed nothing can follow.
        if !rest.is_empty() && !out.is_empty() && !out.ends_with('\n') {
            return None;
        }
        out.extend(rest.iter().copied());
        Some(out)
    }

    /// The lines that differ.
    pub fn hunks(&self) -> Hunks {
        let mut out: Vec<Hunk> = Vec::new();
        for hunk in &self.0 {
            let (mut old, mut new) = (hunk.old.start, hunk.new.start);
            let mut open: Option<Hunk> = None;
            for row in &hunk.rows {
                if row.kind == Kind::Same {
                    out.extend(open.take());
                    (old, new) = (old + 1, new + 1);
                    continue;
                }
                let run = open.get_or_insert(Hunk { base: old..old, head: new..new });
                if row.kind == Kind::Gone {
                    old += 1;
                    run.base.end = old;
                } else {
                    new += 1;
                    run.head.end = new;
                }
            }
            out.extend(open);
        }
        Hunks::new(out)
    }

    /// The lines that may carry a comment.
    pub fn commentable(&self) -> Commentable {
        let shown = self.0.iter().map(|hunk| {
            let mut next = hunk.new.start;
            let mut after_deleted = Vec::new();
            for row in &hunk.rows {
                match row.kind {
                    Kind::Gone if after_deleted.last() != Some(&next) => after_deleted.push(next),
                    Kind::Gone => (),
                    Kind::Same | Kind::New => next += 1,
                }
            }
            Shown { new: hunk.new.clone(), after_deleted }
        });
        Commentable(shown.filter(|hunk| !hunk.new.is_empty()).collect())
    }
}

impl Commentable {
    /// True when a comment may span lines `first..=last` of the new side: all in one hunk, no deleted row between.
    pub fn holds(&self, first: u32, last: u32) -> bool {
        let at = self.0.partition_point(|hunk| hunk.new.end <= first);
        first <= last
            && self.0.get(at).is_some_and(|hunk| {
                hunk.new.contains(&first)
                    && hunk.new.contains(&last)
                    && !hunk.after_deleted.iter().any(|line| first < *line && *line <= last)
            })
    }

    /// True when no line may.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// `@@ -1,2 +3,4 @@ whatever`: the lines of both sides. A side of no lines is named by the line above it.
fn header(line: &str) -> Option<(Range<u32>, Range<u32>)> {
    let rest = line.strip_prefix("@@ -")?;
    let (sides, _) = rest.split_once(" @@")?;
    let (old, new) = sides.split_once(" +")?;
    Some((side(old)?, side(new)?))
}

fn side(text: &str) -> Option<Range<u32>> {
    let number = |text: &str| -> Option<u32> {
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| text.parse().ok()).flatten()
    };
    let (start, count) = match text.split_once(',') {
        Some((start, count)) => (number(start)?, number(count)?),
        None => (number(text)?, 1),
    };
    let start = if count == 0 { start.checked_add(1)? } else { start };
    if start == 0 {
        return None;
    }
    Some(start..start.checked_add(count)?)
}

#[cfg(test)]
#[path = "patch_tests.rs"]
pub(super) mod tests;
