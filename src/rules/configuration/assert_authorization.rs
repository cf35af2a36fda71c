//! Permission and input checks that `python -O` takes out.

use super::places::{ends_line, indentation, words};
use crate::rules::prelude::*;
use crate::semantic::Framework;
use crate::syntax::{UnaryOp, each_child};

pub(in crate::rules) static RULE: Rule = Rule {
    meta: Meta {
        id: "assert-authorization",
        summary: "Permission or input checked by `assert`",
        family: Family::Configuration,
        cwe: &[617, 862],
        owasp: Owasp::A01,
        severity: Severity::Medium,
        precision: Precision::Medium,
        tier: Tier::Review,
        answers: &["B101", "S101"],
        why: "`assert` is meant for the programmer's own mistakes. With `python -O` or `PYTHONOPTIMIZE` set, statements of this \
              kind are not compiled at all: the check is gone, and whoever it kept out gets in.",
        instead: "Check with `if` and raise: `PermissionError`, the framework's own (`abort(403)`, `PermissionDenied`, \
                  `HTTPException(403)`), or `ValueError` for a wrong value.",
        references: &[
            "https://docs.python.org/3/reference/simple_stmts.html#the-assert-statement",
            "https://cwe.mitre.org/data/definitions/617.html",
        ],
        words: Words::any(&["assert"]).alone().near(&["*is_*", "*has_*", "*permission*", "*authorized*", "*admin*", "can_*", "owner_id", "request", "*user*", ROUTE]).untested(),
        examples: examples(&[
            Example::Rewrite {
                path: "app.py",
                bad: "from flask import Flask\nfrom flask_login import current_user\n\napp = Flask(__name__)\n\n@app.post(\"/users/<int:number>/delete\")\ndef delete(number):\n    assert current_user.is_admin\n    return \"done\"\n",
                good: "from flask import Flask\nfrom flask_login import current_user\n\napp = Flask(__name__)\n\n@app.post(\"/users/<int:number>/delete\")\ndef delete(number):\n    if not current_user.is_admin:\n        raise PermissionError(\"not allowed\")\n    return \"done\"\n",
            },
            Example::Rewrite {
                path: "app.py",
                bad: "from flask import Flask, request\n\napp = Flask(__name__)\n\n@app.post(\"/orders\")\ndef order():\n    count = request.form[\"count\"]\n    assert count != \"0\", \"order something\"\n    return count\n",
                good: "from flask import Flask, request\n\napp = Flask(__name__)\n\n@app.post(\"/orders\")\ndef order():\n    count = request.form[\"count\"]\n    if count == \"0\":\n        raise ValueError(\"order something\")\n    return count\n",
            },
            Example::Good {
                path: "app.py",
                code: "from flask import Flask\nfrom flask_login import current_user\n\napp = Flask(__name__)\n\n@app.post(\"/users/<int:number>/delete\")\ndef delete(number):\n    assert current_user is not None\n    if not current_user.is_admin:\n        raise PermissionError(\"not allowed\")\n    return \"done\"\n",
            },
            Example::Good {
                path: "tree.py",
                code: "def depth(node):\n    assert node.children, \"a leaf has no depth\"\n    return len(node.children)\n",
            },
        ]),
    },
    on: &[On::Statement(check)],
};

fn check(cx: &mut Cx<'_>, id: StmtId) {
    let module = cx.module();
    let stmt = module.stmt(id);
    let StmtKind::Assert { test, message } = &stmt.kind else { return };
    if cx.is_test() || !cx.analysis.facts.reached(*test) || narrows(cx, *test) {
        return;
    }
    let in_route = cx.analysis.routes.of(cx.function_at(stmt.span)).is_some_and(|route| route.framework != Framework::Program);
    let permission = asks_permission(cx, *test);
    // What other code passes on by `**kwargs` is no input of a client.
    let passed_on = any_name(cx, *test, &|name| matches!(name, "args" | "kwargs"));
    let input = in_route && !passed_on && reads_request(cx, *test);
    if !(permission && (in_route || mentions_user(cx, *test)) || input) {
        return;
    }
    let what = cx.shorten(cx.span(*test)).replace('`', "'");
    let says = if permission {
        format!("Under `python -O` nobody asks whether `{what}`: everybody is let through.")
    } else {
        format!("Under `python -O` nobody asks whether `{what}`: any input goes on.")
    };
    let proposal = proposal(cx, stmt.span, *test, *message, permission);
    let draft = cx.draft(stmt.span, says).propose(proposal);
    cx.report(draft);
}

