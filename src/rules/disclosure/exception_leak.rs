//! An exception's text or trace in the answer to a client.

use super::handler_log::{Logged, log_line};
use crate::rules::configuration::places::in_debug_branch;
use crate::rules::prelude::*;
use crate::syntax::{each_block, each_child, each_expr};

pub(in crate::rules) static RULE: Rule = Rule {
    meta: Meta {
        id: "exception-leak",
        summary: "Exception's text sent to the client",
        family: Family::Disclosure,
        cwe: &[209, 497],
        owasp: Owasp::A10,
        severity: Severity::Medium,
        precision: Precision::High,
        tier: Tier::Review,
        answers: &[],
        why: "The text of an unexpected exception is written for developers: SQL with its values, paths on the server, host names, \
              versions, sometimes credentials from an address. Whoever provokes an error reads it and learns how the system \
              is built; with SQL errors, what the injected query gave.",
        instead: "Log the exception (`logger.exception(…)`) and answer with a fixed text; a number in both lets support find the \
                  entry. Texts that are written for users belong in exceptions of your own that are caught by name.",
        references: &[
            "https://cheatsheetseries.owasp.org/cheatsheets/Error_Handling_Cheat_Sheet.html",
            "https://cwe.mitre.org/data/definitions/209.html",
        ],
        words: Words::OWN,
        examples: examples(&[
            Example::Rewrite {
                path: "app.py",
                bad: "from flask import Flask\nfrom shop import stock\n\napp = Flask(__name__)\n\n@app.post(\"/reserve\")\ndef reserve():\n    try:\n        stock.reserve()\n    except Exception as error:\n        return str(error), 500\n    return \"done\"\n",
                good: "from flask import Flask\nfrom shop import stock\n\napp = Flask(__name__)\n\n@app.post(\"/reserve\")\ndef reserve():\n    try:\n        stock.reserve()\n    except Exception as error:\n        return \"Internal server error\", 500\n    return \"done\"\n",
            },
            Example::Rewrite {
                path: "api.py",
                bad: "import logging\nfrom fastapi import FastAPI, HTTPException\nfrom shop import stock\n\napp = FastAPI()\nlog = logging.getLogger(__name__)\n\n@app.post(\"/reserve\")\ndef reserve():\n    try:\n        stock.reserve()\n    except Exception as error:\n        raise HTTPException(status_code=500, detail=f\"failed: {error}\")\n",
                good: "import logging\nfrom fastapi import FastAPI, HTTPException\nfrom shop import stock\n\napp = FastAPI()\nlog = logging.getLogger(__name__)\n\n@app.post(\"/reserve\")\ndef reserve():\n    try:\n        stock.reserve()\n    except Exception as error:\n        log.exception(\"reserve failed\")\n        raise HTTPException(status_code=500, detail=\"Internal server error\")\n",
            },
            Example::Rewrite {
                path: "views.py",
                bad: "import traceback\nfrom django.http import JsonResponse\nfrom shop import stock\n\ndef reserve(request):\n    try:\n        stock.reserve()\n    except Exception:\n        return JsonResponse({\"trace\": traceback.format_exc()}, status=500)\n",
                good: "import traceback\nfrom django.http import JsonResponse\nfrom shop import stock\n\ndef reserve(request):\n    try:\n        stock.reserve()\n    except Exception:\n        return JsonResponse({\"trace\": \"Internal server error\"}, status=500)\n",
            },
            Example::Good {
                path: "app.py",
                code: "from flask import Flask\nfrom shop import stock\n\napp = Flask(__name__)\n\n@app.post(\"/reserve\")\ndef reserve():\n    try:\n        stock.reserve()\n    except stock.OutOfStock as error:\n        return str(error), 409\n    return \"done\"\n",
            },
            Example::Rewrite {
                path: "app.py",
                bad: "from flask import Flask, Response\nfrom shop import stock\n\napp = Flask(__name__)\n\n@app.post(\"/reserve\")\ndef reserve():\n    answer = Response(\"done\")\n    try:\n        stock.reserve()\n    except Exception as error:\n        answer = Response(str(error))\n    return answer\n",
                good: "from flask import Flask, Response\nfrom shop import stock\n\napp = Flask(__name__)\n\n@app.post(\"/reserve\")\ndef reserve():\n    answer = Response(\"done\")\n    try:\n        stock.reserve()\n    except Exception as error:\n        answer = Response(\"Internal server error\")\n    return answer\n",
            },
            Example::Good {
                path: "app.py",
                code: "import traceback\nfrom flask import Flask, current_app\nfrom shop import stock\n\napp = Flask(__name__)\n\ndef text():\n    if current_app.config[\"SHOW_STACKTRACE\"]:\n        return traceback.format_exc()\n    return \"failed\"\n\n@app.post(\"/reserve\")\ndef reserve():\n    try:\n        stock.reserve()\n    except Exception:\n        return text(), 500\n    return \"done\"\n",
            },
            Example::Good {
                path: "app.py",
                code: "from flask import Flask, Response\nfrom shop import stock\n\napp = Flask(__name__)\n\n@app.post(\"/reserve\")\ndef reserve():\n    try:\n        answer = stock.reserve()\n    except Exception as error:\n        answer = Response(str(error))\n    return \"done\"\n",
            },
            Example::Good {
                path: "api.py",
                code: "from fastapi import FastAPI, HTTPException\n\napp = FastAPI()\n\n@app.post(\"/count\")\ndef count(number: str):\n    try:\n        if not number.isdigit():\n            raise ValueError(\"digits only\")\n    except ValueError as error:\n        raise HTTPException(status_code=400, detail=str(error))\n",
            },
        ]),
    },
    on: &[On::Flow(Kind::Expose, check)],
};

