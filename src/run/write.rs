//! Writing: files whole or not at all, standard output without a fuss when nobody reads on.

#![cfg_attr(not(feature = "commands"), allow(dead_code, reason = "the image's program asks for a part"))]

use std::fs::{self, Permissions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use tempfile::NamedTempFile;

/// Writes to standard output. A closed pipe is no error: the reader had enough.
pub(super) fn stdout(bytes: &[u8]) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(error).context("cannot write to standard output")
        }
        _ => Ok(()),
    }
}

/// A file that has its content but not yet its name.
#[derive(Debug)]
pub(super) enum Staged {
    /// Beside its place, in a temporary file.
    Beside(NamedTempFile, PathBuf),
    /// For what is no regular file, such as `/dev/null`: a name cannot be moved over it.
    Through(Vec<u8>, PathBuf),
}

/// Refuses what cannot be written to, before any work is done.
pub(super) fn check(path: &Path) -> anyhow::Result<()> {
    if path.is_dir() {
        bail!("cannot write {path:?}: it is a folder; name a file");
    }
    let folder = folder(path);
    if !folder.is_dir() {
        bail!("cannot write {path:?}: there is no folder {folder:?}; make it first");
    }
    Ok(())
}

fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

impl Staged {
    /// Writes the bytes beside `path`; nothing is at `path` yet. An existing file lends its permissions.
    pub(super) fn new(path: &Path, bytes: &[u8]) -> anyhow::Result<Self> {
        // Behind a link the file that it points to is meant.
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
        let existing = fs::metadata(&path).ok();
        if existing.as_ref().is_some_and(|about| !about.is_file()) {
            return Ok(Self::Through(bytes.to_vec(), path));
        }
        let stage = || -> io::Result<NamedTempFile> {
            let mut builder = tempfile::Builder::new();
            builder.prefix(".hognose-");
            let fresh = fresh_permissions();
            if let Some(fresh) = fresh {
                builder.permissions(fresh);
            }
            let mut file = builder.tempfile_in(folder(&path))?;
            file.write_all(bytes)?;
            if let Some(about) = &existing {
                file.as_file().set_permissions(about.permissions())?;
            }
            Ok(file)
        };
        let file = stage().with_context(|| format!("cannot write {path:?}"))?;
        Ok(Self::Beside(file, path))
    }

    /// Puts the file in its place, in one step.
    pub(super) fn commit(self) -> anyhow::Result<()> {
        let (done, path) = match self {
            Self::Beside(file, path) => (file.persist(&path).map(drop).map_err(|error| error.error), path),
            Self::Through(bytes, path) => {
                let open = fs::OpenOptions::new().write(true).open(&path);
                match open.and_then(|mut file| file.write_all(&bytes)) {
                    Err(error) if error.kind() == io::ErrorKind::BrokenPipe => (Ok(()), path),
                    done => (done, path),
                }
            }
        };
        done.with_context(|| format!("cannot write {path:?}"))
    }
}

/// What an ordinary program would give a new file; the process's mask is taken off by the system.
#[cfg(unix)]
fn fresh_permissions() -> Option<Permissions> {
    use std::os::unix::fs::PermissionsExt;
    Some(Permissions::from_mode(0o666))
}

#[cfg(not(unix))]
fn fresh_permissions() -> Option<Permissions> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_in_place_before_the_commit_and_nothing_is_left_without() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out");
        fs::write(&path, "old").unwrap();
        let staged = Staged::new(&path, b"new").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        drop(staged);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        Staged::new(&path, b"new").unwrap().commit().unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
    }

    #[cfg(unix)]
    #[test]
    fn permissions_and_links_are_kept() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (folder.path().join("out"), folder.path().join("link"));
        fs::write(&path, "old").unwrap();
        fs::set_permissions(&path, Permissions::from_mode(0o751)).unwrap();
        symlink(&path, &link).unwrap();
        Staged::new(&link, b"new").unwrap().commit().unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o751);
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        Staged::new(Path::new("/dev/null"), b"x").unwrap().commit().unwrap();
        assert!(!fs::metadata("/dev/null").unwrap().is_file());
    }
}
