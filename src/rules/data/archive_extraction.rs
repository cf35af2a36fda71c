//! Archives unpacked with whatever names and links they hold.

use crate::rules::prelude::*;

pub(in crate::rules) static RULE: Rule = Rule {
    meta: Meta {
        id: "archive-extraction",
        summary: "Archive unpacked without a look at its members",
        family: Family::Data,
        cwe: &[22],
        owasp: Owasp::A08,
        severity: Severity::Medium,
        precision: Precision::Medium,
        tier: Tier::Review,
        answers: &["B202", "S202"],
        why: "A member of a tar archive may be called `../../etc/cron.d/job` or `../.ssh/authorized_keys`, have a path that \
              begins with `/`, or be a link that points out of the folder for the next member to write through. Unpacking \
              it writes wherever the archive's author likes. From Python 3.14 on the default refuses such members.",
        instead: "Pass `filter=\"data\"` to `extractall` and `extract` (Python 3.12, and patched 3.8 to 3.11). `zipfile` cleans names \
                  by itself as long as its own `extract` is used; where a member's name is joined by hand, check the result:\n\n\
                  ```python\n\
                  target = (folder / info.filename).resolve()\n\
                  if not target.is_relative_to(folder.resolve()):\n    \
                      raise ValueError(\"member leaves the folder\")\n\
                  ```",
        references: &[
            "https://docs.python.org/3/library/tarfile.html#extraction-filters",
            "https://cwe.mitre.org/data/definitions/22.html",
        ],
        words: Words::any(&["extractall", "extract", "unpack_archive", "infolist", "namelist", "getmembers", "getnames", "tarfile", "TarFile"])
            .file(&["tarfile", "zipfile", "shutil"])
            .untested(),
        examples: examples(&[
            Example::Rewrite {
                path: "app.py",
                bad: "import tarfile\n\ndef unpack(path, folder):\n    with tarfile.open(path) as archive:\n        archive.extractall(folder)\n",
                good: "import tarfile\n\ndef unpack(path, folder):\n    with tarfile.open(path) as archive:\n        archive.extractall(folder, filter=\"data\")\n",
            },
            Example::Rewrite {
                path: "app.py",
                bad: "from tarfile import TarFile\n\ndef unpack(path):\n    TarFile(path).extractall()\n",
                good: "from tarfile import TarFile\n\ndef unpack(path):\n    TarFile(path).extractall(filter=\"data\")\n",
            },
            Example::Rewrite {
                path: "app.py",
                bad: "import shutil\n\nshutil.unpack_archive('upload.tar.gz', 'work')\n",
                good: "import shutil\n\nshutil.unpack_archive('upload.tar.gz', 'work', filter=\"data\")\n",
            },
            Example::Bad {
                path: "app.py",
                code: "import os\nimport zipfile\n\ndef unpack(path, folder):\n    with zipfile.ZipFile(path) as archive:\n        \
                       for info in archive.infolist():\n            with open(os.path.join(folder, info.filename), 'wb') as file:\n                \
                       file.write(archive.read(info))\n",
            },
            Example::Good {
                path: "app.py",
                code: "import tarfile\n\ndef unpack(path, folder):\n    with tarfile.open(path) as archive:\n        archive.extractall(folder, filter='data')\n",
            },
            Example::Good {
                path: "app.py",
                code: "import tarfile\n\ndef unpack(path, folder):\n    with tarfile.open(path) as archive:\n        try:\n            archive.extractall(folder, filter=\"data\")\n        except TypeError:\n            archive.extractall(folder)\n",
            },
            Example::Good {
                path: "app.py",
                code: "import sys\nimport tarfile\n\ndef unpack(path, folder):\n    with tarfile.open(path) as archive:\n        if sys.version_info >= (3, 12):\n            archive.extractall(folder, filter=\"data\")\n        else:\n            archive.extractall(folder)\n",
            },
            Example::Good {
                path: "app.py",
                code: "import zipfile\n\ndef unpack(path, folder):\n    with zipfile.ZipFile(path) as archive:\n        archive.extractall(folder)\n",
            },
        ]),
    },
    on: &[
        On::Call(&["tarfile.TarFile.extractall", "tarfile.TarFile.extract"], extract),
        On::Call(&["shutil.unpack_archive"], unpack),
        On::Flow(Kind::Archive, flow),
        On::Statement(joined),
    ],
};

const SAID: &str = "A member's name or link may lead out of the folder, so that the archive's author writes other files.";

fn extract(cx: &mut Cx<'_>, call: Call<'_>) {
    let module = cx.module();
    // Chosen members were looked at; whether well enough cannot be seen here.
    let chosen = call.name.ends_with("extractall") && call.argument(module, 1, "members").is_some();
    if cx.is_test() || call.has_spread() || chosen || sets_filter(cx) || is_fallback(cx, call) {
        return;
    }
    unfiltered(cx, call);
}

/// For a Python that knows no filters: `else` of `if sys.version_info >= (3, 12):`, or `except TypeError:`.
fn is_fallback(cx: &Cx<'_>, call: Call<'_>) -> bool {
    let module = cx.module();
    let here = cx.span(call.id);
    let inside = |block: &[StmtId]| block.iter().any(|id| module.stmt(*id).span.contains(here));
    let filters =
        |block: &[StmtId]| block.iter().any(|id| cx.file.slice(module.stmt(*id).span).contains("filter="));
    module.stmts.iter().filter(|stmt| stmt.span.contains(here)).any(|stmt| match &stmt.kind {
        StmtKind::If { test, body, orelse } => {
            let asks = ["version_info", "data_filter", "hasattr"].iter().any(|word| cx.text(*test).contains(word));
            asks && (inside(orelse) && filters(body) || inside(body) && filters(orelse))
        }
        StmtKind::Try { body, handlers, .. } => {
            filters(body) && handlers.iter().any(|handler| inside(&handler.body))
        }
        _ => false,
    })
}

