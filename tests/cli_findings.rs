//! The program on code that has something to find: exit status, rewrites into files, patches, outputs, a terminal.

#![allow(clippy::unwrap_used, reason = "a helper of tests fails the test")]

mod cli_support;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use cli_support::{folder, git, hognose, refused, run, told};
use serde_json::Value;

/// A query with a safe rewrite.
const QUERY: (&str, &str) = (
    "shop/find.py",
    "import sqlite3\nfrom contextlib import closing\nfrom flask import request\n\ndef find():\n    \
     term = request.args[\"q\"]\n    with closing(sqlite3.connect(\"shop.db\")) as db:\n        \
     return db.cursor().execute(f\"SELECT id FROM item WHERE name LIKE '%{term}%'\").fetchall()\n",
);
const QUERY_AFTER: &str = "import sqlite3\nfrom contextlib import closing\nfrom flask import request\n\ndef find():\n    \
     term = request.args[\"q\"]\n    with closing(sqlite3.connect(\"shop.db\")) as db:\n        \
     return db.cursor().execute(\"SELECT id FROM item WHERE name LIKE ?\", (f\"%{term}%\",)).fetchall()\n";
/// A mark of the encoding, CRLF, no line ending at the end; a safe rewrite.
const LOAD: (&str, &str) = (
    "shop/load.py",
    "\u{feff}import yaml\r\nfrom flask import request\r\n\r\nrules = lambda: yaml.load(request.data, Loader=yaml.Loader)\r\n# Ende ü",
);
const LOAD_AFTER: &str = "\u{feff}import yaml\r\nfrom flask import request\r\n\r\nrules = lambda: yaml.safe_load(request.data)\r\n# Ende ü";
/// A command whose rewrite wants a look.
const PACK: (&str, &str) = (
    "shop/pack.py",
    "import subprocess\nfrom flask import request\n\ndef pack():\n    name = request.args.get(\"name\", \"all\")\n    \
     subprocess.run(f\"tar -czf {name}.tar.gz .\", shell=True, check=True, timeout=9)\n",
);
const PACK_AFTER: &str = "import subprocess\nfrom flask import request\n\ndef pack():\n    \
     name = request.args.get(\"name\", \"all\")\n    \
     subprocess.run([\"tar\", \"-czf\", f\"{name}.tar.gz\", \".\"], check=True, timeout=9)\n";
/// A finding of low precision: a public function's parameter.
const ASKED: (&str, &str) = ("lib.py", "import os\n\ndef show(name):\n    os.system(\"ls \" + name)\n");
const CLEAN: (&str, &str) = ("shop/clean.py", "import os\n\nPORT = int(os.environ[\"PORT\"])\n");

/// Every file below a folder but git's own.
fn tree(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let (mut out, mut open) = (BTreeMap::new(), vec![root.to_path_buf()]);
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.ends_with(".git") {
            } else if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
                out.insert(name, fs::read(path).unwrap());
            }
        }
    }
    out
}

fn with(before: &BTreeMap<String, Vec<u8>>, changes: &[(&str, &str)]) -> BTreeMap<String, Vec<u8>> {
    let mut after = before.clone();
    for (path, text) in changes {
        after.insert((*path).to_owned(), text.as_bytes().to_vec());
    }
    after
}

fn assert_same(found: &BTreeMap<String, Vec<u8>>, wanted: &BTreeMap<String, Vec<u8>>) {
    let shown = |files: &BTreeMap<String, Vec<u8>>| -> BTreeMap<String, String> {
        files
            .iter()
            .map(|(path, bytes)| (path.clone(), String::from_utf8_lossy(bytes).into_owned()))
            .collect()
    };
    assert_eq!(shown(found), shown(wanted));
    assert_eq!(found, wanted);
}

/// Python takes every file that ends in `.py`.
fn compiles(root: &Path) {
    let script = "import sys, pathlib\nfor p in pathlib.Path('.').rglob('*.py'): compile(p.read_bytes(), str(p), 'exec')";
    let out = Command::new("python3").args(["-I", "-c", script]).current_dir(root).output().unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
}

