//! Which two sides are compared, and which paths of them.

use hognose::change::{ChangeError, Context, git::repository};
use hognose::source::RepoPath;

use super::repo::{Repo, changes, review, summary};

#[test]
fn unborn_head_adds_everything() {
    let repo = Repo::empty();
    repo.write("a.py", "a = 1\n");
    repo.write("b.py", "b = 1\n");
    repo.git(&["add", "a.py"]);
    assert_eq!(review(&repo), ["Added a.py [1..1>1..2]", "Added b.py [1..1>1..2]"]);
}

#[test]
fn merge_base_and_not_the_tip_of_main() {
    let repo = Repo::with(&[("a.py", "a = 1\n"), ("b.py", "b = 1\n")]);
    repo.git(&["checkout", "--quiet", "-b", "feature"]);
    repo.write("b.py", "b = 2\n");
    repo.commit("feature");
    repo.git(&["checkout", "--quiet", "main"]);
    repo.write("a.py", "a = 2\n");
    repo.commit("main goes on");
    repo.git(&["checkout", "--quiet", "feature"]);
    repo.write("c.py", "c = 1\n");
    let expected = ["Modified b.py [1..2>1..2]", "Added c.py [1..1>1..2]"];
    assert_eq!(review(&repo), expected);
    repo.git(&["checkout", "--quiet", "--detach"]);
    assert_eq!(review(&repo), expected, "detached");
    let named = changes(&repo, Some("main"), Some("feature")).expect("reads");
    assert_eq!(summary(&named), ["Modified b.py [1..2>1..2]"]);
}

#[test]
fn default_branch_by_other_names() {
    let repo = Repo::with(&[("a.py", "a = 1\n")]);
    repo.git(&["branch", "--quiet", "-m", "stem-of-all"]);
    repo.git(&["checkout", "--quiet", "-b", "feature"]);
    repo.write("a.py", "a = 2\n");
    repo.commit("feature");
    assert_eq!(review(&repo), [""; 0], "no branch to compare with");
    repo.git(&["config", "init.defaultBranch", "stem-of-all"]);
    assert_eq!(review(&repo), ["Modified a.py [1..2>1..2]"]);
}

#[test]
fn remote_head_is_the_default_branch() {
    let origin = Repo::with(&[("a.py", "a = 1\n")]);
    origin.git(&["branch", "--quiet", "-m", "develop"]);
    let copy = Repo::clone_of(&origin, &[]);
    copy.write("a.py", "a = 2\n");
    copy.commit("not pushed");
    assert_eq!(review(&copy), ["Modified a.py [1..2>1..2]"]);
}

#[test]
fn shallow_clone_says_so() {
    let origin = Repo::with(&[("a.py", "a = 1\n")]);
    for n in 2..4 {
        origin.write("a.py", format!("a = {n}\n"));
        origin.commit("more");
    }
    origin.git(&["checkout", "--quiet", "-b", "feature", "main~2"]);
    origin.write("b.py", "b = 1\n");
    origin.commit("feature");
    let copy = Repo::clone_of(&origin, &["--depth=1", "--no-single-branch"]);
    let error = changes(&copy, Some("origin/main"), None).expect_err("no merge base");
    assert_eq!(
        error.to_string(),
        "`origin/main` and `HEAD` have no commit in common: the clone is shallow, run `git fetch --unshallow`"
    );
}

#[test]
fn shallow_clone_without_a_default_branch_is_an_error() {
    let origin = Repo::with(&[("a.py", "a = 1\n")]);
    origin.git(&["checkout", "--quiet", "-b", "feature"]);
    origin.write("a.py", "a = 2\n");
    origin.commit("feature");
    let copy = Repo::clone_of(&origin, &["--depth=1", "--branch=feature", "--single-branch"]);
    copy.git(&["remote", "remove", "origin"]);
    copy.git(&["checkout", "--quiet", "--detach"]);
    assert_eq!(
        changes(&copy, None, None).expect_err("nothing to compare with"),
        ChangeError::NoDefaultBranch
    );
}

#[test]
fn unrelated_histories_are_an_error() {
    let repo = Repo::with(&[("a.py", "a = 1\n")]);
    repo.git(&["checkout", "--quiet", "--orphan", "other"]);
    repo.commit("another beginning");
    let error = changes(&repo, None, None).expect_err("no merge base");
    let text = "`main` and `HEAD` have no commit in common: name a commit of the same history with --base";
    assert_eq!(error.to_string(), text);
}

#[test]
fn linked_work_trees_and_odd_places() {
    let repo = Repo::with(&[("a.py", "a = 1\n")]);
    let tree = repo.outside("linked\nhere");
    repo.git(&["worktree", "add", "--quiet", "-b", "feature", tree.to_str().expect("UTF-8")]);
    std::fs::write(tree.join("a.py"), "a = 2\n").expect("writes");
    let found = repository(&tree.join("a.py")).expect("found from a file");
    assert_eq!(found.root(), tree.canonicalize().expect("path"));
    let change = found.changes(None, None, &[], &RepoPath::is_python).expect("reads");
    assert_eq!(summary(&change), ["Modified a.py [1..2>1..2]"]);
}

