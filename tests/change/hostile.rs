//! Repositories that mean harm: names, special files, and configuration that would run a program.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::process::Command;

use hognose::change::{ChangeSet, Skipped, Status, git::repository};
use hognose::source::RepoPath;

use super::repo::Repo;

fn review(repo: &Repo) -> ChangeSet {
    repository(repo.path())
        .and_then(|found| found.changes(None, None, &[], &RepoPath::is_python))
        .expect("the change can be read")
}

fn skipped(change: &ChangeSet) -> Vec<(&str, &str)> {
    change.skipped.iter().map(|Skipped { path, why }| (path.as_str(), why.as_str())).collect()
}

fn make_pipe(repo: &Repo, path: &str) {
    let made = Command::new("mkfifo").arg(repo.path().join(path)).status().expect("mkfifo runs");
    assert!(made.success());
}

#[test]
fn strange_names_are_names() {
    let names = [
        "new\nline.py",
        "-dash.py",
        "--output=x.py",
        "quo\"te.py",
        ":(glob)*.py",
        "sp ace.py",
        "\u{e9}.py",
        "b\\s.py",
    ];
    let files: Vec<(&str, &str)> = names.iter().map(|name| (*name, "x = 1\n")).collect();
    let repo = Repo::with(&files);
    for name in names {
        repo.write(name, "x = 2\n");
    }
    repo.write("un\ttracked.py", "x = 1\n");
    let change = review(&repo);
    let mut expected: Vec<&str> = names.iter().copied().chain(["un\ttracked.py"]).collect();
    expected.sort_unstable();
    let found: Vec<&str> = change.files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(found, expected);
    assert_eq!(change.files.iter().filter(|file| file.status == Status::Modified).count(), names.len());
    assert!(change.skipped.is_empty());
    let found = repository(repo.path()).expect("repository");
    let one =
        found.changes(None, None, &[RepoPath::new(":(glob)*.py")], &RepoPath::is_python).expect("reads");
    assert_eq!(one.files.len(), 1, "a path is never a pattern");
}

#[test]
fn names_that_are_not_utf8_are_skipped() {
    let repo = Repo::with(&[("a.py", "a = 1\n")]);
    let name = OsStr::from_bytes(b"caf\xe9.py");
    if std::fs::write(repo.path().join(name), "x = 1\n").is_err() {
        return; // Some file systems take UTF-8 only.
    }
    assert_eq!(skipped(&review(&repo)), [("caf\u{fffd}.py", "the name is not UTF-8")]);
    repo.git(&["checkout", "--quiet", "-b", "feature"]);
    repo.commit("tracked");
    assert_eq!(skipped(&review(&repo)), [("caf\u{fffd}.py", "the name is not UTF-8")]);
}

#[test]
fn a_pipe_does_not_hold_the_review_up() {
    let repo = Repo::with(&[("a.py", "a = 1\n"), ("b.py", "b = 1\n")]);
    repo.remove("a.py");
    make_pipe(&repo, "a.py");
    make_pipe(&repo, "new.py");
    repo.write("b.py", "b = 2\n");
    let change = review(&repo);
    let reviewed: Vec<&str> =
        change.files.iter().filter(|f| f.head.is_some()).map(|f| f.path.as_str()).collect();
    assert_eq!(reviewed, ["b.py"]);
    assert_eq!(skipped(&change), [("a.py", "a named pipe, not a file")]);
}

#[test]
fn unreadable_files_are_skipped() {
    use std::os::unix::fs::PermissionsExt;
    let repo = Repo::with(&[("a.py", "a = 1\n"), ("b.py", "b = 1\n")]);
    repo.write("a.py", "a = 2\n");
    repo.write("b.py", "b = 2\n");
    let path = repo.path().join("a.py");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o000)).expect("mode");
    if std::fs::read(&path).is_ok() {
        return; // Root reads everything.
    }
    let change = review(&repo);
    assert_eq!(change.files.len(), 1);
    assert_eq!(skipped(&change), [("a.py", "no permission to read it")]);
}

