//! Conditions that turn something away, and what they are about.

use super::topic::Topic;
use crate::semantic::{Analysis, makes_absolute};
use crate::source::SourceFile;
use crate::syntax::{Arg, BoolOp, ExprId, ExprKind, StmtId, StmtKind, UnaryOp, each_child, each_expr};

/// The parts of a condition: what `and`, `or` and `not` put together.
pub(super) fn parts(analysis: &Analysis<'_>, test: ExprId) -> Vec<ExprId> {
    let (mut queue, mut found) = (vec![test], Vec::new());
    while let Some(id) = queue.pop() {
        match &analysis.module.expr(id).kind {
            ExprKind::Logic { values, .. } => queue.extend(values),
            ExprKind::Unary { op: UnaryOp::Not, operand } => queue.push(*operand),
            _ => found.push(id),
        }
    }
    in_order(analysis, found)
}

/// The parts of a condition each of which turns away by itself. What `and` joins does so together: without one of them
/// more is turned away than before.
pub(super) fn alternatives(analysis: &Analysis<'_>, test: ExprId) -> Vec<ExprId> {
    let (mut queue, mut found) = (vec![(test, false)], Vec::new());
    while let Some((id, negated)) = queue.pop() {
        match &analysis.module.expr(id).kind {
            ExprKind::Logic { op, values } if (*op == BoolOp::Or) != negated => {
                queue.extend(values.iter().map(|value| (*value, negated)));
            }
            ExprKind::Logic { values, .. } => {
                // `signed_in and (a or b)` is one of two, narrowed.
                match values.iter().find(|value| is_choice(analysis, **value, negated)) {
                    Some(choice) => queue.push((*choice, negated)),
                    None => found.push(id),
                }
            }
            ExprKind::Unary { op: UnaryOp::Not, operand } => queue.push((*operand, !negated)),
            _ => found.push(id),
        }
    }
    in_order(analysis, found)
}

fn in_order(analysis: &Analysis<'_>, mut found: Vec<ExprId>) -> Vec<ExprId> {
    found.sort_by_key(|id| analysis.module.expr(*id).span);
    found
}

/// True for an expression that holds where one of several does.
fn is_choice(analysis: &Analysis<'_>, id: ExprId, negated: bool) -> bool {
    let (mut at, mut negated) = (id, negated);
    while let ExprKind::Unary { op: UnaryOp::Not, operand } = &analysis.module.expr(at).kind {
        (at, negated) = (*operand, !negated);
    }
    matches!(&analysis.module.expr(at).kind, ExprKind::Logic { op, .. } if (*op == BoolOp::Or) != negated)
}

/// True when a block turns away what its condition holds for.
pub(super) fn denies(analysis: &Analysis<'_>, body: &[StmtId]) -> bool {
    let module = analysis.module;
    let Some(last) = body.last() else { return false };
    match &module.stmt(*last).kind {
        StmtKind::Return(Some(value)) => {
            matches!(module.expr(*value).kind, ExprKind::Bool(false) | ExprKind::None)
        }
        StmtKind::Return(None) | StmtKind::Continue | StmtKind::Break => false,
        _ => leaves(analysis, body),
    }
}

/// True for a condition that goes through what a folder holds, and protects from none of it: `if name in (".", ".."):
/// continue` leaves the folder itself out, `if not islink(path): continue` takes links alone.
pub(super) fn sorts(file: &SourceFile, analysis: &Analysis<'_>, part: ExprId, body: &[StmtId]) -> bool {
    let module = analysis.module;
    if !matches!(body.last().map(|id| &module.stmt(*id).kind), Some(StmtKind::Continue)) {
        return false;
    }
    let expr = module.expr(part);
    match &expr.kind {
        ExprKind::Compare { .. } => {
            let mut itself = false;
            inside(analysis, part, &mut |id| {
                itself |= matches!(&module.expr(id).kind, ExprKind::Str(text) if &**text == ".");
            });
            itself
        }
        ExprKind::Call { func, .. } => {
            let name = last_name(analysis, *func);
            let before = file.text().get(..expr.span.start as usize).unwrap_or_default();
            name.contains("link") && before.trim_end().ends_with("not")
        }
        _ => false,
    }
}

