//! The working tree as it is seen by way of git's index: all that may be there, in the index that is plain and in those
//! that are left to git. Whichever way is taken, the change is the same.

use std::fs::{File, FileTimes};
use std::time::{Duration, SystemTime};

use hognose::change::{Context, git::repository};
use hognose::source::RepoPath;

use super::repo::{Repo, changes, review, summary};

const FILES: [(&str, &str); 7] = [
    ("a.py", "a = 1\n"),
    ("a/b.py", "b = 1\n"),
    ("a/c/d.py", "d = 1\n"),
    ("a-b.py", "e = 1\n"),
    ("gone.py", "gone = 1\n"),
    ("gone/f.py", "f = 1\n"),
    ("z.txt", "no code\n"),
];

/// Long before the index is written, so that no file has to be read to be known.
fn settle(repo: &Repo) {
    for (path, _) in FILES {
        set_time(repo, path, 1_000_000_000);
    }
    repo.git(&["update-index", "-q", "--really-refresh"]);
}

fn set_time(repo: &Repo, path: &str, seconds: u64) {
    let time = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
    let file = File::options().write(true).open(repo.path().join(path)).expect("opens");
    file.set_times(FileTimes::new().set_modified(time)).expect("sets");
}

/// A bit of everything, staged and not.
fn edit(repo: &Repo) {
    repo.write("a/b.py", "b = 2\n");
    repo.write("a-b.py", "e = 2\n");
    repo.git(&["add", "a-b.py"]);
    repo.write("a-b.py", "e = 1\ne = 3\n");
    repo.remove("gone.py");
    std::fs::remove_dir_all(repo.path().join("gone")).expect("removes");
    repo.write("new.py", "new = 1\n");
    repo.write("staged.py", "staged = 1\n");
    repo.git(&["add", "staged.py"]);
    repo.write("staged_and_gone.py", "staged = 2\n");
    repo.git(&["add", "staged_and_gone.py"]);
    repo.remove("staged_and_gone.py");
    repo.write("folder/deep/er/x.py", "x = 1\n");
    repo.write("folder/deep/er/y.txt", "no code\n");
    repo.write("only/notes.txt", "no code\n");
}

const CHANGE: [&str; 7] = [
    "Modified a/b.py [1..2>1..2]",
    "Modified a-b.py [2..2>2..3]",
    "Added folder/deep/er/x.py [1..1>1..2]",
    "Deleted gone/f.py [1..2>1..1]",
    "Deleted gone.py [1..2>1..1]",
    "Added new.py [1..1>1..2]",
    "Added staged.py [1..1>1..2]",
];

#[track_caller]
fn assert_change(repo: &Repo, what: &str) {
    let mut expected: Vec<String> = CHANGE.iter().map(|line| (*line).to_owned()).collect();
    let mut found = review(repo);
    expected.sort();
    found.sort();
    assert_eq!(found, expected, "{what}");
}

#[test]
fn every_kind_of_index_gives_the_same_change() {
    let kinds: [(&str, &[&[&str]]); 8] = [
        ("plain", &[]),
        ("version 3 or 4", &[&["update-index", "--index-version", "4"]]),
        ("split", &[&["update-index", "--split-index"]]),
        ("untracked cache", &[&["update-index", "--untracked-cache"]]),
        ("assumed unchanged", &[&["update-index", "--assume-unchanged", "z.txt"]]),
        ("left out of the tree", &[&["update-index", "--skip-worktree", "z.txt"]]),
        ("to be added", &[&["rm", "-q", "--cached", "z.txt"], &["add", "--intent-to-add", "z.txt"]]),
        (
            "times of little weight",
            &[&["config", "core.checkStat", "minimal"], &["config", "core.trustctime", "false"]],
        ),
    ];
    for (kind, commands) in kinds {
        let repo = Repo::with(&FILES);
        settle(&repo);
        for command in commands {
            repo.git(command);
        }
        assert_eq!(review(&repo), [""; 0], "{kind}");
        edit(&repo);
        assert_change(&repo, kind);
        let sides = repository(repo.path()).and_then(|found| found.sides(None, None)).expect("sides");
        let found = repository(repo.path()).expect("finds");
        let around = found.surroundings(&sides, &RepoPath::is_python).paths();
        let around: Vec<&str> = around.iter().map(RepoPath::as_str).collect();
        let tracked = [
            "a-b.py",
            "a.py",
            "a/b.py",
            "a/c/d.py",
            "gone.py",
            "gone/f.py",
            "staged.py",
            "staged_and_gone.py",
        ];
        assert_eq!(around, tracked, "{kind}");
    }
}

#[test]
fn a_repository_of_long_names_gives_the_same_change() {
    let repo = Repo::empty();
    std::fs::remove_dir_all(repo.path().join(".git")).expect("removes");
    // Git without SHA-256 has nothing to show here.
    if !repo.try_git(&["init", "--quiet", "--initial-branch=main", "--object-format=sha256"]) {
        return;
    }
    for (path, text) in FILES {
        repo.write(path, text);
    }
    repo.commit("base");
    settle(&repo);
    assert_eq!(review(&repo), [""; 0]);
    edit(&repo);
    assert_change(&repo, "sha256");
}

