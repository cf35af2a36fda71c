//! The change in a git repository, by way of the program `git`.
//!
//! What is compared: the merge base with the default branch, and the working tree with its untracked files, unless
//! commits are named. Files of the working tree are read from disk as they are; blobs as they are stored.

mod blobs;
mod content;
mod context;
mod entries;
mod index;
mod process;
mod revision;
#[cfg(target_os = "linux")]
mod worktree;

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use rayon::prelude::*;

pub use self::content::is_content;
pub use self::context::Surroundings;
use self::entries::{Entry, Place};
use self::index::Index;
use self::process::Git;
pub use self::revision::Sides;
use self::revision::is_id;
use super::assemble::{Candidate, FEW, Manner, Side, assemble};
use super::files::read;
use super::{ChangeError, ChangeSet, Skipped};
use crate::source::{MAX_FILE_BYTES, RepoPath};

/// A repository that changes can be read from.
#[derive(Debug)]
pub struct Repository {
    root: PathBuf,
    git: Git,
    bare: bool,
    shallow: bool,
    /// Where the index lies, and how long names of contents are in it; `None` where it is not for us to read.
    index_at: Option<(PathBuf, usize)>,
    index: OnceLock<Option<Index>>,
    /// The commit that is checked out, and its tree.
    checked_out: Option<(String, String)>,
    config: OnceLock<Config>,
}

/// What is of interest in the repository's configuration.
#[derive(Debug, Default)]
struct Config {
    /// `init.defaultBranch`.
    default_branch: Option<String>,
    /// Names of filters that would run a program.
    filters: Vec<String>,
}

/// Finds the repository that `start`, a folder or a file, lies in.
pub fn repository(start: &Path) -> Result<Repository, ChangeError> {
    let none = || ChangeError::NotARepository { start: start.to_owned() };
    let about = std::fs::metadata(start).map_err(|_| none())?;
    let folder = match start.parent() {
        Some(parent) if !about.is_dir() && parent.as_os_str().is_empty() => Path::new("."),
        Some(parent) if !about.is_dir() => parent,
        _ => start,
    };
    let git = Git::new(folder);
    // As many questions as one process answers: each process costs more than most answers.
    let about = match git.try_run(&[
        "rev-parse",
        "--is-bare-repository",
        "--is-shallow-repository",
        "--show-object-format",
        "--absolute-git-dir",
        "--show-toplevel",
        "--is-inside-git-dir",
        "--revs-only",
        "HEAD^{commit}",
        "HEAD^{tree}",
    ])? {
        Ok(output) => About::read(&output),
        Err(failure) if failure.message.contains("must be run in a work tree") => {
            About { bare: true, ..About::default() }
        }
        Err(failure) if failure.message.starts_with("not a git repository") => return Err(none()),
        Err(failure) => return Err(failure.named(Some("rev-parse".as_ref()))),
    };
    let (root, git_dir) = match about.folders.as_slice() {
        [git_dir, root] => (path_of(root), path_of(git_dir)),
        [] => (None, None),
        // A newline in a name.
        _ => {
            let root = git.run(&["rev-parse", "--show-toplevel"])?;
            (path_of(root.strip_suffix(b"\n").unwrap_or(&root)), None)
        }
    };
    let root = root.unwrap_or_else(|| folder.to_owned()).canonicalize().map_err(|_| none())?;
    // Another index may be named from outside.
    let usual = git_dir.filter(|_| std::env::var_os("GIT_INDEX_FILE").is_none());
    Ok(Repository {
        git: Git::new(&root),
        root,
        bare: about.bare,
        shallow: about.shallow,
        index_at: usual.zip(about.id_length).map(|(folder, length)| (folder.join("index"), length)),
        index: OnceLock::new(),
        checked_out: about.head,
        config: OnceLock::new(),
    })
}

/// What git says of a repository.
#[derive(Debug, Default, PartialEq, Eq)]
struct About {
    bare: bool,
    shallow: bool,
    /// Bytes of the names of contents, of a format that is known.
    id_length: Option<usize>,
    /// The lines that name git's own folder and the root of the working tree: more than two where a name has a newline.
    folders: Vec<Vec<u8>>,
    /// The commit that is checked out, and its tree.
    head: Option<(String, String)>,
}

