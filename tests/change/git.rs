//! What may happen to a file between two commits, or a commit and the working tree.

use hognose::change::Status;
use hognose::source::RepoPath;

use super::repo::{CODE, Repo, assert_each_way, changes, review, summary};
use hognose::change::git::repository;

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
    repo.write("b.py", CODE.replace("return 2", "return 3"));
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

/// As a build server checks a pull request out: nothing to compare with must not look like nothing to say.
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
