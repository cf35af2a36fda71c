//! File names that outside data decides.
//!
//! Only clients and other hosts count: a path from the command line, the environment or a settings file is what
//! programs are for. A constant folder in front protects nothing; what checks or cuts the name does.

use crate::rewrite::holes;
use crate::rules::configuration::places::definition;
use crate::rules::prelude::*;

pub(in crate::rules) static RULE: Rule = Rule {
    meta: Meta {
        id: "path-traversal",
        summary: "File name decided by outside data",
        family: Family::Injection,
        cwe: &[22, 23, 36, 73],
        owasp: Owasp::A01,
        severity: Severity::High,
        precision: Precision::High,
        tier: Tier::Review,
        answers: &[],
        why: "A name such as `../../etc/passwd` leaves the folder it is meant to stay in, and an absolute name \
              replaces the folder altogether in `os.path.join` and `pathlib`. The attacker reads, overwrites or deletes \
              any file that the process may touch. A test for `\"..\"` misses absolute names.",
        instead: "Look the name up in a fixed set, or let a function check it: `send_from_directory(folder, name)`, \
                  `werkzeug.security.safe_join(folder, name)` with a test for `None`, `secure_filename(name)` for uploads. With \
                  `pathlib`: `path = (ROOT / name).resolve()` and then `path.is_relative_to(ROOT)`.",
        references: &[
            "https://flask.palletsprojects.com/en/stable/api/#flask.send_from_directory",
            "https://docs.python.org/3/library/pathlib.html#pathlib.PurePath.is_relative_to",
            "https://cwe.mitre.org/data/definitions/22.html",
        ],
        words: Words::OWN,
        examples: examples(&[
            Example::Rewrite {
                path: "app.py",
                bad: "import os\n\nfrom flask import Flask, request, send_file\n\napp = Flask(__name__)\nFOLDER = \"/srv/files\"\n\n\n@app.get(\"/file\")\ndef file():\n    return send_file(os.path.join(FOLDER, request.args[\"name\"]), as_attachment=True)\n",
                good: "import os\n\nfrom flask import Flask, request, send_file, send_from_directory\n\napp = Flask(__name__)\nFOLDER = \"/srv/files\"\n\n\n@app.get(\"/file\")\ndef file():\n    return send_from_directory(FOLDER, request.args[\"name\"], as_attachment=True)\n",
            },
            Example::Rewrite {
                path: "app.py",
                bad: "import os\n\nfrom flask import Flask, request\n\napp = Flask(__name__)\nFOLDER = \"/srv/files\"\n\n\n@app.post(\"/upload\")\ndef upload():\n    upload = request.files[\"file\"]\n    with open(f\"{FOLDER}/{upload.filename}\", \"wb\") as stream:\n        stream.write(upload.read())\n    return {\"stored\": True}\n",
                good: "import os\n\nfrom flask import Flask, request\nfrom werkzeug.utils import secure_filename\n\napp = Flask(__name__)\nFOLDER = \"/srv/files\"\n\n\n@app.post(\"/upload\")\ndef upload():\n    upload = request.files[\"file\"]\n    with open(f\"{FOLDER}/{secure_filename(upload.filename)}\", \"wb\") as stream:\n        stream.write(upload.read())\n    return {\"stored\": True}\n",
            },
            Example::Bad {
                path: "app.py",
                code: "from pathlib import Path\n\nfrom fastapi import FastAPI\n\napp = FastAPI()\nROOT = Path(\"/srv/files\")\n\n\n@app.get(\"/file\")\ndef file(name: str):\n    return (ROOT / name).read_text()\n",
            },
            Example::Good {
                path: "app.py",
                code: "from pathlib import Path\n\nfrom fastapi import FastAPI, HTTPException\n\napp = FastAPI()\nROOT = Path(\"/srv/files\")\n\n\n@app.get(\"/file\")\ndef file(name: str):\n    path = (ROOT / name).resolve()\n    if not path.is_relative_to(ROOT):\n        raise HTTPException(404)\n    return path.read_text()\n",
            },
            Example::Good {
                path: "tool.py",
                code: "import sys\n\nwith open(sys.argv[1]) as stream:\n    print(len(stream.read()))\n",
            },
        ]),
    },
    on: &[On::Flow(Kind::Path, check)],
};

fn check(cx: &mut Cx<'_>, hit: &Hit) {
    let Some((_, SourceClass::Request | SourceClass::Network)) = cx.strongest(hit) else { return };
    let Some(call) = cx.call(hit.site.call) else { return };
    if call.name == ".save" && !is_upload_object(cx, call) {
        return;
    }
    if is_upload(cx, hit.site.arg, call.name.starts_with("pandas.") || call.name.starts_with("PIL.")) {
        return;
    }
    let what = match call.name.rsplit('.').next().unwrap_or(call.name) {
        "remove" | "unlink" | "rmdir" | "removedirs" | "rmtree" => "names what is deleted",
        "send_file" | "FileResponse" => "names the file that is sent",
        "write_text" | "write_bytes" | "save" => "names the file that is written",
        "listdir" | "scandir" | "iterdir" | "send_from_directory" => "names the folder that is read",
        "mkdir" | "makedirs" => "names the folder that is made",
        "rename" | "replace" | "move" | "copy" | "copy2" | "copyfile" | "copytree" | "symlink" => {
            "names the file that is moved, copied or linked"
        }
        _ => "names the file that is opened",
    };
    let Some(draft) = cx.flow(hit, what) else { return };
    let proposal = directory(cx, call, hit.site.arg).or_else(|| upload(cx, call, hit.site.arg));
    cx.report(draft.propose(proposal));
}

