//! One file's text with what is needed to write it back byte for byte.

use std::sync::Arc;

use super::{LineIndex, Position, RepoPath, Span};

/// How the text lay in the file, so that an edited text can be written back the same way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Encoding {
    /// The encoding named by the PEP 263 line, UTF-8 otherwise.
    pub charset: &'static encoding_rs::Encoding,
    /// True when a UTF-8 byte-order mark stood in front; it is not part of the text.
    pub bom: bool,
}

/// A decoded file. Cheap to clone.
#[derive(Debug, Clone)]
pub struct SourceFile {
    path: RepoPath,
    text: Arc<str>,
    lines: Arc<LineIndex>,
    encoding: Encoding,
}

impl SourceFile {
    /// A file from text that is already decoded, as UTF-8 without a byte-order mark.
    pub fn from_text(path: RepoPath, text: &str) -> Self {
        Self::with_encoding(path, text, Encoding { charset: encoding_rs::UTF_8, bom: false })
    }

    pub(super) fn with_encoding(path: RepoPath, text: &str, encoding: Encoding) -> Self {
        Self { path, text: Arc::from(text), lines: Arc::new(LineIndex::new(text)), encoding }
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

    /// The text under `span`.
    pub fn slice(&self, span: Span) -> &str {
        &self.text[span.range()]
    }

    /// The line table.
    pub fn lines(&self) -> &LineIndex {
        &self.lines
    }

    /// Line and column of a byte offset.
    pub fn position(&self, offset: u32) -> Position {
        self.lines.position(&self.text, offset)
    }

    /// First and last line, from 1, that `span` touches.
    pub fn line_range(&self, span: Span) -> (u32, u32) {
        let last = if span.is_empty() { span.start } else { span.end - 1 };
        (self.lines.line_of(span.start), self.lines.line_of(last))
    }

    /// How the text lies in the file.
    pub fn encoding(&self) -> Encoding {
        self.encoding
    }
}
