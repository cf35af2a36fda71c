//! Flask's debugger switched on in code that may be served.

use super::places::{imports_from, is_development};
use super::settings::{self, Holder};
use crate::rules::prelude::*;

pub(in crate::rules) static RULE: Rule = Rule {
    meta: Meta {
        id: "flask-debug",
        summary: "Flask run with its debugger",
        family: Family::Configuration,
        cwe: &[489, 94],
        owasp: Owasp::A02,
        severity: Severity::High,
        precision: Precision::High,
        tier: Tier::Review,
        answers: &["B201", "S201"],
        why: "On any error the debugger answers with the source around it, the variables, and a Python console. The PIN in \
              front of the console is made from facts about the machine that other weaknesses reveal. Who reaches the \
              console runs code in the program.",
        instead: "Leave `debug` out of the code and switch it on from outside while developing: `flask run --debug`. Serve \
                  with a production server such as gunicorn or waitress, which never starts the debugger.",
        references: &[
            "https://flask.palletsprojects.com/en/stable/debugging/",
            "https://werkzeug.palletsprojects.com/en/stable/debug/",
            "https://cwe.mitre.org/data/definitions/489.html",
        ],
        words: Words::any(&["debug=", "DEBUG=", "use_debugger", "run_simple"]).alone(),
        examples: examples(&[
            Example::Rewrite {
                path: "app.py",
                bad: "from flask import Flask\n\napp = Flask(__name__)\n\nif __name__ == \"__main__\":\n    app.run(debug=True, port=8000)\n",
                good: "from flask import Flask\n\napp = Flask(__name__)\n\nif __name__ == \"__main__\":\n    app.run(port=8000)\n",
            },
            Example::Rewrite {
                path: "app.py",
                bad: "from flask import Flask\n\napp = Flask(__name__)\napp.debug = True\n",
                good: "from flask import Flask\n\napp = Flask(__name__)\napp.debug = False\n",
            },
            Example::Rewrite {
                path: "app.py",
                bad: "from flask import Flask\n\ndef create_app():\n    app = Flask(__name__)\n    app.config.update(DEBUG=True, TITLE=\"Shop\")\n    return app\n",
                good: "from flask import Flask\n\ndef create_app():\n    app = Flask(__name__)\n    app.config.update(DEBUG=False, TITLE=\"Shop\")\n    return app\n",
            },
            Example::Good {
                path: "app.py",
                code: "import os\nfrom flask import Flask\n\napp = Flask(__name__)\n\nif __name__ == \"__main__\":\n    app.run(debug=os.environ.get(\"SHOP_DEBUG\") == \"1\", port=8000)\n",
            },
            Example::Good {
                path: "app.py",
                code: "import asyncio\nfrom flask import Flask\n\nasync def main():\n    print('x')\n\nasyncio.run(main(), debug=True)\n",
            },
        ]),
    },
    on: &[
        On::Call(&[".run", ".run_server"], check_run),
        On::Call(&["werkzeug.serving.run_simple"], check_simple),
        On::Assign(check_attribute),
        On::Module(check_settings),
    ],
};

const CHECK: &str = "The reloader and the debugger are off from now on; `flask run --debug` brings them back while developing.";

/// The last name of what a method is called on: `app` in `self.app.run`.
fn owner<'a>(cx: &Cx<'a>, func: ExprId) -> Option<(ExprId, &'a str)> {
    let ExprKind::Attr { base, .. } = &cx.expr(func).kind else { return None };
    let last = cx.text(*base).rsplit('.').next()?;
    Some((*base, last))
}

fn is_flask(cx: &Cx<'_>, base: ExprId, name: &str) -> bool {
    match cx.class(base) {
        Some("flask.Flask" | "flask_socketio.SocketIO" | "dash.Dash" | "flask_openapi3.OpenAPI") => true,
        Some(_) => false,
        None => {
            matches!(name, "app" | "application" | "flask_app" | "socketio" | "server" | "create_app()" | "webapp")
                && !imports_from(cx, &["fastapi", "uvicorn", "aiohttp", "sanic", "bottle", "typer"])
        }
    }
}