/// Each way that a repository's own configuration may name a program is tried at once: the program leaves a file.
#[test]
fn nothing_of_the_repository_runs() {
    let repo = Repo::with(&[("a.py", "a = 1\n"), ("b.py", "b = 1\n"), ("d.py", "d = 1\n")]);
    let (script, trace) = (repo.outside("evil.sh"), repo.outside("ran"));
    let body = format!("#!/bin/sh\necho \"$0 $*\" >> '{}'\ncat\n", trace.display());
    std::fs::write(&script, &body).expect("writes");
    assert!(Command::new("chmod").arg("+x").arg(&script).status().expect("chmod runs").success());
    let evil = script.to_str().expect("UTF-8");
    repo.write(".gitattributes", "*.py diff=evil filter=evil merge=evil\nd.py filter=ev=il.too\n");
    repo.git(&["checkout", "--quiet", "-b", "feature"]);
    repo.commit("attributes");
    let hook = |name: &str| {
        let path = repo.path().join(".git/hooks").join(name);
        std::fs::create_dir_all(path.parent().expect("parent")).expect("folder");
        std::fs::copy(&script, path).expect("copies");
    };
    ["post-index-change", "post-checkout", "reference-transaction", "fsmonitor-watchman"]
        .into_iter()
        .for_each(hook);
    for key in [
        "core.fsmonitor",
        "core.pager",
        "core.editor",
        "core.sshCommand",
        "core.askPass",
        "core.gitProxy",
        "core.alternateRefsCommand",
        "diff.external",
        "diff.evil.command",
        "diff.evil.textconv",
        "filter.evil.clean",
        "filter.evil.smudge",
        "filter.ev=il.too.clean",
        "filter.ev=il.too.smudge",
        "merge.evil.driver",
        "credential.helper",
        "gpg.program",
        "pager.diff-index",
        "pager.ls-files",
    ] {
        repo.git(&["config", key, evil]);
    }
    repo.git(&["config", "alias.diff-index", &format!("!{evil}")]);
    let _ = std::fs::remove_file(&trace);
    // Stat data that is as young as the index makes git look into the file itself, through the filters.
    repo.write("a.py", "a = 2\n");
    repo.write("d.py", "d = 2\n");
    repo.write("new.py", "n = 1\n");
    for base in [None, Some("main")] {
        let found = repository(repo.path()).expect("repository");
        let change = found.changes(base, None, &[], &RepoPath::is_python).expect("reads");
        assert_eq!(change.files.len(), 3, "{change:?}");
        found.changes(base, Some("HEAD"), &[], &RepoPath::is_python).expect("reads");
        found.show("HEAD", &RepoPath::new("a.py")).expect("shows");
    }
    let ran = std::fs::read_to_string(&trace).unwrap_or_default();
    assert_eq!(ran, "", "programs of the repository ran");
    // The test can fail: an ordinary git command does run them.
    repo.try_git(&["status"]);
    repo.try_git(&["diff", "--stat"]);
    assert!(trace.exists(), "the trap is set");
}

/// A partial clone would fetch the blobs that it lacks, with a program that its configuration names.
#[test]
fn missing_blobs_are_not_fetched() {
    let origin = Repo::with(&[("a.py", "a = 1\n")]);
    origin.write("a.py", "a = 2\n");
    origin.commit("more");
    origin.git(&["config", "uploadpack.allowFilter", "true"]);
    let repo = Repo::clone_of(&origin, &["--filter=blob:none", "--no-checkout"]);
    let (script, trace) = (repo.outside("evil.sh"), repo.outside("ran"));
    std::fs::write(&script, format!("#!/bin/sh\ntouch '{}'\n", trace.display())).expect("writes");
    assert!(Command::new("chmod").arg("+x").arg(&script).status().expect("chmod runs").success());
    repo.git(&["config", "core.sshCommand", script.to_str().expect("UTF-8")]);
    repo.git(&["config", "remote.origin.url", "ssh://example.org/x"]);
    let found = repository(repo.path()).expect("repository");
    let change = found.changes(Some("HEAD~1"), Some("HEAD"), &[], &RepoPath::is_python);
    assert!(!trace.exists(), "the transport ran");
    let change = change.expect("reads");
    let why = "git does not have its content here (a partial clone); run `git fetch --refetch`";
    assert_eq!(skipped(&change), [("a.py", why)]);
    repo.try_git(&["cat-file", "blob", "HEAD:a.py"]);
    assert!(trace.exists(), "the trap is set");
}
