//! The one assignment that a variable's value comes from, when there is no doubt about it.
//!
//! Goes by the text of one function; knows no values.

use crate::semantic::Analysis;
use crate::source::Span;
use crate::syntax::{Body, ExprId, ExprKind, FuncId, Module, StmtId, StmtKind, each_block, each_child};

/// The value of a variable that is assigned once, read once, and whose assignment alone reaches the reading at `name`:
/// both in one block, or the reading nested below it, and nothing that the value is made of is bound anew between.
pub(super) fn sole_definition(analysis: &Analysis<'_>, name: ExprId) -> Option<ExprId> {
    assigned_once(analysis, name, true)
}

/// As [`sole_definition`], other readers allowed when `alone` is false.
pub(super) fn assigned_once(analysis: &Analysis<'_>, name: ExprId, alone: bool) -> Option<ExprId> {
    let module = analysis.module;
    let var = analysis.scopes.resolve(name)?;
    let owner = analysis.scopes.var(var).owner;
    if analysis.scopes.var(var).class.is_some() {
        return None;
    }
    let params = &module.function(owner).params;
    if params.iter().any(|param| param.name == analysis.scopes.var(var).name) {
        return None;
    }
    let same = |expr: ExprId| analysis.scopes.resolve(expr) == Some(var);
    let readers = (0..module.exprs.len() as u32).map(ExprId).filter(|expr| same(*expr)).count();
    if alone && (readers != 2 || owner.0 == 0) {
        return None;
    }
    let mut found = None;
    let mut bindings = 0;
    for (at, stmt) in module.stmts.iter().enumerate() {
        each_target(module, &stmt.kind, &mut |target| {
            if same(target) {
                bindings += 1;
                if let StmtKind::Assign { targets, value } = &stmt.kind
                    && targets.len() == 1
                    && targets[0] == target
                {
                    found = Some((at, *value));
                }
            }
        });
    }
    let walrus = module
        .exprs
        .iter()
        .any(|expr| matches!(&expr.kind, ExprKind::Walrus { target, .. } if same(*target)));
    let (at, value) = found.filter(|_| bindings == 1 && !walrus)?;
    let symbol = analysis.scopes.var(var).name;
    let declared = module.stmts.iter().any(|stmt| {
        matches!(&stmt.kind, StmtKind::Global(names) | StmtKind::Nonlocal(names)
            if names.contains(&symbol))
    });
    if declared {
        return None;
    }
    let at = StmtId(at as u32);
    let block = block_of(module, owner, at)?;
    let use_span = module.expr(name).span;
    let position = block.iter().position(|stmt| *stmt == at)?;
    let later = block[position + 1..].iter().find(|stmt| module.stmt(**stmt).span.contains(use_span))?;
    // The reading must run in the same call of the same function.
    let nested =
        module.functions.iter().skip(1).any(|function| {
            function.span.contains(use_span) && module.stmt(at).span.start < function.span.start
        });
    if nested {
        return None;
    }
    let region = Span { start: module.stmt(at).span.end, end: module.stmt(*later).span.end };
    let mut parts = Vec::new();
    names_in(module, value, &mut parts)?;
    for part in parts {
        let Some(part_var) = analysis.scopes.resolve(part) else { continue };
        let mut rebound = false;
        for stmt in
            module.stmts.iter().filter(|stmt| region.contains(stmt.span) || stmt.span.overlaps(region))
        {
            each_target(module, &stmt.kind, &mut |target| {
                rebound |= region.contains(module.expr(target).span)
                    && analysis.scopes.resolve(target) == Some(part_var);
            });
        }
        rebound |= module.exprs.iter().any(|expr| {
            region.contains(expr.span)
                && matches!(&expr.kind, ExprKind::Walrus { target, .. } if analysis.scopes.resolve(*target) == Some(part_var))
        });
        if rebound && alone {
            return None;
        }
    }
    Some(value)
}

/// Names that a value is made of; `None` when it holds a call that may give another value later.
fn names_in(module: &Module, expr: ExprId, out: &mut Vec<ExprId>) -> Option<()> {
    let node = module.expr(expr);
    match &node.kind {
        ExprKind::Name(_) => out.push(expr),
        ExprKind::Lambda(_) | ExprKind::Await(_) | ExprKind::Yield(_) | ExprKind::YieldFrom(_) => {
            return None;
        }
        ExprKind::Call { func, .. } => match &module.expr(*func).kind {
            ExprKind::Attr { name, .. }
                if matches!(module.name(*name), "get" | "format" | "strip" | "lower" | "upper" | "quote") => {
            }
            ExprKind::Name(name) if matches!(module.name(*name), "str" | "int" | "float") => {}
            _ => return None,
        },
        _ => {}
    }
    let mut fine = Some(());
    each_child(&node.kind, &mut |child| {
        if fine.is_some() {
            fine = names_in(module, child, out);
        }
    });
    fine
}

/// Names that a statement binds.
fn each_target(module: &Module, kind: &StmtKind, visit: &mut dyn FnMut(ExprId)) {
    use StmtKind as S;
    let mut roots: Vec<ExprId> = Vec::new();
    match kind {
        S::Assign { targets, .. } | S::Delete(targets) => roots.extend(targets),
        S::AugAssign { target, .. } | S::AnnAssign { target, .. } | S::For { target, .. } => {
            roots.push(*target)
        }
        S::With { items, .. } => roots.extend(items.iter().filter_map(|item| item.target)),
        S::Try { handlers, .. } => roots.extend(handlers.iter().filter_map(|handler| handler.target)),
        S::Match { cases, .. } => roots.extend(cases.iter().flat_map(|case| &case.pattern.binds)),
        _ => {}
    }
    while let Some(root) = roots.pop() {
        match &module.expr(root).kind {
            ExprKind::Name(_) => visit(root),
            ExprKind::Tuple(items) | ExprKind::List(items) => roots.extend(items),
            ExprKind::Star(inner) => roots.push(*inner),
            _ => {}
        }
    }
}

/// The run of statements that holds `stmt` directly.
fn block_of(module: &Module, func: FuncId, stmt: StmtId) -> Option<Vec<StmtId>> {
    if let Body::Block(body) = &module.function(func).body
        && body.contains(&stmt)
    {
        return Some(body.clone());
    }
    let mut found = None;
    for other in &module.stmts {
        each_block(other, &mut |block| {
            if block.contains(&stmt) {
                found = Some(block.to_vec());
            }
        });
    }
    found
}