fn check_run(cx: &mut Cx<'_>, call: Call<'_>) {
    let module = cx.module();
    let Some(debug) = call.keyword(module, "debug").filter(|arg| cx.is_true(arg.value)) else { return };
    let span = cx.span(call.id);
    let Some((base, name)) = owner(cx, call.func) else { return };
    if !is_flask(cx, base, name) || is_development(cx, span) {
        return;
    }
    let host = call.argument(module, 0, "host").and_then(|host| cx.str(host));
    let message = match host {
        Some(host @ ("0.0.0.0" | "::")) => {
            format!("The debugger's console is open on every network of the machine (`{host}`): who reaches it runs code.")
        }
        _ => "Who reaches the page of an error reads the source and may run code in the debugger's console.".to_owned(),
    };
    let mut draft = cx.draft(span, message);
    if matches!(host, Some("0.0.0.0" | "::")) {
        draft = draft.severity(Severity::Critical);
    } else if under_main(cx, span) {
        // Reached only where somebody starts the file by hand, on the machine's own address.
        draft = draft.severity(Severity::Medium);
    }
    let draft = draft.propose(Some(Proposal {
        title: "Drop `debug=True`".to_owned(),
        tier: Tier::Review,
        edits: vec![arguments::remove(cx.file, call.args, call.parens, debug)],
        check: Some(CHECK.to_owned()),
    }));
    cx.report(draft);
}

fn under_main(cx: &Cx<'_>, span: Span) -> bool {
    cx.module().stmts.iter().any(|stmt| match &stmt.kind {
        StmtKind::If { test, .. } => stmt.span.contains(span) && cx.text(*test).contains("__main__"),
        _ => false,
    })
}

fn check_simple(cx: &mut Cx<'_>, call: Call<'_>) {
    let debugger = call.argument(cx.module(), 4, "use_debugger");
    let span = cx.span(call.id);
    let Some(debugger) = debugger.filter(|id| cx.is_true(*id)) else { return };
    if is_development(cx, span) {
        return;
    }
    let message = "Who reaches the page of an error reads the source and may run code in the debugger's console.";
    let proposal = settings::flip(cx, "use_debugger", debugger, false, CHECK);
    let draft = cx.draft(span, message).propose(proposal);
    cx.report(draft);
}

fn check_attribute(cx: &mut Cx<'_>, target: ExprId, value: ExprId) {
    let ExprKind::Attr { name, .. } = &cx.expr(target).kind else { return };
    if cx.module().name(*name) != "debug" || !cx.is_true(value) {
        return;
    }
    let Some((base, owner)) = owner(cx, target) else { return };
    let span = Span { start: cx.span(target).start, end: cx.span(value).end };
    let known = cx.class(base) == Some("flask.Flask") || imports_from(cx, &["flask", "quart"]);
    if !known || !is_flask(cx, base, owner) || is_development(cx, span) {
        return;
    }
    let message = "Who reaches the page of an error reads the source and may run code in the debugger's console.";
    let proposal = settings::flip(cx, "debug", value, false, CHECK);
    let draft = cx.draft(span, message).propose(proposal);
    cx.report(draft);
}

fn check_settings(cx: &mut Cx<'_>) {
    if !cx.has_settings() || !cx.has_text("DEBUG") || settings::is_django(cx) {
        return;
    }
    let module = cx.module();
    for setting in settings::all(cx) {
        let flask = match setting.holder {
            Holder::Mapping => imports_from(cx, &["flask", "quart"]),
            Holder::Class(class) => {
                let name = module.name(module.class(class).name);
                name.ends_with("Config") || name.starts_with("Config") || name.starts_with("Production")
            }
            Holder::Module => false,
        };
        if setting.name != "DEBUG" || !flask || !cx.is_true(setting.value) {
            continue;
        }
        let message = "With this setting the pages of errors show source and variables, and a console where Flask's own server runs.";
        let proposal = settings::flip(cx, "DEBUG", setting.value, false, CHECK);
        let draft = cx.draft(setting.span, message).precision(Precision::Medium).propose(proposal);
        cx.report(draft);
    }
}