#[test]
fn the_exit_status_is_the_verdict() {
    let here = folder(&[QUERY, CLEAN]);
    for (args, wanted) in [
        (&["scan"][..], 1),
        (&["scan", "-q"], 1),
        (&["scan", "--fail-on", "critical"], 1),
        (&["scan", "--fail-on", "never"], 0),
        (&["scan", "shop/clean.py"], 0),
    ] {
        let (code, out, err) = run(here.path(), args);
        assert_eq!((code, err.as_str()), (wanted, ""), "{args:?}: {out}");
    }
    // The command line has the last word over the configuration.
    fs::write(here.path().join("hognose.toml"), "fail-on = 'never'\n").unwrap();
    assert_eq!(run(here.path(), &["scan"]).0, 0);
    assert_eq!(run(here.path(), &["scan", "--fail-on=low"]).0, 1);
}

#[test]
fn low_precision_never_blocks() {
    let here = folder(&[ASKED]);
    let (code, out, _) = run(here.path(), &["scan", "--fail-on", "low", "--format", "json"]);
    let report: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(report["findings"][0]["precision"], "low", "{out}");
    assert_eq!(code, 0);
}

#[test]
fn only_what_the_change_introduces_blocks() {
    let here = folder(&[QUERY]);
    git(here.path(), &["init", "-q"]);
    git(here.path(), &["add", "."]);
    git(here.path(), &["commit", "-qm", "one"]);
    assert_eq!(run(here.path(), &["review"]).0, 0);
    fs::write(here.path().join("shop/find.py"), format!("# Moved down.\n{}", QUERY.1)).unwrap();
    let (code, out, _) = run(here.path(), &["review"]);
    assert_eq!(code, 0, "{out}");
    assert!(out.contains("1 finding in the touched files was there before"), "{out}");
    fs::write(here.path().join(PACK.0), PACK.1).unwrap();
    let (code, out, _) = run(here.path(), &["review"]);
    assert_eq!(code, 1);
    assert!(out.contains("1 of 1") || out.contains("1 new finding"), "{out}");
}

#[test]
fn fix_changes_what_is_safe_and_nothing_else() {
    let here = folder(&[QUERY, LOAD, PACK, CLEAN]);
    let before = tree(here.path());
    let (code, _, err) = run(here.path(), &["scan", "--fix"]);
    assert_eq!(err, "hognose: note: applied 2 rewrites in 2 files\n");
    assert_eq!(code, 1, "the command is still there");
    let after = with(&before, &[(QUERY.0, QUERY_AFTER), (LOAD.0, LOAD_AFTER)]);
    assert_same(&tree(here.path()), &after);
    compiles(here.path());
    let (code, _, err) = run(here.path(), &["scan", "--fix"]);
    assert_eq!((code, err.as_str()), (1, "hognose: note: applied 0 rewrites in 0 files\n"));
    assert_same(&tree(here.path()), &after);

    let (code, out, err) = run(here.path(), &["scan", "--fix=review"]);
    assert_eq!((code, err.as_str()), (0, "hognose: note: applied 1 rewrite in 1 file\n"), "{out}");
    let after = with(&after, &[(PACK.0, PACK_AFTER)]);
    assert_same(&tree(here.path()), &after);
    compiles(here.path());
    let (code, _, err) = run(here.path(), &["scan", "--fix=review"]);
    assert_eq!((code, err.as_str()), (0, "hognose: note: applied 0 rewrites in 0 files\n"));
    assert_same(&tree(here.path()), &after);
}

#[test]
fn the_patch_gives_the_bytes_that_fix_writes() {
    for tier in ["--fix", "--fix=review"] {
        let (fixed, patched) = (folder(&[QUERY, LOAD, PACK, CLEAN]), folder(&[QUERY, LOAD, PACK, CLEAN]));
        run(fixed.path(), &["scan", tier]);
        let before = tree(patched.path());
        let patch = hognose(patched.path(), &["scan", tier, "--diff"]).output().unwrap().stdout;
        assert_same(&tree(patched.path()), &before);
        git(patched.path(), &["init", "-q"]);
        let file = tempfile::NamedTempFile::new().unwrap();
        fs::write(file.path(), patch).unwrap();
        let file = file.path().to_str().unwrap();
        git(patched.path(), &["-c", "core.autocrlf=false", "apply", "--whitespace=nowarn", file]);
        assert_same(&tree(patched.path()), &tree(fixed.path()));
        assert_ne!(tree(fixed.path()), before);
    }
}

