//! What is looked at: working tree, commits, two folders, named files. Needs the rooms `change` and `scan`.

#![allow(clippy::unwrap_used, reason = "a helper of tests fails the test")]

mod cli_support;

use std::path::Path;

use cli_support::{folder, git, refused, run};
use serde_json::Value;

/// A repository with two commits on `main` and a dirty working tree.
fn repository() -> tempfile::TempDir {
    let here = folder(&[("app.py", "x = 1\n"), ("old.py", "y = 1\n"), ("pkg/a.py", ""), ("pkg2/b.py", "")]);
    git(here.path(), &["init", "-q"]);
    git(here.path(), &["add", "."]);
    git(here.path(), &["commit", "-qm", "one"]);
    std::fs::write(here.path().join("app.py"), "x = 2\n").unwrap();
    std::fs::write(here.path().join("new.py"), "z = 1\n").unwrap();
    std::fs::remove_file(here.path().join("old.py")).unwrap();
    here
}

/// Files looked at, as the JSON report has them.
fn files(folder: &Path, args: &[&str]) -> u64 {
    let (code, out, err) = run(folder, &[args, &["--format", "json"]].concat());
    assert_eq!(code, 0, "{args:?}: {err}");
    let report: Value = serde_json::from_str(&out).unwrap();
    find(&report, "files_reviewed").unwrap_or_else(|| panic!("no count of files in {report}"))
}

/// The number under `key`, wherever the schema keeps it.
fn find(value: &Value, key: &str) -> Option<u64> {
    match value {
        Value::Object(map) => {
            map.get(key).and_then(Value::as_u64).or_else(|| map.values().find_map(|value| find(value, key)))
        }
        _ => None,
    }
}

#[test]
fn the_working_tree_untracked_files_included() {
    let here = repository();
    assert!(files(here.path(), &["review"]) >= 2);
    assert_eq!(files(here.path(), &["review", "new.py"]), 1);
    assert_eq!(files(&here.path().join("pkg"), &["review", "../new.py"]), 1);
}

#[test]
fn two_folders_are_trees_unless_a_revision_is_given() {
    let here = repository();
    let line = refused(here.path(), &["review", "pkg", "pgk2"]);
    assert_eq!(line, "hognose: no folder \"pgk2\"; did you mean \"pkg2\"?; to name a commit give --base");
    // As trees `a.py` went and `b.py` came; as filters nothing below them changed.
    assert!(files(here.path(), &["review", "pkg", "pkg2"]) > 0);
    assert_eq!(files(here.path(), &["review", "--base", "HEAD", "pkg", "pkg2"]), 0);
}

#[test]
fn unknown_revisions_and_paths_are_refused() {
    let here = repository();
    git(here.path(), &["branch", "feature"]);
    let lines = [
        refused(here.path(), &["review", "--base", "featuer"]),
        refused(here.path(), &["review", "--head", "mian"]),
        refused(here.path(), &["review", "ap.py"]),
        refused(here.path(), &["review", "pkg/aa.py"]),
    ];
    insta::assert_snapshot!(lines.join("\n"), @r###"
    hognose: no commit is named `featuer`; did you mean `feature`?
    hognose: no commit is named `mian`; did you mean `main`?
    hognose: no file or folder "ap.py"; did you mean "app.py"?
    hognose: no file or folder "pkg/aa.py"; did you mean "pkg/a.py"?
    "###);
    // A file that the change deletes is a right path.
    assert_eq!(run(here.path(), &["review", "old.py"]).0, 0);
}

#[test]
fn a_commit_cannot_be_rewritten() {
    let here = repository();
    let line = refused(here.path(), &["review", "--head", "HEAD", "--fix"]);
    assert_eq!(
        line,
        "hognose: `--fix` cannot write: the head of the change is the commit `HEAD`, not the working tree: \
         leave out --head, or print a patch with --diff"
    );
    assert_eq!(run(here.path(), &["review", "--base", "HEAD", "--head", "HEAD", "--diff"]).0, 0);
}

#[test]
fn named_files_are_scanned_although_the_default_list_leaves_them_out() {
    let here = folder(&[
        ("app.py", ""),
        ("vendor/v.py", ""),
        ("team/t.py", ""),
        ("script", "x = 1\n"),
        ("hognose.toml", "exclude = ['team/']\n"),
    ]);
    assert_eq!(files(here.path(), &["scan"]), 1);
    assert_eq!(files(here.path(), &["scan", "vendor/v.py", "app.py"]), 2);
    assert_eq!(files(here.path(), &["scan", "vendor", "."]), 2);
    assert_eq!(files(here.path(), &["scan", "script", "app.py", "team/t.py"]), 2);
}

#[test]
fn nothing_to_look_at_and_what_was_assumed_are_said() {
    let here = folder(&[("README.md", ""), ("a/x.py", ""), ("b/x.py", "x = 1\n")]);
    let (code, _, err) = run(here.path(), &["scan", "README.md"]);
    assert_eq!((code, err.as_str()), (0, "hognose: note: what was named holds no Python file to look at\n"));
    let (code, _, err) = run(here.path(), &["review", "-v", "a", "b"]);
    assert_eq!(
        (code, err.as_str()),
        (0, "hognose: note: \"a\" and \"b\" are two trees to compare; as filters give --base too\n")
    );
    assert_eq!(run(here.path(), &["review", "a", "b"]).2, "");
}

/// A process takes longer than most of what it is asked.
#[cfg(target_os = "linux")]
#[test]
fn a_review_of_what_is_not_committed_starts_git_twice() {
    let here = folder(&[("app.py", "x = 1\n"), ("old.py", "y = 1\n"), ("pkg/a.py", "")]);
    git(here.path(), &["init", "-q"]);
    git(here.path(), &["add", "."]);
    git(here.path(), &["commit", "-qm", "one"]);
    std::fs::write(here.path().join("app.py"), "import pkg.a\n\nx = pkg.a.f(input())\n").unwrap();
    std::fs::remove_file(here.path().join("old.py")).unwrap();
    let log = here.path().join("trace.log");
    let mut review = cli_support::hognose(here.path(), &["review", "--base", "HEAD"]);
    let (code, _, err) = cli_support::told(review.env("GIT_TRACE", &log).output().unwrap());
    assert_eq!(code, 0, "{err}");
    let trace = std::fs::read_to_string(&log).unwrap();
    assert_eq!(trace.matches("trace: built-in: git ").count(), 2, "{trace}");
}
