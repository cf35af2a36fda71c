//! A Jinja environment that puts values into pages as they are.

use super::places::{attributes_of, imports_from};
use crate::rules::prelude::*;

pub(in crate::rules) static RULE: Rule = Rule {
    meta: Meta {
        id: "jinja-autoescape",
        summary: "Jinja environment without escaping",
        family: Family::Configuration,
        cwe: &[79, 116],
        owasp: Owasp::A05,
        severity: Severity::High,
        precision: Precision::Medium,
        tier: Tier::Review,
        answers: &["B701", "S701"],
        why: "Left alone, `jinja2.Environment` puts values into the page as they are. A name or comment that holds \
              `<script>` then runs in the browser of everybody who opens the page, with that person's session.",
        instead: "Switch escaping on by the template's file ending: `autoescape=jinja2.select_autoescape()` covers \
                  `.html`, `.htm` and `.xml`; a page called `page.html.j2` needs \
                  `select_autoescape([\"html\", \"j2\"])`. Environments that make something other than markup \
                  (LaTeX, SQL, configuration) need no HTML escaping.",
        references: &[
            "https://jinja.palletsprojects.com/en/stable/api/#autoescaping",
            "https://cwe.mitre.org/data/definitions/79.html",
        ],
        words: Words::OWN,
        examples: examples(&[
            Example::Rewrite {
                path: "pages.py",
                bad: "import jinja2\n\nenv = jinja2.Environment(loader=jinja2.FileSystemLoader(\"pages\"))\npage = env.get_template(\"index.html\")\n",
                good: "import jinja2\n\nenv = jinja2.Environment(loader=jinja2.FileSystemLoader(\"pages\"), autoescape=jinja2.select_autoescape())\npage = env.get_template(\"index.html\")\n",
            },
            Example::Rewrite {
                path: "pages.py",
                bad: "from jinja2 import Environment, PackageLoader\n\nenv = Environment(loader=PackageLoader(\"shop\"), autoescape=False)\n",
                good: "from jinja2 import Environment, PackageLoader, select_autoescape\n\nenv = Environment(loader=PackageLoader(\"shop\"), autoescape=select_autoescape())\n",
            },
            Example::Good {
                path: "pages.py",
                code: "from jinja2 import Environment, PackageLoader, select_autoescape\n\nenv = Environment(loader=PackageLoader(\"shop\"), autoescape=select_autoescape())\n",
            },
            Example::Good {
                path: "units.py",
                code: "import jinja2\n\nenv = jinja2.Environment(loader=jinja2.FileSystemLoader(\"units\"))\nunit = env.get_template(\"shop.service.j2\")\n",
            },
            Example::Good {
                path: "latex.py",
                code: "from jinja2 import Environment\n\ndef prompt(messages):\n    return Environment().from_string(\"{{ messages }}\").render(messages=messages)\n",
            },
            Example::Good {
                path: "app.py",
                code: "import jinja2\n\nenv = jinja2.Environment(variable_start_string=\"\\\\VAR{\", variable_end_string=\"}\")\n",
            },
        ]),
    },
    on: &[On::Call(
        &["jinja2.Environment", "jinja2.sandbox.SandboxedEnvironment", "jinja2.sandbox.ImmutableSandboxedEnvironment"],
        check,
    )],
};

const DELIMITERS: &[&str] = &[
    "block_start_string", "block_end_string", "variable_start_string", "variable_end_string", "comment_start_string",
    "comment_end_string", "line_statement_prefix",
];

/// Packages of those who answer with pages.
const WEB: &[&str] =
    &["flask", "quart", "django", "fastapi", "starlette", "aiohttp", "tornado", "sanic", "bottle", "pyramid", "falcon", "cherrypy"];

