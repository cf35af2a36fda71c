//! The real program in a folder of its own.

#![allow(dead_code, reason = "no test file needs every helper")]
#![allow(clippy::unwrap_used, reason = "a helper of tests fails the test")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

/// A folder with files, given as (path, content).
pub(crate) fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, content) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    folder
}

/// The program, to be run in `folder`, deaf to the environment of whoever runs the tests.
pub(crate) fn hognose(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hognose"));
    command.args(args).current_dir(folder);
    for name in ["NO_COLOR", "CLICOLOR_FORCE", "CLICOLOR", "COLUMNS", "TERM", "RUST_BACKTRACE"] {
        command.env_remove(name);
    }
    command
}

/// Exit status, standard output, standard error.
pub(crate) fn run(folder: &Path, args: &[&str]) -> (i32, String, String) {
    told(hognose(folder, args).output().unwrap())
}

pub(crate) fn told(output: Output) -> (i32, String, String) {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// The one line that a failed run says; fails unless it is one line, alone, with status 2.
pub(crate) fn refused(folder: &Path, args: &[&str]) -> String {
    let (code, out, err) = run(folder, args);
    assert_eq!((code, out.as_str()), (2, ""), "{args:?}: {err}");
    assert_eq!(err.matches('\n').count(), 1, "{args:?}: {err:?}");
    assert!(err.ends_with('\n'), "{args:?}: {err:?}");
    err.trim_end().to_owned()
}

/// Runs git in `folder`; fails when git does.
pub(crate) fn git(folder: &Path, args: &[&str]) {
    let out = Command::new("git")
        .args(["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "init.defaultBranch=main"])
        .args(args)
        .current_dir(folder)
        .output()
        .unwrap();
    assert!(out.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&out.stderr));
}
