//! Where one repair mends all that comes of it: the place at which a value was taken that several sinks are given.

use super::context::Cx;
use crate::semantic::models::Kind;
use crate::source::Span;
use crate::syntax::{ArgKind, BinOp, ExprId, ExprKind};

/// A value is followed back through so many expressions.
const MAX_BACK: usize = 16;

/// Kinds of which a value is looked at once, whatever is done with it then: where a file lies, which host is asked. A
/// query is mended where it is put together.
pub(super) fn is_shared(kind: Kind) -> bool {
    matches!(kind, Kind::Path | Kind::Url | Kind::Redirect)
}

/// The parameter or the expression that brought in what an argument carries: through variables that are set once, and
/// through what leaves one value one value. `data["a"]` and `data["b"]` are two.
pub(super) fn of(cx: &Cx<'_>, arg: ExprId) -> Span {
    let mut at = arg;
    for _ in 0..MAX_BACK {
        let next = match &cx.expr(at).kind {
            ExprKind::Name(_) => {
                if let Some(param) = parameter(cx, at) {
                    return param;
                }
                cx.analysis.scopes.resolve(at).and_then(|var| cx.analysis.only_value(var))
            }
            ExprKind::Call { func, args, .. } => {
                let given =
                    args.iter().filter(|arg| matches!(arg.kind, ArgKind::Positional | ArgKind::Keyword(_)));
                let receiver = match &cx.expr(*func).kind {
                    ExprKind::Attr { base, .. } if is_local(cx, *base) => Some(*base),
                    _ => None,
                };
                only_tainted(cx, given.map(|arg| arg.value).chain(receiver))
            }
            ExprKind::Binary { op: BinOp::Add | BinOp::Div | BinOp::Mod, left, right } => {
                only_tainted(cx, [*left, *right].into_iter())
            }
            // `path.parent`, not `form.name`.
            ExprKind::Attr { base, name, .. } if is_path_part(cx.module().name(*name)) => Some(*base),
            ExprKind::Await(inner) => Some(*inner),
            _ => None,
        };
        match next {
            Some(next) => at = next,
            None => break,
        }
    }
    cx.span(at)
}

fn is_path_part(name: &str) -> bool {
    matches!(name, "parent" | "name" | "stem" | "suffix")
}

/// What methods are called on: a variable's own value, or what was made of one.
fn is_local(cx: &Cx<'_>, base: ExprId) -> bool {
    match &cx.expr(base).kind {
        ExprKind::Call { .. } => true,
        ExprKind::Attr { name, .. } => is_path_part(cx.module().name(*name)),
        _ => false,
    }
}

/// The one of these that carries outside data.
fn only_tainted(cx: &Cx<'_>, all: impl Iterator<Item = ExprId>) -> Option<ExprId> {
    let mut tainted = all.filter(|id| !cx.value(*id).taints().is_empty());
    let first = tainted.next()?;
    tainted.next().is_none().then_some(first)
}

/// The parameter that a variable is, whatever else is put there later.
fn parameter(cx: &Cx<'_>, name: ExprId) -> Option<Span> {
    let var = cx.analysis.scopes.var(cx.analysis.scopes.resolve(name)?);
    let function = cx.module().function(var.owner);
    function.params.iter().find(|param| param.name == var.name).map(|param| param.span)
}
