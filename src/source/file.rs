//! One file's text with what is needed to write it back byte for byte.

use std::sync::{Arc, OnceLock};

use super::{LineIndex, Position, RepoPath, Span};

/// Which characters of a [`Encoding::charset`] Python has under the name that the file gives. The tables of
/// `encoding_rs` are those of the web, which widens some of the old names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repertoire {
    /// All of them.
    Full,
    /// US-ASCII only.
    Ascii,
    /// ISO-8859-1: each byte is the code point of the same number.
    Latin1,
    /// All but the bytes 0x80 to 0x9F.
    WithoutC1,
}

/// How the text lay in the file, so that an edited text can be written back the same way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Encoding {
    /// The table for the encoding named by the PEP 263 line, UTF-8 otherwise.
    pub charset: &'static encoding_rs::Encoding,
    /// How much of the table Python would use.
    pub repertoire: Repertoire,
    /// True when a UTF-8 byte-order mark stood in front; it is not part of the text.
    pub bom: bool,
}

/// A decoded file. Cheap to clone.
#[derive(Debug, Clone)]
pub struct SourceFile {
    path: RepoPath,
    text: Arc<String>,
    /// Made when it is asked for first: of most files nobody asks.
    lines: Arc<OnceLock<LineIndex>>,
    encoding: Encoding,
}

impl SourceFile {
    /// A file from text that is already decoded, as UTF-8 without a byte-order mark.
    pub fn from_text(path: RepoPath, text: &str) -> Self {
        Self::with_encoding(
            path,
            text,
            Encoding { charset: encoding_rs::UTF_8, repertoire: Repertoire::Full, bom: false },
        )
    }

    pub(super) fn with_encoding(path: RepoPath, text: impl Into<String>, encoding: Encoding) -> Self {
        Self { path, text: Arc::new(text.into()), lines: Arc::default(), encoding }
    }

    /// The same file with another text: what an edit makes of it.
    pub fn with_text(&self, text: &str) -> Self {
        Self::with_encoding(self.path.clone(), text, self.encoding)
    }

    /// The file's name inside the project.
    pub fn path(&self) -> &RepoPath {
        &self.path
    }

    /// The decoded text, line endings as they are in the file, without the byte-order mark.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text under `span`; empty when the span is not one of this text.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// The line ending that most lines have: `"\n"`, `"\r\n"` or `"\r"`. A text of one line, and a tie, have `"\n"`.
    pub fn newline(&self) -> &'static str {
        let bytes = self.text.as_bytes();
        let (mut lf, mut crlf, mut cr) = (0usize, 0usize, 0usize);
        for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            match (bytes[at], bytes.get(at + 1)) {
                (b'\n', _) => lf += 1,
                (_, Some(b'\n')) => crlf += 1,
                _ => cr += 1,
            }
        }
        // The LF of each CRLF has been counted as well.
        lf -= crlf;
        if crlf > lf && crlf >= cr {
            "\r\n"
        } else if cr > lf {
            "\r"
        } else {
            "\n"
        }
    }

    /// True when the last line is ended by a line ending; false for an empty text.
    pub fn has_final_newline(&self) -> bool {
        self.text.ends_with(['\n', '\r'])
    }

    /// The line table.
    pub fn lines(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(&self.text))
    }

    /// Line and column of a byte offset.
    pub fn position(&self, offset: u32) -> Position {
        self.lines().position(&self.text, offset)
    }

    /// First and last line, from 1, that `span` touches.
    pub fn line_range(&self, span: Span) -> (u32, u32) {
        let last = if span.is_empty() { span.start } else { span.end - 1 };
        (self.lines().line_of(span.start), self.lines().line_of(last))
    }

    /// How the text lies in the file.
    pub fn encoding(&self) -> Encoding {
        self.encoding
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> SourceFile {
        SourceFile::from_text(RepoPath::new("a.py"), text)
    }

    #[test]
    fn newline_is_what_most_lines_have() {
        assert_eq!(file("").newline(), "\n");
        assert_eq!(file("x").newline(), "\n");
        assert_eq!(file("a\r\nb\r\nc\n").newline(), "\r\n");
        assert_eq!(file("a\nb\r\n").newline(), "\n");
        assert_eq!(file("a\rb\rc\r\n").newline(), "\r");
    }

    #[test]
    fn final_newline_of_any_kind_counts() {
        assert!(file("a\r").has_final_newline());
        assert!(file("a\r\n").has_final_newline());
        assert!(!file("a\nb").has_final_newline());
        assert!(!file("").has_final_newline());
    }

    #[test]
    fn slice_of_a_foreign_span_is_empty() {
        let file = file("\u{e9}x");
        assert_eq!(file.slice(Span::new(0, 2)), "\u{e9}");
        assert_eq!(file.slice(Span::new(1, 2)), "", "inside a character");
        assert_eq!(file.slice(Span::new(0, 9)), "", "past the end");
    }
}
