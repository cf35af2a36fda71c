//! The change between two folders, and the listing and loading of files, on real folders.

use std::fs;
use std::path::{Path, PathBuf};

use hognose::change::{ChangeError, ChangeSet, Skipped, files, trees};
use hognose::source::RepoPath;

const CODE: &str = "import os\n\n\ndef one():\n    return os.getcwd()\n\n\ndef two():\n    return 2\n";

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("temporary folder")
}

fn write(root: &Path, path: &str, content: impl AsRef<[u8]>) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().expect("parent")).expect("folder");
    fs::write(path, content).expect("writes");
}

fn summary(change: &ChangeSet) -> Vec<String> {
    let files = change.files.iter().map(|file| {
        let old = file.old_path.as_ref().map(|old| format!(" from {old}")).unwrap_or_default();
        format!("{:?} {}{old}", file.status, file.path)
    });
    files
        .chain(change.skipped.iter().map(|skipped| format!("skipped {}: {}", skipped.path, skipped.why)))
        .collect()
}

fn compare(base: &Path, head: &Path) -> Vec<String> {
    summary(&trees::compare(base, head, &RepoPath::is_python).expect("reads").0)
}

#[cfg(unix)]
fn pipe(path: PathBuf) {
    let made = std::process::Command::new("mkfifo").arg(path).status().expect("mkfifo runs");
    assert!(made.success());
}

#[test]
fn two_folders_differ_as_two_commits_do() {
    let (base, head) = (folder(), folder());
    for root in [base.path(), head.path()] {
        write(root, "same.py", CODE);
        write(root, ".github/same.py", CODE);
    }
    write(base.path(), "edited.py", "a = 1\nb = 2\n");
    write(head.path(), "edited.py", "a = 1\nb = 3\n");
    write(base.path(), "same_size.py", "a = 1\n");
    write(head.path(), "same_size.py", "a = 2\n");
    write(base.path(), "gone.py", "gone = 1\n");
    write(head.path(), "new.py", "new = 1\n");
    write(base.path(), "old/moved.py", CODE.replace("one", "eins"));
    write(head.path(), "new/moved.py", CODE.replace("one", "eins").replace("return 2", "return 3"));
    write(head.path(), "binary.py", b"\x00");
    write(head.path(), ".git/hooks/x.py", "no = 1\n");
    write(head.path(), "notes.txt", "no\n");
    assert_eq!(
        compare(base.path(), head.path()),
        [
            "Modified edited.py",
            "Deleted gone.py",
            "Added new.py",
            "Renamed new/moved.py from old/moved.py",
            "Modified same_size.py",
            "skipped binary.py: binary content",
        ]
    );
    assert_eq!(compare(base.path(), base.path()), [""; 0]);
}

#[cfg(unix)]
#[test]
fn links_and_pipes_do_no_harm() {
    use std::os::unix::fs::symlink;
    let (base, head) = (folder(), folder());
    write(base.path(), "pkg/a.py", CODE);
    write(head.path(), "pkg/a.py", CODE);
    symlink("..", head.path().join("pkg/loop")).expect("links");
    symlink("/etc/passwd", head.path().join("passwd.py")).expect("links");
    pipe(head.path().join("pipe.py"));
    assert_eq!(compare(base.path(), head.path()), ["skipped pipe.py: a named pipe, not a file"]);
}

#[test]
fn wide_and_deep_folders_are_walked() {
    let (base, head) = (folder(), folder());
    for n in 0..1500 {
        fs::create_dir(head.path().join(format!("d{n}"))).expect("folder");
    }
    let deep = vec!["d"; 200].join("/");
    write(head.path(), &format!("{deep}/a.py"), "a = 1\n");
    write(base.path(), &format!("{deep}/a.py"), "a = 2\n");
    assert_eq!(compare(base.path(), head.path()), [format!("Modified {deep}/a.py")]);
}

#[test]
fn a_folder_that_is_not_there() {
    let base = folder();
    write(base.path(), "file.py", CODE);
    let none = base.path().join("none");
    let error = trees::compare(base.path(), &none, &RepoPath::is_python).expect_err("missing");
    assert_eq!(error, ChangeError::NoSuchPath { path: none });
    let error = trees::compare(&base.path().join("file.py"), base.path(), &RepoPath::is_python);
    assert!(matches!(error, Err(ChangeError::Folder { .. })), "{error:?}");
}