#[test]
fn a_review_fixes_what_it_lists_and_leaves_what_was_there() {
    let here = folder(&[QUERY, CLEAN]);
    git(here.path(), &["init", "-q"]);
    git(here.path(), &["add", "."]);
    git(here.path(), &["commit", "-qm", "one"]);
    fs::write(here.path().join(LOAD.0), LOAD.1).unwrap();
    let before = tree(here.path());
    let (code, _, err) = run(here.path(), &["review", "--fix"]);
    assert_eq!((code, err.as_str()), (0, "hognose: note: applied 1 rewrite in 1 file\n"));
    assert_same(&tree(here.path()), &with(&before, &[(LOAD.0, LOAD_AFTER)]));
}

#[test]
fn threads_do_not_change_a_byte() {
    let texts: Vec<(String, &str)> = (0..40)
        .flat_map(|number| [QUERY, LOAD, PACK, ASKED].map(|(path, text)| (format!("p{number}/{path}"), text)))
        .collect();
    let files: Vec<(&str, &str)> = texts.iter().map(|(path, text)| (path.as_str(), *text)).collect();
    let here = folder(&files);
    for format in ["text", "json", "sarif", "markdown"] {
        let of = |threads: &str| run(here.path(), &["scan", "--format", format, "--threads", threads]);
        let one = of("1");
        assert_eq!(one, of("4"), "{format}");
        assert!(one.1.contains("p39/"), "{format}");
    }
    let diff = |threads: &str| run(here.path(), &["scan", "--diff", "--threads", threads]);
    assert_eq!(diff("1"), diff("4"));
}

#[test]
fn several_outputs_of_one_run_agree() {
    let here = folder(&[QUERY, PACK]);
    let all = [
        "scan",
        "--format",
        "text",
        "--format",
        "sarif=o.sarif",
        "--format",
        "json=o.json",
        "--format",
        "markdown=o.md",
    ];
    let (code, text, err) = run(here.path(), &all);
    assert_eq!((code, err.as_str()), (1, ""));
    let read = |name: &str| fs::read_to_string(here.path().join(name)).unwrap();
    let sarif: Value = serde_json::from_str(&read("o.sarif")).unwrap();
    let json: Value = serde_json::from_str(&read("o.json")).unwrap();
    assert_eq!(json["findings"].as_array().unwrap().len(), 2);
    assert_eq!(sarif["runs"][0]["results"].as_array().unwrap().len(), 2);
    for rule in ["sql-injection", "command-injection"] {
        assert!(text.contains(rule) && read("o.md").contains(rule), "{rule}");
    }
    // Each is what it would be alone.
    for (format, name) in [("sarif", "o.sarif"), ("json", "o.json"), ("markdown", "o.md")] {
        assert_eq!(run(here.path(), &["scan", "--format", format]).1, read(name));
    }
}

#[test]
fn an_output_is_whole_or_not_there() {
    let here = folder(&[QUERY, ("out.json", "old")]);
    let args = ["scan", "--format", "json=out.json", "--format", "sarif=no/where.sarif"];
    refused(here.path(), &args);
    assert_eq!(fs::read_to_string(here.path().join("out.json")).unwrap(), "old");
    let (code, ..) = run(here.path(), &["scan", "--format", "json=out.json"]);
    assert_eq!(code, 1);
    let text = fs::read_to_string(here.path().join("out.json")).unwrap();
    assert!(serde_json::from_str::<Value>(&text).unwrap()["findings"].is_array());
    let names: Vec<String> = tree(here.path()).into_keys().collect();
    assert_eq!(names, ["out.json", "shop/find.py"]);
}

#[test]
fn a_reader_that_goes_away_does_not_change_the_verdict() {
    let here = folder(&[QUERY]);
    for format in ["text", "json", "sarif", "markdown"] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let mut command = hognose(here.path(), &["scan", "--format", format]);
        let child = command.stdout(writer).stderr(Stdio::piped()).spawn().unwrap();
        assert_eq!(told(child.wait_with_output().unwrap()), (1, String::new(), String::new()), "{format}");
    }
}