#[test]
fn unknown_revision_suggests_the_nearest() {
    let repo = Repo::with(&[("a.py", "a = 1\n")]);
    let error = changes(&repo, Some("mian"), None).expect_err("unknown");
    assert_eq!(error.to_string(), "no commit is named `mian`; did you mean `main`?");
    for name in ["--all", "-h", "--output=/tmp/x", "main:a.py", "", "a\0b", "HEAD^{tree}"] {
        let error = changes(&repo, Some(name), None).expect_err("unknown");
        assert!(matches!(error, ChangeError::UnknownRevision { .. }), "{name:?}: {error}");
    }
}

#[test]
fn not_a_repository() {
    let folder = tempfile::tempdir().expect("folder");
    assert!(matches!(repository(folder.path()), Err(ChangeError::NotARepository { .. })));
    assert!(matches!(repository(&folder.path().join("none")), Err(ChangeError::NotARepository { .. })));
}

#[test]
fn bare_repository_needs_a_head() {
    let origin = Repo::with(&[("a.py", "a = 1\n")]);
    origin.write("a.py", "a = 2\n");
    origin.commit("more");
    let bare = Repo::clone_of(&origin, &["--bare"]);
    assert_eq!(changes(&bare, None, None).expect_err("bare"), ChangeError::Bare);
    let change = changes(&bare, Some("HEAD~1"), Some("HEAD")).expect("reads");
    assert_eq!(summary(&change), ["Modified a.py [1..2>1..2]"]);
}

#[test]
fn paths_narrow_the_change() {
    let repo = Repo::with(&[("app/a.py", "a = 1\n"), ("lib/b.py", "b = 1\n"), ("gone.py", "g = 1\n")]);
    repo.write("app/a.py", "a = 2\n");
    repo.write("app/new.py", "n = 1\n");
    repo.write("lib/b.py", "b = 2\n");
    repo.remove("gone.py");
    let found = repository(&repo.path().join("app")).expect("repository");
    let under = |paths: &[&str]| {
        let paths: Vec<RepoPath> = paths.iter().map(|path| RepoPath::new(path)).collect();
        found.changes(None, None, &paths, &RepoPath::is_python).map(|change| summary(&change))
    };
    let app = ["Modified app/a.py [1..2>1..2]", "Added app/new.py [1..1>1..2]"];
    assert_eq!(under(&["app"]).expect("reads"), app);
    assert_eq!(under(&["lib/b.py"]).expect("reads"), ["Modified lib/b.py [1..2>1..2]"]);
    assert_eq!(under(&["gone.py"]).expect("reads"), ["Deleted gone.py [1..2>1..1]"]);
    assert_eq!(under(&[""]).expect("reads").len(), 4);
    assert!(matches!(under(&["ap"]), Err(ChangeError::NoSuchPath { .. })));
    assert!(matches!(under(&["--output=x"]), Err(ChangeError::NoSuchPath { .. })));
    assert_eq!(found.root(), repo.path().canonicalize().expect("path"));
    let relative = |path: &str| found.relative(&repo.path().join(path));
    assert_eq!(relative("app/a.py"), Ok(RepoPath::new("app/a.py")));
    assert_eq!(relative("gone.py"), Ok(RepoPath::new("gone.py")));
    assert_eq!(relative("app/../lib"), Ok(RepoPath::new("lib")));
    assert!(matches!(found.relative("/".as_ref()), Err(ChangeError::OutsideRepository { .. })));
}

#[test]
fn show_reads_a_commit() {
    let repo = Repo::with(&[("-a b.toml", "x = 1\n")]);
    repo.write("-a b.toml", "x = 2\n");
    let found = repository(repo.path()).expect("repository");
    assert_eq!(found.show("HEAD", &RepoPath::new("-a b.toml")).as_deref(), Some(&b"x = 1\n"[..]));
    assert_eq!(found.show("HEAD", &RepoPath::new("none")), None);
    assert_eq!(found.show("--help", &RepoPath::new("-a b.toml")), None);
}

#[test]
fn what_lies_around_a_change_is_that_of_its_head() {
    let repo = Repo::with(&[("a.py", "a = 1\n"), ("pkg/b.py", "b = 1\n"), ("notes.txt", "text\n")]);
    repo.write("pkg/b.py", "b = 2\n");
    let found = repository(repo.path()).expect("a repository");
    let names = ["a.py", "pkg/b.py", "lost.py", "strange\nname.py"].map(RepoPath::new);
    // The commit, whatever the working tree says; then the working tree.
    for (head, text) in [(Some("HEAD"), "b = 1\n"), (None, "b = 2\n")] {
        let sides = found.sides(Some("HEAD"), head).expect("sides");
        let around = found.surroundings(&sides, &RepoPath::is_python);
        assert_eq!(around.paths(), names[..2]);
        let texts: Vec<Option<String>> =
            around.load(&names).iter().map(|it| it.as_ref().map(|it| it.text().to_owned())).collect();
        assert_eq!(texts, [Some("a = 1\n".to_owned()), Some(text.to_owned()), None, None]);
    }
}
