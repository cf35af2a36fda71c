//! The guards that a route carries: decorators and dependencies by whose names one can tell that they ask who is there.
//!
//! Knows names only; what a guard does when it is called is not looked at.

use crate::rules::configuration::places::words;
use crate::rules::prelude::*;
use crate::syntax::Param;

/// How a route carries its guard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::rules) enum Carried {
    /// A decorator of its own.
    Decorator(ExprId),
    /// A parameter that asks for a dependency.
    Parameter(Span),
    /// The `dependencies=` of the route's decorator.
    Dependencies(Span),
}

/// A guard at one route.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::rules) struct Guard {
    /// By which it is compared with those of other routes: `login_required`.
    pub(in crate::rules) name: String,
    /// As written: `@login_required`, `user: User = Depends(current_user)`.
    pub(in crate::rules) text: String,
    /// How.
    pub(in crate::rules) carried: Carried,
}

/// True when something of that name asks who is there.
pub(in crate::rules) fn is_guard_name(name: &str) -> bool {
    const ASK: &[&str] = &[
        "login", "logged", "auth", "authenticated", "authenticate", "authentication", "authorize", "authorized",
        "authorization", "authorisation", "permission", "permissions", "role", "roles", "admin", "jwt", "staff",
        "superuser", "require", "requires", "required", "protected", "token", "principal", "scope", "scopes",
    ];
    const OTHER: &[&str] = &[
        "csrf", "cache", "http", "get", "post", "safe", "method", "methods", "form", "params", "json", "schema", "args",
        "fields", "field", "limit", "optional", "anonymous", "not", "fresh", "db", "transaction", "feature", "flag",
    ];
    let words = words(name);
    let has = |known: &[&str]| words.iter().any(|word| known.contains(&word.as_str()));
    if has(&["current"]) && has(&["user", "admin", "account", "member"]) {
        return !has(&["optional"]);
    }
    has(ASK) && !has(OTHER) || words.first().is_some_and(|word| word == "verify") && has(&["token", "key", "user"])
        || has(&["user"]) && has(&["passes"])
}

/// All guards of a function.
pub(in crate::rules) fn of(cx: &Cx<'_>, func: FuncId) -> Vec<Guard> {
    let module = cx.module();
    let function = module.function(func);
    let route = cx.analysis.routes.of(func).and_then(|route| route.decorator);
    let mut found = Vec::new();
    for decorator in &function.decorators {
        if Some(*decorator) == route {
            found.extend(listed(cx, *decorator));
            continue;
        }
        let name = callee_text(cx, *decorator);
        // What hangs on the application itself (`@app.before_request`) is no guard of one route.
        if is_guard_name(name.rsplit('.').next().unwrap_or(&name)) {
            found.push(Guard {
                text: format!("@{}", cx.text(*decorator)),
                name,
                carried: Carried::Decorator(*decorator),
            });
        }
    }
    for param in &function.params {
        if let Some(name) = dependency_of(cx, param) {
            found.push(Guard {
                name,
                text: cx.file.slice(param.span).to_owned(),
                carried: Carried::Parameter(param.span),
            });
        }
    }
    found
}

/// `@router.post("/x", dependencies=[Depends(require_admin)])`
fn listed(cx: &Cx<'_>, decorator: ExprId) -> Vec<Guard> {
    let module = cx.module();
    let ExprKind::Call { args, .. } = &module.expr(decorator).kind else { return Vec::new() };
    let list = args
        .iter()
        .find(|arg| matches!(arg.kind, ArgKind::Keyword(key) if module.name(key) == "dependencies"));
    let Some(list) = list else { return Vec::new() };
    let ExprKind::List(items) = &module.expr(list.value).kind else { return Vec::new() };
    let guard = |item: &ExprId| {
        let name = depends(cx, *item)?;
        let text = cx.file.slice(list.span).to_owned();
        Some(Guard { name, text, carried: Carried::Dependencies(list.span) })
    };
    items.iter().filter_map(guard).collect()
}

/// The guard that a parameter asks for: by default value, by `Annotated`, by an alias called `CurrentUser`.
fn dependency_of(cx: &Cx<'_>, param: &Param) -> Option<String> {
    let module = cx.module();
    if let Some(name) = param.default.and_then(|id| depends(cx, id)) {
        return Some(name);
    }
    let annotation = param.annotation?;
    match &module.expr(annotation).kind {
        ExprKind::Subscript { index, .. } => match &module.expr(*index).kind {
            ExprKind::Tuple(items) => items.iter().skip(1).find_map(|item| depends(cx, *item)),
            _ => None,
        },
        ExprKind::Name(name) => {
            let name = module.name(*name);
            let words = words(name);
            (words.iter().any(|word| word == "current") && words.len() > 1).then(|| name.to_owned())
        }
        _ => None,
    }
}

/// The name inside `Depends(…)` or `Security(…)`, when it is that of a guard.
fn depends(cx: &Cx<'_>, id: ExprId) -> Option<String> {
    let module = cx.module();
    let ExprKind::Call { func, args, .. } = &module.expr(id).kind else { return None };
    let callee = cx.text(*func);
    if !matches!(callee.rsplit('.').next(), Some("Depends" | "Security")) {
        return None;
    }
    let name = callee_text(cx, args.first()?.value);
    is_guard_name(&name).then_some(name)
}

/// `a.b` of both `a.b` and `a.b(…)`.
fn callee_text(cx: &Cx<'_>, id: ExprId) -> String {
    match &cx.expr(id).kind {
        ExprKind::Call { func, .. } => cx.text(*func).to_owned(),
        _ => cx.text(id).to_owned(),
    }
}
