//! Files on disk: listing them, and reading one without being held up by it.

use std::fs::{self, File, FileType};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use ignore::{WalkBuilder, WalkState};
use rayon::prelude::*;

use super::assemble::Side;
use super::context::MayMatter;
use super::{ChangeError, Skipped};
use crate::source::{DecodeError, MAX_FILE_BYTES, RepoPath, SourceFile};

const LINK: &str = "a symbolic link; links are not followed";

/// The files that `want` asks for, under the named `paths`, sorted, each once; all of `root` when none is named.
///
/// Paths are taken from the current folder; those of the result are relative to `root` where they lie inside it, and
/// absolute otherwise, so that [`load`] finds them. Files that git would ignore and hidden ones (but for
/// `.github`) are left out unless they are named. Symbolic links are not followed and, like folders of git, not listed.
/// What is a file by name but cannot be read as one is in the second list.
pub fn list(
    root: &Path,
    paths: &[PathBuf],
    want: &(dyn Fn(&RepoPath) -> bool + Sync),
) -> Result<(Vec<RepoPath>, Vec<Skipped>), ChangeError> {
    let root = root.canonicalize().map_err(|error| folder_error(root, &error))?;
    let mut found = Found { root: &root, want, files: Vec::new(), skipped: Vec::new(), notes: Vec::new() };
    let starts = if paths.is_empty() { vec![root.clone()] } else { resolved(paths)? };
    for start in starts {
        let kind = fs::symlink_metadata(&start).map_err(|error| folder_error(&start, &error))?.file_type();
        if !kind.is_dir() {
            found.take(&start, Some(kind), true);
            continue;
        }
        // One thread is as soon done as several. Only this kind of walk looks for ignore files in the listing of a
        // folder, which is there anyway, instead of asking the system four times for each.
        let walk = WalkBuilder::new(&start)
            .require_git(false)
            .hidden(false)
            .filter_entry(seen)
            .threads(1)
            .build_parallel();
        let shared = Mutex::new(&mut found);
        walk.run(|| {
            Box::new(|entry| {
                let mut found = shared.lock().unwrap_or_else(PoisonError::into_inner);
                match entry {
                    Ok(entry) => found.take(entry.path(), entry.file_type(), false),
                    Err(error) => found.notes.extend(note_of(&error, &root)),
                }
                WalkState::Continue
            })
        });
    }
    let Found { mut files, mut skipped, mut notes, .. } = found;
    skipped.append(&mut notes);
    files.sort();
    files.dedup();
    skipped.sort();
    skipped.dedup();
    Ok((files, skipped))
}

/// What a walk has found so far.
struct Found<'a> {
    root: &'a Path,
    want: &'a (dyn Fn(&RepoPath) -> bool + Sync),
    files: Vec<RepoPath>,
    skipped: Vec<Skipped>,
    /// Folders that could not be entered.
    notes: Vec<Skipped>,
}

impl Found<'_> {
    /// Takes an entry if it is wanted; `named` says that it was asked for by its name.
    fn take(&mut self, path: &Path, kind: Option<FileType>, named: bool) {
        let name = match RepoPath::from_path(path.strip_prefix(self.root).unwrap_or(path)) {
            Ok(name) => name,
            Err(like) => {
                if (named || (self.want)(&like)) && kind.is_some_and(|kind| !kind.is_dir()) {
                    self.skipped.push(Skipped { path: like, why: "the name is not UTF-8".to_owned() });
                }
                return;
            }
        };
        let Some(kind) = kind.filter(|kind| !kind.is_dir()) else { return };
        // A link is no code of its own; one that is named on the command line is answered for all the same.
        if !(self.want)(&name) || (kind.is_symlink() && !named) {
            return;
        }
        match unusual(kind) {
            None => self.files.push(name),
            Some(why) => self.skipped.push(Skipped { path: name, why: why.to_owned() }),
        }
    }
}

/// Hidden files and folders are none of the project's code; workflows are part of it all the same.
fn seen(entry: &ignore::DirEntry) -> bool {
    let name = entry.file_name().as_encoded_bytes();
    entry.depth() == 0 || !name.starts_with(b".") || name == b".github"
}

/// Reads and decodes one regular file; never waits for a pipe, never follows a link in the last place.
pub fn load(root: &Path, path: &RepoPath) -> Result<SourceFile, Skipped> {
    loaded(root, path, read(&path.under(root)))
}

