//! A rewrite as a suggestion that a forge can apply: whole lines for whole lines.
//!
//! Says no whenever applying it would not give exactly what the edits give, or when its body, which has to be
//! verbatim, could not be shown safely. Knows nothing of hunks: whether the lines may carry a comment is asked elsewhere.

use super::{diff, safe};
use crate::finding::{Edit, Rewrite};
use crate::source::{SourceFile, Span};

/// Longer ranges are shown as a diff instead.
pub const MAX_SUGGESTION_LINES: u32 = 10;

/// Replace lines `start_line..=end_line` (from 1) by `body`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// First line that goes.
    pub start_line: u32,
    /// Last line that goes.
    pub end_line: u32,
    /// What comes: whole lines, each with its line feed. Empty to delete the lines.
    pub body: String,
}

impl Suggestion {
    /// The fenced block for a review comment.
    pub fn block(&self) -> String {
        let fence = safe::fence(&self.body);
        format!("{fence}suggestion\n{}{fence}\n", self.body)
    }
}

/// The rewrite as one suggestion, where that is possible: one range of at most [`MAX_SUGGESTION_LINES`] lines, in a
/// file without carriage returns, the lacking final newline not touched, nothing invisible in the body.
pub fn suggestion(rewrite: &Rewrite, source: &SourceFile) -> Option<Suggestion> {
    one(&rewrite.edits.iter().collect::<Vec<_>>(), source)
}

/// The rewrite as two suggestions that only together give what the edits give: an import and its use, mostly. In the
/// order of their lines. `None` where one would do, or three would be needed.
pub fn halves(rewrite: &Rewrite, source: &SourceFile) -> Option<[Suggestion; 2]> {
    let mut groups: Vec<Vec<&Edit>> = Vec::new();
    let mut end = 0;
    for edit in rewrite.edits.iter() {
        if edit.span.end as usize > source.text().len() {
            return None;
        }
        let (first, last) = source.line_range(edit.span);
        match groups.last_mut() {
            Some(group) if first <= end + 1 => group.push(edit),
            _ => groups.push(vec![edit]),
        }
        end = last.max(end);
    }
    let [above, below] = groups.as_slice() else { return None };
    let (above, below) = (one(above, source)?, one(below, source)?);
    // What swallows its line feed takes the next line along.
    (above.end_line < below.start_line).then_some([above, below])
}

fn one(edits: &[&Edit], source: &SourceFile) -> Option<Suggestion> {
    let cover = edits.iter().map(|edit| edit.span).reduce(Span::cover)?;
    if source.text().contains('\r') || cover.end as usize > source.text().len() {
        return None;
    }
    let (first, mut last) = source.line_range(cover);
    let made = loop {
        if last < first || last - first >= MAX_SUGGESTION_LINES || last > source.lines().count() {
            return None;
        }
        let made = diff::cluster(source, first, last, edits)?;
        if !made.old.ends_with('\n') {
            return None;
        }
        if made.new.is_empty() || made.new.ends_with('\n') {
            break made;
        }
        // The edits swallow the line feed: the next line becomes part of this one.
        last += 1;
    };
    let shown = |c: char| c == '\n' || c == '\t' || !safe::is_hostile(c);
    if made.new == made.old || !made.new.chars().all(shown) || safe::has_command(&made.new) {
        return None;
    }
    Some(Suggestion { start_line: first, end_line: last, body: made.new })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::finding::{EditSet, Tier};
    use crate::source::RepoPath;

    fn rewrite(edits: Vec<Edit>) -> Option<Rewrite> {
        let edits = EditSet::new(edits).ok()?;
        Some(Rewrite { title: "t".into(), tier: Tier::Safe, edits, check: None })
    }

    fn file(text: &str) -> SourceFile {
        SourceFile::from_text(RepoPath::new("a.py"), text)
    }

    /// What GitHub does with a suggestion.
    fn apply(text: &str, one: &Suggestion) -> String {
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        let (start, end) = (one.start_line as usize - 1, one.end_line as usize);
        format!("{}{}{}", lines[..start].concat(), one.body, lines[end..].concat())
    }

    proptest! {
        #[test]
        fn applying_it_gives_what_the_edits_give(
            text in "([ab`é🐍:# \\[]{0,6}\n){0,8}[ab]{0,3}",
            places in prop::collection::vec((0usize..60, 0usize..12, "[xy\n`:]{0,4}"), 1..4),
        ) {
            let edits = places.into_iter().map(|(at, len, new)| {
                let start = text.floor_char_boundary(at.min(text.len()));
                let end = text.floor_char_boundary((start + len).min(text.len()));
                Edit { span: Span::new(start, end), text: new }
            });
            let Some(rewrite) = rewrite(edits.collect()) else { return Ok(()) };
            let source = file(&text);
            if let Some([above, below]) = halves(&rewrite, &source) {
                let verified = rewrite.edits.apply(&text).unwrap();
                prop_assert_eq!(apply(&apply(&text, &below), &above), verified);
            }
            if let Some(one) = suggestion(&rewrite, &source) {
                prop_assert_eq!(apply(&text, &one), rewrite.edits.apply(&text).unwrap());
                prop_assert!(one.end_line - one.start_line < MAX_SUGGESTION_LINES);
                let block = one.block();
                let fence = block.split("suggestion").next().unwrap();
                prop_assert!(!one.body.contains(fence));
            }
        }
    }

    fn replace(text: &str, old: &str, new: &str) -> Option<Suggestion> {
        let at = text.find(old).unwrap();
        let edit = Edit { span: Span::new(at, at + old.len()), text: new.into() };
        suggestion(&rewrite(vec![edit]).unwrap(), &file(text))
    }

    #[test]
    fn whole_lines_stand_for_the_edited_ones() {
        let one = replace("a\n  f(x)\nb\n", "f(x)", "g(x)").unwrap();
        assert_eq!(one, Suggestion { start_line: 2, end_line: 2, body: "  g(x)\n".into() });
        assert_eq!(one.block(), "```suggestion\n  g(x)\n```\n");
        assert_eq!(replace("a\nb\nc\n", "b\n", "").unwrap().block(), "```suggestion\n```\n");
        assert_eq!(replace("a\nb\nc\n", "b\n", "").unwrap().body, "");
        assert_eq!(replace("a = 1\nb\n", "1\n", "2 + ").unwrap().end_line, 2);
    }

    #[test]
    fn what_cannot_be_exact_is_refused() {
        assert_eq!(replace("a\r\nb\r\n", "b", "c"), None);
        assert_eq!(replace("a\nb", "b", "c"), None);
        assert_eq!(replace("a\nb\n", "b", "b"), None);
        assert_eq!(replace("a\nb\n", "b", "##[error]"), None);
        assert_eq!(replace("a\nb\n", "b", "\u{202e}"), None);
        let far = "import a\n".to_owned() + &"x\n".repeat(20) + "b\n";
        let edits = vec![
            Edit { span: Span::empty(0), text: "import z\n".into() },
            Edit { span: Span::new(49, 50), text: "c".into() },
        ];
        let rewrite = rewrite(edits).unwrap();
        assert_eq!(suggestion(&rewrite, &file(&far)), None);
        let halves = halves(&rewrite, &file(&far)).unwrap();
        let lines: Vec<(u32, u32)> = halves.iter().map(|half| (half.start_line, half.end_line)).collect();
        assert_eq!(lines, [(1, 1), (22, 22)]);
        assert_eq!(halves[0].body, "import z\nimport a\n");
    }
}
