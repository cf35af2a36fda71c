//! Prose broken into lines that fit. Knows nothing of colours: what is wrapped here is painted afterwards, or not at all.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Lines longer than this are hard to read, however wide the terminal is.
const WIDEST: usize = 100;

/// Columns that a text takes on the screen.
pub(super) fn columns(text: &str) -> usize {
    text.width()
}

/// The words of `text`, one blank between them, broken before the word that would go past column `width`. The first
/// line begins at column `start`, each further one with `indent`. A word that is longer than a line stays whole.
pub(super) fn wrap(text: &str, start: usize, indent: &str, width: usize) -> String {
    let width = width.min(WIDEST);
    let (mut out, mut column, mut empty) = (String::new(), start, true);
    for word in text.split_whitespace() {
        let wide = columns(word);
        if !empty && column + 1 + wide > width {
            out.push('\n');
            out.push_str(indent);
            column = columns(indent);
        } else if !empty {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += wide;
        empty = false;
    }
    out
}

/// A line of code in pieces of at most `width` columns, each after the first with the indentation of the line and four
/// columns more. Breaks after a blank in the second half of a piece, else after a comma or an opening parenthesis there.
pub(super) fn pieces(line: &str, width: usize) -> Vec<String> {
    let code = line.trim_start_matches(' ');
    let indent = (line.len() - code.len()).min(width / 2);
    let (mut out, mut rest) = (Vec::new(), code);
    loop {
        let lead = " ".repeat(if out.is_empty() { indent } else { indent + 4 });
        let room = width.saturating_sub(lead.len()).max(1);
        if columns(rest) <= room {
            out.push(lead + rest);
            return out;
        }
        let (mut end, mut column, mut blank, mut other) = (0, 0, None, None);
        let mut letters = rest.chars().peekable();
        while let Some(c) = letters.next() {
            let wide = c.width().unwrap_or(0);
            // A character always goes in, or there would be no end.
            if end > 0 && column + wide > room {
                break;
            }
            end += c.len_utf8();
            column += wide;
            let next = letters.peek();
            match c {
                ' ' if column > room / 2 => blank = Some(end),
                ',' | '(' if column > room / 2 && next.is_some_and(|next| *next != ')') => other = Some(end),
                _ => {}
            }
        }
        let (head, tail) = rest.split_at(blank.or(other).unwrap_or(end));
        out.push(lead + head);
        rest = tail.trim_start_matches(' ');
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn words_stay_whole_and_lines_fit() {
        assert_eq!(wrap("one two  three four", 4, "  ", 12), "one two\n  three four");
        assert_eq!(wrap("値段 値段", 0, "", 8), "値段\n値段");
        assert_eq!(wrap("a a-word-too-long-for-it b", 0, " ", 6), "a\n a-word-too-long-for-it\n b");
        assert_eq!(wrap("", 3, " ", 6), "");
    }

    #[test]
    fn long_code_goes_on_below_itself() {
        assert_eq!(pieces("    f(a, b)", 20), ["    f(a, b)"]);
        assert_eq!(pieces("    f(alpha, beta, gamma)", 20), ["    f(alpha, beta, ", "        gamma)"]);
        assert_eq!(pieces("hashed(parts).hexdigest()", 20), ["hashed(parts).hexdig", "    est()"]);
        assert_eq!(pieces("abcdefghijklm", 8), ["abcdefgh", "    ijkl", "    m"]);
    }

    proptest! {
        #[test]
        fn no_code_is_lost(line in "[ a-c値,]{0,60}", width in 1usize..30) {
            let code = |text: &str| text.replace(' ', "");
            prop_assert_eq!(code(&pieces(&line, width).concat()), code(&line));
        }

        #[test]
        fn nothing_but_blanks_changes(text in "[a-c 値`]{0,60}", start in 0usize..20, width in 0usize..30) {
            let shown = wrap(&text, start, "  ", width);
            prop_assert_eq!(
                shown.split_whitespace().collect::<Vec<_>>(),
                text.split_whitespace().collect::<Vec<_>>()
            );
            for line in shown.lines().skip(1) {
                prop_assert!(columns(line) <= width || line.split_whitespace().count() == 1);
            }
        }
    }
}