/// As [`load`], of many files: those that lie in one folder beside each other are read by way of it. Left out are those
/// of whose bytes `may_matter` says no: to decode a file costs more than to look for a few words in it.
pub(super) fn load_all(
    root: &Path,
    paths: &[RepoPath],
    may_matter: &MayMatter<'_>,
) -> Vec<Option<SourceFile>> {
    let folder = |path: &RepoPath| path.as_str().len() - path.file_name().len();
    let beside =
        |one: &RepoPath, other: &RepoPath| one.as_str()[..folder(one)] == other.as_str()[..folder(other)];
    let folders: Vec<&[RepoPath]> = paths.chunk_by(beside).collect();
    let top = Around::open(&Around::NOWHERE, root);
    let read = |paths: &[RepoPath]| {
        let name = &paths[0].as_str()[..folder(&paths[0])];
        // One file alone is found sooner from the root.
        let at = top.as_ref().filter(|_| paths.len() > 1 && !name.is_empty());
        let at = at.and_then(|top| Around::open(top, Path::new(name)));
        let side = |path: &RepoPath| {
            let found = match (&at, &top) {
                (Some(at), _) => read_in(at, path.file_name()),
                (None, Some(top)) => read_in(top, path.as_str()),
                (None, None) => None,
            };
            found.unwrap_or_else(|| read(&path.under(root)))
        };
        let source = |path: &RepoPath| match side(path) {
            Side::Bytes(bytes) if !may_matter(&bytes) => None,
            side => loaded(root, path, side).ok(),
        };
        paths.iter().map(source).collect::<Vec<_>>()
    };
    folders.into_par_iter().flat_map_iter(read).collect()
}

fn loaded(root: &Path, path: &RepoPath, side: Side) -> Result<SourceFile, Skipped> {
    let skipped = |why: String| Skipped { path: path.clone(), why };
    match side {
        Side::Bytes(bytes) => {
            SourceFile::decode_owned(path.clone(), bytes).map_err(|error| skipped(error.to_string()))
        }
        Side::Unreadable(why) => Err(skipped(why)),
        Side::Missing if path.under(root).is_symlink() => Err(skipped(LINK.to_owned())),
        Side::Missing => Err(skipped("no such file".to_owned())),
    }
}

/// The bytes of one regular file as they are; `None` for everything that [`load`] would not read.
pub fn bytes(root: &Path, path: &RepoPath) -> Option<Vec<u8>> {
    match read(&path.under(root)) {
        Side::Bytes(bytes) => Some(bytes),
        Side::Missing | Side::Unreadable(_) => None,
    }
}

/// The bytes of a regular file, or why there are none. A link is no file: what it names is reviewed, if at all, in its
/// own place.
pub(super) fn read(path: &Path) -> Side {
    // What opens is looked at by its handle: a file's path is the dear part of looking at it.
    if let Ok(file) = open(path)
        && let Ok(about) = file.metadata()
    {
        return content(file, &about);
    }
    match fs::symlink_metadata(path) {
        Ok(about) if about.is_symlink() => Side::Missing,
        Ok(about) => match (unusual(about.file_type()), File::open(path)) {
            (Some(why), _) => Side::Unreadable(why.to_owned()),
            (None, Ok(file)) => content(file, &about),
            (None, Err(error)) => failed(&error),
        },
        Err(error) => failed(&error),
    }
}

fn failed(error: &io::Error) -> Side {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Side::Missing,
        _ => Side::Unreadable(reason(error)),
    }
}

/// As [`read`], of a file in a folder that is open; `None` where its path has to tell more.
fn read_in(around: &Around, name: &str) -> Option<Side> {
    let file = around.file(Path::new(name)).ok()?;
    let about = file.metadata().ok()?;
    Some(content(file, &about))
}

/// Opens a file, but for one that is named by a link; does not wait for a pipe. Not everywhere can that be said.
pub(super) fn open(path: &Path) -> io::Result<File> {
    Around::NOWHERE.file(path)
}

/// A folder that files are opened in.
#[cfg(target_os = "linux")]
struct Around(Option<std::os::fd::OwnedFd>);

#[cfg(target_os = "linux")]
impl Around {
    const NOWHERE: Self = Self(None);

    /// A folder in another.
    fn open(around: &Self, folder: &Path) -> Option<Self> {
        use rustix::fs::{CWD, Mode, OFlags, openat};
        use std::os::fd::AsFd;
        let flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let around = around.0.as_ref().map_or(CWD, AsFd::as_fd);
        Some(Self(Some(openat(around, folder, flags, Mode::empty()).ok()?)))
    }

    /// Opens a file, but for one that is named by a link; does not wait for a pipe.
    fn file(&self, path: &Path) -> io::Result<File> {
        use rustix::fs::{CWD, Mode, OFlags, openat};
        use std::os::fd::AsFd;
        let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
        let around = self.0.as_ref().map_or(CWD, AsFd::as_fd);
        Ok(openat(around, path, flags, Mode::empty())?.into())
    }
}