/// How much the kind of exception that was caught says of its text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Caught {
    /// Anything at all.
    Broad,
    /// Of a database, the system, a client library.
    Technical,
    /// A builtin such as `ValueError`.
    Builtin,
    /// Of the project: its text is the project's.
    Own,
}

fn check(cx: &mut Cx<'_>, hit: &Hit) {
    let exception = hit
        .taints
        .iter()
        .map(|taint| (*taint, cx.analysis.origin(taint.origin)))
        .find(|(_, origin)| origin.class == SourceClass::Exception);
    let Some((taint, origin)) = exception else { return };
    let span = cx.span(hit.site.call);
    if cx.is_test() || chosen_by_debug(cx, hit.site.arg) || only_codes(cx, hit.site.arg, origin.span) {
        return;
    }
    if is_dropped(cx, hit.site.call) || on_demand(cx, span) || on_demand(cx, origin.span) {
        return;
    }
    let status = status_of(cx, hit);
    let refused = status.is_some_and(|status| (300..500).contains(&status));
    let caught = caught(cx, origin.span);
    let failed = status.is_some_and(|status| status >= 500);
    let precision = match caught {
        Caught::Broad if refused => Precision::Medium,
        Caught::Broad => Precision::High,
        Caught::Technical if !refused => Precision::Medium,
        Caught::Builtin if failed => Precision::Medium,
        _ => return,
    };
    let message = format!("{}, and its text is sent to the client: paths, queries and addresses inside.", origin.note);
    let mut trace: Vec<(Span, String)> =
        cx.analysis.trail(taint.step).into_iter().map(|step| (step.span, step.note.clone())).collect();
    trace.push((cx.span(hit.site.arg), "is sent to the client".to_owned()));
    let mut draft = cx.draft(span, message).precision(precision);
    if precision != Precision::High {
        draft = draft.severity(Severity::Low);
    }
    draft.trace = trace;
    draft.once = Some(origin.span);
    let draft = draft.propose(proposal(cx, hit, origin.span));
    cx.report(draft);
}

