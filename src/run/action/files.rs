//! Files of the runner: the payload, what is appended for later steps, and reports in the workspace.
//!
//! The workspace may hold the pull request's own files, links among them. Nothing is written through a link: it could
//! lead to the runner's files, and the container is root.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::Path;

use anyhow::{Context, bail};

use crate::github::event::MAX_PAYLOAD;

/// The event's payload.
pub(super) fn payload(path: &str) -> anyhow::Result<Vec<u8>> {
    if path.is_empty() {
        bail!("GITHUB_EVENT_PATH is not set; `hognose action` runs inside GitHub Actions");
    }
    let mut bytes = Vec::new();
    let done = File::open(path).and_then(|file| file.take(MAX_PAYLOAD + 1).read_to_end(&mut bytes));
    done.with_context(|| format!("cannot read the event's payload {path:?}"))?;
    if bytes.len() as u64 > MAX_PAYLOAD {
        bail!("the event's payload {path:?} is over {} MB", MAX_PAYLOAD / 1024 / 1024);
    }
    Ok(bytes)
}

/// Appends to one of the runner's own files.
pub(super) fn append(path: &str, text: &str) -> anyhow::Result<()> {
    let open = fs::OpenOptions::new().append(true).create(true).open(path);
    let done = open.and_then(|mut file| file.write_all(text.as_bytes()));
    done.with_context(|| format!("cannot write {path:?}"))
}

/// Writes a report into the workspace; a link in its place is replaced, not followed.
pub(super) fn report(workspace: &Path, name: &str, text: &str) -> anyhow::Result<()> {
    let path = workspace.join(name);
    let folder = path.parent().unwrap_or(workspace);
    let root =
        workspace.canonicalize().with_context(|| format!("cannot read the workspace {workspace:?}"))?;
    let real =
        folder.canonicalize().with_context(|| format!("cannot write {name:?}: there is no such folder"))?;
    if !real.starts_with(&root) {
        bail!("cannot write {name:?}: its folder lies outside the workspace");
    }
    let mut builder = tempfile::Builder::new();
    builder.prefix(".hognose-");
    // Later steps run as another user.
    #[cfg(unix)]
    let builder = {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o644))
    };
    let file = builder.tempfile_in(&real).and_then(|mut file| file.write_all(text.as_bytes()).map(|()| file));
    let file = file.with_context(|| format!("cannot write {name:?}"))?;
    let target = real.join(path.file_name().context("a report needs a name")?);
    file.persist(target)
        .map(drop)
        .map_err(|error| error.error)
        .with_context(|| format!("cannot write {name:?}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(unix)]
    fn links_are_replaced_and_folders_outside_refused() {
        use std::os::unix::fs::symlink;
        let (outside, workspace) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let secret = outside.path().join("env");
        fs::write(&secret, "mine").unwrap();
        symlink(&secret, workspace.path().join("hognose.sarif")).unwrap();
        symlink(outside.path(), workspace.path().join("out")).unwrap();
        report(workspace.path(), "hognose.sarif", "{}").unwrap();
        assert_eq!(fs::read_to_string(workspace.path().join("hognose.sarif")).unwrap(), "{}");
        assert_eq!(fs::read_to_string(&secret).unwrap(), "mine");
        let error = report(workspace.path(), "out/env", "{}").unwrap_err().to_string();
        assert!(error.contains("outside the workspace"), "{error}");
        assert_eq!(fs::read_to_string(&secret).unwrap(), "mine");
    }
}