fn listed(root: &Path, paths: &[PathBuf]) -> (Vec<String>, Vec<String>) {
    let (found, skipped) = files::list(root, paths, &RepoPath::is_python).expect("lists");
    let shown = |skipped: &Skipped| format!("{}: {}", skipped.path, skipped.why);
    (found.iter().map(RepoPath::to_string).collect(), skipped.iter().map(shown).collect())
}

#[test]
fn scan_lists_what_git_would_keep() {
    let root = folder();
    for path in ["b.py", "a/z.py", "a/a.py", "a.txt", "build/out.py", ".hidden/h.py", "a/local.py"] {
        write(root.path(), path, CODE);
    }
    write(root.path(), ".gitignore", "build/\nlocal.py\n");
    let none = Vec::<String>::new();
    assert_eq!(listed(root.path(), &[]).0, ["a/a.py", "a/z.py", "b.py"]);
    let under = |path: &str| listed(root.path(), &[root.path().join(path)]);
    assert_eq!(under("a"), (vec!["a/a.py".to_owned(), "a/z.py".to_owned()], none));
    assert_eq!(under(".hidden").0, [".hidden/h.py"], "named folders are not hidden");
    assert_eq!(under("a/local.py").0, ["a/local.py"], "named files are not ignored");
    assert_eq!(
        listed(root.path(), &[root.path().join("b.py"), root.path().to_owned()]).0.len(),
        3,
        "each once"
    );
    let missing = root.path().join("none.py");
    let error = files::list(root.path(), std::slice::from_ref(&missing), &RepoPath::is_python);
    assert_eq!(error, Err(ChangeError::NoSuchPath { path: missing }));
}

#[test]
fn a_path_outside_the_root_can_be_loaded() {
    let (root, other) = (folder(), folder());
    write(other.path(), "x.py", CODE);
    let found =
        files::list(root.path(), &[other.path().join("x.py")], &RepoPath::is_python).expect("lists").0;
    assert_eq!(found.len(), 1);
    assert_eq!(files::load(root.path(), &found[0]).expect("loads").text(), CODE);
}

#[cfg(unix)]
#[test]
fn scan_is_not_held_up() {
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;
    let root = folder();
    write(root.path(), "a.py", CODE);
    symlink(".", root.path().join("loop")).expect("links");
    symlink("a.py", root.path().join("link.py")).expect("links");
    pipe(root.path().join("pipe.py"));
    let odd = fs::write(root.path().join(std::ffi::OsStr::from_bytes(b"\xff.py")), CODE).is_ok();
    let (found, mut skipped) = listed(root.path(), &[]);
    assert_eq!(found, ["a.py"]);
    if odd {
        assert_eq!(skipped.pop().as_deref(), Some("\u{fffd}.py: the name is not UTF-8"));
    }
    assert_eq!(skipped, ["pipe.py: a named pipe, not a file"]);
    let why = |path: &str| files::load(root.path(), &RepoPath::new(path)).expect_err("not loaded").why;
    assert_eq!(why("pipe.py"), "a named pipe, not a file");
    assert_eq!(why("link.py"), "a symbolic link; links are not followed");
    assert_eq!(why("loop"), "a symbolic link; links are not followed");
    assert_eq!(why("none.py"), "no such file");
    let named = listed(root.path(), &[root.path().join("link.py")]);
    assert_eq!(named.1, ["link.py: a symbolic link; links are not followed"]);
}

#[test]
fn loading_says_why_not() {
    let root = folder();
    write(root.path(), "nul.py", b"\x00");
    write(root.path(), "huge.py", vec![b' '; 10 * 1024 * 1024 + 1]);
    write(root.path(), "good.py", b"\xef\xbb\xbfx = 1\r\n");
    let why = |path: &str| files::load(root.path(), &RepoPath::new(path)).expect_err("not loaded").why;
    assert_eq!(why("nul.py"), "binary content");
    assert_eq!(why("huge.py"), "10485761 bytes; files over 10 MB are not read");
    let good = files::load(root.path(), &RepoPath::new("good.py")).expect("loads");
    assert_eq!((good.text(), good.newline(), good.encoding().bom), ("x = 1\r\n", "\r\n", true));
}