/// `if settings["SHOW_STACKTRACE"]:` around a place: who runs the program asked for it.
fn on_demand(cx: &Cx<'_>, span: Span) -> bool {
    let module = cx.module();
    in_debug_branch(cx, span)
        || module.stmts.iter().any(|stmt| {
            let StmtKind::If { test, body, .. } = &stmt.kind else { return false };
            let asks = || {
                let text = cx.text(*test).to_lowercase();
                ["stacktrace", "stack_trace", "traceback", "show_error"].iter().any(|word| text.contains(word))
                    && !text.starts_with("not ")
            };
            stmt.span.contains(span) && body.iter().any(|id| module.stmt(*id).span.contains(span)) && asks()
        })
}

/// An answer that is made, put into a variable, and never looked at again is not sent.
fn is_dropped(cx: &Cx<'_>, call: ExprId) -> bool {
    let module = cx.module();
    let Some(stmt) = module.statement_at(cx.span(call)) else { return false };
    let StmtKind::Assign { targets, value } = &module.stmt(stmt).kind else { return false };
    let ([target], true) = (&targets[..], *value == call) else { return false };
    let Some(var) = cx.analysis.scopes.resolve(*target) else { return false };
    let func = cx.function_at(cx.span(call));
    let set: Vec<ExprId> = module
        .stmts
        .iter()
        .filter_map(|stmt| match &stmt.kind {
            StmtKind::Assign { targets, .. } => Some(targets.as_slice()),
            StmtKind::AnnAssign { target, .. } => Some(std::slice::from_ref(target)),
            _ => None,
        })
        .flatten()
        .copied()
        .collect();
    let reads = |at: usize| {
        let id = ExprId(at as u32);
        cx.analysis.scopes.resolve(id) == Some(var) && !set.contains(&id)
    };
    func != FuncId(0) && cx.analysis.scopes.var(var).owner == func && !(0..module.exprs.len()).any(reads)
}

/// `traceback.format_exc() if settings.DEBUG else "…"`
fn chosen_by_debug(cx: &Cx<'_>, arg: ExprId) -> bool {
    let mut queue = vec![arg];
    while let Some(id) = queue.pop() {
        let kind = &cx.expr(id).kind;
        if matches!(kind, ExprKind::Conditional { test, .. } if cx.text(*test).to_lowercase().contains("debug")) {
            return true;
        }
        each_child(kind, &mut |child| queue.push(child));
    }
    false
}

/// What the handler around catches, by the name that it binds.
fn caught(cx: &Cx<'_>, origin: Span) -> Caught {
    let module = cx.module();
    for stmt in &module.stmts {
        let StmtKind::Try { body, handlers, .. } = &stmt.kind else { continue };
        for handler in handlers {
            if handler.target.is_some_and(|target| cx.span(target) == origin) {
                if only_parses(cx, body) {
                    return Caught::Own;
                }
                return handler.exc.map_or(Caught::Broad, |exc| kind_of(cx, exc));
            }
        }
    }
    // A trace, or the parameter of an error handler.
    Caught::Broad
}

/// Nothing but what a client sent is read there as JSON, a number, a date: what goes wrong is told of that text alone.
fn only_parses(cx: &Cx<'_>, body: &[StmtId]) -> bool {
    const PARSERS: &[&str] = &[
        "json.loads", "int", "float", "uuid.UUID", "decimal.Decimal", "datetime.datetime.fromisoformat", "datetime.datetime.strptime",
        "datetime.date.fromisoformat", "base64.b64decode", "ast.literal_eval",
    ];
    const READS: &[&str] = &["get", "json", "body", "get_json", "decode", "strip", "split", "lower", "upper", "getlist"];
    let module = cx.module();
    let mut parses = 0;
    let harmless = |func: ExprId| match &module.expr(func).kind {
        ExprKind::Attr { name, .. } => READS.contains(&module.name(*name)),
        _ => false,
    };
    let (mut stmts, mut exprs) = (body.to_vec(), Vec::new());
    while let Some(stmt) = stmts.pop() {
        each_expr(module.stmt(stmt), &mut |expr| exprs.push(expr));
        each_block(module.stmt(stmt), &mut |block| stmts.extend(block));
    }
    while let Some(expr) = exprs.pop() {
        let kind = &module.expr(expr).kind;
        each_child(kind, &mut |child| exprs.push(child));
        let ExprKind::Call { func, .. } = kind else { continue };
        match cx.dotted(*func).is_some_and(|name| PARSERS.contains(&name.strip_prefix("builtins.").unwrap_or(name))) {
            true => parses += 1,
            false if harmless(*func) => {}
            false => return false,
        }
    }
    parses > 0
}

