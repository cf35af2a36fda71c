//! Checks on an edited text that need no rules.

use crate::finding::EditSet;
use crate::source::SourceFile;

/// Why a rewrite is not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Gate {
    /// The edited text does not parse, or the text did not before.
    #[error("does not parse")]
    Parse,
}

/// All of them.
pub fn check(before: &SourceFile, after: &str, edits: &EditSet) -> Result<(), Gate> {
    let _ = edits;
    if !crate::syntax::parse(before.text()).errors.is_empty()
        || !crate::syntax::parse(after).errors.is_empty()
    {
        return Err(Gate::Parse);
    }
    Ok(())
}