#[test]
fn files_of_the_second_in_which_the_index_was_written() {
    let repo = Repo::with(&FILES);
    repo.write("a.py", "a = 2\n");
    let later = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).expect("after 1970").as_secs() + 100;
    set_time(&repo, "a/b.py", later);
    repo.git(&["update-index", "-q", "--refresh"]);
    assert_eq!(review(&repo), ["Modified a.py [1..2>1..2]"], "equal content is no change");
    repo.write("a/b.py", "b = 2\n");
    set_time(&repo, "a/b.py", later);
    let expected = ["Modified a.py [1..2>1..2]", "Modified a/b.py [1..2>1..2]"];
    assert_eq!(review(&repo), expected, "same size, same time");
}

/// Size and time of the last write say nothing; that it was touched at all does.
#[test]
fn an_edit_that_sets_the_time_back_is_seen() {
    let repo = Repo::with(&FILES);
    settle(&repo);
    // Git looks at whole seconds.
    std::thread::sleep(Duration::from_millis(1100));
    repo.write("a.py", "a = 2\n");
    set_time(&repo, "a.py", 1_000_000_000);
    assert_eq!(review(&repo), ["Modified a.py [1..2>1..2]"]);
}

#[cfg(unix)]
#[test]
fn what_takes_another_kind_of_place() {
    let repo = Repo::with(&[&FILES[..], &[("x.py/notes.txt", "no code\n")]].concat());
    settle(&repo);
    repo.remove("a.py");
    repo.write("a.py/inner.py", "inner = 1\n");
    std::fs::remove_dir_all(repo.path().join("gone")).expect("removes");
    repo.write("gone", "a file\n");
    repo.remove("a-b.py");
    repo.link("gone.py", "a-b.py");
    std::fs::remove_dir_all(repo.path().join("x.py")).expect("removes");
    repo.write("x.py", "x = 1\n");
    repo.make_executable("a/c/d.py");
    let expected = [
        "Deleted a-b.py [1..2>1..1]",
        "Deleted a.py [1..2>1..1]",
        "Added a.py/inner.py [1..1>1..2]",
        "Modified a/c/d.py []",
        "Deleted gone/f.py [1..2>1..1]",
        "Added x.py [1..1>1..2]",
    ];
    assert_eq!(review(&repo), expected);
    repo.git(&["config", "core.fileMode", "false"]);
    let without = review(&repo);
    assert!(!without.contains(&"Modified a/c/d.py []".to_owned()), "{without:?}");
}

#[test]
fn a_branch_against_the_commit_that_it_left() {
    let repo = Repo::with(&FILES);
    repo.git(&["checkout", "--quiet", "-b", "feature"]);
    repo.write("a.py", "a = 2\n");
    repo.remove("a-b.py");
    repo.write("new.py", "new = 1\n");
    repo.commit("feature");
    settle_all(&repo);
    let committed = ["Deleted a-b.py [1..2>1..1]", "Modified a.py [1..2>1..2]", "Added new.py [1..1>1..2]"];
    assert_eq!(review(&repo), committed);
    // Taken back in the working tree alone.
    repo.write("a.py", "a = 1\n");
    repo.write("a-b.py", "e = 1\n");
    repo.remove("new.py");
    assert_eq!(review(&repo), [""; 0]);
    let against_head = changes(&repo, Some("HEAD"), None).expect("reads");
    let expected = ["Added a-b.py [1..1>1..2]", "Modified a.py [1..2>1..2]", "Deleted new.py [1..2>1..1]"];
    assert_eq!(summary(&against_head), expected);
}

fn settle_all(repo: &Repo) {
    for path in ["a.py", "a/b.py", "a/c/d.py", "gone.py", "gone/f.py", "new.py", "z.txt"] {
        set_time(repo, path, 1_000_000_000);
    }
    repo.git(&["update-index", "-q", "--really-refresh"]);
}

#[test]
fn what_is_ignored_or_of_another_repository_is_not_untracked() {
    let repo = Repo::with(&[("a.py", "a = 1\n"), (".gitignore", "venv/\n/made.py\n")]);
    repo.write("venv/lib/x.py", "x = 1\n");
    repo.write("made.py", "x = 1\n");
    repo.write("other/x.py", "x = 1\n");
    Repo::init_at(&repo.path().join("other"));
    assert_eq!(review(&repo), [""; 0]);
    for number in 0..100 {
        repo.write(&format!("many/{number}/x.py"), "x = 1\n");
        repo.write(&format!("few{number}.py"), "x = 1\n");
    }
    assert_eq!(review(&repo).len(), 200, "more than are asked about by name");
    let found = repository(repo.path()).expect("finds");
    let only = found.changes(None, None, &[RepoPath::new("many/7")], &RepoPath::is_python).expect("reads");
    assert_eq!(summary(&only), ["Added many/7/x.py [1..1>1..2]"]);
    let one = found.changes(None, None, &[RepoPath::new("few3.py")], &RepoPath::is_python).expect("reads");
    assert_eq!(summary(&one), ["Added few3.py [1..1>1..2]"]);
}

#[test]
fn a_repository_inside_whose_files_are_tracked_outside() {
    let repo = Repo::with(&[("a.py", "a = 1\n"), ("inner/b.py", "b = 1\n")]);
    Repo::init_at(&repo.path().join("inner"));
    repo.write("inner/b.py", "b = 2\n");
    assert_eq!(review(&repo), ["Modified inner/b.py [1..2>1..2]"]);
}

/// A broken index is git's to complain of.
#[test]
fn a_damaged_index_is_an_error() {
    let repo = Repo::with(&FILES);
    let index = repo.path().join(".git/index");
    let mut bytes = std::fs::read(&index).expect("reads");
    bytes[7] = 9;
    std::fs::write(&index, bytes).expect("writes");
    assert!(changes(&repo, Some("HEAD"), None).is_err());
}