/// The upload itself and not its name: `ZipFile(request.files["bundle"])` reads what was sent.
fn is_upload(cx: &Cx<'_>, arg: ExprId, lenient: bool) -> bool {
    let taken = match &cx.expr(definition(cx, arg)).kind {
        ExprKind::Subscript { base, .. } => *base,
        // `read_csv(upload.file)`: what is given a file as readily as a name.
        ExprKind::Attr { name, .. } => {
            return lenient && matches!(cx.module().name(*name), "file" | "stream");
        }
        ExprKind::Call { func, .. } => match &cx.expr(*func).kind {
            ExprKind::Attr { base, name, .. } if matches!(cx.module().name(*name), "get" | "pop") => *base,
            _ => return false,
        },
        _ => return false,
    };
    matches!(&cx.expr(taken).kind, ExprKind::Attr { name, .. } if matches!(cx.module().name(*name), "files" | "FILES"))
}

/// The object of the method is an upload.
fn is_upload_object(cx: &Cx<'_>, call: Call<'_>) -> bool {
    let ExprKind::Attr { base, .. } = &cx.expr(call.func).kind else { return false };
    cx.value(*base).taints().iter().any(|taint| cx.analysis.origin(taint.origin).note.contains(".files`"))
}

/// `send_file(os.path.join(FOLDER, name))` to `send_from_directory(FOLDER, name)`
fn directory(cx: &Cx<'_>, call: Call<'_>, arg: ExprId) -> Option<Proposal> {
    const SHARED: &[&str] =
        &["as_attachment", "download_name", "mimetype", "conditional", "etag", "last_modified", "max_age"];
    if call.name != "flask.send_file" || call.positional(0) != Some(arg) {
        return None;
    }
    let module = cx.module();
    let shared = call.args.iter().skip(1).all(
        |arg| matches!(arg.kind, ArgKind::Keyword(name) if SHARED.contains(&module.name(name))),
    );
    let joined = cx.call(arg).filter(|joined| joined.name == "os.path.join" && shared)?;
    let [first, second] = joined.args else { return None };
    if first.kind != ArgKind::Positional
        || second.kind != ArgKind::Positional
        || !cx.value(first.value).taints().is_empty()
    {
        return None;
    }
    let spelled = imports::spell_name(cx.file, cx.analysis, cx.span(call.id), "flask", "send_from_directory")?;
    let both = format!("{}, {}", cx.file.slice(first.span), cx.file.slice(second.span));
    let mut edits = vec![arguments::replace(cx.span(call.func), spelled.text)];
    edits.push(arguments::replace(cx.span(arg), both));
    edits.extend(spelled.edit);
    Some(Proposal {
        title: "Send the file with `send_from_directory`".to_owned(),
        tier: Tier::Review,
        edits,
        check: Some(
            "a relative folder is taken from the application's root, and a name outside of it answers 404".to_owned(),
        ),
    })
}

/// `secure_filename` around the name that a client gave its upload.
fn upload(cx: &Cx<'_>, call: Call<'_>, arg: ExprId) -> Option<Proposal> {
    let module = cx.module();
    let holes = holes::tainted(cx.analysis, arg, Kind::Path)?;
    let here = cx.function_at(cx.span(call.id));
    let is_upload = |hole: &ExprId| match &cx.expr(*hole).kind {
        ExprKind::Attr { name, .. } => {
            module.name(*name) == "filename" && cx.function_at(cx.span(*hole)) == here
        }
        _ => false,
    };
    let flask = module.stmts.iter().any(|stmt| match &stmt.kind {
        StmtKind::ImportFrom { level: 0, module: from, .. } => matches!(module.name(*from), "flask" | "quart"),
        StmtKind::Import(names) => names.iter().any(|name| matches!(module.name(name.name), "flask" | "quart")),
        _ => false,
    });
    if holes.is_empty() || !flask || !holes.iter().all(is_upload) {
        return None;
    }
    let at = cx.span(call.id);
    let spelled = imports::spell_name(cx.file, cx.analysis, at, "werkzeug.utils", "secure_filename")?;
    let mut edits: Vec<Edit> = Vec::new();
    for hole in &holes {
        let span = cx.span(*hole);
        if !edits.iter().any(|edit| edit.span == span) {
            edits.push(arguments::replace(span, format!("{}({})", spelled.text, cx.text(*hole))));
        }
    }
    edits.extend(spelled.edit);
    Some(Proposal {
        title: "Reduce the upload's name with `secure_filename`".to_owned(),
        tier: Tier::Review,
        edits,
        check: Some("the name can be empty afterwards, and letters outside ASCII are dropped".to_owned()),
    })
}
