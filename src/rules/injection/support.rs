//! What the injection rules share. No rule itself.

use crate::rules::prelude::*;

/// Tells the expressions whose value carries what the hit found, seen where the text was put together.
pub(super) fn tainted<'a>(cx: &'a Cx<'_>, hit: &'a Hit) -> impl Fn(ExprId) -> bool + 'a {
    let kind = hit.site.kind;
    let origins: Vec<_> = hit.taints.iter().map(|taint| taint.origin).collect();
    move |expr| {
        let own = cx.value(expr).taints();
        // What a check has cleaned is no longer among the hit's own data.
        own.iter().any(|taint| taint.kinds.has(kind) && (origins.contains(&taint.origin) || is_parameter(cx, taint.origin)))
    }
}

fn is_parameter(cx: &Cx<'_>, origin: crate::semantic::OriginId) -> bool {
    cx.analysis.origin(origin).param.is_some()
}
