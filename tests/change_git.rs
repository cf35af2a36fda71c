//! The change in real git repositories, made with the program `git` in temporary folders.

#[path = "change/repo.rs"]
mod repo;

use hognose::change::{ChangeError, ChangeSet, FileChange, Status, git::repository};
use hognose::source::RepoPath;
use repo::Repo;

const CODE: &str = "import os\n\n\ndef one():\n    return os.getcwd()\n\n\ndef two():\n    return 2\n";

fn summary(change: &ChangeSet) -> Vec<String> {
    let line = |file: &FileChange| {
        let old = file.old_path.as_ref().map(|old| format!(" from {old}")).unwrap_or_default();
        let hunks: Vec<String> = file
            .hunks
            .iter()
            .map(|hunk| {
                format!("{}..{}>{}..{}", hunk.base.start, hunk.base.end, hunk.head.start, hunk.head.end)
            })
            .collect();
        format!("{:?} {}{old} [{}]", file.status, file.path, hunks.join(" "))
    };
    let skipped = change.skipped.iter().map(|skipped| format!("skipped {}: {}", skipped.path, skipped.why));
    change.files.iter().map(line).chain(skipped).collect()
}

fn changes(repo: &Repo, base: Option<&str>, head: Option<&str>) -> Result<ChangeSet, ChangeError> {
    repository(repo.path())?.changes(base, head, &[], &RepoPath::is_python)
}

#[track_caller]
fn review(repo: &Repo) -> Vec<String> {
    summary(&changes(repo, None, None).expect("the change can be read"))
}

/// The same change read three ways: from the working tree, staged, and as a commit.
#[track_caller]
fn assert_each_way(repo: &Repo, expected: &[&str]) {
    assert_eq!(review(repo), expected, "working tree");
    repo.git(&["add", "-A"]);
    assert_eq!(review(repo), expected, "staged");
    repo.commit("head");
    let change = changes(repo, Some("HEAD~1"), Some("HEAD")).expect("the change can be read");
    assert_eq!(summary(&change), expected, "commit");
}

#[test]
fn added_modified_and_deleted() {
    let repo =
        Repo::with(&[("a.py", CODE), ("b.py", "x = 1\ny = 2\n"), ("c.py", "gone = 1\n"), ("d.py", "d\n")]);
    repo.write("new.py", "one = 1\ntwo = 2\n");
    repo.write("b.py", "x = 1\ny = 3\n");
    repo.remove("c.py");
    repo.write("notes.txt", "not code\n");
    assert_each_way(
        &repo,
        &["Modified b.py [2..3>2..3]", "Deleted c.py [1..2>1..1]", "Added new.py [1..1>1..3]"],
    );
    let change = changes(&repo, Some("HEAD~1"), None).expect("the change can be read");
    assert_eq!(change.files[0].base.as_ref().expect("base").text(), "x = 1\ny = 2\n");
    assert_eq!(change.files[0].head.as_ref().expect("head").text(), "x = 1\ny = 3\n");
    assert_eq!(change.files[1].base.as_ref().expect("base").text(), "gone = 1\n");
    assert!(change.files[1].head.is_none());
}

#[test]
fn renamed_and_edited() {
    let repo = Repo::with(&[("a.py", CODE)]);
    repo.remove("a.py");
    repo.write("b.py", &CODE.replace("return 2", "return 3"));
    assert_each_way(&repo, &["Renamed b.py from a.py [9..10>9..10]"]);
}

#[test]
fn moved_into_a_folder() {
    let repo = Repo::with(&[("a.py", CODE)]);
    repo.remove("a.py");
    repo.write("pkg/deep/a.py", CODE);
    assert_each_way(&repo, &["Renamed pkg/deep/a.py from a.py []"]);
    let only = repository(repo.path())
        .and_then(|found| found.changes(Some("HEAD~1"), None, &[RepoPath::new("pkg")], &RepoPath::is_python));
    assert_eq!(summary(&only.expect("reads")), ["Renamed pkg/deep/a.py from a.py []"]);
}

#[cfg(unix)]
#[test]
fn mode_change_has_no_hunk() {
    let repo = Repo::with(&[("a.py", CODE)]);
    repo.make_executable("a.py");
    assert_each_way(&repo, &["Modified a.py []"]);
}