/// Elsewhere each file is found by its path.
#[cfg(not(target_os = "linux"))]
struct Around;

#[cfg(not(target_os = "linux"))]
impl Around {
    const NOWHERE: Self = Self;

    fn open(_: &Self, _: &Path) -> Option<Self> {
        None
    }

    fn file(&self, _: &Path) -> io::Result<File> {
        Err(io::ErrorKind::Unsupported.into())
    }
}

/// What an open file holds, if it is one.
fn content(mut file: File, about: &fs::Metadata) -> Side {
    if let Some(why) = unusual(about.file_type()) {
        return Side::Unreadable(why.to_owned());
    }
    let too_large = |length: u64| Side::Unreadable(DecodeError::TooLarge(length as usize).to_string());
    if about.len() > MAX_FILE_BYTES as u64 {
        return too_large(about.len());
    }
    let promised = about.len() as usize;
    let mut bytes = Vec::with_capacity(promised + 1);
    let first = match read_once(&mut file, &mut bytes) {
        Ok(first) => first,
        Err(error) if error.kind() == io::ErrorKind::Interrupted => 0,
        Err(error) => return failed(&error),
    };
    // The length is a promise only: the file may grow while it is read.
    if first != promised || first == 0 {
        let left = (MAX_FILE_BYTES + 1 - first) as u64;
        if let Err(error) = file.take(left).read_to_end(&mut bytes) {
            return failed(&error);
        }
    }
    if bytes.len() > MAX_FILE_BYTES { too_large(bytes.len() as u64) } else { Side::Bytes(bytes) }
}

/// Reads into the room that there is, at most once.
#[cfg(target_os = "linux")]
fn read_once(file: &mut File, bytes: &mut Vec<u8>) -> io::Result<usize> {
    Ok(rustix::io::read(file, rustix::buffer::spare_capacity(bytes))?)
}

/// Elsewhere the room is filled with zeros before.
#[cfg(not(target_os = "linux"))]
fn read_once(file: &mut File, bytes: &mut Vec<u8>) -> io::Result<usize> {
    bytes.resize(bytes.capacity(), 0);
    let first = file.read(bytes);
    bytes.truncate(*first.as_ref().unwrap_or(&0));
    first
}

/// Why something with a file's name is not read; `None` for a regular file.
pub(super) fn unusual(kind: FileType) -> Option<&'static str> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        if kind.is_fifo() {
            return Some("a named pipe, not a file");
        }
        if kind.is_socket() {
            return Some("a socket, not a file");
        }
        if kind.is_block_device() || kind.is_char_device() {
            return Some("a device, not a file");
        }
    }
    if kind.is_file() {
        None
    } else if kind.is_symlink() {
        Some(LINK)
    } else if kind.is_dir() {
        Some("a folder, not a file")
    } else {
        Some("not a regular file")
    }
}

/// The named paths, absolute, without links in all but the last place of a file's name.
fn resolved(paths: &[PathBuf]) -> Result<Vec<PathBuf>, ChangeError> {
    paths
        .iter()
        .map(|path| resolve(path).ok_or_else(|| ChangeError::NoSuchPath { path: path.clone() }))
        .collect()
}

fn resolve(path: &Path) -> Option<PathBuf> {
    let about = fs::symlink_metadata(path).ok()?;
    let folder = fs::metadata(path).is_ok_and(|target| target.is_dir());
    match path.file_name() {
        Some(name) if !folder && !about.is_dir() => {
            let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
            Some(parent.unwrap_or(Path::new(".")).canonicalize().ok()?.join(name))
        }
        _ => path.canonicalize().ok(),
    }
}

pub(super) fn folder_error(path: &Path, error: &io::Error) -> ChangeError {
    match error.kind() {
        io::ErrorKind::NotFound => ChangeError::NoSuchPath { path: path.to_owned() },
        _ => ChangeError::Folder { path: path.to_owned(), why: reason(error) },
    }
}

/// An operating system's error in plain words.
pub(super) fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::PermissionDenied => "no permission to read it".to_owned(),
        kind => kind.to_string(),
    }
}

/// What the walk could not enter. Errors about ignore files themselves are of no consequence.
fn note_of(error: &ignore::Error, root: &Path) -> Option<Skipped> {
    let (mut path, mut inner) = (None, error);
    loop {
        match inner {
            ignore::Error::WithPath { path: at, err } => (path, inner) = (Some(at), err),
            ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => inner = err,
            ignore::Error::Io(io) => {
                let at = path?;
                let name = RepoPath::from_path(at.strip_prefix(root).unwrap_or(at));
                return Some(Skipped { path: name.unwrap_or_else(|like| like), why: reason(io) });
            }
            _ => return None,
        }
    }
}
