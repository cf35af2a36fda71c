//! A git repository in a temporary folder.
#![allow(dead_code, reason = "each test binary uses its own part")]

use std::path::{Path, PathBuf};
use std::process::Command;

pub(crate) struct Repo {
    folder: tempfile::TempDir,
    path: PathBuf,
}

impl Repo {
    /// A repository without a commit, on branch `main`.
    pub(crate) fn empty() -> Self {
        let folder = tempfile::tempdir().expect("temporary folder");
        let path = folder.path().join("work");
        std::fs::create_dir(&path).expect("folder");
        Self::init_at(&path);
        Self { folder, path }
    }

    /// A repository with these files in its one commit.
    pub(crate) fn with<T: AsRef<[u8]>>(files: &[(&str, T)]) -> Self {
        let repo = Self::empty();
        for (path, content) in files {
            repo.write(path, content);
        }
        repo.commit("base");
        repo
    }

    pub(crate) fn clone_of(origin: &Self, options: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("temporary folder");
        let path = folder.path().join("work");
        let url = format!("file://{}", origin.path.display());
        let args = [&["clone", "--quiet"], options, &[&url, path.to_str().expect("UTF-8")]].concat();
        assert!(git_in(folder.path(), &args), "git {args:?}");
        Self { folder, path }
    }

    pub(crate) fn init_at(path: &Path) {
        assert!(git_in(path, &["init", "--quiet", "--initial-branch=main"]));
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// A place outside the repository that goes away with it.
    pub(crate) fn outside(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.path.join(path);
        std::fs::create_dir_all(path.parent().expect("parent")).expect("folder");
        std::fs::write(path, content).expect("writes");
    }

    pub(crate) fn remove(&self, path: &str) {
        std::fs::remove_file(self.path.join(path)).expect("removes");
    }

    #[cfg(unix)]
    pub(crate) fn link(&self, target: &str, path: &str) {
        std::os::unix::fs::symlink(target, self.path.join(path)).expect("links");
    }

    #[cfg(unix)]
    pub(crate) fn make_executable(&self, path: &str) {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::Permissions::from_mode(0o755);
        std::fs::set_permissions(self.path.join(path), mode).expect("mode");
    }

    #[track_caller]
    pub(crate) fn git(&self, args: &[&str]) {
        assert!(self.try_git(args), "git {args:?}");
    }

    pub(crate) fn try_git(&self, args: &[&str]) -> bool {
        git_in(&self.path, args)
    }

    /// Commits everything there is.
    pub(crate) fn commit(&self, message: &str) {
        self.git(&["add", "-A"]);
        self.git(&["commit", "--quiet", "--allow-empty", "-m", message]);
    }
}

fn git_in(folder: &Path, args: &[&str]) -> bool {
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
    if !output.status.success() {
        eprintln!("git {args:?}: {}", String::from_utf8_lossy(&output.stderr));
    }
    output.status.success()
}