#[cfg(unix)]
#[test]
fn symbolic_links_are_not_code() {
    let repo = Repo::with(&[("a.py", CODE), ("b.py", "b = 1\n")]);
    repo.link("/etc/passwd", "link.py");
    repo.link("a.py", "inside.py");
    repo.link("loop.py", "loop.py");
    assert_each_way(&repo, &[]);
    repo.remove("b.py");
    repo.link("a.py", "b.py");
    repo.remove("link.py");
    repo.write("link.py", "x = 1\n");
    assert_each_way(&repo, &["Deleted b.py [1..2>1..1]", "Added link.py [1..1>1..2]"]);
}

#[cfg(unix)]
#[test]
fn folder_replaced_by_a_link_is_not_followed() {
    let repo = Repo::with(&[("pkg/a.py", CODE), ("b.py", "b = 1\n")]);
    let outside = tempfile::tempdir().expect("folder");
    std::fs::write(outside.path().join("a.py"), "secret = 1\n").expect("writes");
    std::fs::remove_dir_all(repo.path().join("pkg")).expect("removes");
    repo.link(outside.path().to_str().expect("UTF-8"), "pkg");
    assert_each_way(&repo, &["Deleted pkg/a.py [1..10>1..1]"]);
}

#[test]
fn submodules_are_projects_of_their_own() {
    let inner = Repo::with(&[("inner.py", CODE)]);
    let repo = Repo::with(&[("a.py", "a = 1\n")]);
    let from = inner.path().to_str().expect("UTF-8");
    repo.git(&["-c", "protocol.file.allow=always", "submodule", "--quiet", "add", from, "sub"]);
    repo.write("a.py", "a = 2\n");
    assert_each_way(&repo, &["Modified a.py [1..2>1..2]"]);
    repo.write("sub/inner.py", "changed = 1\n");
    repo.write("sub/new.py", "new = 1\n");
    assert_eq!(review(&repo), [""; 0]);
    let nested = repo.path().join("nested");
    std::fs::create_dir(&nested).expect("folder");
    Repo::init_at(&nested);
    std::fs::write(nested.join("n.py"), "n = 1\n").expect("writes");
    assert_eq!(review(&repo), [""; 0], "a repository inside this one, not added");
}

#[test]
fn binary_content_is_skipped() {
    let repo = Repo::with(&[("a.py", CODE)]);
    repo.write("a.py", b"\x00\x01\x02");
    repo.write("b.py", b"\xff\xfea\x00");
    repo.write("c.py", b"x = '\xff'\n");
    assert_each_way(
        &repo,
        &[
            "skipped a.py: binary content",
            "skipped b.py: written in UTF-16, which Python does not read",
            "skipped c.py: not valid UTF-8",
        ],
    );
}

#[test]
fn huge_files_are_skipped() {
    let repo = Repo::with(&[("a.py", CODE)]);
    repo.write("a.py", vec![b'#'; 10 * 1024 * 1024 + 1]);
    repo.write("b.py", "x = 1\n");
    let expected = ["Added b.py [1..1>1..2]", "skipped a.py: 10485761 bytes; files over 10 MB are not read"];
    assert_each_way(&repo, &expected);
}

#[test]
fn crlf_is_kept_in_the_text() {
    let repo = Repo::with(&[("a.py", "a = 1\r\nb = 2\r\n")]);
    repo.write("a.py", "a = 1\r\nb = 3\r\n");
    assert_each_way(&repo, &["Modified a.py [2..3>2..3]"]);
    let change = changes(&repo, Some("HEAD~1"), None).expect("reads");
    let head = change.files[0].head.as_ref().expect("head");
    assert_eq!((head.text(), head.newline()), ("a = 1\r\nb = 3\r\n", "\r\n"));
}

#[test]
fn line_endings_that_git_put_there_are_no_hunk() {
    let repo = Repo::with(&[("a.py", "a = 1\nb = 2\n")]);
    repo.git(&["config", "core.autocrlf", "true"]);
    repo.write("a.py", "a = 1\r\nb = 3\r\n");
    assert_eq!(review(&repo), ["Modified a.py [2..3>2..3]"]);
}

