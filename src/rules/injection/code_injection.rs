//! Outside data that Python runs: `eval`, `exec`, `compile`, imports by name.
//!
//! Parameters without known callers count only for `eval` and `exec`: compiling alone runs nothing, and most plug-in
//! loaders import what their caller names.

use crate::rules::prelude::*;

pub(in crate::rules) static RULE: Rule = Rule {
    meta: Meta {
        id: "code-injection",
        summary: "Outside data run as Python code",
        family: Family::Injection,
        cwe: &[95, 94],
        owasp: Owasp::A05,
        severity: Severity::Critical,
        precision: Precision::High,
        tier: Tier::Review,
        answers: &["B307", "S307", "B102", "S102"],
        why: "Whoever writes the text that `eval`, `exec` or `compile` is given runs code with all rights of the \
              process. An empty `__builtins__` or a filter on words does not hold it: any object leads back to the \
              rest of the interpreter. An import by name runs the code of whichever module is named.",
        instead: "For plain values use `ast.literal_eval` or `json.loads`. For a choice among actions look the name up \
                  in a dict of functions. For formulas use a parser that knows only numbers and operators. Import by \
                  name only what stands in a fixed set.",
        references: &[
            "https://docs.python.org/3/library/ast.html#ast.literal_eval",
            "https://docs.python.org/3/library/functions.html#eval",
            "https://cwe.mitre.org/data/definitions/95.html",
        ],
        words: Words::OWN,
        examples: examples(&[
            Example::Rewrite {
                path: "app.py",
                bad: "import ast\n\nfrom flask import Flask, request\n\napp = Flask(__name__)\n\n\n@app.get(\"/size\")\ndef size():\n    return {\"size\": len(eval(request.args[\"list\"]))}\n",
                good: "import ast\n\nfrom flask import Flask, request\n\napp = Flask(__name__)\n\n\n@app.get(\"/size\")\ndef size():\n    return {\"size\": len(ast.literal_eval(request.args[\"list\"]))}\n",
            },
            Example::Bad {
                path: "app.py",
                code: "from flask import Flask, request\n\napp = Flask(__name__)\n\n\n@app.post(\"/run\")\ndef run():\n    exec(request.form[\"code\"])\n    return \"done\"\n",
            },
            Example::Bad {
                path: "app.py",
                code: "from importlib import import_module as load\n\nfrom flask import Flask, request\n\napp = Flask(__name__)\n\n\n@app.get(\"/report\")\ndef report():\n    return load(request.args[\"module\"]).run()\n",
            },
            Example::Good {
                path: "app.py",
                code: "from flask import Flask, request\n\napp = Flask(__name__)\n\n\n@app.get(\"/double\")\ndef double():\n    number = int(request.args[\"number\"])\n    return {\"result\": eval(f\"{number} * 2\")}\n",
            },
            Example::Good {
                path: "app.py",
                code: "import importlib\n\nfrom flask import Flask, abort, request\n\napp = Flask(__name__)\nREPORTS = {\"sales\", \"stock\"}\n\n\n@app.get(\"/report\")\ndef report():\n    name = request.args[\"module\"]\n    if name not in REPORTS:\n        abort(404)\n    return importlib.import_module(name).run()\n",
            },
        ]),
    },
    on: &[On::Flow(Kind::Code, check)],
};

/// Calls that import what they are told, or run a file.
const IMPORTS: &[&str] = &[
    "__import__", "importlib.import_module", "importlib.util.spec_from_file_location", "imp.load_source",
    "runpy.run_module", "runpy.run_path", "pydoc.locate", "pkgutil.resolve_name", "werkzeug.utils.import_string",
    "django.utils.module_loading.import_string",
];

fn check(cx: &mut Cx<'_>, hit: &Hit) {
    let Some(call) = cx.call(hit.site.call) else { return };
    let Some((_, class)) = cx.strongest(hit) else { return };
    if call.name == "compile" && is_never_run(cx, call, class) {
        return;
    }
    let import = IMPORTS.contains(&call.name);
    let runs = matches!(call.name, "eval" | "exec");
    if !class.is_strong() && (import || class == SourceClass::Parameter && !runs) {
        return;
    }
    let what = if import { "names the module that is imported, and so the code that runs" } else { "runs as Python code" };
    let Some(mut draft) = cx.flow(hit, what) else { return };
    if import {
        draft.severity = Some(Severity::High.min(draft.severity.unwrap_or(Severity::High)));
        // Below a fixed package only its own modules can be named.
        if matches!(cx.value(hit.site.arg).text().and_then(|text| text.pieces.first()), Some(Piece::Lit(_))) {
            draft.severity = Some(Severity::Low);
            draft.precision = Some(Precision::Medium);
        }
    }
    let proposal = if call.name == "eval" && class != SourceClass::Parameter { literal(cx, call) } else { None };
    cx.report(draft.propose(proposal));
}

/// Compiled for its tree, to be shown, or to see whether it can be: nothing of it runs. What a client sends is not
/// compiled for nothing.
fn is_never_run(cx: &Cx<'_>, call: Call<'_>, class: SourceClass) -> bool {
    let module = cx.module();
    let runs = |name| matches!(module.name(name), "eval" | "exec" | "FunctionType");
    if !class.is_strong() && !module.exprs.iter().any(|expr| matches!(expr.kind, ExprKind::Name(name) | ExprKind::Attr { name, .. } if runs(name))) {
        return true;
    }
    let is_dropped = || {
        let stmt = module.statement_at(cx.span(call.id));
        stmt.is_some_and(|stmt| matches!(module.stmt(stmt).kind, StmtKind::Expr(value) if value == call.id))
    };
    call.args.iter().any(|arg| cx.text(arg.value).contains("PyCF_ONLY_AST")) || is_dropped()
}

/// `ast.literal_eval` for a text that comes from outside as a whole.
fn literal(cx: &Cx<'_>, call: Call<'_>) -> Option<Proposal> {
    let [Arg { kind: ArgKind::Positional, value, .. }] = call.args else { return None };
    if cx.value(*value).text().is_some() {
        return None;
    }
    let spelled = imports::spell(cx.file, cx.analysis, cx.span(call.id), "ast", "literal_eval")?;
    let mut edits = vec![arguments::replace(cx.span(call.func), spelled.text)];
    edits.extend(spelled.edit);
    Some(Proposal {
        title: "Read the value with `ast.literal_eval`".to_owned(),
        tier: Tier::Review,
        edits,
        check: Some(
            "only literals are read now: no arithmetic, names or calls; anything else raises `ValueError`".to_owned(),
        ),
    })
}