/// What a run shows in a pseudo terminal of so many columns, with the name of the stream that is not one.
fn in_terminal(root: &Path, columns: u16, args: &[&str], vars: &[(&str, &str)]) -> String {
    let script = "import fcntl, os, pty, struct, sys, termios\n\
        main, side = pty.openpty()\n\
        fcntl.ioctl(side, termios.TIOCSWINSZ, struct.pack('HHHH', 50, int(sys.argv[1]), 0, 0))\n\
        child = os.fork()\n\
        if child == 0:\n    \
            os.setsid()\n    \
            [os.dup2(side, fd) for fd in range(3)]\n    \
            os.execv(sys.argv[2], sys.argv[2:])\n\
        os.close(side)\n\
        while True:\n    \
            try: data = os.read(main, 65536)\n    \
            except OSError: break\n    \
            if not data: break\n    \
            sys.stdout.buffer.write(data)\n\
        os.waitpid(child, 0)\n";
    let columns = columns.to_string();
    let mut command = Command::new("python3");
    command.args(["-I", "-c", script, columns.as_str(), env!("CARGO_BIN_EXE_hognose")]).args(args);
    for name in ["NO_COLOR", "CLICOLOR_FORCE", "CLICOLOR", "COLUMNS", "TERM", "TERM_PROGRAM", "VTE_VERSION"] {
        command.env_remove(name);
    }
    let out = command.envs(vars.iter().copied()).current_dir(root).output().unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).unwrap()
}

/// Without colour sequences, one line an item.
fn plain(shown: &str) -> Vec<String> {
    let mut out = String::new();
    let mut letters = shown.chars();
    while let Some(c) = letters.next() {
        match c {
            '\u{1b}' => {
                letters.by_ref().find(char::is_ascii_alphabetic);
            }
            '\r' => {}
            c => out.push(c),
        }
    }
    out.lines().map(str::to_owned).collect()
}

#[test]
fn a_terminal_gets_colours_and_lines_of_its_width() {
    let here = folder(&[QUERY, PACK, ASKED]);
    for (columns, vars, wanted) in
        [(40, &[][..], 40), (70, &[], 70), (160, &[], 160), (160, &[("COLUMNS", "50")], 50), (0, &[], 80)]
    {
        let shown = in_terminal(here.path(), columns, &["scan"], vars);
        assert!(shown.contains("\u{1b}[1m"), "{shown:?}");
        let lines = plain(&shown);
        let wide = |line: &&String| line.chars().count() > wanted && !line.contains("= see: https://");
        let silence = |line: &&String| !line.contains("= silence: ");
        let over: Vec<&String> = lines.iter().filter(wide).filter(silence).collect();
        assert!(over.is_empty(), "{columns}: {over:#?}");
        if columns == 160 && vars.is_empty() {
            assert!(lines.iter().any(|line| line.chars().count() > 80), "the width is used");
        }
    }
    let dull = in_terminal(here.path(), 80, &["scan"], &[("NO_COLOR", "1")]);
    assert!(!dull.contains('\u{1b}'), "{dull:?}");
}

#[test]
fn a_bar_is_shown_in_a_terminal_and_taken_off_it() {
    let texts: Vec<(String, &str)> = (0..400).map(|number| (format!("p{number}.py"), "x = 1\n")).collect();
    let files: Vec<(&str, &str)> = texts.iter().map(|(path, text)| (path.as_str(), *text)).collect();
    let here = folder(&files);
    let xterm = [("TERM", "xterm")];
    let shown = in_terminal(here.path(), 80, &["scan"], &xterm);
    // The first file draws it, however fast the others are; at the end its line is empty again.
    let (bar, report) = shown.rsplit_once("\r\u{1b}[2K").unwrap_or_else(|| panic!("no bar in {shown:?}"));
    assert!(bar.contains("of 400 files") && !report.contains("scanning"), "{shown:?}");
    assert!(report.contains("0 new findings") || report.contains("No "), "{report:?}");
    for (args, vars) in [(&["scan", "-q"][..], &xterm), (&["scan"], &[("TERM", "dumb")])] {
        assert!(!in_terminal(here.path(), 80, args, vars).contains("scanning"), "{args:?}");
    }
    let (_, out, err) = run(here.path(), &["scan"]);
    assert!(!out.contains("scanning") && err.is_empty());
}
