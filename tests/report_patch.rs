//! The patch is taken by the real `git apply` and gives exactly the edited bytes.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;
use std::process::{Command, Stdio};
use std::{fs, io::Write};

use hognose::finding::{Edit, EditSet};
use hognose::report::patch::patch;
use hognose::source::{RepoPath, SourceFile, Span};

fn apply(root: &Path, patch: &[u8]) {
    let mut git = Command::new("git")
        .args(["-c", "core.autocrlf=false", "apply", "--whitespace=nowarn", "-"])
        .current_dir(root)
        .env("GIT_CEILING_DIRECTORIES", root)
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    git.stdin.take().unwrap().write_all(patch).unwrap();
    let out = git.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&out.stderr);
    assert!(out.status.success(), "{said}\n{}", String::from_utf8_lossy(patch));
}

fn check(name: &str, text: &str, pairs: &[(&str, &str)]) {
    let root = tempfile::tempdir().unwrap();
    let status = Command::new("git").args(["init", "-q"]).current_dir(root.path()).status().unwrap();
    assert!(status.success());
    let path = root.path().join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, text).unwrap();
    let edits = pairs.iter().map(|(old, new)| {
        let at = text.find(old).unwrap();
        Edit { span: Span::new(at, at + old.len()), text: (*new).into() }
    });
    let edits = EditSet::new(edits.collect()).unwrap();
    let source = SourceFile::from_text(RepoPath::new(name), text);
    apply(root.path(), &patch(&[(&source, &edits)]).unwrap());
    assert_eq!(fs::read_to_string(&path).unwrap(), edits.apply(text).unwrap(), "{name}");
}

#[test]
fn plain_and_far_apart() {
    let text = (1..40).map(|n| format!("line{n:02}\n")).collect::<String>();
    check("a.py", &text, &[("line02", "two"), ("line20\n", ""), ("line39", "end\nmore")]);
}

#[test]
fn insertion_at_the_top_and_deletion_of_everything() {
    check("a.py", "x = 1\n", &[("x", "import os\nx")]);
    check("a.py", "x = 1\n", &[("x = 1\n", "")]);
}

#[test]
fn carriage_returns() {
    check("pkg/crlf.py", "a = 1\r\nb = 2\r\nc = 3\r\n", &[("b = 2", "b = 3\r\nd = 4")]);
    check("cr.py", "a = 1\rb = 2\rc = 3\n", &[("b = 2", "b = 3")]);
}

#[test]
fn no_final_newline() {
    check("a.py", "a = 1\nb = 2", &[("2", "3")]);
    check("a.py", "a = 1\nb = 2", &[("a", "z")]);
    check("a.py", "a = 1\nb = 2", &[("2", "2\n")]);
    check("a.py", "a = 1\nb = 2\n", &[("2\n", "2")]);
}

#[test]
fn strange_names() {
    for name in [
        "a b.py",
        "d e/f g.py",
        "quo\"te.py",
        "back\\slash.py",
        "tab\there.py",
        "new\nline.py",
        "ü🐍.py",
        "-dash.py",
    ] {
        check(name, "é = '🐍'\nb = 2\n", &[("b", "c")]);
    }
}

#[test]
fn nothing_to_do_is_an_empty_patch() {
    let source = SourceFile::from_text(RepoPath::new("a.py"), "x\n");
    assert!(patch(&[(&source, &EditSet::default())]).unwrap().is_empty());
    let outside = EditSet::new(vec![Edit { span: Span::new(5, 9), text: String::new() }]).unwrap();
    assert!(patch(&[(&source, &outside)]).is_err());
}