#[test]
fn final_newline_is_one_line() {
    let repo = Repo::with(&[("a.py", "a = 1\nb = 2\n"), ("b.py", "a = 1\nb = 2")]);
    repo.write("a.py", "a = 1\nb = 2\nc = 3");
    repo.write("b.py", "a = 1\nb = 2\nc = 3");
    repo.git(&["add", "-A"]);
    repo.commit("head");
    let change = changes(&repo, Some("HEAD~1"), Some("HEAD")).expect("reads");
    assert_eq!(summary(&change), ["Modified a.py [3..3>3..4]", "Modified b.py [2..3>2..4]"]);
    assert!(!change.files[0].head.as_ref().expect("head").has_final_newline());
}

#[test]
fn byte_order_mark_is_not_text() {
    let repo = Repo::with(&[("a.py", "a = 1\nb = 2\n")]);
    repo.write("a.py", "\u{feff}a = 1\nb = 3\n");
    assert_each_way(&repo, &["Modified a.py [2..3>2..3]"]);
    let change = changes(&repo, Some("HEAD~1"), None).expect("reads");
    let head = change.files[0].head.as_ref().expect("head");
    assert!(head.encoding().bom);
    assert_eq!(head.encode(head.text()), Some("\u{feff}a = 1\nb = 3\n".into()));
}

#[test]
fn encodings_are_pythons() {
    let repo = Repo::with(&[("a.py", b"# coding: latin-1\ns = '\xe9'\n")]);
    repo.write("a.py", "# coding: utf-8\ns = '\u{e9}'\n");
    repo.write("b.py", b"# coding: klingon\n");
    assert_each_way(
        &repo,
        &["Modified a.py [1..2>1..2]", "skipped b.py: unknown encoding in the coding line"],
    );
}

#[test]
fn untracked_counts_and_ignored_does_not() {
    let repo = Repo::with(&[("a.py", "a = 1\n"), (".gitignore", "build/\nlocal.py\n")]);
    repo.write("new.py", "x = 1\n");
    repo.write("folder/new.py", "x = 1\n");
    repo.write("build/out.py", "x = 1\n");
    repo.write("local.py", "x = 1\n");
    assert_eq!(review(&repo), ["Added folder/new.py [1..1>1..2]", "Added new.py [1..1>1..2]"]);
}

#[test]
fn untracked_file_that_was_tracked_is_modified() {
    let repo = Repo::with(&[("a.py", "a = 1\n")]);
    repo.git(&["rm", "--quiet", "--cached", "a.py"]);
    repo.write("a.py", "a = 2\n");
    assert_eq!(review(&repo), ["Modified a.py [1..2>1..2]"]);
}

#[test]
fn touched_but_equal_is_no_change() {
    let repo = Repo::with(&[("a.py", "a = 1\n")]);
    repo.write("a.py", "a = 2\n");
    repo.git(&["add", "a.py"]);
    repo.write("a.py", "a = 1\n");
    assert_eq!(review(&repo), [""; 0]);
}

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
    repo.git(&["branch", "--quiet", "-m", "trunk"]);
    repo.git(&["checkout", "--quiet", "-b", "feature"]);
    repo.write("a.py", "a = 2\n");
    repo.commit("feature");
    assert_eq!(review(&repo), [""; 0], "no branch to compare with");
    repo.git(&["config", "init.defaultBranch", "trunk"]);
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
fn conflicted_files_are_read_from_disk() {
    let repo = Repo::with(&[("a.py", "a = 1\n")]);
    repo.git(&["checkout", "--quiet", "-b", "feature"]);
    repo.write("a.py", "a = 2\n");
    repo.commit("feature");
    repo.git(&["checkout", "--quiet", "main"]);
    repo.write("a.py", "a = 3\n");
    repo.commit("main");
    assert!(!repo.try_git(&["merge", "--quiet", "feature"]));
    let change = changes(&repo, Some("HEAD"), None).expect("reads");
    assert_eq!(change.files.len(), 1);
    assert_eq!(change.files[0].status, Status::Modified);
    assert!(change.files[0].head.as_ref().expect("head").text().contains("<<<<<<<"));
}
