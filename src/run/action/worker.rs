//! The work in a process of its own, for programs in which a panic ends the process. The image is one, since what it takes
//! to go on after a panic is a fifth of its size.
//!
//! A defect of ours that a hostile file brings out must not cost the review. So the process that the runner starts only
//! waits for another one that works, and starts it again without the file on which that one died. Nothing is posted before
//! all files were looked at, and doing so twice comes to the same end.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::scan;
use crate::source::RepoPath;

/// The folder in which the two processes leave word for one another; only the working one has it set.
const FOLDER: &str = "HOGNOSE_WORKER";
/// Files that are passed over before hognose gives up.
const MAX_DEATHS: usize = 5;

/// Variables that make errors trace the stack.
const TRACES: [&str; 2] = ["RUST_BACKTRACE", "RUST_LIB_BACKTRACE"];

/// How one attempt ended.
#[derive(Debug, Clone, PartialEq, Eq)]
enum End {
    /// With an exit code.
    Code(u8),
    /// Not of its own will; on which file, where that is known.
    Died(Option<RepoPath>),
}

/// Why there is no exit code.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum WorkerError {
    /// It died where leaving out a file would not help.
    #[error("internal error outside of any file; please report it")]
    Elsewhere,
    /// It died on too many files.
    #[error("internal errors on over {MAX_DEATHS} files; please report it")]
    TooMany,
}

/// Works in a process of its own; its exit code. `None` where this process is to do the work: it is the working one, a
/// panic is no end to it, or no other one can be started.
pub(super) fn elsewhere() -> Option<Result<u8, WorkerError>> {
    if !cfg!(panic = "abort") || std::env::var_os(FOLDER).is_some() {
        return None;
    }
    let (program, folder) = (std::env::current_exe().ok()?, tempfile::tempdir().ok()?);
    let mut command = Command::new(program);
    command.args(std::env::args_os().skip(1)).env(FOLDER, folder.path()).stdin(Stdio::null());
    // Such a program has no tables to walk a stack by, and an error that tried to would end it.
    for name in TRACES {
        command.env_remove(name);
    }
    persist(&mut |passed_over| attempt(&mut command, folder.path(), passed_over))
}

/// Tries until there is an exit code, each time without the files that the attempts before died on. `None` where not even
/// the first one came about.
fn persist(attempt: &mut dyn FnMut(&BTreeSet<RepoPath>) -> Option<End>) -> Option<Result<u8, WorkerError>> {
    let mut passed_over = BTreeSet::new();
    while passed_over.len() <= MAX_DEATHS {
        let _ = match attempt(&passed_over) {
            None if passed_over.is_empty() => return None,
            Some(End::Code(code)) => return Some(Ok(code)),
            // A file that was passed over is no more the reason.
            Some(End::Died(Some(path))) if !passed_over.contains(&path) => passed_over.insert(path),
            _ => return Some(Err(WorkerError::Elsewhere)),
        };
    }
    Some(Err(WorkerError::TooMany))
}

fn attempt(command: &mut Command, folder: &Path, passed_over: &BTreeSet<RepoPath>) -> Option<End> {
    let names: Vec<&str> = passed_over.iter().map(RepoPath::as_str).collect();
    fs::write(passed_over_in(folder), serde_json::to_vec(&names).ok()?).ok()?;
    let _ = fs::remove_file(last_word_in(folder));
    let status = command.status().ok()?;
    Some(match status.code().and_then(|code| u8::try_from(code).ok()) {
        Some(code) => End::Code(code),
        None => End::Died(fs::read_to_string(last_word_in(folder)).ok().map(|text| RepoPath::new(&text))),
    })
}

fn passed_over_in(folder: &Path) -> PathBuf {
    folder.join("passed-over")
}

fn last_word_in(folder: &Path) -> PathBuf {
    folder.join("last-word")
}

/// The files that this process is to pass over.
pub(super) fn passed_over(lookup: &dyn Fn(&str) -> Option<String>) -> BTreeSet<RepoPath> {
    let read = || -> Option<Vec<String>> {
        serde_json::from_slice(&fs::read(passed_over_in(Path::new(&lookup(FOLDER)?))).ok()?).ok()
    };
    read().unwrap_or_default().iter().map(|name| RepoPath::new(name)).collect()
}

/// Names the file that a panicking thread is at work on. Called before the process ends, so it asks for little.
pub(in crate::run) fn leave_word() {
    if let (Some(folder), Some(path)) = (std::env::var_os(FOLDER), scan::busy_with()) {
        note(Path::new(&folder), &path);
    }
}

/// The first panic has the word: others may follow from it.
fn note(folder: &Path, path: &RepoPath) {
    if let Ok(mut file) = fs::File::create_new(last_word_in(folder)) {
        // Without the word the run ends with an error of its own.
        let _ = file.write_all(path.as_str().as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(paths: &BTreeSet<RepoPath>) -> Vec<&str> {
        paths.iter().map(RepoPath::as_str).collect()
    }

    #[test]
    fn a_file_on_which_it_dies_is_passed_over() {
        let mut seen = Vec::new();
        let code = persist(&mut |passed_over| {
            seen.push(names(passed_over).join(" "));
            let next = ["a.py", "b.py"].get(passed_over.len());
            Some(next.map_or(End::Code(1), |path| End::Died(Some(RepoPath::new(path)))))
        });
        assert_eq!((code, seen), (Some(Ok(1)), vec!["".into(), "a.py".into(), "a.py b.py".into()]));
    }

    #[test]
    fn it_gives_up_where_that_does_not_help() {
        assert_eq!(persist(&mut |_| Some(End::Died(None))), Some(Err(WorkerError::Elsewhere)));
        let same = |_: &BTreeSet<RepoPath>| Some(End::Died(Some(RepoPath::new("a.py"))));
        assert_eq!(persist(&mut { same }), Some(Err(WorkerError::Elsewhere)));
        let mut at = 0;
        let many = persist(&mut |_| {
            at += 1;
            Some(End::Died(Some(RepoPath::new(&format!("{at}.py")))))
        });
        assert_eq!((many, at), (Some(Err(WorkerError::TooMany)), MAX_DEATHS + 1));
        assert_eq!(persist(&mut |_| None), None, "then this process does the work");
    }

    #[test]
    fn the_first_word_is_the_last() {
        let folder = tempfile::tempdir().unwrap();
        note(folder.path(), &RepoPath::new("a\n.py"));
        note(folder.path(), &RepoPath::new("b.py"));
        assert_eq!(fs::read_to_string(last_word_in(folder.path())).unwrap(), "a\n.py");
    }

    #[test]
    #[cfg(unix)]
    fn a_process_leaves_word_and_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let shell = |script: &str, passed_over: &[&str]| {
            let mut command = Command::new("sh");
            command.args(["-c", script]).env(FOLDER, folder.path());
            let passed_over = passed_over.iter().map(|name| RepoPath::new(name)).collect();
            attempt(&mut command, folder.path(), &passed_over).unwrap()
        };
        assert_eq!(shell("exit 3", &[]), End::Code(3));
        let dies = "printf 'a\n b.py' > \"$HOGNOSE_WORKER/last-word\"; kill -ABRT $$";
        assert_eq!(shell(dies, &[]), End::Died(Some(RepoPath::new("a\n b.py"))));
        assert_eq!(shell("kill -ABRT $$", &["a\n b.py"]), End::Died(None), "an old word is none");
        let told = passed_over(&|name| (name == FOLDER).then(|| folder.path().display().to_string()));
        assert_eq!(names(&told), ["a\n b.py"]);
    }
}