fn kind_of(cx: &Cx<'_>, exc: ExprId) -> Caught {
    const BROAD: &[&str] = &["Exception", "BaseException"];
    const TECHNICAL: &[&str] = &[
        "sqlite3", "psycopg2", "psycopg", "asyncpg", "sqlalchemy", "pymysql", "MySQLdb", "mysql", "pymongo", "redis", "requests",
        "httpx", "aiohttp", "urllib", "urllib3", "socket", "ssl", "subprocess", "botocore", "boto3", "paramiko", "smtplib", "ldap",
        "kubernetes", "docker", "oracledb",
    ];
    const SYSTEM: &[&str] = &["OSError", "IOError", "FileNotFoundError", "PermissionError", "ConnectionError", "ImportError", "SystemError"];
    const BUILTIN: &[&str] = &[
        "ValueError", "TypeError", "KeyError", "IndexError", "AttributeError", "RuntimeError", "LookupError", "AssertionError",
        "ArithmeticError", "ZeroDivisionError", "UnicodeError",
    ];
    if let ExprKind::Tuple(items) = &cx.expr(exc).kind {
        let kinds: Vec<Caught> = items.iter().map(|item| kind_of(cx, *item)).collect();
        let order = [Caught::Broad, Caught::Technical, Caught::Builtin];
        return order.into_iter().find(|kind| kinds.contains(kind)).unwrap_or(Caught::Own);
    }
    let name = cx.dotted(exc).unwrap_or_else(|| cx.text(exc));
    let name = name.strip_prefix("builtins.").unwrap_or(name);
    let first = name.split('.').next().unwrap_or(name);
    if BROAD.contains(&name) {
        Caught::Broad
    } else if SYSTEM.contains(&name) || name.contains('.') && TECHNICAL.contains(&first) || name.starts_with("django.db") {
        Caught::Technical
    } else if BUILTIN.contains(&name) {
        Caught::Builtin
    } else {
        Caught::Own
    }
}

/// The status that the answer is sent with, where it is a constant.
fn status_of(cx: &Cx<'_>, hit: &Hit) -> Option<i64> {
    let module = cx.module();
    let number = |id: ExprId| match cx.constant(id) {
        Some(Const::Int(status)) => Some(*status),
        _ => cx.dotted(id).and_then(|name| {
            let last = name.rsplit('.').next()?;
            let digits: String = last.chars().filter(char::is_ascii_digit).take(3).collect();
            let known = [("BAD_REQUEST", 400), ("NOT_FOUND", 404), ("CONFLICT", 409), ("UNPROCESSABLE_ENTITY", 422), ("INTERNAL_SERVER_ERROR", 500)];
            digits.parse().ok().filter(|status| *status >= 100).or_else(|| {
                known.iter().find(|(name, _)| last == *name).map(|(_, status)| *status)
            })
        }),
    };
    if let ExprKind::Call { args, .. } = &cx.expr(hit.site.call).kind {
        let call = cx.call(hit.site.call);
        let named = args.iter().find(|arg| {
            matches!(arg.kind, ArgKind::Keyword(key) if matches!(module.name(key), "status" | "status_code" | "code"))
        });
        let first = call.filter(|call| call.name.ends_with("HTTPException") || call.name.ends_with("abort")).and_then(|call| call.positional(0));
        let by_name = call.and_then(|call| match call.name.rsplit('.').next() {
            Some("HttpResponseServerError") => Some(500),
            Some("HttpResponseBadRequest") => Some(400),
            Some("HttpResponseNotFound") => Some(404),
            Some("HttpResponseForbidden") => Some(403),
            _ => None,
        });
        let found = named.map(|arg| arg.value).or(first).and_then(number).or(by_name);
        if found.is_some() {
            return found;
        }
    }
    // `return body, 500`
    let span = cx.span(hit.site.call);
    module.exprs.iter().find_map(|expr| match &expr.kind {
        ExprKind::Tuple(items) if items.len() > 1 && items.first().is_some_and(|first| cx.span(*first) == span) => {
            number(items[1])
        }
        _ => None,
    })
}

