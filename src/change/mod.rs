//! What a change is: files with both their sides, and the lines that differ.
//!
//! The only room left of `github` that reads from outside: a git repository, or two folders. It knows nothing of
//! Python's meaning and nothing of findings.

mod hunks;
mod model;

pub use hunks::{Hunk, Hunks};
pub use model::{ChangeSet, FileChange, Skipped, Status};