/// Told to the type checker rather than to the program.
fn narrows(cx: &Cx<'_>, test: ExprId) -> bool {
    match &cx.expr(test).kind {
        ExprKind::Compare { rest, .. } => rest.iter().any(|(op, right)| {
            matches!(op, CmpOp::Is | CmpOp::IsNot) && matches!(cx.expr(*right).kind, ExprKind::None)
        }),
        ExprKind::Call { .. } => cx
            .call(test)
            .is_some_and(|call| matches!(call.name, "isinstance" | "issubclass" | "callable" | "hasattr")),
        ExprKind::Name(_) => true,
        _ => false,
    }
}

/// Every name and attribute inside, bounded by the depth that the parser allows.
fn any_name(cx: &Cx<'_>, id: ExprId, fits: &dyn Fn(&str) -> bool) -> bool {
    let module = cx.module();
    let mut queue = vec![id];
    while let Some(id) = queue.pop() {
        let kind = &module.expr(id).kind;
        match kind {
            ExprKind::Name(name) | ExprKind::Attr { name, .. } if fits(module.name(*name)) => return true,
            _ => {}
        }
        each_child(kind, &mut |child| queue.push(child));
    }
    false
}

fn asks_permission(cx: &Cx<'_>, test: ExprId) -> bool {
    any_name(cx, test, &|name| {
        const WHOLE: &[&str] = &[
            "is_admin", "is_staff", "is_superuser", "is_authenticated", "has_perm", "has_perms", "has_permission", "has_role",
            "is_owner", "is_moderator", "owner_id", "is_anonymous", "permissions", "is_authorized", "is_allowed",
        ];
        WHOLE.contains(&name)
            || words(name).iter().any(|word| matches!(word.as_str(), "permission" | "authorized" | "admin"))
            || name.starts_with("can_")
    })
}

fn mentions_user(cx: &Cx<'_>, test: ExprId) -> bool {
    any_name(cx, test, &|name| matches!(name, "current_user" | "user" | "request"))
}

fn reads_request(cx: &Cx<'_>, test: ExprId) -> bool {
    let from_request = |id: ExprId| {
        cx.value(id).taints().iter().any(|taint| cx.analysis.origin(taint.origin).class == SourceClass::Request)
    };
    let mut queue = vec![test];
    while let Some(id) = queue.pop() {
        if from_request(id) {
            return true;
        }
        each_child(&cx.expr(id).kind, &mut |child| queue.push(child));
    }
    false
}

fn proposal(cx: &Cx<'_>, span: Span, test: ExprId, message: Option<ExprId>, permission: bool) -> Option<Proposal> {
    let indent = indentation(cx, span.start)?;
    let (first, last) = cx.file.line_range(span);
    if first != last || !ends_line(cx, span.end) || matches!(cx.expr(test).kind, ExprKind::Tuple(_)) {
        return None;
    }
    let step = if indent.contains('\t') { "\t" } else { "    " };
    let newline = cx.file.newline();
    let error = if permission { "PermissionError" } else { "ValueError" };
    let says = match message {
        Some(message) => cx.text(message).to_owned(),
        None if permission => "\"not allowed\"".to_owned(),
        None => "\"invalid input\"".to_owned(),
    };
    let text = format!("if {}:{newline}{indent}{step}raise {error}({says})", negated(cx, test));
    Some(Proposal {
        title: format!("Raise `{error}` instead"),
        tier: Tier::Review,
        edits: vec![arguments::replace(span, text)],
        check: Some(format!("Callers that expect `AssertionError` get `{error}` from now on.")),
    })
}

/// The condition turned round, with as little change to its text as can be.
fn negated(cx: &Cx<'_>, test: ExprId) -> String {
    match &cx.expr(test).kind {
        ExprKind::Unary { op: UnaryOp::Not, operand } => cx.text(*operand).to_owned(),
        ExprKind::Compare { left, rest } => {
            if let [(op, right)] = rest.as_slice() {
                let other = match op {
                    CmpOp::Eq => Some("!="),
                    CmpOp::Ne => Some("=="),
                    CmpOp::In => Some("not in"),
                    CmpOp::NotIn => Some("in"),
                    CmpOp::Is => Some("is not"),
                    CmpOp::IsNot => Some("is"),
                    _ => None,
                };
                // Parentheses around an operand are not part of its span.
                let between = cx.file.slice(Span { start: cx.span(*left).end, end: cx.span(*right).start });
                let outside = cx.span(test) == cx.span(*left).cover(cx.span(*right));
                if let Some(other) = other.filter(|_| outside && !between.contains(['(', ')', '#'])) {
                    return format!("{} {other} {}", cx.text(*left), cx.text(*right));
                }
            }
            format!("not ({})", cx.text(test))
        }
        ExprKind::Name(_) | ExprKind::Attr { .. } | ExprKind::Call { .. } | ExprKind::Subscript { .. } => {
            format!("not {}", cx.text(test))
        }
        _ => format!("not ({})", cx.text(test)),
    }
}