/// Only numbers and names of the exception are told: `error.code`, never its text.
fn only_codes(cx: &Cx<'_>, arg: ExprId, origin: Span) -> bool {
    let module = cx.module();
    let bound = module.exprs.iter().position(|expr| expr.span == origin && matches!(expr.kind, ExprKind::Name(_)));
    let Some(var) = bound.and_then(|at| cx.analysis.scopes.resolve(ExprId(at as u32))) else { return false };
    let mut uses = 0;
    let mut texts = 0;
    let mut queue = vec![(arg, None)];
    while let Some((id, attribute)) = queue.pop() {
        let kind = &module.expr(id).kind;
        if cx.analysis.scopes.resolve(id) == Some(var) {
            uses += 1;
            let harmless = matches!(
                attribute,
                Some("code" | "status" | "status_code" | "errno" | "returncode" | "detail" | "description" | "messages" | "message_dict" | "errors" | "name" | "error_code" | "title")
            );
            texts += i32::from(!harmless);
        }
        let attribute = match kind {
            ExprKind::Attr { name, .. } => Some(module.name(*name)),
            _ => None,
        };
        each_child(kind, &mut |child| queue.push((child, attribute)));
    }
    uses > 0 && texts == 0
}

/// Puts a fixed text in the place of the exception's, and a line in the log where the module has a logger.
fn proposal(cx: &Cx<'_>, hit: &Hit, origin: Span) -> Option<Proposal> {
    const FIXED: &str = "\"Internal server error\"";
    let leaks = leaking_texts(cx, hit.site.arg, origin);
    let [leak] = leaks.as_slice() else { return None };
    let mut edits = vec![arguments::replace(cx.span(*leak), FIXED)];
    let logged = log_line(cx, cx.span(hit.site.call));
    let check = match &logged {
        Logged::Already => "Clients no longer see the exception's text.",
        Logged::Added(edit) => {
            edits.push(edit.clone());
            "Clients no longer see the exception's text; it goes to the log."
        }
        Logged::Nowhere => "Clients no longer see the exception's text, and it is not logged here: log it if nothing else does.",
    };
    Some(Proposal {
        title: "Answer with a fixed text".to_owned(),
        tier: Tier::Review,
        edits,
        check: Some(check.to_owned()),
    })
}

/// The largest expressions below the argument that are nothing but the exception's text: `str(error)`,
/// `f"failed: {error}"`, `traceback.format_exc()`.
fn leaking_texts(cx: &Cx<'_>, arg: ExprId, origin: Span) -> Vec<ExprId> {
    let module = cx.module();
    let carries = |id: ExprId| {
        cx.value(id).taints().iter().any(|taint| {
            let known = cx.analysis.origin(taint.origin);
            known.class == SourceClass::Exception && known.span == origin
        })
    };
    let mut found = Vec::new();
    let mut queue = vec![arg];
    while let Some(id) = queue.pop() {
        if !carries(id) {
            continue;
        }
        match &module.expr(id).kind {
            ExprKind::Dict(_) | ExprKind::List(_) | ExprKind::Tuple(_) => {
                each_child(&module.expr(id).kind, &mut |child| queue.push(child));
            }
            ExprKind::Format { .. } | ExprKind::Binary { op: BinOp::Add | BinOp::Mod, .. } => found.push(id),
            ExprKind::Call { func, .. } => {
                let known = matches!(cx.text(*func), "str" | "repr") || cx.text(*func).ends_with("format_exc");
                if known {
                    found.push(id);
                } else {
                    return Vec::new();
                }
            }
            ExprKind::Attr { name, .. } if matches!(module.name(*name), "args" | "message") => found.push(id),
            // A variable may be read elsewhere too.
            _ => return Vec::new(),
        }
    }
    found
}
