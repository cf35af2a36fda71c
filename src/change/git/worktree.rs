//! The working tree held against the index: which tracked files may differ, and what else lies there.
//!
//! Git answers the same with two processes, each of which looks at every file by its whole path. Here each folder is
//! opened once, from the one around it, and only files that are asked for are looked at. Nothing is decided that git
//! would decide otherwise: what is not clear is left to git, by name.

use std::fs::File;
use std::io::Read;
use std::mem::MaybeUninit;
use std::ops::Range;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::path::Path;

use rustix::fs::{AtFlags, CWD, FileType, Mode, OFlags, RawDir, openat, statat};

use super::content::is_content;
use super::index::{Index, Stat, is_regular, is_repository};
use crate::source::{MAX_FILE_BYTES, RepoPath};

/// Folders nested deeper are left to git; so many are open at a time.
const MAX_DEPTH: usize = 64;
/// Folders without tracked files are gone through to this depth for something that counts.
const MAX_UNTRACKED_DEPTH: usize = 8;
/// So many names are looked at in such folders, all together.
const MAX_UNTRACKED: usize = 4096;

/// What a tracked file is on disk, where it is not, or may not be, what the index says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// A regular file of the same mode that was written to.
    Edited,
    /// Nothing is there.
    Gone,
    /// Git has to say.
    Unclear,
}

/// What was seen.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// Tracked files that are asked for, by their place in the index.
    pub(super) changed: Vec<(usize, State)>,
    /// Names that are not tracked, and folders in which there are such, ignored or not.
    pub(super) untracked: Vec<Vec<u8>>,
}

/// Looks through the tree under `root` for files that `want` asks for; `None` where it is out of the ordinary.
pub(super) fn survey(root: &Path, index: &Index, want: &dyn Fn(&RepoPath) -> bool) -> Option<Survey> {
    let mut walk = Walk {
        index,
        want,
        survey: Survey::default(),
        left: MAX_UNTRACKED,
        names: vec![MaybeUninit::uninit(); 1 << 15],
        path: Vec::new(),
    };
    let mut open = vec![walk.folder(folder(CWD, root).ok()?, 0, 0..index.len())?];
    while let Some(around) = open.last_mut() {
        let Some((name, within)) = around.folders.pop() else {
            open.pop();
            continue;
        };
        if open.len() >= MAX_DEPTH {
            return None;
        }
        let around = &open[open.len() - 1];
        walk.path.truncate(around.prefix);
        walk.path.extend_from_slice(&index.name(within.start)[around.prefix..][..name + 1]);
        let prefix = around.prefix + name + 1;
        match folder(around.at.as_fd(), &walk.path[around.prefix..prefix - 1]) {
            Ok(at) => open.push(walk.folder(at, prefix, within)?),
            Err(_) => walk.all(within, State::Unclear),
        }
    }
    Some(walk.survey)
}

/// A folder with tracked files in it.
struct Folder {
    at: OwnedFd,
    /// The length of its name, with the slash after it.
    prefix: usize,
    /// Folders in it that are still to be gone through: the length of the name, and the tracked files in it.
    folders: Vec<(usize, Range<usize>)>,
}

struct Walk<'a> {
    index: &'a Index,
    want: &'a dyn Fn(&RepoPath) -> bool,
    survey: Survey,
    left: usize,
    names: Vec<MaybeUninit<u8>>,
    path: Vec<u8>,
}

/// Something that the index has in a folder.
struct Tracked<'a> {
    name: &'a [u8],
    files: Range<usize>,
    is_folder: bool,
    seen: Option<FileType>,
}

