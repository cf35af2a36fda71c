//! A few lines of source made fit to be shown: escaped, secrets covered, long lines cut around what matters, with
//! the marked spans moved to where they now stand.

use std::ops::{Range, RangeInclusive};

use super::masks::{COVER, Masks};
use super::{places, safe};
use crate::source::{SourceFile, Span};

/// Lines that are ready to be shown.
#[derive(Debug, Default)]
pub(super) struct Excerpt {
    /// The lines, joined by line feeds.
    pub(super) text: String,
    /// Where each mark stands in `text`, in the order they were given.
    pub(super) marks: Vec<Range<usize>>,
}

/// Lines `lines` of `source`, none wider than about `width` characters. `marks` must lie in these lines.
pub(super) fn excerpt(
    source: &SourceFile,
    lines: RangeInclusive<u32>,
    marks: &[Span],
    masks: &Masks,
    width: usize,
) -> Excerpt {
    let mut out = Excerpt { text: String::new(), marks: vec![0..0; marks.len()] };
    for line in lines {
        let start = source.lines().span(line).start;
        let text = places::line_text(source, line);
        let local: Vec<(usize, Option<usize>, Option<usize>)> = marks
            .iter()
            .enumerate()
            .map(|(index, mark)| {
                let inside = |at: u32| {
                    let at = at.checked_sub(start)? as usize;
                    (at <= text.len()).then_some(at)
                };
                (index, inside(mark.start), inside(mark.end))
            })
            .collect();
        let focus = local.iter().filter_map(|(_, from, _)| *from).min();
        let mut position = |at: usize, place: usize| {
            for (index, from, to) in &local {
                let range = &mut out.marks[*index];
                if *from == Some(at) {
                    range.start = place;
                    range.end = range.end.max(place);
                }
                if to.is_some_and(|to| to == at) {
                    range.end = range.start.max(place);
                }
            }
        };
        let mut shown = String::new();
        let base = out.text.len();
        render(text, focus, &masks.ranges(text), width, &mut shown, |at, place| position(at, base + place));
        out.text.push_str(&shown);
        out.text.push('\n');
    }
    out.text.pop();
    out
}

/// One line of text, cut around byte `focus` when it is longer than `width`.
pub(super) fn one_line(text: &str, focus: usize, masks: &Masks, width: usize) -> String {
    let mut out = String::new();
    render(text, Some(focus), &masks.ranges(text), width, &mut out, |_, _| ());
    safe::commands(&out)
}

/// Writes the line; `at` is called for every byte offset of a character, and for the end, with its place in `out`.
/// Offsets that are cut off are called with the place of the cut.
fn render(
    text: &str,
    focus: Option<usize>,
    covered: &[Range<usize>],
    width: usize,
    out: &mut String,
    mut at: impl FnMut(usize, usize),
) {
    let window = window(text, focus.unwrap_or(0), width);
    if window.start > 0 {
        out.push('…');
    }
    for (offset, c) in text.char_indices() {
        at(offset, out.len());
        if !window.contains(&offset) {
            if offset >= window.end && offset < window.end + c.len_utf8() {
                out.push('…');
            }
            continue;
        }
        match covered.iter().find(|range| range.contains(&offset)) {
            Some(range) if range.start == offset => out.push_str(COVER),
            Some(_) => (),
            // A snippet's line has its number in front, so only the command that works anywhere has to be broken.
            None if c == '#' && text[offset..].starts_with("#[") && out.ends_with('#') => {
                out.push_str("\\u{23}")
            }
            None => safe::push(out, c),
        }
    }
    at(text.len(), out.len());
}

/// The bytes of the line that are shown.
fn window(text: &str, focus: usize, width: usize) -> Range<usize> {
    if text.len() <= width || text.chars().count() <= width {
        return 0..text.len();
    }
    let before = text[..text.floor_char_boundary(focus)]
        .chars()
        .rev()
        .take(width / 4)
        .map(char::len_utf8)
        .sum::<usize>();
    // The end of a line is shown in full rather than a window that runs past it.
    let tail = text.chars().rev().take(width).map(char::len_utf8).sum::<usize>();
    let start = text.floor_char_boundary(focus).saturating_sub(before).min(text.len() - tail);
    let start = if text[..start].chars().count() <= 8 { 0 } else { start };
    let len = text[start..].chars().take(width).map(char::len_utf8).sum::<usize>();
    start..start + len
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::source::RepoPath;

    fn shown(text: &str, mark: &str, width: usize) -> (String, String) {
        let source = SourceFile::from_text(RepoPath::new("a.py"), text);
        let at = text.find(mark).unwrap();
        let out = excerpt(
            &source,
            1..=source.lines().count(),
            &[Span::new(at, at + mark.len())],
            &Masks::default(),
            width,
        );
        (out.text.clone(), out.text[out.marks[0].clone()].to_owned())
    }

    #[test]
    fn marks_follow_what_they_mark() {
        assert_eq!(
            shown("\tx = \u{202e}f(é)\r\nb\r\n", "f(é)", 80),
            ("    x = \\u{202e}f(é)\nb".into(), "f(é)".into())
        );
        assert_eq!(shown("a(\n  b\n)\n", "(\n  b\n)", 80).1, "(\n  b\n)");
    }

    #[test]
    fn a_long_line_is_cut_around_the_mark() {
        let text = format!("{}danger{}", "a;".repeat(3000), ";b".repeat(3000));
        let (line, mark) = shown(&text, "danger", 40);
        assert_eq!(mark, "danger");
        assert_eq!(line, "…a;a;a;a;a;danger;b;b;b;b;b;b;b;b;b;b;b;b…");
    }

    proptest! {
        #[test]
        fn any_mark_in_any_text_is_fine(text in "[a\n\t\u{1b}é界#\\[:]{0,80}", a in 0usize..90, b in 0usize..90, width in 8usize..40) {
            let source = SourceFile::from_text(RepoPath::new("a.py"), &text);
            let mark = places::clamp(&text, Span::new(a.min(b).min(text.len()), a.max(b).min(text.len())));
            let out = excerpt(&source, 1..=source.lines().count(), &[mark], &Masks::default(), width);
            prop_assert!(!out.text.chars().any(|c| c != '\n' && safe::is_hostile(c)));
            prop_assert!(!out.text.contains("##["));
            prop_assert!(out.marks[0].start <= out.marks[0].end && out.marks[0].end <= out.text.len());
            prop_assert!(out.text.is_char_boundary(out.marks[0].start) && out.text.is_char_boundary(out.marks[0].end));
        }
    }
}
