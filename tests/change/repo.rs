//! A git repository in a temporary folder, and its change in short lines.

use std::path::{Path, PathBuf};
use std::process::Command;

use hognose::change::{ChangeError, ChangeSet, FileChange, git::repository};
use hognose::source::RepoPath;

pub(super) const CODE: &str =
    "import os\n\n\ndef one():\n    return os.getcwd()\n\n\ndef two():\n    return 2\n";

pub(super) fn summary(change: &ChangeSet) -> Vec<String> {
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

pub(super) fn changes(repo: &Repo, base: Option<&str>, head: Option<&str>) -> Result<ChangeSet, ChangeError> {
    repository(repo.path())?.changes(base, head, &[], &RepoPath::is_python)
}

#[track_caller]
pub(super) fn review(repo: &Repo) -> Vec<String> {
    summary(&changes(repo, None, None).expect("the change can be read"))
}

/// The same change read three ways: from the working tree, staged, and as a commit.
#[track_caller]
pub(super) fn assert_each_way(repo: &Repo, expected: &[&str]) {
    assert_eq!(review(repo), expected, "working tree");
    repo.git(&["add", "-A"]);
    assert_eq!(review(repo), expected, "staged");
    repo.commit("head");
    let change = changes(repo, Some("HEAD~1"), Some("HEAD")).expect("the change can be read");
    assert_eq!(summary(&change), expected, "commit");
}

pub(super) struct Repo {
    folder: tempfile::TempDir,
    path: PathBuf,
}

impl Repo {
    /// A repository without a commit, on branch `main`.
    pub(super) fn empty() -> Self {
        let folder = tempfile::tempdir().expect("temporary folder");
        let path = folder.path().join("work");
        std::fs::create_dir(&path).expect("folder");
        Self::init_at(&path);
        Self { folder, path }
    }

    /// A repository with these files in its one commit.
    pub(super) fn with<T: AsRef<[u8]>>(files: &[(&str, T)]) -> Self {
        let repo = Self::empty();
        for (path, content) in files {
            repo.write(path, content);
        }
        repo.commit("base");
        repo
    }

    pub(super) fn clone_of(origin: &Self, options: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("temporary folder");
        let path = folder.path().join("work");
        let url = format!("file://{}", origin.path.display());
        let args = [&["clone", "--quiet"], options, &[&url, path.to_str().expect("UTF-8")]].concat();
        assert_eq!(git_in(folder.path(), &args), Ok(()), "git {args:?}");
        Self { folder, path }
    }

    pub(super) fn init_at(path: &Path) {
        assert_eq!(git_in(path, &["init", "--quiet", "--initial-branch=main"]), Ok(()));
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// A place outside the repository that goes away with it.
    pub(super) fn outside(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(super) fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.path.join(path);
        std::fs::create_dir_all(path.parent().expect("parent")).expect("folder");
        std::fs::write(path, content).expect("writes");
    }

    pub(super) fn remove(&self, path: &str) {
        std::fs::remove_file(self.path.join(path)).expect("removes");
    }

    #[cfg(unix)]
    pub(super) fn link(&self, target: &str, path: &str) {
        std::os::unix::fs::symlink(target, self.path.join(path)).expect("links");
    }

    #[cfg(unix)]
    pub(super) fn make_executable(&self, path: &str) {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::Permissions::from_mode(0o755);
        std::fs::set_permissions(self.path.join(path), mode).expect("mode");
    }

    #[track_caller]
    pub(super) fn git(&self, args: &[&str]) {
        assert_eq!(git_in(&self.path, args), Ok(()), "git {args:?}");
    }

    pub(super) fn try_git(&self, args: &[&str]) -> bool {
        git_in(&self.path, args).is_ok()
    }

    /// Commits everything there is.
    pub(super) fn commit(&self, message: &str) {
        self.git(&["add", "-A"]);
        self.git(&["commit", "--quiet", "--allow-empty", "-m", message]);
    }
}

fn git_in(folder: &Path, args: &[&str]) -> Result<(), String> {
    // Nothing of the machine's own git configuration has a say, nor of a hook that runs these tests.
    let mut git = Command::new("git");
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("GIT_")) {
        git.env_remove(name);
    }
    let output = git
        .current_dir(folder)
        .args(["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgSign=false"])
        .args(["-c", "core.autocrlf=false", "-c", "advice.detachedHead=false"])
        .args(args)
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_CONFIG_GLOBAL", if cfg!(windows) { "NUL" } else { "/dev/null" })
        .output()
        .expect("git runs");
    if output.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&output.stderr).into_owned()) }
}
