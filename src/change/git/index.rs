//! Git's index, as far as it is plain: the tracked files, with what git knew of each on disk when it saw them last.
//!
//! The format is documented (`gitformat-index`) and has been the same for longer than any git that is in use. Whatever
//! is out of the ordinary (a split or sparse index, flags that hide files from git, merges under way, names that no
//! checkout makes) is not read here: then there is no index, and git is asked.

use std::io::Read;
use std::ops::Range;
use std::path::Path;

use super::content::hex;
use super::path_of;
use crate::change::files::open;

/// Larger ones are left to git.
const MAX_BYTES: u64 = 1 << 28;
/// Times, device, number, mode, owner and size come before the name of the content.
const FIXED: usize = 40;
/// Bits of an entry's flags: all but the length of its name.
const UNUSUAL_FLAGS: u16 = 0xf000;

/// The tracked files, sorted by name.
#[derive(Debug)]
pub(super) struct Index {
    bytes: Vec<u8>,
    entries: Vec<Entry>,
    /// Bytes that the name of a content takes.
    id_length: usize,
    /// The tree that all of it is, where git noted that.
    tree: Option<Range<usize>>,
    /// When it was written, in seconds, cut to 32 bits as those of its entries are.
    written: u32,
}

#[derive(Debug, Clone, Copy)]
struct Entry {
    at: u32,
    name: u32,
    end: u32,
}

/// What tells that a file was not touched, as git keeps it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stat {
    /// Seconds and nanoseconds of the last change to it, its content or what is known of it.
    pub(super) changed: (u32, u32),
    /// The same of the last change to its content.
    pub(super) modified: (u32, u32),
    pub(super) inode: u32,
    pub(super) owner: (u32, u32),
    pub(super) size: u32,
    /// Kind and permissions: git keeps of these whether it is a file, a link or a repository, and whether it runs.
    pub(super) mode: u32,
}

/// True for the mode of a regular file.
pub(super) fn is_regular(mode: u32) -> bool {
    mode & 0o170_000 == 0o100_000
}

/// True for the mode of a repository inside this one.
pub(super) fn is_repository(mode: u32) -> bool {
    mode & 0o170_000 == 0o160_000
}

impl Index {
    /// The index at `path`; `None` when it is not there, or not plain. Names of contents are `id_length` bytes.
    pub(super) fn read(path: &Path, id_length: usize) -> Option<Self> {
        let mut file = open(path).ok()?;
        let about = file.metadata().ok().filter(|about| about.is_file() && about.len() <= MAX_BYTES)?;
        let written = about.modified().ok()?.duration_since(std::time::UNIX_EPOCH).ok()?.as_secs() as u32;
        let mut bytes = Vec::with_capacity(about.len() as usize + 1);
        file.by_ref().take(MAX_BYTES).read_to_end(&mut bytes).ok()?;
        Self::parse(bytes, id_length, written)
    }

    fn parse(bytes: Vec<u8>, id_length: usize, written: u32) -> Option<Self> {
        let end = bytes.len().checked_sub(id_length)?;
        if bytes.get(..4)? != b"DIRC" || !matches!(number(&bytes, 4)?, 2 | 3) {
            return None;
        }
        let count = number(&bytes, 8)? as usize;
        // Of a count that lies, no more is made room for than could be there.
        let mut entries: Vec<Entry> = Vec::with_capacity(count.min(end / (FIXED + id_length)));
        let mut at = 12;
        for _ in 0..count {
            let flags = at + FIXED + id_length;
            let name = flags + 2;
            if name >= end || u16::from_be_bytes([bytes[flags], bytes[flags + 1]]) & UNUSUAL_FLAGS != 0 {
                return None;
            }
            let length = memchr::memchr(0, &bytes[name..end])?;
            let before =
                entries.last().map_or(&b""[..], |last| &bytes[last.name as usize..last.end as usize]);
            let this = &bytes[name..name + length];
            if before >= this || !is_plain(this) {
                return None;
            }
            entries.push(Entry { at: at as u32, name: name as u32, end: (name + length) as u32 });
            // One to eight zeros, to a multiple of eight.
            at += (name + length - at) / 8 * 8 + 8;
        }
        let tree = extensions(&bytes[..end], at, id_length)?;
        Some(Self { bytes, entries, id_length, tree, written })
    }

    /// How many files there are.
    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    /// A file's name, from the root.
    pub(super) fn name(&self, at: usize) -> &[u8] {
        let Entry { name, end, .. } = self.entries[at];
        &self.bytes[name as usize..end as usize]
    }

    /// All names, in order.
    pub(super) fn names(&self) -> impl Iterator<Item = &[u8]> {
        (0..self.len()).map(|at| self.name(at))
    }

    /// The name of a file's content.
    pub(super) fn id(&self, at: usize) -> String {
        let start = self.entries[at].at as usize + FIXED;
        hex(&self.bytes[start..start + self.id_length])
    }

    /// What was known of a file when it was as its content says.
    pub(super) fn stat(&self, at: usize) -> Stat {
        let start = self.entries[at].at as usize;
        let field = |of: usize| number(&self.bytes, start + 4 * of).unwrap_or_default();
        Stat {
            changed: (field(0), field(1)),
            modified: (field(2), field(3)),
            inode: field(5),
            mode: field(6),
            owner: (field(7), field(8)),
            size: field(9),
        }
    }

    /// True when a file may have been changed in the second in which the index was written, so that nothing but its
    /// content tells.
    pub(super) fn is_racy(&self, stat: &Stat) -> bool {
        stat.modified.0 >= self.written
    }

