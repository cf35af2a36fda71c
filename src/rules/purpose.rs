//! What a value is for, as the names around it say: the variable it goes to, the argument it is passed as, the function
//! that returns it.
//!
//! Reads names only. It doesn't know what a rule does with them, and a name is never proof.

use super::Cx;
use crate::source::Span;
use crate::syntax::{ArgKind, ExprId, ExprKind, FuncId, StmtId, StmtKind, each_child};

/// So many expressions after one are looked through for those around it: a table of thousands says of no entry what it
/// is for.
const REACH: usize = 4096;

/// The expressions around one, innermost first; up to the statement that holds it.
pub(in crate::rules) fn ancestors(cx: &Cx<'_>, id: ExprId) -> Vec<ExprId> {
    let module = cx.module();
    let span = cx.span(id);
    let end = statement(cx, span).map_or(u32::MAX, |stmt| module.stmt(stmt).span.end);
    let mut found = Vec::new();
    let mut child = id;
    // A parent comes after its children, and everything of a statement lies together.
    for at in (id.index() + 1..module.exprs.len()).take(REACH) {
        let parent = ExprId(at as u32);
        let around = cx.span(parent);
        if around.start >= end {
            break;
        }
        if around.contains(span) {
            let mut direct = false;
            each_child(&cx.expr(parent).kind, &mut |inner| direct |= inner == child);
            if direct {
                found.push(parent);
                child = parent;
            }
        }
    }
    found
}

/// The innermost statement around a place.
pub(in crate::rules) fn statement(cx: &Cx<'_>, span: Span) -> Option<StmtId> {
    cx.module().statement_at(span)
}

/// The last name of an expression: of `a`, `x.a`, `x["a"]`, `a.encode()`.
pub(in crate::rules) fn name_of(cx: &Cx<'_>, id: ExprId) -> Option<String> {
    let mut at = id;
    for _ in 0..8 {
        match &cx.expr(at).kind {
            ExprKind::Name(name) | ExprKind::Attr { name, .. } => {
                return Some(cx.module().name(*name).to_owned());
            }
            ExprKind::Subscript { base, index } => match &cx.expr(*index).kind {
                ExprKind::Str(text) => return Some(text.to_string()),
                _ => at = *base,
            },
            ExprKind::Call { func, args, .. } => match &cx.expr(*func).kind {
                ExprKind::Attr { name, base, .. } => match (cx.module().name(*name), args.first()) {
                    ("get" | "pop" | "getlist", Some(key)) => return cx.str(key.value).map(str::to_owned),
                    _ => at = *base,
                },
                _ => at = args.first()?.value,
            },
            ExprKind::Await(inner) | ExprKind::Star(inner) => at = *inner,
            _ => return None,
        }
    }
    None
}

/// The names that a value goes to, nearest first: keywords, keys, functions it is passed to, targets, and the function
/// that returns it.
pub(in crate::rules) fn names(cx: &Cx<'_>, id: ExprId) -> Vec<String> {
    let module = cx.module();
    let mut found = Vec::new();
    let mut child = id;
    for parent in ancestors(cx, id) {
        match &cx.expr(parent).kind {
            ExprKind::Call { func, args, .. } if *func != child => {
                let arg = args.iter().find(|arg| arg.value == child);
                if let Some(ArgKind::Keyword(key)) = arg.map(|arg| arg.kind) {
                    found.push(module.name(key).to_owned());
                }
                match &cx.expr(*func).kind {
                    ExprKind::Attr { base, name, .. } => match module.name(*name) {
                        // What is put into a collection is for what the collection is for.
                        "append" | "add" | "extend" | "insert" | "write" => found.extend(name_of(cx, *base)),
                        "join" | "format" => {}
                        other => found.push(other.to_owned()),
                    },
                    ExprKind::Name(name) => found.push(module.name(*name).to_owned()),
                    _ => {}
                }
            }
            ExprKind::Dict(items) => {
                let key = items.iter().find(|(_, value)| *value == child).and_then(|(key, _)| *key);
                found.extend(key.and_then(|key| cx.str(key)).map(str::to_owned));
            }
            ExprKind::Walrus { target, .. } => found.extend(name_of(cx, *target)),
            // A comparison gives an answer, and nothing of the value.
            ExprKind::Compare { .. } => return Vec::new(),
            _ => {}
        }
        child = parent;
    }
    let Some(stmt) = statement(cx, cx.span(id)) else { return found };
    match &module.stmt(stmt).kind {
        StmtKind::Assign { targets, value } if cx.span(*value).contains(cx.span(id)) => {
            for target in targets {
                found.extend(name_of(cx, *target));
                if returned(cx, *target) {
                    found.extend(function_name(cx, cx.span(id)));
                }
            }
        }
        StmtKind::AugAssign { target, .. } | StmtKind::AnnAssign { target, .. } => {
            found.extend(name_of(cx, *target));
            if returned(cx, *target) {
                found.extend(function_name(cx, cx.span(id)));
            }
        }
        StmtKind::Return(_) => found.extend(function_name(cx, cx.span(id))),
        StmtKind::Expr(value) if matches!(cx.expr(*value).kind, ExprKind::Yield(_)) => {
            found.extend(function_name(cx, cx.span(id)));
        }
        _ => {}
    }
    found
}

