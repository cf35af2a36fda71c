//! A line in the log for an exception that a handler catches.
//!
//! Uses the logger that the module has; makes none. Whether the line is wanted is for the rules to say.

use crate::rules::configuration::places::{definition, indentation};
use crate::rules::prelude::*;

/// Whether an exception reaches the log.
pub(super) enum Logged {
    /// The handler logs it.
    Already,
    /// It does with this edit.
    Added(Edit),
    /// The module has no logger, or there is no place for the line.
    Nowhere,
}

/// A line for the log before the statement, inside the handler, by the module's own logger.
pub(super) fn log_line(cx: &Cx<'_>, place: Span) -> Logged {
    let module = cx.module();
    let handler = module
        .stmts
        .iter()
        .filter_map(|stmt| match &stmt.kind {
            StmtKind::Try { handlers, .. } => handlers.iter().find(|handler| handler.span.contains(place)),
            _ => None,
        })
        .min_by_key(|handler| handler.span.len());
    let Some(handler) = handler else { return Logged::Nowhere };
    let text = cx.file.slice(handler.span);
    if ["log.", "logger.", "logging.", "capture_exception", "print_exc"].iter().any(|word| text.contains(word)) {
        return Logged::Already;
    }
    let logger = module.body().iter().find_map(|id| match &module.stmt(*id).kind {
        StmtKind::Assign { targets, value } => {
            let target = *targets.first()?;
            let ExprKind::Name(name) = &cx.expr(target).kind else { return None };
            (cx.class(*value) == Some("logging.Logger") && definition(cx, target) == *value).then(|| module.name(*name))
        }
        _ => None,
    });
    let Some(logger) = logger else { return Logged::Nowhere };
    let stmt = handler.body.iter().map(|id| module.stmt(*id)).find(|stmt| stmt.span.contains(place));
    let Some(stmt) = stmt else { return Logged::Nowhere };
    let Some(indent) = indentation(cx, stmt.span.start) else { return Logged::Nowhere };
    let function = module.function(cx.function_at(place));
    let name = module.name(function.name);
    let line = format!("{logger}.exception(\"{name} failed\"){}{indent}", cx.file.newline());
    Logged::Added(arguments::replace(Span::empty(stmt.span.start as usize), line))
}