    /// The tree that the index is, where it is known to be one.
    pub(super) fn tree(&self) -> Option<String> {
        Some(hex(&self.bytes[self.tree.clone()?]))
    }
}

/// Goes through what follows the entries. Gives the tree of the whole, `Some(None)` where it is not noted.
fn extensions(bytes: &[u8], mut at: usize, id_length: usize) -> Option<Option<Range<usize>>> {
    let mut tree = None;
    while at < bytes.len() {
        let length = number(bytes, at + 4)? as usize;
        let (name, start) = (&bytes[at..at + 4], at + 8);
        let content = bytes.get(start..start.checked_add(length)?)?;
        // One that may be passed over begins with a capital letter.
        if !name[0].is_ascii_uppercase() {
            return None;
        }
        if name == b"TREE" {
            tree = whole_tree(content, id_length).map(|range| start + range.start..start + range.end);
        }
        at = start + length;
    }
    (at == bytes.len()).then_some(tree)
}

/// Where the tree of the root stands: an empty name, a zero, how many files it holds (-1 where it is no longer true), a
/// space, how many folders, a newline.
fn whole_tree(content: &[u8], id_length: usize) -> Option<Range<usize>> {
    let line = memchr::memchr(b'\n', content)?;
    let counts = std::str::from_utf8(content[..line].strip_prefix(b"\0")?).ok()?;
    let (files, _) = counts.split_once(' ')?;
    files.parse::<u32>().ok()?;
    (line + 1 + id_length <= content.len()).then_some(line + 1..line + 1 + id_length)
}

/// False for a name that no checkout would make.
fn is_plain(name: &[u8]) -> bool {
    let strange = |part: &[u8]| matches!(part, b"" | b"." | b"..") || part.eq_ignore_ascii_case(b".git");
    path_of(name).is_some() && !name.split(|byte| *byte == b'/').any(strange)
}

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_be_bytes(four.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An index of version 2 as git writes it, of files with these names.
    fn written(names: &[&str], extensions: &[u8]) -> Vec<u8> {
        let mut bytes = b"DIRC\0\0\0\x02".to_vec();
        bytes.extend((names.len() as u32).to_be_bytes());
        for name in names {
            let start = bytes.len();
            for field in [1u32, 2, 3, 4, 5, 6, 0o100_644, 8, 9, 10] {
                bytes.extend(field.to_be_bytes());
            }
            bytes.extend([0xab; 20]);
            bytes.extend((name.len() as u16).to_be_bytes());
            bytes.extend(name.as_bytes());
            bytes.resize(start + (bytes.len() - start) / 8 * 8 + 8, 0);
        }
        bytes.extend(extensions);
        bytes.extend([0; 20]);
        bytes
    }

    fn extension(name: &[u8], content: &[u8]) -> Vec<u8> {
        [name, &(content.len() as u32).to_be_bytes(), content].concat()
    }

    #[test]
    fn entries_and_the_tree_of_the_whole_are_read() {
        let tree = [&b"\x002 0\n"[..], &[0xcd; 20]].concat();
        let extensions = [extension(b"TREE", &tree), extension(b"EOIE", b"anything")].concat();
        let index = Index::parse(written(&["a", "a/b.py", "longer_name.py"], &extensions), 20, 3).unwrap();
        let names: Vec<&[u8]> = index.names().collect();
        assert_eq!(names, [&b"a"[..], b"a/b.py", b"longer_name.py"]);
        let stat = index.stat(1);
        assert_eq!((stat.changed, stat.modified, stat.inode), ((1, 2), (3, 4), 6));
        assert_eq!((stat.mode, stat.owner, stat.size), (0o100_644, (8, 9), 10));
        assert_eq!(index.id(2), "ab".repeat(20));
        assert_eq!(index.tree(), Some("cd".repeat(20)));
        assert!(index.is_racy(&stat));
        let stale = extension(b"TREE", b"\x00-1 0\n");
        assert_eq!(Index::parse(written(&["a"], &stale), 20, 4).unwrap().tree(), None);
    }

    #[test]
    fn what_is_not_plain_is_not_read() {
        for names in
            [&["b", "a"][..], &["a", "a"], &["../a"], &["a//b"], &["/a"], &["a/.git/config"], &["a/.GIT/b"]]
        {
            assert!(Index::parse(written(names, b""), 20, 0).is_none(), "{names:?}");
        }
        for name in [b"link", b"sdir"] {
            assert!(Index::parse(written(&["a"], &extension(name, b"")), 20, 0).is_none(), "{name:?}");
        }
        let mut flagged = written(&["a"], b"");
        for bit in [0x80, 0x40, 0x20, 0x10] {
            flagged[12 + FIXED + 20] = bit;
            assert!(Index::parse(flagged.clone(), 20, 0).is_none(), "{bit:x}");
        }
    }

    #[test]
    fn damage_is_no_harm() {
        let tree = [&b"\x002 0\n"[..], &[0xcd; 20]].concat();
        let whole = written(&["a", "a/b.py"], &extension(b"TREE", &tree));
        for length in 0..whole.len() {
            // Cut where a whole index could end, it is one.
            let cut = Index::parse(whole[..length].to_vec(), 20, 0);
            assert!(cut.is_none_or(|index| index.len() == 2), "{length}");
        }
        for at in 0..whole.len() {
            for byte in [0, 1, 0x7f, 0xff] {
                let mut damaged = whole.clone();
                damaged[at] = byte;
                if let Some(index) = Index::parse(damaged, 20, 0) {
                    (0..index.len()).for_each(|at| drop((index.id(at), index.stat(at), index.tree())));
                }
            }
        }
    }
}
