//! Wrapping what outside data is put into a text with.

use super::written::{self, Holder};
use crate::finding::Edit;
use crate::semantic::{Analysis, Kind, Piece};
use crate::source::SourceFile;
use crate::syntax::ExprId;

/// Values of a text that carry outside data which can cause `kind`, in order; `None` when `text` is not known piece by
/// piece.
pub fn tainted(analysis: &Analysis<'_>, text: ExprId, kind: Kind) -> Option<Vec<ExprId>> {
    let pieces = &analysis.value(text).text()?.pieces;
    let holes = pieces.iter().filter_map(|piece| match piece {
        Piece::Hole(value, expr) if value.taints().iter().any(|taint| taint.kinds.has(kind)) => Some(*expr),
        _ => None,
    });
    Some(holes.collect())
}

/// `function(value)` around each of these; `str(function(value))` around operands of `+` when `to_str` says so, for
/// functions whose result changes what it is added to. `None` when one of them is no plain part of a string.
pub fn wrap(
    file: &SourceFile,
    analysis: &Analysis<'_>,
    holes: &[ExprId],
    function: &str,
    to_str: bool,
) -> Option<Vec<Edit>> {
    let tree = analysis.module;
    let mut edits: Vec<Edit> = Vec::new();
    for hole in holes {
        let holder = written::holder(tree, *hole)?;
        if !written::is_value(tree, *hole) {
            return None;
        }
        let span = tree.expr(*hole).span;
        let text = file.slice(span);
        let text = if holder == Holder::Add && to_str {
            format!("str({function}({text}))")
        } else {
            format!("{function}({text})")
        };
        if !edits.iter().any(|edit| edit.span == span) {
            edits.push(Edit { span, text });
        }
    }
    (!edits.is_empty()).then_some(edits)
}
