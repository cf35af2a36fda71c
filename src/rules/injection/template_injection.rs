//! Outside data in the text of a template, where the template engine runs it.
//!
//! A template that users may write is no matter of spelling: that is advice. Escaping inside templates is the
//! business of `xss`.

use crate::rewrite::written::{Template, Written};
use crate::rules::prelude::*;

pub(in crate::rules) static RULE: Rule = Rule {
    meta: Meta {
        id: "template-injection",
        summary: "Outside data in the text of a template",
        family: Family::Injection,
        cwe: &[1336, 94],
        owasp: Owasp::A05,
        severity: Severity::Critical,
        precision: Precision::High,
        tier: Tier::Review,
        answers: &[],
        why: "A template engine runs what stands between `{{` and `}}`. Where outside data becomes part of the \
              template's text, `{{ config }}` shows the application's secrets and a longer expression runs commands. \
              Escaping for HTML leaves braces as they are.",
        instead: "Keep the template's text constant and pass values by keyword: `render_template_string(\"{{ name }}\", \
                  name=name)`. If users must write templates, use `jinja2.sandbox.SandboxedEnvironment`, or an engine \
                  without code such as `string.Template`.",
        references: &[
            "https://jinja.palletsprojects.com/en/stable/sandbox/",
            "https://flask.palletsprojects.com/en/stable/api/#flask.render_template_string",
            "https://cwe.mitre.org/data/definitions/1336.html",
        ],
        words: Words::OWN,
        examples: examples(&[
            Example::Rewrite {
                path: "app.py",
                bad: "from flask import Flask, render_template_string, request\n\napp = Flask(__name__)\n\n\n@app.get(\"/\")\ndef hello():\n    name = request.args[\"name\"]\n    return render_template_string(f\"<p>Hello {name}</p>\")\n",
                good: "from flask import Flask, render_template_string, request\n\napp = Flask(__name__)\n\n\n@app.get(\"/\")\ndef hello():\n    name = request.args[\"name\"]\n    return render_template_string(\"<p>Hello {{ name }}</p>\", name=name)\n",
            },
            Example::Rewrite {
                path: "app.py",
                bad: "import flask\n\napp = flask.Flask(__name__)\n\n\n@app.get(\"/\")\ndef hello():\n    return flask.render_template_string(\"<p>%s: %s</p>\" % (flask.request.args[\"first\"], flask.request.args.get(\"last\")))\n",
                good: "import flask\n\napp = flask.Flask(__name__)\n\n\n@app.get(\"/\")\ndef hello():\n    return flask.render_template_string(\"<p>{{ first }}: {{ last }}</p>\", first=flask.request.args[\"first\"], last=flask.request.args.get(\"last\"))\n",
            },
            Example::Rewrite {
                path: "app.py",
                bad: "from flask import Flask, render_template_string as render, request\n\napp = Flask(__name__)\n\n\n@app.get(\"/\")\ndef hello():\n    return render('<p>' + request.args['name'] + '</p>')\n",
                good: "from flask import Flask, render_template_string as render, request\n\napp = Flask(__name__)\n\n\n@app.get(\"/\")\ndef hello():\n    return render('<p>{{ name }}</p>', name=request.args['name'])\n",
            },
            Example::Bad {
                path: "app.py",
                code: "import jinja2\nfrom flask import Flask, request\n\napp = Flask(__name__)\n\n\n@app.post(\"/letter\")\ndef letter():\n    return jinja2.Template(request.form[\"text\"]).render(name=\"you\")\n",
            },
            Example::Good {
                path: "app.py",
                code: "from flask import Flask, render_template_string, request\n\napp = Flask(__name__)\nPAGE = \"<p>Hello {{ name }}</p>\"\n\n\n@app.get(\"/\")\ndef hello():\n    return render_template_string(PAGE, name=request.args[\"name\"])\n",
            },
            Example::Good {
                path: "app.py",
                code: "from flask import Flask, request\nfrom jinja2.sandbox import SandboxedEnvironment\n\napp = Flask(__name__)\nsandbox = SandboxedEnvironment(autoescape=True)\n\n\n@app.post(\"/letter\")\ndef letter():\n    return sandbox.from_string(request.form[\"text\"]).render(name=\"you\")\n",
            },
        ]),
    },
    on: &[On::Flow(Kind::Template, check)],
};

/// Names that mean something else in a template or in the call.
const TAKEN: &[&str] = &[
    "and", "config", "context", "cycler", "dict", "else", "false", "g", "get_flashed_messages", "if", "in", "is",
    "joiner", "lipsum", "loop", "namespace", "none", "not", "or", "range", "request", "self", "session", "source",
    "super", "template", "true", "url_for",
];