/// `tarfile.TarFile.extraction_filter` is set, for one archive or for all.
fn sets_filter(cx: &Cx<'_>) -> bool {
    cx.has_text("extraction_filter")
}

fn unpack(cx: &mut Cx<'_>, call: Call<'_>) {
    if cx.is_test() || call.has_spread() || sets_filter(cx) || !is_tar(cx, call) {
        return;
    }
    unfiltered(cx, call);
}

/// True when the format, or the end of a constant name, says so: other formats take no filter.
fn is_tar(cx: &Cx<'_>, call: Call<'_>) -> bool {
    if let Some(format) = call.argument(cx.module(), 2, "format").and_then(|id| cx.str(id)) {
        return format.contains("tar");
    }
    let Some(name) = call.argument(cx.module(), 0, "filename") else { return false };
    let end = match cx.value(name).text().and_then(|text| text.pieces.last()) {
        Some(Piece::Lit(text)) => text.to_string(),
        _ => cx.str(name).unwrap_or_default().to_owned(),
    };
    [".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz"].iter().any(|ending| end.ends_with(ending))
}

fn unfiltered(cx: &mut Cx<'_>, call: Call<'_>) {
    let edit = match call.keyword(cx.module(), "filter") {
        None => arguments::append(call.args, call.parens, "filter=\"data\""),
        Some(filter) if cx.str(filter.value) == Some("fully_trusted") => arguments::replace(cx.span(filter.value), "\"data\""),
        Some(_) => return,
    };
    let proposal = Proposal {
        title: "Refuse members that leave the folder".to_owned(),
        tier: Tier::Review,
        edits: vec![edit],
        check: Some(
            "Python before 3.12 knows the argument only in patched releases (3.8.17, 3.9.17, 3.10.12, 3.11.4); links out of \
             the folder and device files are refused."
                .to_owned(),
        ),
    };
    let draft = cx.draft(cx.span(call.id), SAID).propose(Some(proposal));
    cx.report(draft);
}

fn flow(cx: &mut Cx<'_>, hit: &Hit) {
    // With a format that is known the call was judged by itself.
    let judged = cx.call(hit.site.call).is_none_or(|call| {
        is_tar(cx, call) || call.keyword(cx.module(), "filter").is_some() || call.argument(cx.module(), 2, "format").is_some()
    });
    if judged || cx.is_test() || cx.strongest(hit).is_none_or(|(_, class)| class != SourceClass::Request) {
        return;
    }
    if let Some(draft) = cx.flow(hit, "is unpacked with the names and links that it holds") {
        cx.report(draft);
    }
}

/// `for info in archive.infolist(): … os.path.join(folder, info.filename)`
fn joined(cx: &mut Cx<'_>, id: StmtId) {
    let stmt = cx.module().stmt(id);
    let StmtKind::For { target, iter, .. } = &stmt.kind else { return };
    let ExprKind::Name(member) = cx.expr(*target).kind else { return };
    if cx.is_test() || !gives_members(cx, *iter) {
        return;
    }
    let text = cx.file.slice(cx.module().function(cx.function_at(stmt.span)).span);
    let checks = ["is_relative_to", "commonpath", "relative_to", "realpath", "resolve()", "basename", "secure_filename", "\"..\"", "'..'"];
    let writes = ["\"wb\"", "'wb'", "\"w\"", "'w'", "write_bytes", "write_text", "copyfileobj", "makedirs"];
    if checks.iter().any(|check| text.contains(check)) || !writes.iter().any(|word| text.contains(word)) {
        return;
    }
    let is_name = |at: ExprId| match cx.expr(at).kind {
        ExprKind::Name(name) => name == member && gives_names(cx, *iter),
        ExprKind::Attr { base, name, .. } => {
            matches!(cx.module().name(name), "filename" | "name")
                && matches!(cx.expr(base).kind, ExprKind::Name(name) if name == member)
        }
        _ => false,
    };
    for at in 0..cx.module().exprs.len() {
        let at = ExprId(at as u32);
        if !stmt.span.contains(cx.span(at)) {
            continue;
        }
        let hit = match &cx.expr(at).kind {
            ExprKind::Call { args, .. } => {
                cx.call(at).is_some_and(|call| matches!(call.name, "os.path.join" | ".joinpath" | "pathlib.Path.joinpath"))
                    && args.iter().any(|arg| is_name(arg.value))
            }
            ExprKind::Binary { op: BinOp::Div, right, .. } => is_name(*right),
            _ => false,
        };
        if hit {
            let shown = cx.shorten(cx.span(at)).replace('`', "'");
            let said = format!("The archive names the file: `{shown}` may lead out of the folder, so that its author writes other files.");
            let draft = cx.draft(cx.span(at), said);
            cx.report(draft);
            return;
        }
    }
}

fn gives_names(cx: &Cx<'_>, iter: ExprId) -> bool {
    cx.call(iter).is_some_and(|call| call.name.ends_with(".namelist") || call.name.ends_with(".getnames"))
}

fn gives_members(cx: &Cx<'_>, iter: ExprId) -> bool {
    gives_names(cx, iter)
        || cx.call(iter).is_some_and(|call| call.name.ends_with(".infolist") || call.name.ends_with(".getmembers"))
        || cx.class(iter) == Some("tarfile.TarFile")
}
