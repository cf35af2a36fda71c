//! Wrapping what outside data is put into a text with.
//!
//! Goes by the value that the flow found, wherever the text was put together; the text itself is not read.

use crate::finding::Edit;
use crate::semantic::{Analysis, Kind, Piece};
use crate::source::SourceFile;
use crate::syntax::{Arg, ArgKind, BinOp, ExprId, ExprKind, Module, Part};

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
        let holder = holder(tree, *hole)?;
        if !is_value(tree, *hole) {
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

/// True for names, attributes, items, calls and what operators make of them: what can stand as an argument as it is.
pub fn is_value(module: &Module, expr: ExprId) -> bool {
    matches!(
        module.expr(expr).kind,
        ExprKind::Name(_)
            | ExprKind::Attr { .. }
            | ExprKind::Subscript { .. }
            | ExprKind::Call { .. }
            | ExprKind::Binary { .. }
            | ExprKind::Conditional { .. }
            | ExprKind::Logic { .. }
            | ExprKind::Await(_)
    )
}

/// What a string's own syntax puts in: the expression is a hole of an f-string, an operand of `+` or `%`, an argument
/// of `.format`. `None` when it reaches the string some other way, as an element of a list does.
fn holder(module: &Module, hole: ExprId) -> Option<Holder> {
    module.exprs.iter().skip(hole.index() + 1).find_map(|expr| match &expr.kind {
        ExprKind::Format { parts, .. } => parts.iter().find_map(|part| match part {
            Part::Hole { expr, conversion: None, spec: false, .. } if *expr == hole => Some(Holder::Format),
            _ => None,
        }),
        ExprKind::Binary { op: BinOp::Add, left, right } if *left == hole || *right == hole => {
            Some(Holder::Add)
        }
        ExprKind::Binary { op: BinOp::Mod, left, right } if *left != hole => {
            let inside = match &module.expr(*right).kind {
                ExprKind::Tuple(items) => items.contains(&hole),
                _ => *right == hole,
            };
            inside.then_some(Holder::Percent)
        }
        ExprKind::Call { func, args, .. } => match &module.expr(*func).kind {
            ExprKind::Attr { name, .. } if module.name(*name) == "format" => {
                let plain = |arg: &&Arg| matches!(arg.kind, ArgKind::Positional | ArgKind::Keyword(_));
                args.iter().filter(plain).any(|arg| arg.value == hole).then_some(Holder::Format)
            }
            _ => None,
        },
        _ => None,
    })
}

/// How a value gets into a string.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Holder {
    /// A hole of an f-string or an argument of `.format`.
    Format,
    /// An operand of `%`.
    Percent,
    /// An operand of `+`.
    Add,
}
