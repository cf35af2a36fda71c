//! Line numbers and columns from byte offsets.

use super::Span;

/// A place as people and GitHub count: both from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// Line, from 1.
    pub line: u32,
    /// Column in Unicode scalar values, from 1.
    pub column: u32,
}

/// Where each line starts. Lines end at LF, CRLF or a lone CR, as Python's universal newlines have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineIndex {
    starts: Vec<u32>,
    len: u32,
}

impl LineIndex {
    /// Reads the line starts of `text`.
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            if bytes[at] == b'\r' && bytes.get(at + 1) == Some(&b'\n') {
                continue;
            }
            starts.push(at as u32 + 1);
        }
        Self { starts, len: bytes.len() as u32 }
    }

    /// Number of lines; a final newline does not open another one, an empty text has one.
    pub fn count(&self) -> u32 {
        let last = self.starts.len() as u32;
        if last > 1 && self.starts[last as usize - 1] == self.len { last - 1 } else { last }
    }

    /// The line, from 1, that holds byte `offset`.
    pub fn line_of(&self, offset: u32) -> u32 {
        self.starts.partition_point(|start| *start <= offset) as u32
    }

    /// Line and column of byte `offset` in `text`, the text this index was made from.
    pub fn position(&self, text: &str, offset: u32) -> Position {
        let line = self.line_of(offset);
        let start = self.starts[line as usize - 1] as usize;
        // A text or an offset that is not the index's own gives a wrong column, but no panic.
        let end = text.floor_char_boundary((offset as usize).min(text.len()));
        let column = text.get(start..end).map_or(0, |before| before.chars().count()) as u32 + 1;
        Position { line, column }
    }

    /// Bytes of line `line` (from 1; 0 is taken as 1), its line ending included; empty past the last line.
    pub fn span(&self, line: u32) -> Span {
        let line = line.max(1);
        let start = self.starts.get(line as usize - 1).copied().unwrap_or(self.len);
        let end = self.starts.get(line as usize).copied().unwrap_or(self.len);
        Span { start, end }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_as_in_python() {
        let text = "a\nb\r\nc\rd";
        let lines = LineIndex::new(text);
        let all: Vec<&str> = (1..=lines.count()).map(|line| &text[lines.span(line).range()]).collect();
        assert_eq!(all, ["a\n", "b\r\n", "c\r", "d"]);
        assert_eq!(lines.span(9), Span::new(8, 8));
        assert_eq!(lines.span(0), lines.span(1));
    }

    #[test]
    fn count_ignores_the_final_newline() {
        assert_eq!(LineIndex::new("").count(), 1);
        assert_eq!(LineIndex::new("a").count(), 1);
        assert_eq!(LineIndex::new("a\n").count(), 1);
        assert_eq!(LineIndex::new("a\n\n").count(), 2);
    }

    #[test]
    fn columns_count_characters() {
        let text = "x\n\u{e9}\u{1f600}y";
        let lines = LineIndex::new(text);
        assert_eq!(lines.position(text, 8), Position { line: 2, column: 3 });
        assert_eq!(lines.position(text, 3), Position { line: 2, column: 1 }, "inside a character");
        assert_eq!(lines.position(text, 999).line, 2);
    }
}