impl About {
    /// Reads the answers, one a line. What is checked out is left out of them where there is none yet; the answer before
    /// it is a word, so that no name of a folder is taken for it.
    fn read(output: &[u8]) -> Self {
        let mut lines: Vec<&[u8]> =
            output.strip_suffix(b"\n").unwrap_or(output).split(|byte| *byte == b'\n').collect();
        let mut ids = Vec::new();
        while let Some(id) =
            lines.last().and_then(|line| std::str::from_utf8(line).ok()).filter(|id| is_id(id))
        {
            ids.push(id.to_owned());
            lines.pop();
        }
        lines.pop();
        let word = |at: usize| lines.get(at).copied().unwrap_or_default();
        let head = match <[String; 2]>::try_from(ids) {
            Ok([tree, commit]) => Some((commit, tree)),
            Err(_) => None,
        };
        Self {
            bare: word(0) == b"true",
            shallow: word(1) == b"true",
            id_length: match word(2) {
                b"sha1" => Some(20),
                b"sha256" => Some(32),
                _ => None,
            },
            folders: lines.iter().skip(3).map(|line| line.to_vec()).collect(),
            head,
        }
    }
}

impl Repository {
    /// The folder that paths are relative to.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// A path as a person names it, from the current folder, as one of this repository. It need not be there: the
    /// change may have deleted it.
    pub fn relative(&self, path: &Path) -> Result<RepoPath, ChangeError> {
        let missing = || ChangeError::NoSuchPath { path: path.to_owned() };
        let full = std::path::absolute(path).map_err(|_| missing())?;
        let (there, known) = full
            .ancestors()
            .find_map(|folder| Some((folder, folder.canonicalize().ok()?)))
            .ok_or_else(missing)?;
        let rest = full.strip_prefix(there).map_err(|_| missing())?;
        if rest.components().any(|part| !matches!(part, std::path::Component::Normal(_))) {
            return Err(missing());
        }
        let whole = if rest.as_os_str().is_empty() { known } else { known.join(rest) };
        let inside = whole
            .strip_prefix(&self.root)
            .map_err(|_| ChangeError::OutsideRepository { path: path.to_owned(), root: self.root.clone() })?;
        RepoPath::from_path(inside).map_err(|_| missing())
    }

    /// The file `path` as commit `rev` has it; `None` when there is none, or it is over 10 MB.
    pub fn show(&self, rev: &str, path: &RepoPath) -> Option<Vec<u8>> {
        let name = format!("{rev}:{path}");
        // A NUL ends an argument; no revision and no path has one.
        if name.contains('\0') {
            return None;
        }
        self.git.run_within(&["cat-file", "--end-of-options", "blob", &name], MAX_FILE_BYTES)
    }

    /// The change from `base` to `head`, see [`sides`](Self::sides), of the files that `want` asks for under `paths`
    /// (relative to the root; all when empty). A path that is on neither side is an error.
    pub fn changes(
        &self,
        base: Option<&str>,
        head: Option<&str>,
        paths: &[RepoPath],
        want: &(dyn Fn(&RepoPath) -> bool + Sync),
    ) -> Result<ChangeSet, ChangeError> {
        self.changes_between(&self.sides(base, head)?, paths, want)
    }

    /// As [`changes`](Self::changes), between sides that are found already.
    pub fn changes_between(
        &self,
        sides: &Sides,
        paths: &[RepoPath],
        want: &(dyn Fn(&RepoPath) -> bool + Sync),
    ) -> Result<ChangeSet, ChangeError> {
        let asked = |path: &RepoPath| paths.is_empty() || paths.iter().any(|folder| path.is_within(folder));
        let (mut chosen, mut skipped): (Vec<(RepoPath, Entry)>, Vec<Skipped>) = (Vec::new(), Vec::new());
        let mut seen = vec![false; paths.len()];
        for (path, entry) in self.entries(sides, paths, want)? {
            let name = RepoPath::from_bytes(&path);
            let (Ok(path) | Err(path)) = &name;
            seen.iter_mut().zip(paths).for_each(|(seen, folder)| *seen |= path.is_within(folder));
            // A deleted file outside of `paths` may have been moved into them.
            let moved = entry.head == Place::Nowhere && entry.base != Place::Nowhere;
            if !want(path) || !(asked(path) || moved) {
                continue;
            }
            match name {
                Ok(path) => chosen.push((path, entry)),
                Err(path) if entry.head != Place::Nowhere => {
                    skipped.push(Skipped { path, why: "the name is not UTF-8".to_owned() });
                }
                Err(_) => {}
            }
        }
        for (path, _) in paths.iter().zip(seen).filter(|(_, seen)| !seen) {
            if !self.has(sides, path) {
                return Err(ChangeError::NoSuchPath { path: path.as_str().into() });
            }
        }
        let candidates = self.contents(chosen)?;
        let on_disk = sides.head.is_none();
        let wanted = |path: &RepoPath| asked(path);
        Ok(assemble(candidates, skipped, Manner { any_line_ending: on_disk, wanted: &wanted }))
    }