/// True when a block ends the function or the round of the loop.
pub(super) fn leaves(analysis: &Analysis<'_>, body: &[StmtId]) -> bool {
    let module = analysis.module;
    let Some(last) = body.last() else { return false };
    match &module.stmt(*last).kind {
        StmtKind::Raise { .. } | StmtKind::Return(_) | StmtKind::Continue | StmtKind::Break => true,
        StmtKind::Expr(id) => match &module.expr(*id).kind {
            ExprKind::Call { func, .. } => {
                let name = last_name(analysis, *func).to_ascii_lowercase();
                ["abort", "fail", "exit", "deny", "forbid"].iter().any(|word| name.contains(word))
            }
            _ => false,
        },
        _ => false,
    }
}

/// True when a block decides by a flag: `allowed = False`.
pub(super) fn decides(analysis: &Analysis<'_>, body: &[StmtId]) -> bool {
    let module = analysis.module;
    body.iter().any(|id| match &module.stmt(*id).kind {
        StmtKind::Assign { value, .. } => matches!(module.expr(*value).kind, ExprKind::Bool(_)),
        _ => false,
    })
}

fn last_name<'a>(analysis: &Analysis<'a>, id: ExprId) -> &'a str {
    match &analysis.module.expr(id).kind {
        ExprKind::Name(name) | ExprKind::Attr { name, .. } => analysis.module.name(*name),
        _ => "",
    }
}

/// Every expression inside one.
fn inside(analysis: &Analysis<'_>, id: ExprId, see: &mut dyn FnMut(ExprId)) {
    let mut queue = vec![id];
    while let Some(id) = queue.pop() {
        see(id);
        each_child(&analysis.module.expr(id).kind, &mut |child| queue.push(child));
    }
}

/// What the answer of a block says was asked: "forbidden" was about access.
pub(super) fn answer(file: &SourceFile, analysis: &Analysis<'_>, body: &[StmtId]) -> Option<Topic> {
    let module = analysis.module;
    let mut found = None;
    for id in body {
        let stmt = module.stmt(*id);
        if !matches!(stmt.kind, StmtKind::Raise { .. } | StmtKind::Return(_) | StmtKind::Expr(_)) {
            continue;
        }
        each_expr(stmt, &mut |expr| {
            inside(analysis, expr, &mut |id| {
                let topic = match &module.expr(id).kind {
                    ExprKind::Name(name) | ExprKind::Attr { name, .. } => of_answer(module.name(*name)),
                    ExprKind::Call { func, args, .. } => of_status(analysis, *func, args),
                    ExprKind::Str(text) => of_message(text),
                    ExprKind::Format { .. } => of_message(file.slice(module.expr(id).span)),
                    _ => None,
                };
                found = found.or(topic);
            });
        });
    }
    found
}

fn of_answer(name: &str) -> Option<Topic> {
    match name {
        "PermissionDenied"
        | "HTTPForbidden"
        | "Forbidden"
        | "HttpResponseForbidden"
        | "Unauthorized"
        | "HTTPUnauthorized"
        | "NotAuthorized"
        | "AuthenticationFailed"
        | "NotAuthenticated"
        | "AccessDenied"
        | "AuthenticationError"
        | "AuthorizationError"
        | "HTTP_403_FORBIDDEN"
        | "HTTP_401_UNAUTHORIZED"
        | "FORBIDDEN"
        | "UNAUTHORIZED" => Some(Topic::Access),
        "SuspiciousFileOperation" => Some(Topic::Path),
        "DisallowedRedirect" => Some(Topic::Address),
        "DTDForbidden" | "EntitiesForbidden" => Some(Topic::Xml),
        _ => None,
    }
}

/// `abort(403)`, `HTTPException(status_code=401)`, `web.HTTPError(403)`
fn of_status(analysis: &Analysis<'_>, func: ExprId, args: &[Arg]) -> Option<Topic> {
    let module = analysis.module;
    let name = last_name(analysis, func).to_ascii_lowercase();
    if !["abort", "error", "exception", "response", "status"].iter().any(|word| name.contains(word)) {
        return None;
    }
    let denied = |arg: &Arg| matches!(module.expr(arg.value).kind, ExprKind::Int(Some(401 | 403)));
    args.iter().any(denied).then_some(Topic::Access)
}