/// The name of the function around a place; none for the module's own code.
pub(in crate::rules) fn function_name(cx: &Cx<'_>, span: Span) -> Option<String> {
    let func = cx.function_at(span);
    (func != FuncId(0)).then(|| cx.module().name(cx.module().function(func).name).to_owned())
}

/// True when the function returns something made with the variable.
fn returned(cx: &Cx<'_>, target: ExprId) -> bool {
    let module = cx.module();
    let ExprKind::Name(wanted) = cx.expr(target).kind else { return false };
    let func = cx.function_at(cx.span(target));
    if func == FuncId(0) {
        return false;
    }
    let around = module.function(func).span;
    module.stmts.iter().any(|stmt| match &stmt.kind {
        StmtKind::Return(Some(value)) if around.contains(stmt.span) => inside(
            cx,
            *value,
            &mut |inner| matches!(cx.expr(inner).kind, ExprKind::Name(name) if name == wanted),
        ),
        _ => false,
    })
}

/// True when `test` holds for the expression or one inside it.
pub(in crate::rules) fn inside(cx: &Cx<'_>, id: ExprId, test: &mut dyn FnMut(ExprId) -> bool) -> bool {
    let mut queue = vec![id];
    while let Some(at) = queue.pop() {
        if test(at) {
            return true;
        }
        each_child(&cx.expr(at).kind, &mut |inner| queue.push(inner));
    }
    false
}

/// The words of a name in lower case: `resetToken`, `RESET_TOKEN` and `reset-token` are `reset`, `token`.
pub(in crate::rules) fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    let mut before = ' ';
    for letter in name.chars() {
        if !letter.is_alphanumeric() {
            words.extend((!word.is_empty()).then(|| std::mem::take(&mut word)));
        } else {
            if letter.is_uppercase() && before.is_lowercase() {
                words.extend((!word.is_empty()).then(|| std::mem::take(&mut word)));
            }
            word.extend(letter.to_lowercase());
        }
        before = letter;
    }
    words.extend((!word.is_empty()).then_some(word));
    words
}

/// True when the name has one of the words.
pub(in crate::rules) fn has_word(name: &str, wanted: &[&str]) -> bool {
    words(name).iter().any(|word| wanted.contains(&word.as_str()))
}

/// Words at the end of a name that say it holds a password.
pub(in crate::rules) const PASSWORD: &[&str] =
    &["password", "passwords", "passwd", "passphrase", "pwd", "userpassword", "passcode"];

/// True when the name says that it holds something which nobody else may know: a password, key or token itself, and
/// not its length, name, address, field or hash.
pub(in crate::rules) fn holds_secret(name: &str) -> bool {
    let words = words(name);
    let Some(last) = words.last().map(String::as_str) else { return false };
    if words.iter().any(|word| matches!(word.as_str(), "public" | "publishable" | "fake" | "dummy")) {
        return false;
    }
    let before = words.len().checked_sub(2).map_or("", |at| words[at].as_str());
    // Where the next page of a list begins is told to every reader.
    if last == "token"
        && matches!(before, "page" | "next" | "continuation" | "cursor" | "pagination" | "resume" | "sync")
    {
        return false;
    }
    match last {
        "secret" | "token" | "apikey" | "secretkey" | "authtoken" | "accesstoken" | "apitoken" => true,
        "key" => matches!(
            before,
            "api"
                | "secret"
                | "private"
                | "access"
                | "auth"
                | "encryption"
                | "signing"
                | "session"
                | "license"
                | "jwt"
        ),
        _ => PASSWORD.contains(&last),
    }
}

/// True for a place in the source tree that shows how something is used rather than using it.
pub(in crate::rules) fn is_showcase(cx: &Cx<'_>) -> bool {
    cx.is_test()
        || cx.file.path().parts().any(|part| {
            matches!(
                part,
                "example" | "examples" | "sample" | "samples" | "docs" | "doc" | "demo" | "benchmarks"
            )
        })
}

#[cfg(test)]
mod tests {
    use super::{holds_secret, words};

    #[test]
    fn names_fall_into_words() {
        assert_eq!(words("resetToken"), ["reset", "token"]);
        assert_eq!(words("RESET_TOKEN"), ["reset", "token"]);
        assert_eq!(words("x-api-key"), ["x", "api", "key"]);
    }

    #[test]
    fn a_secret_is_the_thing_itself() {
        for name in ["SECRET_KEY", "db_password", "apiKey", "github_token", "client_secret"] {
            assert!(holds_secret(name), "{name}");
        }
        for name in [
            "token_url",
            "password_field",
            "secret_name",
            "key",
            "token_count",
            "primary_key",
            "next_page_token",
        ] {
            assert!(!holds_secret(name), "{name}");
        }
    }
}
