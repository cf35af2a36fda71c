//! Temporary files whose name somebody else can take first.

use crate::rules::prelude::*;
use crate::rules::purpose;

pub(in crate::rules) static RULE: Rule = Rule {
    meta: Meta {
        id: "unsafe-tempfile",
        summary: "Temporary file under a name that others can take first",
        family: Family::Data,
        cwe: &[377, 379],
        owasp: Owasp::A01,
        severity: Severity::Medium,
        precision: Precision::High,
        tier: Tier::Review,
        answers: &["B306", "S306", "B108", "S108"],
        why: "Between the moment that a name is chosen and the moment that the file is made, anyone with an account on the machine \
              can put a file or a link under that name. The program then writes through the link, or reads what they put there. \
              A fixed name in `/tmp` gives them all the time they want.",
        instead: "Let `tempfile` make the file together with its name: `tempfile.NamedTemporaryFile()`, `tempfile.mkstemp()`, or \
                  `tempfile.TemporaryDirectory()` for a folder that is the program's alone.",
        references: &[
            "https://docs.python.org/3/library/tempfile.html#tempfile.mktemp",
            "https://cwe.mitre.org/data/definitions/377.html",
        ],
        words: Words::any(&["mktemp", "tempnam", "tmpnam", "/tmp/", "/var/tmp/", "/dev/shm/"]).alone(),
        examples: examples(&[
            Example::Rewrite {
                path: "app.py",
                bad: "import os\nimport tempfile\n\ndef keep(upload):\n    scratch = tempfile.mktemp(suffix='.png')\n    upload.save(scratch)\n    os.stat(scratch)\n",
                good: "import os\nimport tempfile\n\ndef keep(upload):\n    handle, scratch = tempfile.mkstemp(suffix='.png')\n    os.close(handle)\n    upload.save(scratch)\n    os.stat(scratch)\n",
            },
            Example::Bad {
                path: "app.py",
                code: "from tempfile import mktemp as name\n\ndef keep(upload):\n    upload.save(name())\n",
            },
            Example::Bad {
                path: "app.py",
                code: "def note(text):\n    with open('/tmp/report.txt', 'w') as file:\n        file.write(text)\n",
            },
            Example::Good {
                path: "app.py",
                code: "import tempfile\n\ndef keep(upload):\n    with tempfile.NamedTemporaryFile(suffix='.png') as scratch:\n        upload.save(scratch)\n",
            },
            Example::Good {
                path: "app.py",
                code: "def note(text):\n    with open('/srv/app/report.txt', 'w') as file:\n        file.write(text)\n    return open('/tmp/report.txt').read()\n",
            },
        ]),
    },
    on: &[
        On::Call(&["tempfile.mktemp", "os.tempnam", "os.tmpnam"], mktemp),
        On::Call(&["open", "io.open", "codecs.open", "pathlib.Path.open"], opened),
        On::Call(&["pathlib.Path.write_text", "pathlib.Path.write_bytes"], written),
    ],
};

fn mktemp(cx: &mut Cx<'_>, call: Call<'_>) {
    // A pipe of Windows is no file.
    if cx.is_test() || cx.file.slice(call.parens).contains("pipe") {
        return;
    }
    let said = "Only a name is made here: before the file is, anyone on the machine can put a file or link of theirs under it.";
    let draft = cx.draft(cx.span(call.id), said).propose(rewrite(cx, call));
    cx.report(draft);
}

/// `name = tempfile.mktemp(…)` becomes `handle, name = tempfile.mkstemp(…)` and a line that closes the handle.
fn rewrite(cx: &Cx<'_>, call: Call<'_>) -> Option<Proposal> {
    let module = cx.module();
    if call.name != "tempfile.mktemp" {
        return None;
    }
    let stmt = module.stmt(purpose::statement(cx, cx.span(call.id))?);
    let StmtKind::Assign { targets, value } = &stmt.kind else { return None };
    let [target] = targets[..] else { return None };
    if *value != call.id || stmt.span.end != cx.span(call.id).end || module.names.get("handle").is_some() {
        return None;
    }
    let text = cx.file.text();
    let start = text[..stmt.span.start as usize].rfind('\n').map_or(0, |at| at + 1);
    let indent = &text[start..stmt.span.start as usize];
    let rest = text[stmt.span.end as usize..].lines().next().unwrap_or_default();
    // Alone on its lines, so that a line can follow.
    if !indent.trim().is_empty() || !rest.trim().is_empty() {
        return None;
    }
    let made = imports::spell(cx.file, cx.analysis, cx.span(call.id), "tempfile", "mkstemp")?;
    let close = imports::spell(cx.file, cx.analysis, cx.span(call.id), "os", "close")?;
    let mut edits = vec![
        Edit { span: Span::empty(cx.span(target).start as usize), text: "handle, ".to_owned() },
        arguments::replace(cx.span(call.func), made.text),
        Edit {
            span: Span::empty(stmt.span.end as usize),
            text: format!("{}{indent}{}(handle)", cx.file.newline(), close.text),
        },
    ];
    edits.extend(made.edit);
    edits.extend(close.edit);
    Some(Proposal {
        title: "Make the file together with its name".to_owned(),
        tier: Tier::Review,
        edits,
        check: Some("The file exists at once and is empty: code that expects it to be absent must change.".to_owned()),
    })
}

fn opened(cx: &mut Cx<'_>, call: Call<'_>) {
    let method = call.name == "pathlib.Path.open";
    let mode = call.argument(cx.module(), usize::from(!method), "mode").and_then(|id| cx.str(id));
    // `x` refuses a file that is there.
    if !mode.is_some_and(|mode| mode.contains(['w', 'a']) && !mode.contains('x')) {
        return;
    }
    if method {
        written(cx, call);
    } else if let Some(name) = call.argument(cx.module(), 0, "file") {
        fixed(cx, call, name);
    }
}

fn written(cx: &mut Cx<'_>, call: Call<'_>) {
    if let ExprKind::Attr { base, .. } = cx.expr(call.func).kind {
        fixed(cx, call, base);
    }
}

fn fixed(cx: &mut Cx<'_>, call: Call<'_>, name: ExprId) {
    // A path made of one constant is as fixed as the constant.
    let name = match cx.call(name) {
        Some(made) if made.name == "pathlib.Path" && made.args.len() == 1 => made.positional(0).unwrap_or(name),
        _ => name,
    };
    let known = match cx.value(name).text() {
        Some(text) => match &text.pieces[..] {
            [Piece::Lit(text)] => Some(text.to_string()),
            _ => None,
        },
        None => cx.str(name).map(str::to_owned),
    };
    let shared = known.is_some_and(|name| {
        ["/tmp/", "/var/tmp/", "/dev/shm/"].iter().any(|folder| name.starts_with(folder) && name.len() > folder.len())
    });
    // AWS gives each Lambda function a `/tmp` of its own.
    if !shared || purpose::is_showcase(cx) || cx.has_text("lambda_handler") {
        return;
    }
    let said = "Everyone on the machine may write to this folder and knows this name: they can put a link there that the program \
                writes through.";
    let draft = cx.draft(cx.span(call.id), said).severity(Severity::Low).precision(Precision::Medium);
    cx.report(draft);
}
