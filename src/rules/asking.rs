//! Which flows of weak sources are worth a question: not those that a function exists for.

use super::configuration::places::{definition, words};
use super::context::Cx;
use crate::semantic::annotations::is_object;
use crate::semantic::{Hit, Kind, Piece, SourceClass, Taint, What};
use crate::syntax::{ExprId, ExprKind};

/// Parameters that are handles of a database: what comes out of them is no caller's text.
const HANDLES: &[&str] =
    &["cursor", "cur", "conn", "connection", "engine", "session", "db", "database", "dialect"];

/// False where the source is meant to bring what the sink takes: the program that a setting names, the whole statement
/// that a caller passes to a function which runs statements.
pub(super) fn is_asked(cx: &Cx<'_>, hit: &Hit, taint: Taint, class: SourceClass) -> bool {
    match class {
        SourceClass::CommandLine => hit.site.kind != Kind::Command || !hands_on(cx, hit.site.arg),
        SourceClass::Environment => hit.site.kind != Kind::Command || by_shell(cx, hit),
        SourceClass::Parameter => !is_meant(cx, hit, taint) && !is_served(cx, taint),
        _ => true,
    }
}

/// `"tool " + " ".join(sys.argv[1:])`: a command that hands all its arguments on to another one, as a shell would.
fn hands_on(cx: &Cx<'_>, arg: ExprId) -> bool {
    let module = cx.module();
    let mut queue = vec![arg];
    while let Some(id) = queue.pop() {
        if let ExprKind::Call { func, args, .. } = &module.expr(id).kind
            && let (ExprKind::Attr { name, .. }, [only]) = (&module.expr(*func).kind, &args[..])
            && module.name(*name) == "join"
        {
            let all = definition(cx, only.value);
            if let ExprKind::Subscript { base, index } = &module.expr(all).kind
                && matches!(module.expr(*index).kind, ExprKind::Slice(_))
            {
                return cx.dotted(*base) == Some("sys.argv");
            }
        }
        crate::syntax::each_child(&module.expr(id).kind, &mut |child| queue.push(child));
    }
    false
}

/// A function beside routes that call it or another one here: a module of an application serves requests, and no other
/// programs. What its routes pass is followed by itself.
fn is_served(cx: &Cx<'_>, taint: Taint) -> bool {
    let Some((func, _)) = cx.analysis.origin(taint.origin).param else { return false };
    let module = cx.module();
    let routes = cx.analysis.routes.all();
    !routes.is_empty()
        && routes.iter().all(|(route, _)| *route != func)
        && module.exprs.iter().any(|expr| match &expr.kind {
            ExprKind::Call { func: callee, .. } => {
                matches!(cx.value(*callee).refers(), What::Function(target, _) if *target == func)
            }
            _ => false,
        })
}

fn is_meant(cx: &Cx<'_>, hit: &Hit, taint: Taint) -> bool {
    let Some((func, at)) = cx.analysis.origin(taint.origin).param else { return false };
    let Some(param) = cx.module().function(func).params.get(at as usize) else { return false };
    let name = cx.module().name(param.name);
    if param.annotation.is_some_and(|annotation| is_object(cx.module(), annotation))
        || HANDLES.contains(&name)
    {
        return true;
    }
    let named = |language: &[&str]| words(name).last().is_some_and(|word| language.contains(&word.as_str()));
    let whole = !cx.analysis.trail(taint.step).iter().any(|step| step.note.starts_with("joined"));
    match hit.site.kind {
        // `EXPLAIN …` before a statement changes nothing of what it is. A query is also what somebody looks for.
        Kind::Sql if named(&["sql", "statement", "stmt", "ddl", "clause"]) => true,
        Kind::Sql if names_columns(cx, hit) => true,
        Kind::Sql => whole && named(&["query", "queries", "statements", "sqls"]),
        Kind::Command => {
            whole && !by_shell(cx, hit) && named(&["argv", "args", "cmd", "cmds", "command", "cmdline"])
        }
        Kind::Template => {
            whole && words(name).iter().any(|word| matches!(word.as_str(), "template" | "tmpl" | "jinja"))
        }
        _ => false,
    }
}

/// `f"SELECT {column.name} FROM …"`: a column tells its own name. A text that a caller passes has none.
fn names_columns(cx: &Cx<'_>, hit: &Hit) -> bool {
    let Some(text) = cx.value(hit.site.arg).text() else { return false };
    let mut found = false;
    for piece in &text.pieces {
        let Piece::Hole(value, id) = piece else { continue };
        if value.taints().is_empty() {
            continue;
        }
        let ExprKind::Attr { base, name, .. } = cx.expr(*id).kind else { return false };
        let object = cx.text(base).rsplit('.').next().unwrap_or_default();
        if !matches!(cx.module().name(name), "name" | "key")
            || !words(object)
                .last()
                .is_some_and(|word| matches!(word.as_str(), "column" | "col" | "field" | "table"))
        {
            return false;
        }
        found = true;
    }
    found
}

/// A shell reads the command.
fn by_shell(cx: &Cx<'_>, hit: &Hit) -> bool {
    const SHELLS: &[&str] =
        &["sh", "bash", "dash", "ash", "zsh", "ksh", "cmd", "cmd.exe", "powershell", "pwsh"];
    let Some(call) = cx.call(hit.site.call) else { return true };
    // `["bash", "-c", command]`
    let first = match &cx.expr(hit.site.arg).kind {
        ExprKind::List(items) | ExprKind::Tuple(items) => items.first().copied(),
        _ => call.positional(0),
    };
    let program = first.and_then(|first| cx.str(first)).unwrap_or_default();
    if SHELLS.contains(&program.rsplit('/').next().unwrap_or_default()) {
        return true;
    }
    let last = call.name.rsplit('.').next().unwrap_or(call.name);
    let listed = last.starts_with("exec") || last.starts_with("spawn") || last.ends_with("_exec");
    let run = call.name.starts_with("subprocess.")
        && matches!(last, "run" | "call" | "check_call" | "check_output" | "Popen");
    let without = listed || run && call.keyword(cx.module(), "shell").is_none();
    !without
}

/// Data of these is looked at, refused or kept back where it comes in; what a client sends is made harmless anew for
/// each place that it reaches.
pub(super) fn is_told_once(class: SourceClass) -> bool {
    match class {
        SourceClass::Network | SourceClass::File | SourceClass::Exception | SourceClass::Parameter => true,
        // A parser gives all options at once.
        SourceClass::CommandLine | SourceClass::Environment => false,
        SourceClass::Request | SourceClass::Database | SourceClass::Secret => false,
    }
}
