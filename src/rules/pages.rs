//! Whether a browser takes a response for a page, by the type that it is given.
//!
//! A type that is not known counts as none of HTML's: silence rather than a guess.

use super::prelude::*;

/// The response is one that a browser shows as a page.
pub(super) fn is_page(cx: &Cx<'_>, call: Call<'_>) -> bool {
    let module = cx.module();
    let position = match call.name {
        "tornado.web.RequestHandler.write" | "tornado.web.RequestHandler.finish" => {
            return typed_by_header(cx, call.id) != Some(false);
        }
        // Without a type a browser is sent bytes; one method may send what another has begun.
        "http.server.BaseHTTPRequestHandler.wfile.write" => {
            let begun = || header_types(cx).any(|(_, markup)| markup);
            return typed_by_header(cx, call.id).unwrap_or_else(begun);
        }
        "django.http.HttpResponse" | "django.http.StreamingHttpResponse" => Some(1),
        "flask.Response" | "starlette.responses.Response" | "werkzeug.wrappers.Response" => Some(3),
        "pyramid.response.Response" => Some(4),
        "starlette.responses.HTMLResponse" => return true,
        _ => None,
    };
    let given = ["content_type", "mimetype", "media_type"];
    let given = given.iter().find_map(|name| Some(call.keyword(module, name)?.value));
    let kind = given.or(position.and_then(|at| call.positional(at)));
    if let Some(kind) = kind {
        // A type that is decided elsewhere may be anything.
        return cx.str(kind).is_some_and(is_markup_type);
    }
    let headers = call.keyword(module, "headers").map(|arg| arg.value);
    let headers = headers.or_else(|| (call.name == "flask.Response").then(|| call.positional(2)).flatten());
    // These are plain text or bytes unless they say otherwise.
    let plain = matches!(
        call.name,
        "aiohttp.web.Response" | "starlette.responses.Response" | "werkzeug.wrappers.Response"
    );
    if plain {
        return headers.is_some_and(|headers| says_markup(cx, headers));
    }
    headers.is_none_or(|headers| !says_other(cx, headers)) && !typed_later(cx, call.id)
}

/// `{"Content-Type": "text/html"}`
fn says_markup(cx: &Cx<'_>, headers: ExprId) -> bool {
    let ExprKind::Dict(items) = &cx.expr(headers).kind else { return false };
    items.iter().any(|(key, value)| {
        let name = key.and_then(|key| cx.str(key)).unwrap_or("");
        name.eq_ignore_ascii_case("content-type") && cx.str(*value).is_some_and(is_markup_type)
    })
}

/// `{"Content-Type": "text/plain"}`: a type that is no markup, or not known.
fn says_other(cx: &Cx<'_>, headers: ExprId) -> bool {
    let ExprKind::Dict(items) = &cx.expr(headers).kind else { return false };
    items.iter().any(|(key, value)| {
        let name = key.and_then(|key| cx.str(key)).unwrap_or("");
        name.eq_ignore_ascii_case("content-type") && !cx.str(*value).is_some_and(is_markup_type)
    })
}

/// `return text, 200, {"Content-Type": "text/plain"}`
pub(super) fn returned_as_other(cx: &Cx<'_>, body: ExprId) -> bool {
    cx.module().exprs.iter().any(|expr| match &expr.kind {
        ExprKind::Tuple(items) => {
            items.first() == Some(&body) && items.iter().any(|item| says_other(cx, *item))
        }
        _ => false,
    })
}

/// `response.mimetype = "text/plain"` further down in the function.
fn typed_later(cx: &Cx<'_>, made: ExprId) -> bool {
    let module = cx.module();
    let at = cx.span(made);
    let here = cx.function_at(at);
    module.stmts.iter().any(|stmt| {
        let StmtKind::Assign { targets, value } = &stmt.kind else { return false };
        let sets = |target: &ExprId| match &cx.expr(*target).kind {
            ExprKind::Attr { name, .. } => {
                matches!(module.name(*name), "mimetype" | "content_type" | "media_type")
            }
            ExprKind::Subscript { index, .. } => {
                cx.str(*index).is_some_and(|key| key.eq_ignore_ascii_case("content-type"))
            }
            _ => false,
        };
        stmt.span.start >= at.end
            && targets.iter().any(sets)
            && cx.function_at(stmt.span) == here
            && !cx.str(*value).is_some_and(is_markup_type)
    })
}

/// `self.set_header("Content-Type", "application/json")` in the same function: whether it is one of markup.
fn typed_by_header(cx: &Cx<'_>, written: ExprId) -> Option<bool> {
    let here = cx.function_at(cx.span(written));
    let own = header_types(cx).filter(|(set, _)| cx.function_at(cx.span(*set)) == here);
    own.map(|(_, markup)| markup).reduce(|one, other| one && other)
}

/// The calls that set the type of a response by a header, and whether it is one of markup.
fn header_types<'a>(cx: &'a Cx<'_>) -> impl Iterator<Item = (ExprId, bool)> + 'a {
    let module = cx.module();
    module.exprs.iter().enumerate().filter_map(|(at, expr)| {
        let ExprKind::Call { func, args, .. } = &expr.kind else { return None };
        let ExprKind::Attr { name, .. } = module.expr(*func).kind else { return None };
        let [key, value, ..] = args.as_slice() else { return None };
        let sets = matches!(module.name(name), "set_header" | "add_header" | "send_header")
            && cx.str(key.value).is_some_and(|key| key.eq_ignore_ascii_case("content-type"));
        sets.then(|| (ExprId(at as u32), cx.str(value.value).is_some_and(is_markup_type)))
    })
}

fn is_markup_type(text: &str) -> bool {
    ["html", "xml", "svg"].iter().any(|kind| text.to_ascii_lowercase().contains(kind))
}
