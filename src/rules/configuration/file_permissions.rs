//! Files and folders that everybody on the machine may change.

use crate::rules::prelude::*;

pub(in crate::rules) static RULE: Rule = Rule {
    meta: Meta {
        id: "file-permissions",
        summary: "File that everybody on the machine may change",
        family: Family::Configuration,
        cwe: &[732, 276],
        owasp: Owasp::A01,
        severity: Severity::Medium,
        precision: Precision::High,
        tier: Tier::Review,
        answers: &["B103", "S103"],
        why: "Every account of the machine may change the file: a web server that was broken into, another user, a job of \
              another service. If it is a program or is read as configuration, that account then acts as the one who runs \
              it.",
        instead: "Give the owner what is needed and others at most the right to read: `0o755` for folders and programs, `0o644` \
                  for files, `0o700` and `0o600` for what is private. Let accounts share through a group.",
        references: &["https://docs.python.org/3/library/os.html#os.chmod", "https://cwe.mitre.org/data/definitions/732.html"],
        words: Words::OWN.alone(),
        examples: examples(&[
            Example::Rewrite {
                path: "setup_dirs.py",
                bad: "import os\n\nos.chmod(\"/srv/shop/run.sh\", 0o777)\n",
                good: "import os\n\nos.chmod(\"/srv/shop/run.sh\", 0o755)\n",
            },
            Example::Rewrite {
                path: "setup_dirs.py",
                bad: "from pathlib import Path\n\nPath(\"/srv/shop/shop.db\").chmod(mode=0o666)\n",
                good: "from pathlib import Path\n\nPath(\"/srv/shop/shop.db\").chmod(mode=0o644)\n",
            },
            Example::Rewrite {
                path: "daemon.py",
                bad: "from os import umask\n\numask(0)\n",
                good: "from os import umask\n\numask(0o022)\n",
            },
            Example::Bad {
                path: "share.py",
                code: "import os\nimport stat\n\nos.chmod(\"/srv/shop\", stat.S_IRWXU | stat.S_IRWXG | stat.S_IRWXO)\n",
            },
            Example::Good {
                path: "setup_dirs.py",
                code: "import os\n\nos.chmod(\"/srv/shop/run.sh\", 0o755)\nos.chmod(\"/srv/shop/drop\", 0o1777)\nos.makedirs(\"/srv/shop/new\", mode=0o777)\n",
            },
            Example::Good {
                path: "mask.py",
                code: "import os\n\nmask = os.umask(0)\nos.umask(mask)\n",
            },
        ]),
    },
    on: &[
        On::Call(&["os.chmod", "os.fchmod", "os.lchmod"], check_function),
        On::Call(&[".chmod", ".lchmod"], check_method),
        On::Call(&["os.umask"], check_umask),
    ],
};

/// The right of others to write.
const OTHERS_WRITE: i64 = 0o002;
/// Only the owner may take entries out of the folder, as in `/tmp`.
const STICKY: i64 = 0o1000;
/// What a usual umask takes away.
const USUAL_MASK: i64 = 0o022;

fn check_function(cx: &mut Cx<'_>, call: Call<'_>) {
    if let Some(mode) = call.argument(cx.module(), 1, "mode") {
        check_mode(cx, call, mode);
    }
}

fn check_method(cx: &mut Cx<'_>, call: Call<'_>) {
    if call.name.starts_with("os.") {
        return;
    }
    // `sftp.chmod(path, mode)` and `path.chmod(mode)`
    let module = cx.module();
    let mode = call.keyword(module, "mode").map(|arg| arg.value);
    if let Some(mode) = mode.or_else(|| call.positional(1)).or_else(|| call.positional(0)) {
        check_mode(cx, call, mode);
    }
}

fn check_mode(cx: &mut Cx<'_>, call: Call<'_>, mode: ExprId) {
    if cx.is_test() {
        return;
    }
    let (shown, proposal) = match cx.constant(mode) {
        Some(Const::Int(bits)) if bits & OTHERS_WRITE != 0 && bits & STICKY == 0 && *bits <= 0o7777 => {
            let literal = matches!(cx.expr(mode).kind, ExprKind::Int(_));
            let better = format!("0o{:o}", bits & !USUAL_MASK);
            let proposal = literal.then(|| Proposal {
                title: format!("Set the mode to `{better}`"),
                tier: Tier::Review,
                edits: vec![arguments::replace(cx.span(mode), better.clone())],
                check: Some("Other accounts that write there can no longer do so; a shared group is the way for them.".to_owned()),
            });
            (format!("0o{bits:o}"), proposal)
        }
        Some(_) => return,
        None if others_may_write(cx, mode) => (cx.shorten(cx.span(mode)), None),
        None => return,
    };
    let file = if call.args.len() > 1 { call.positional(0) } else { None };
    let file = file.map_or_else(|| "the file".to_owned(), |id| format!("`{}`", cx.shorten(cx.span(id))));
    let message = format!("With `{shown}` every account of the machine may change {file}.");
    let draft = cx.draft(cx.span(call.id), message).propose(proposal);
    cx.report(draft);
}

/// `stat.S_IRWXO | …`
fn others_may_write(cx: &Cx<'_>, mode: ExprId) -> bool {
    match &cx.expr(mode).kind {
        ExprKind::Binary { op: BinOp::Or, left, right } => others_may_write(cx, *left) || others_may_write(cx, *right),
        _ => matches!(cx.dotted(mode), Some("stat.S_IRWXO" | "stat.S_IWOTH")),
    }
}

fn check_umask(cx: &mut Cx<'_>, call: Call<'_>) {
    let Some(mask) = call.positional(0) else { return };
    if cx.is_test() || !matches!(cx.constant(mask), Some(Const::Int(0))) {
        return;
    }
    // The old mask is kept to be set again: the way to read it.
    let is_statement = cx.module().stmts.iter().any(|stmt| matches!(stmt.kind, StmtKind::Expr(id) if id == call.id));
    if !is_statement {
        return;
    }
    let proposal = matches!(cx.expr(mask).kind, ExprKind::Int(_)).then(|| Proposal {
        title: "Take the right to write from others".to_owned(),
        tier: Tier::Review,
        edits: vec![arguments::replace(cx.span(mask), "0o022")],
        check: Some("Files made from now on are writable by their owner only.".to_owned()),
    });
    let message = "Files that the program makes from here on may be changed by every account of the machine.";
    let draft = cx.draft(cx.span(call.id), message).propose(proposal);
    cx.report(draft);
}