impl Walk<'_> {
    /// Goes through one folder; its own folders are left to be gone through.
    fn folder(&mut self, at: OwnedFd, prefix: usize, within: Range<usize>) -> Option<Folder> {
        let mut tracked = children(self.index, prefix, within);
        let (mut files, mut folders): (Vec<Vec<u8>>, Vec<Vec<u8>>) = Default::default();
        let mut names = RawDir::new(at.as_fd(), &mut self.names);
        while let Some(entry) = names.next() {
            let entry = entry.ok()?;
            let (name, kind) = (entry.file_name().to_bytes(), entry.file_type());
            let is_folder = matches!(kind, FileType::Directory | FileType::Unknown);
            match tracked.binary_search_by(|known| known.name.cmp(name)) {
                Ok(place) => {
                    let known = &mut tracked[place];
                    known.seen = Some(kind);
                    // A file in the place of a folder is not tracked, nor is what lies in a folder in the place of a
                    // file; a repository inside this one is a folder and counts as a file.
                    let in_place = known.is_folder == is_folder;
                    if in_place || is_repository(self.index.stat(known.files.start).mode) {
                        continue;
                    }
                }
                // Tracked files in a repository of its own.
                Err(_) if name == b".git" && prefix > 0 => return None,
                Err(_) if matches!(name, b"." | b".." | b".git") => continue,
                Err(_) => {}
            }
            if is_folder { &mut folders } else { &mut files }.push(name.to_vec());
        }
        self.path.truncate(prefix);
        for name in files {
            if self.is_wanted(prefix, &name) {
                self.survey.untracked.push([&self.path[..prefix], &name].concat());
            }
        }
        for name in folders {
            self.path.truncate(prefix);
            if self.may_hold(at.as_fd(), &name, 0) {
                self.survey.untracked.push([&self.path[..prefix], &name].concat());
            }
        }
        self.path.truncate(prefix);
        let mut inside = Vec::new();
        for known in tracked {
            match (known.is_folder, known.seen) {
                (_, None) => self.all(known.files, State::Gone),
                (true, Some(FileType::Directory | FileType::Unknown)) => {
                    inside.push((known.name.len(), known.files));
                }
                (true, Some(_)) => self.all(known.files, State::Unclear),
                (false, Some(_)) => {
                    let file = known.files.start;
                    if self.asks_for(file) {
                        let state = self.state(at.as_fd(), known.name, file);
                        self.survey.changed.extend(state.map(|state| (file, state)));
                    }
                }
            }
        }
        Some(Folder { at, prefix, folders: inside })
    }

    /// Takes a state for granted of all files that are asked for among some.
    fn all(&mut self, files: Range<usize>, state: State) {
        let wanted: Vec<(usize, State)> =
            files.filter(|at| self.asks_for(*at)).map(|at| (at, state)).collect();
        self.survey.changed.extend(wanted);
    }

    /// True for a tracked regular file that is asked for.
    fn asks_for(&self, at: usize) -> bool {
        // Of repositories inside this one only their commits are tracked.
        !is_repository(self.index.stat(at).mode) && self.wants(self.index.name(at))
    }

    fn wants(&self, path: &[u8]) -> bool {
        let (Ok(path) | Err(path)) = &RepoPath::from_bytes(path);
        (self.want)(path)
    }

    fn is_wanted(&mut self, prefix: usize, name: &[u8]) -> bool {
        self.path.truncate(prefix);
        self.path.extend_from_slice(name);
        self.wants(&self.path)
    }

    /// How a file that is there differs from what the index knew; `None` where it surely does not.
    fn state(&self, folder: BorrowedFd<'_>, name: &[u8], at: usize) -> Option<State> {
        let Ok(found) = statat(folder, name, AtFlags::SYMLINK_NOFOLLOW) else { return Some(State::Unclear) };
        let known = self.index.stat(at);
        let found = Stat {
            changed: (found.st_ctime as u32, found.st_ctime_nsec as u32),
            modified: (found.st_mtime as u32, found.st_mtime_nsec as u32),
            inode: found.st_ino as u32,
            owner: (found.st_uid, found.st_gid),
            size: found.st_size as u32,
            mode: found.st_mode,
        };
        let same_mode =
            is_regular(known.mode) && is_regular(found.mode) && (known.mode ^ found.mode) & 0o100 == 0;
        if !same_mode {
            return Some(State::Unclear);
        }
        // These two count whatever the repository's settings say.
        if known.modified.0 != found.modified.0 || known.size != found.size {
            return Some(State::Edited);
        }
        let same = Stat { mode: known.mode, ..found } == known;
        let untouched = same && (!self.index.is_racy(&known) || self.has_content(folder, name, at));
        (!untouched).then_some(State::Unclear)
    }

    /// True when a file's bytes are those that the index says.
    fn has_content(&self, folder: BorrowedFd<'_>, name: &[u8], at: usize) -> bool {
        let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
        let Ok(file) = openat(folder, name, flags, Mode::empty()) else { return false };
        let mut bytes = Vec::new();
        let mut file = File::from(file).take(MAX_FILE_BYTES as u64);
        if file.read_to_end(&mut bytes).is_err() {
            return false;
        }
        is_content(&self.index.id(at), &bytes)
    }

    /// True when a folder without tracked files holds something that is asked for, or may.
    fn may_hold(&mut self, around: BorrowedFd<'_>, name: &[u8], depth: usize) -> bool {
        if depth >= MAX_UNTRACKED_DEPTH {
            return true;
        }
        let Ok(at) = folder(around, name) else { return true };
        self.path.extend_from_slice(name);
        self.path.push(b'/');
        let prefix = self.path.len();
        let (mut files, mut folders): (Vec<Vec<u8>>, Vec<Vec<u8>>) = Default::default();
        let mut names = RawDir::new(at.as_fd(), &mut self.names);
        while let Some(entry) = names.next() {
            let Ok(entry) = entry else { return true };
            let (name, kind) = (entry.file_name().to_bytes(), entry.file_type());
            if matches!(name, b"." | b"..") {
                continue;
            }
            if name == b".git" || self.left == 0 {
                return true;
            }
            self.left -= 1;
            if matches!(kind, FileType::Directory | FileType::Unknown) { &mut folders } else { &mut files }
                .push(name.to_vec());
        }
        if files.iter().any(|name| self.is_wanted(prefix, name)) {
            return true;
        }
        folders.iter().any(|name| {
            self.path.truncate(prefix);
            self.may_hold(at.as_fd(), name, depth + 1)
        })
    }
}

/// What the index has right in one folder, sorted by name.
fn children(index: &Index, prefix: usize, within: Range<usize>) -> Vec<Tracked<'_>> {
    let mut found: Vec<Tracked<'_>> = Vec::new();
    let mut at = within.start;
    while at < within.end {
        let rest = &index.name(at)[prefix..];
        let Some(length) = memchr::memchr(b'/', rest) else {
            found.push(Tracked { name: rest, files: at..at + 1, is_folder: false, seen: None });
            at += 1;
            continue;
        };
        let start = at;
        while at < within.end && index.name(at)[prefix..].starts_with(&rest[..=length]) {
            at += 1;
        }
        found.push(Tracked { name: &rest[..length], files: start..at, is_folder: true, seen: None });
    }
    found.sort_unstable_by(|one, other| one.name.cmp(other.name));
    found
}

/// Opens a folder; a link to one is none.
fn folder(around: impl AsFd, name: impl rustix::path::Arg) -> rustix::io::Result<OwnedFd> {
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
    openat(around, name, flags, Mode::empty())
}