fn check(cx: &mut Cx<'_>, hit: &Hit) {
    let Some(call) = cx.call(hit.site.call) else { return };
    if call.name == ".from_string" && !looks_like_engine(cx, call) {
        return;
    }
    let Some(draft) = cx.flow(hit, "becomes part of the template, whose `{{ … }}` are run") else { return };
    let proposal = match call.name {
        "flask.render_template_string" => keywords(cx, call, hit.site.arg),
        _ => None,
    };
    cx.report(draft.propose(proposal));
}

/// An object that is called like an engine: `engines["django"]`, `self.env`.
fn looks_like_engine(cx: &Cx<'_>, call: Call<'_>) -> bool {
    let ExprKind::Attr { base, .. } = &cx.expr(call.func).kind else { return false };
    let text = cx.text(*base).to_ascii_lowercase();
    ["env", "engine", "jinja", "templat"].iter().any(|word| text.contains(word))
}

/// Values by keyword, `{{ name }}` in their place.
fn keywords(cx: &Cx<'_>, call: Call<'_>, arg: ExprId) -> Option<Proposal> {
    if call.positional(0) != Some(arg) || call.has_spread() {
        return None;
    }
    let module = cx.module();
    let template = Template::read(cx.file, module, arg)?;
    if template.text_has(&['{', '}']) {
        return None;
    }
    let mut named: Vec<(String, ExprId, bool)> = Vec::new();
    for hole in template.holes() {
        if cx.value(hole).taints().iter().all(|taint| !taint.kinds.has(Kind::Template)) {
            // What the program puts in itself may be template text on purpose.
            return None;
        }
        let wanted = keyword_for(cx, hole);
        let same = |known: &&(String, ExprId, bool)| known.0 == wanted;
        match named.iter().find(same).map(|known| known.1) {
            Some(other) if cx.text(other) != cx.text(hole) => return None,
            Some(_) => {}
            None => match call.keyword(module, &wanted) {
                Some(given) if cx.text(given.value) != cx.text(hole) => return None,
                Some(_) => named.push((wanted, hole, false)),
                None => named.push((wanted, hole, true)),
            },
        }
    }
    let text = template.write(str::to_owned, |hole| Some(format!("{{{{ {} }}}}", keyword_for(cx, hole))))?;
    let mut edits = vec![arguments::replace(cx.span(arg), text)];
    let added: Vec<String> = named
        .iter()
        .filter(|(_, _, new)| *new)
        .map(|(name, hole, _)| format!("{name}={}", cx.text(*hole)))
        .collect();
    if !added.is_empty() {
        edits.push(arguments::append(call.args, call.parens, &added.join(", ")));
    }
    debug_assert!(template.pieces.iter().any(|piece| matches!(piece, Written::Hole(_))));
    Some(Proposal {
        title: "Pass the value to the template by keyword".to_owned(),
        tier: Tier::Review,
        edits,
        check: Some("the value is escaped as HTML now; markup in it shows as text".to_owned()),
    })
}

/// A keyword that says what the value is: its name, its attribute, its key.
fn keyword_for(cx: &Cx<'_>, hole: ExprId) -> String {
    let module = cx.module();
    let name = match &cx.expr(hole).kind {
        ExprKind::Name(name) | ExprKind::Attr { name, .. } => Some(module.name(*name)),
        ExprKind::Subscript { index, .. } => cx.str(*index),
        ExprKind::Call { args, func, .. } => match (&cx.expr(*func).kind, args.first()) {
            (ExprKind::Attr { name, .. }, Some(first)) if module.name(*name) == "get" => cx.str(first.value),
            (ExprKind::Name(name), Some(first)) if module.name(*name) == "str" => match &cx.expr(first.value).kind {
                ExprKind::Name(name) => Some(module.name(*name)),
                _ => None,
            },
            _ => None,
        },
        _ => None,
    };
    let fits = |name: &&str| {
        let mut letters = name.chars();
        letters.next().is_some_and(|first| first.is_ascii_alphabetic())
            && letters.all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
            && !TAKEN.contains(name)
            && !is_keyword(name)
    };
    name.filter(fits).unwrap_or("value").to_owned()
}

fn is_keyword(name: &str) -> bool {
    matches!(
        name,
        "as" | "assert" | "async" | "await" | "break" | "class" | "continue" | "def" | "del" | "elif" | "except"
            | "finally" | "for" | "from" | "global" | "import" | "lambda" | "nonlocal" | "pass" | "raise" | "return"
            | "try" | "while" | "with" | "yield" | "block" | "extends" | "include" | "macro" | "call" | "filter" | "set"
            | "False" | "None" | "True"
    )
}
