//! Text as it lies in a file: bytes decoded once, lines, byte spans, names of files.
//!
//! Knows nothing of Python syntax beyond the PEP 263 coding line, and nothing of git or of changes.

mod coding;
mod decode;
mod file;
mod groups;
mod lines;
mod nest;
mod order;
mod path;
mod span;

pub use decode::{DecodeError, MAX_FILE_BYTES};
pub use file::{Encoding, Repertoire, SourceFile};
pub use groups::Groups;
pub use lines::{LineIndex, Position};
pub use nest::Nest;
pub use order::sort;
pub use path::RepoPath;
pub use span::Span;