fn of_message(text: &str) -> Option<Topic> {
    let text = text.to_ascii_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    if has(&[
        "path traversal",
        "directory traversal",
        "outside of the",
        "outside the directory",
        "escapes the",
        "unsafe path",
    ]) {
        return Some(Topic::Path);
    }
    if has(&["permission denied", "not authorized", "unauthorized", "access denied", "not permitted"]) {
        return Some(Topic::Access);
    }
    None
}

/// A member that tells a part of an address, or of what kind it is.
pub(super) fn is_part_of_address(name: &str) -> bool {
    matches!(
        name,
        "netloc"
            | "hostname"
            | "scheme"
            | "is_private"
            | "is_loopback"
            | "is_link_local"
            | "is_global"
            | "is_reserved"
    )
}

/// The parts of addresses that an expression reads.
pub(super) fn parts_of_addresses<'a>(
    analysis: &Analysis<'a>,
    value: ExprId,
) -> impl Iterator<Item = &'a str> + use<'a> {
    let module = analysis.module;
    let mut found = Vec::new();
    inside(analysis, value, &mut |id| {
        if let ExprKind::Attr { name, .. } = &module.expr(id).kind
            && is_part_of_address(module.name(*name))
        {
            found.push(module.name(*name));
        }
    });
    found.into_iter()
}

/// What a condition asks about, by marks and members that mean one thing.
pub(super) fn topic(file: &SourceFile, analysis: &Analysis<'_>, test: ExprId) -> Option<Topic> {
    let module = analysis.module;
    let mut found = None;
    inside(analysis, test, &mut |id| {
        let topic = match &module.expr(id).kind {
            ExprKind::Str(text) => match &**text {
                ".." | "../" | "/.." | "/../" | "..\\" | "\\.." => Some(Topic::Path),
                _ => None,
            },
            ExprKind::Attr { name, .. } => match module.name(*name) {
                name if is_part_of_address(name) => Some(Topic::Address),
                _ => None,
            },
            ExprKind::Call { func, args, .. } => of_call(file, analysis, *func, args),
            _ => None,
        };
        found = found.or(topic);
    });
    found
}

/// True for a variable that holds what `os.path` made.
fn is_made_path(analysis: &Analysis<'_>, id: ExprId) -> bool {
    let value = analysis.scopes.resolve(id).and_then(|var| analysis.only_value(var));
    value.is_some_and(|value| match &analysis.module.expr(value).kind {
        ExprKind::Call { func, .. } => analysis.dotted(*func).is_some_and(makes_absolute),
        _ => false,
    })
}

fn of_call(file: &SourceFile, analysis: &Analysis<'_>, func: ExprId, args: &[Arg]) -> Option<Topic> {
    let module = analysis.module;
    match last_name(analysis, func) {
        "commonpath" | "is_relative_to" | "islink" | "is_symlink" | "issym" | "islnk" | "isabs"
        | "is_absolute" => Some(Topic::Path),
        "startswith" => {
            let first = args.first()?;
            if let ExprKind::Str(text) = &module.expr(first.value).kind {
                return match &**text {
                    "-" => Some(Topic::Shell),
                    "//" | "///" | "/\\" | "\\" | "\\\\" => Some(Topic::Address),
                    _ => None,
                };
            }
            let ExprKind::Attr { base, .. } = &module.expr(func).kind else { return None };
            let [checked, prefix] =
                [*base, first.value].map(|id| file.slice(module.expr(id).span).to_ascii_lowercase());
            // Under which names a program keeps a path, and where its files lie.
            let is_path = ["path", "dest", "target", "file", "dir"].iter().any(|word| checked.contains(word));
            let is_folder = ["dir", "root", "base", "path", "folder", "prefix", "os.sep", "cwd"]
                .iter()
                .any(|word| prefix.contains(word));
            let by_name = is_path && is_folder && !checked.contains("url");
            // `resolved.startswith(base + os.sep)`
            let ends = prefix.contains("os.sep") || prefix.contains("os.path.sep");
            (by_name || ends || is_made_path(analysis, *base)).then_some(Topic::Path)
        }
        _ => None,
    }
}
