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

/// Lines `lines` of `source`, none wider than about `width` characters. `marks`, the most telling first, must lie in
/// these lines.
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
        // The first mark is the one that matters most.
        let focus = marks.iter().find_map(|mark| inside(start, text, mark.start));
        let window = window(text, focus.unwrap_or(0), width);
        let local: Vec<(usize, Option<usize>, Option<usize>)> = marks
            .iter()
            .enumerate()
            .map(|(index, mark)| {
                let inside = |at: u32| inside(start, text, at).map(|at| at.clamp(window.start, window.end));
                (index, inside(mark.start), inside(mark.end))
            })
            .collect();
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
        render(text, window, &masks.ranges(text), &mut shown, |at, place| position(at, base + place));
        out.text.push_str(&shown);
        out.text.push('\n');
    }
    out.text.pop();
    out
}

/// One line of text, cut around byte `focus` when it is longer than `width`.
pub(super) fn one_line(text: &str, focus: usize, masks: &Masks, width: usize) -> String {
    let mut out = String::new();
    render(text, window(text, focus, width), &masks.ranges(text), &mut out, |_, _| ());
    safe::commands(&out)
}

/// The byte `at` of the file as a byte of the line that starts at `start`.
fn inside(start: u32, text: &str, at: u32) -> Option<usize> {
    let at = at.checked_sub(start)? as usize;
    (at <= text.len()).then_some(at)
}

/// Writes the bytes `window` of a line; `at` is called with every offset of a character in it, and its end, and
/// the place in `out` where that now stands. A line of megabytes costs no more than its window.
fn render(
    text: &str,
    window: Range<usize>,
    covered: &[Range<usize>],
    out: &mut String,
    mut at: impl FnMut(usize, usize),
) {
    if window.start > 0 {
        out.push('…');
    }
    for (offset, c) in text[window.clone()].char_indices() {
        let offset = offset + window.start;
        at(offset, out.len());
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
    at(window.end, out.len());
    if window.end < text.len() {
        out.push('…');
    }
}

/// The bytes of the line that are shown.
fn window(text: &str, focus: usize, width: usize) -> Range<usize> {
    if text.chars().nth(width).is_none() {
        return 0..text.len();
    }
    let focus = text.floor_char_boundary(focus);
    let bytes = |chars: &mut dyn Iterator<Item = char>, most: usize| {
        chars.take(most).map(char::len_utf8).sum::<usize>()
    };
    let before = bytes(&mut text[..focus].chars().rev(), width / 4);
    // The end of a line is shown in full rather than a window that runs past it.
    let tail = bytes(&mut text.chars().rev(), width);
    let start = (focus - before).min(text.len() - tail);
    let start = if text[..start].chars().nth(8).is_none() { 0 } else { start };
    start..start + bytes(&mut text[start..].chars(), width)
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
