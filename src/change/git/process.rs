//! Running the program `git` so that nothing of the repository under review runs with it.
//!
//! Only plumbing commands are used, with `-z` output and arguments that no shell sees. A repository may name programs in
//! its own configuration (file system monitors, filters, diff drivers, hooks, transports); each way to start one is
//! closed here, and closed for every command, needed or not.

use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::change::ChangeError;
use crate::change::error::harmless;

/// How git is called in one folder.
#[derive(Debug, Clone)]
pub(super) struct Git {
    folder: PathBuf,
    /// Names of the filters that the configuration defines; they are emptied.
    filters: Vec<String>,
}

/// What a command that ended without success said.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) code: Option<i32>,
    pub(super) message: String,
}

impl Git {
    pub(super) fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), filters: Vec::new() }
    }

    /// The same, with the named filters emptied: comparing a file with the index may run them otherwise.
    pub(super) fn without_filters(&self, filters: Vec<String>) -> Self {
        Self { folder: self.folder.clone(), filters }
    }

    fn command<S: AsRef<std::ffi::OsStr>>(&self, args: &[S]) -> Command {
        let mut git = Command::new("git");
        git.current_dir(&self.folder)
            .args(["--no-pager", "--no-replace-objects", "--literal-pathspecs"])
            .args([
                "-c",
                "core.fsmonitor=false",
                "-c",
                "core.hooksPath=/dev/null",
                "-c",
                "protocol.allow=never",
            ])
            .args(args)
            // No locks on, and no refreshing of, what is only looked at.
            .env("GIT_OPTIONAL_LOCKS", "0")
            // Messages are matched; they must be the untranslated ones.
            .env("LC_ALL", "C")
            .env("GIT_TERMINAL_PROMPT", "0")
            // A partial clone would fetch what it lacks, by a transport that its configuration names.
            .env("GIT_NO_LAZY_FETCH", "1")
            .env("GIT_ALLOW_PROTOCOL", "none")
            .env_remove("GIT_EXTERNAL_DIFF")
            .env_remove("GIT_GLOB_PATHSPECS")
            .env_remove("GIT_NOGLOB_PATHSPECS")
            .env_remove("GIT_ICASE_PATHSPECS")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        // Through the environment and not by `-c`, which ends a name at the first `=`.
        let given =
            std::env::var("GIT_CONFIG_COUNT").ok().and_then(|count| count.parse().ok()).unwrap_or(0usize);
        let off = [("clean", ""), ("process", ""), ("smudge", ""), ("required", "false")];
        let settings = self.filters.iter().flat_map(|name| off.map(|(key, value)| (name, key, value)));
        let mut count = given;
        for (name, key, value) in settings {
            git.env(format!("GIT_CONFIG_KEY_{count}"), format!("filter.{name}.{key}"));
            git.env(format!("GIT_CONFIG_VALUE_{count}"), value);
            count += 1;
        }
        if count > given {
            git.env("GIT_CONFIG_COUNT", count.to_string());
        }
        git
    }

    /// Standard output of a command, or how it failed.
    pub(super) fn try_run<S: AsRef<std::ffi::OsStr>>(
        &self,
        args: &[S],
    ) -> Result<Result<Vec<u8>, Failure>, ChangeError> {
        let output = self.command(args).output().map_err(|error| not_started(&error))?;
        if output.status.success() {
            return Ok(Ok(output.stdout));
        }
        Ok(Err(Failure { code: output.status.code(), message: first_line(&output.stderr) }))
    }

    /// Standard output of a command that is expected to succeed.
    pub(super) fn run<S: AsRef<std::ffi::OsStr>>(&self, args: &[S]) -> Result<Vec<u8>, ChangeError> {
        self.try_run(args)?.map_err(|failure| failure.named(args.first().map(AsRef::as_ref)))
    }

    /// Standard output of a command up to `limit` bytes; `None` when there is more, or when it failed.
    pub(super) fn run_within<S: AsRef<std::ffi::OsStr>>(&self, args: &[S], limit: usize) -> Option<Vec<u8>> {
        let mut child = self.command(args).stderr(Stdio::null()).spawn().ok()?;
        let mut bytes = Vec::new();
        let read = child.stdout.take()?.take(limit as u64 + 1).read_to_end(&mut bytes);
        // The pipe is closed by now, so git ends even if it had more to say.
        let success = child.wait().is_ok_and(|status| status.success());
        (read.is_ok() && success && bytes.len() <= limit).then_some(bytes)
    }

    /// A command that is fed and read by the caller. Its standard error is dropped.
    pub(super) fn converse<S: AsRef<std::ffi::OsStr>>(
        &self,
        args: &[S],
    ) -> Result<(Child, std::process::ChildStdin, BufReader<std::process::ChildStdout>), ChangeError> {
        let mut child = self
            .command(args)
            .stdin(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| not_started(&error))?;
        match (child.stdin.take(), child.stdout.take()) {
            (Some(to), Some(from)) => Ok((child, to, BufReader::with_capacity(1 << 16, from))),
            _ => Err(ChangeError::NoGit { why: "no pipe to it".to_owned() }),
        }
    }
}

impl Failure {
    /// As an error of the command `name`.
    pub(super) fn named(self, name: Option<&std::ffi::OsStr>) -> ChangeError {
        let command = name.map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let remedy = if self.message.contains("dubious ownership") {
            "; if you trust its owner, name the folder in git's `safe.directory`"
        } else {
            ""
        };
        ChangeError::Git { command, message: self.message + remedy }
    }
}

fn not_started(error: &std::io::Error) -> ChangeError {
    ChangeError::NoGit { why: error.kind().to_string() }
}

fn first_line(stderr: &[u8]) -> String {
    let text = String::from_utf8_lossy(stderr);
    let line =
        text.lines().find(|line| !line.starts_with("warning:") && !line.is_empty()).unwrap_or_default();
    harmless(line.strip_prefix("fatal: ").unwrap_or(line))
}
