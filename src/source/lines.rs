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
        let column = text[start..(offset as usize).min(text.len())].chars().count() as u32 + 1;
        Position { line, column }
    }

    /// Bytes of line `line` (from 1), its line ending included; empty past the last line.
    pub fn span(&self, line: u32) -> Span {
        let start = self.starts.get(line as usize - 1).copied().unwrap_or(self.len);
        let end = self.starts.get(line as usize).copied().unwrap_or(self.len);
        Span { start, end }
    }
}
