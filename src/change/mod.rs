//! What a change is: files with both their sides, and the lines that differ.
//!
//! The only room left of `github` that reads from outside: a git repository, or two folders. It knows nothing of
//! Python's meaning and nothing of findings.

mod assemble;
mod context;
pub mod diff;
mod error;
pub mod files;
pub mod git;
mod hunks;
mod model;
mod pair;
pub mod trees;

pub use context::{Context, Folder, MayMatter, NoContext};
pub use error::ChangeError;
pub use git::Repository;
pub use hunks::{Hunk, Hunks};
pub use model::{ChangeSet, FileChange, Skipped, Status};