    fn contents(&self, chosen: Vec<(RepoPath, Entry)>) -> Result<Vec<Candidate>, ChangeError> {
        let places = chosen.iter().flat_map(|(_, entry)| [&entry.base, &entry.head]);
        let ids: Vec<&str> = places
            .filter_map(|place| if let Place::Blob(id) = place { Some(id.as_str()) } else { None })
            .collect();
        let mut blobs = self.blobs(&ids)?.into_iter();
        let mut taken = |place: &Place| match place {
            Place::Blob(_) => blobs.next().unwrap_or(Side::Missing),
            Place::Disk | Place::Nowhere => Side::Missing,
        };
        let mut candidates: Vec<(Candidate, bool)> = Vec::with_capacity(chosen.len());
        for (path, entry) in &chosen {
            let (base, head) = (taken(&entry.base), taken(&entry.head));
            let candidate = Candidate { path: path.clone(), base, head, mode_changed: entry.mode_changed };
            candidates.push((candidate, entry.head == Place::Disk));
        }
        let whole = |(mut candidate, on_disk): (Candidate, bool)| {
            if on_disk {
                candidate.head = read(&candidate.path.under(&self.root));
            }
            candidate
        };
        Ok(if candidates.len() <= FEW {
            candidates.into_iter().map(whole).collect()
        } else {
            candidates.into_par_iter().map(whole).collect()
        })
    }

    /// True when `path` is there on either side.
    fn has(&self, sides: &Sides, path: &RepoPath) -> bool {
        let in_commit = |id: &String| {
            let name = format!("{id}:{}", path.as_str().trim_end_matches('/'));
            self.git
                .try_run(&["rev-parse", "--verify", "--quiet", "--end-of-options", &name])
                .is_ok_and(|it| it.is_ok())
        };
        matches!(path.as_str(), "" | ".")
            || (sides.head.is_none() && path.under(&self.root).symlink_metadata().is_ok())
            || sides.head.iter().chain(&sides.base).any(in_commit)
    }

    /// The index, where it is plain.
    fn index(&self) -> Option<&Index> {
        let read = || {
            let (path, id_length) = self.index_at.as_ref()?;
            Index::read(path, *id_length)
        };
        self.index.get_or_init(read).as_ref()
    }

    fn config(&self) -> Result<&Config, ChangeError> {
        if let Some(config) = self.config.get() {
            return Ok(config);
        }
        let wanted = r"^(init\.defaultbranch|filter\..*\.(clean|smudge|process))$";
        // Status 1 says that nothing matches.
        let listing = match self.git.try_run(&["config", "-z", "--name-only", "--get-regexp", wanted])? {
            Ok(listing) => listing,
            Err(failure) if failure.code == Some(1) => Vec::new(),
            Err(failure) => return Err(failure.named(Some("config".as_ref()))),
        };
        let listing = String::from_utf8_lossy(&listing);
        let mut config = Config::default();
        for key in listing.split('\0') {
            let filter = key.strip_prefix("filter.").and_then(|rest| rest.rsplit_once('.'));
            config.filters.extend(filter.map(|(name, _)| name.to_owned()));
            if key == "init.defaultbranch" {
                let name = self.git.run(&["config", "--get", key])?;
                config.default_branch = Some(String::from_utf8_lossy(&name).trim_end().to_owned());
            }
        }
        config.filters.sort();
        config.filters.dedup();
        Ok(self.config.get_or_init(|| config))
    }
}

#[cfg(unix)]
fn path_of(bytes: &[u8]) -> Option<PathBuf> {
    use std::os::unix::ffi::OsStrExt;
    (!bytes.is_empty()).then(|| PathBuf::from(std::ffi::OsStr::from_bytes(bytes)))
}

#[cfg(not(unix))]
fn path_of(bytes: &[u8]) -> Option<PathBuf> {
    String::from_utf8(bytes.to_vec()).ok().filter(|path| !path.is_empty()).map(PathBuf::from)
}