fn check(cx: &mut Cx<'_>, call: Call<'_>) {
    let module = cx.module();
    if cx.is_test() || call.has_spread() || call.positional(0).is_some() {
        return;
    }
    // Other delimiters are chosen for output that is not markup.
    if DELIMITERS.iter().any(|name| call.keyword(module, name).is_some()) {
        return;
    }
    let given = call.keyword(module, "autoescape");
    if given.is_some_and(|arg| !cx.is_false(arg.value)) {
        return;
    }
    // An environment that only reads templates makes no pages.
    let target = module.stmts.iter().find_map(|stmt| match &stmt.kind {
        StmtKind::Assign { targets, value } if *value == call.id => targets.first().copied(),
        StmtKind::AnnAssign { target, value: Some(value), .. } if *value == call.id => Some(*target),
        _ => None,
    });
    let used = target.map(|target| attributes_of(cx, target)).unwrap_or_default();
    if !used.is_empty() && used.iter().all(|name| matches!(*name, "parse" | "lex")) {
        return;
    }
    let markup = makes_markup(cx);
    // Without a file's name to go by: templates beside a builder or parser of SQL are queries.
    if markup == Some(false) || markup.is_none() && imports_from(cx, &["sqlalchemy", "sqlglot", "sqlparse"]) {
        return;
    }
    // Prompts, configuration and code are made in the same way: something has to speak of pages.
    let speaks = || ["html", "HTML", "page", "</"].iter().any(|word| cx.has_text(word)) || imports_from(cx, WEB);
    let reads = call.keyword(module, "loader").is_some();
    if markup.is_none() && !reads && !speaks() {
        return;
    }
    let message = "Values go into the pages as they are: one that holds `<script>` runs in the reader's browser.";
    let mut draft = cx.draft(cx.span(call.id), message).propose(proposal(cx, call, given));
    if markup == Some(true) {
        draft = draft.precision(Precision::High);
    }
    cx.report(draft);
}

/// Whether the templates that the module names are markup; `None` when it names none.
fn makes_markup(cx: &Cx<'_>) -> Option<bool> {
    const MARKUP: &[&str] = &["html", "htm", "xhtml", "xml", "svg"];
    const OTHER: &[&str] = &[
        "tex", "sql", "yml", "yaml", "txt", "md", "rst", "conf", "cfg", "ini", "toml", "sh", "py", "c", "h", "cpp", "hpp", "rs",
        "go", "js", "ts", "java", "service", "json", "tf", "env", "dockerfile", "proto", "eml", "csv",
    ];
    let mut answer = None;
    for expr in &cx.module().exprs {
        let ExprKind::Str(text) = &expr.kind else { continue };
        if text.len() > 200 || text.contains(char::is_whitespace) {
            continue;
        }
        let bare = text.trim_end_matches(".j2").trim_end_matches(".jinja2").trim_end_matches(".jinja").trim_end_matches(".tmpl");
        let Some((stem, ending)) = bare.rsplit_once('.') else { continue };
        let ending = ending.to_lowercase();
        if stem.is_empty() && bare.len() == text.len() {
            continue;
        }
        if MARKUP.contains(&ending.as_str()) {
            return Some(true);
        }
        if OTHER.contains(&ending.as_str()) {
            answer = Some(false);
        }
    }
    answer
}

fn proposal(cx: &Cx<'_>, call: Call<'_>, given: Option<&Arg>) -> Option<Proposal> {
    let span = cx.span(call.id);
    let (text, import) = spell(cx, span)?;
    let mut edits = match given {
        Some(arg) => vec![arguments::replace(cx.span(arg.value), format!("{text}()"))],
        None => vec![arguments::append(call.args, call.parens, &format!("autoescape={text}()"))],
    };
    edits.extend(import);
    Some(Proposal {
        title: "Escape by the template's file ending".to_owned(),
        tier: Tier::Review,
        edits,
        check: Some("Values that hold markup on purpose are shown as text, and templates of other endings stay unescaped.".to_owned()),
    })
}

/// `select_autoescape` as the module can say it; an import of other names from jinja2 takes it in.
fn spell(cx: &Cx<'_>, at: Span) -> Option<(String, Option<Edit>)> {
    let module = cx.module();
    let mut member_import = None;
    for id in module.body() {
        match &module.stmt(*id).kind {
            StmtKind::Import(names) if names.iter().any(|name| module.name(name.name) == "jinja2") => {
                member_import = None;
                break;
            }
            StmtKind::ImportFrom { level: 0, module: from, names, star: false } if module.name(*from) == "jinja2" => {
                if names.iter().any(|name| module.name(name.name) == "select_autoescape") {
                    member_import = None;
                    break;
                }
                member_import = member_import.or(names.last().map(|name| name.span.end));
            }
            _ => {}
        }
    }
    let taken = module.names.get("select_autoescape").is_some();
    match member_import {
        Some(end) if !taken => {
            let edit = arguments::replace(Span::empty(end as usize), ", select_autoescape");
            Some(("select_autoescape".to_owned(), Some(edit)))
        }
        _ => {
            let spelled = imports::spell(cx.file, cx.analysis, at, "jinja2", "select_autoescape")?;
            Some((spelled.text, spelled.edit))
        }
    }
}
