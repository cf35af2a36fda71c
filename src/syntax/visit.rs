//! Children of a node, for walks that do not care what kind it is.

use super::hir::*;

/// Calls `visit` for each expression directly inside a statement: targets, values, tests; not those of nested
/// statements, functions or classes.
pub fn each_expr(stmt: &Stmt, visit: &mut dyn FnMut(ExprId)) {
    match &stmt.kind {
        StmtKind::Expr(value) => visit(*value),
        StmtKind::Assign { targets, value } => {
            visit(*value);
            targets.iter().for_each(|id| visit(*id));
        }
        StmtKind::AugAssign { target, value, .. } => {
            visit(*value);
            visit(*target);
        }
        StmtKind::AnnAssign { target, annotation, value } => {
            visit(*annotation);
            value.iter().for_each(|id| visit(*id));
            visit(*target);
        }
        StmtKind::Return(value) => value.iter().for_each(|id| visit(*id)),
        StmtKind::Raise { exc, cause } => exc.iter().chain(cause).for_each(|id| visit(*id)),
        StmtKind::Assert { test, message } => {
            visit(*test);
            message.iter().for_each(|id| visit(*id));
        }
        StmtKind::Delete(targets) => targets.iter().for_each(|id| visit(*id)),
        StmtKind::If { test, .. } | StmtKind::While { test, .. } => visit(*test),
        StmtKind::For { target, iter, .. } => {
            visit(*iter);
            visit(*target);
        }
        StmtKind::Try { handlers, .. } => {
            handlers
                .iter()
                .flat_map(|handler| handler.exc.iter().chain(&handler.target))
                .for_each(|id| visit(*id));
        }
        StmtKind::With { items, .. } => {
            for item in items {
                visit(item.value);
                item.target.iter().for_each(|id| visit(*id));
            }
        }
        StmtKind::Match { subject, cases } => {
            visit(*subject);
            for case in cases {
                let Pattern { binds, values, reads, .. } = &case.pattern;
                values.iter().chain(reads).chain(binds).for_each(|id| visit(*id));
                case.guard.iter().for_each(|id| visit(*id));
            }
        }
        StmtKind::Function(_)
        | StmtKind::Class(_)
        | StmtKind::Import(_)
        | StmtKind::ImportFrom { .. }
        | StmtKind::Global(_)
        | StmtKind::Nonlocal(_)
        | StmtKind::Pass
        | StmtKind::Break
        | StmtKind::Continue
        | StmtKind::Unknown => {}
    }
}

/// Calls `visit` for each block directly inside a statement; functions and classes are not entered.
pub fn each_block(stmt: &Stmt, visit: &mut dyn FnMut(&[StmtId])) {
    match &stmt.kind {
        StmtKind::If { body, orelse, .. }
        | StmtKind::While { body, orelse, .. }
        | StmtKind::For { body, orelse, .. } => {
            visit(body);
            visit(orelse);
        }
        StmtKind::Try { body, handlers, orelse, finally } => {
            visit(body);
            handlers.iter().for_each(|handler| visit(&handler.body));
            visit(orelse);
            visit(finally);
        }
        StmtKind::With { body, .. } => visit(body),
        StmtKind::Match { cases, .. } => cases.iter().for_each(|case| visit(&case.body)),
        _ => {}
    }
}

/// Calls `visit` for each expression directly inside an expression; lambdas are not entered.
pub fn each_child(kind: &ExprKind, visit: &mut dyn FnMut(ExprId)) {
    match kind {
        ExprKind::Name(_)
        | ExprKind::None
        | ExprKind::Bool(_)
        | ExprKind::Ellipsis
        | ExprKind::Int(_)
        | ExprKind::Float(_)
        | ExprKind::Str(_)
        | ExprKind::Bytes(_)
        | ExprKind::Lambda(_)
        | ExprKind::Unknown => {}
        ExprKind::Format { parts, .. } => {
            for part in parts {
                if let Part::Hole { expr, widths, .. } = part {
                    visit(*expr);
                    widths.iter().for_each(|id| visit(*id));
                }
            }
        }
        ExprKind::Attr { base, .. } => visit(*base),
        ExprKind::Call { func, args, .. } => {
            visit(*func);
            args.iter().for_each(|arg| visit(arg.value));
        }
        ExprKind::Subscript { base, index } => {
            visit(*base);
            visit(*index);
        }
        ExprKind::Binary { left, right, .. } => {
            visit(*left);
            visit(*right);
        }
        ExprKind::Unary { operand: inner, .. }
        | ExprKind::Star(inner)
        | ExprKind::Await(inner)
        | ExprKind::YieldFrom(inner) => visit(*inner),
        ExprKind::Slice(items)
        | ExprKind::Logic { values: items, .. }
        | ExprKind::Tuple(items)
        | ExprKind::List(items)
        | ExprKind::Set(items) => items.iter().for_each(|id| visit(*id)),
        ExprKind::Compare { left, rest } => {
            visit(*left);
            rest.iter().for_each(|(_, id)| visit(*id));
        }
        ExprKind::Conditional { test, then, otherwise } => {
            visit(*test);
            visit(*then);
            visit(*otherwise);
        }
        ExprKind::Dict(items) => {
            for (key, value) in items {
                key.iter().for_each(|id| visit(*id));
                visit(*value);
            }
        }
        ExprKind::Comprehension { element, value, clauses, .. } => {
            for clause in clauses {
                visit(clause.iter);
                visit(clause.target);
                clause.tests.iter().for_each(|id| visit(*id));
            }
            visit(*element);
            value.iter().for_each(|id| visit(*id));
        }
        ExprKind::Yield(value) => value.iter().for_each(|id| visit(*id)),
        ExprKind::Walrus { target, value } => {
            visit(*value);
            visit(*target);
        }
    }
}
