//! From a list of files to a [`ChangeSet`]: the contents of both sides.
//!
//! The list comes with patches. The new text is read from the workspace where that holds it, else from GitHub; the old one
//! is made of the new one and the patch, and only fetched where there is no whole patch. What could not be read is named,
//! never passed over.

use std::collections::BTreeMap;
use std::path::Path;

use super::blobs::{self, Blob, Name};
use super::listing::{Listing, merge_base};
use super::patch::Commentable;
use super::rows::{FileRow, Kind};
use super::{ApiError, Client, event};
use crate::change::git::is_content;
use crate::change::{ChangeSet, FileChange, Hunks, Skipped, Status, diff, files};
use crate::report::safe;
use crate::source::{RepoPath, SourceFile};

/// All texts of one side together.
const MAX_BYTES: usize = 128 * 1024 * 1024;
/// Blobs between two looks at the room that is left.
const CHUNK: usize = 200;

/// A change, read.
#[derive(Debug, Clone, Default)]
pub struct Fetched {
    /// Both sides of every file of interest.
    pub change: ChangeSet,
    /// The lines that may carry a comment, by file. A file that is missing here has to be asked for: see
    /// [`repair`](super::listing::repair).
    pub commentable: BTreeMap<RepoPath, Commentable>,
    /// What kept the change from being read as a whole, in words for a person.
    pub partial: Vec<String>,
    /// The workspace has the new side of every file, so it may be taken for a checkout of the head.
    pub checked_out: bool,
    /// True when a file was not read for a reason that may be gone the next time.
    failed: bool,
}

impl Fetched {
    fn skip(&mut self, row: &FileRow, why: String) {
        self.change.skipped.push(Skipped { path: row.path(), why });
    }

    /// True when the absence of a finding means something.
    pub fn is_whole(&self) -> bool {
        self.partial.is_empty() && !self.failed
    }
}

/// Reads both sides of the files that `want` asks for. `workspace` is a folder that may hold them.
pub async fn read(
    client: &Client<'_>,
    listing: &Listing,
    workspace: Option<&Path>,
    want: &dyn Fn(&RepoPath) -> bool,
) -> Result<Fetched, ApiError> {
    let mut out = Fetched { partial: listing.partial.iter().cloned().collect(), ..Fetched::default() };
    let asked = |row: &&FileRow| want(&row.path()) || (row.kind() != Kind::Added && want(&row.old_path()));
    let rows: Vec<&FileRow> = listing.rows.iter().filter(asked).collect();
    let mut heads = heads(client, &rows, workspace, &mut out).await?;
    let mut bases = bases(client, listing, &rows, &mut heads, &mut out).await?;
    for (at, row) in rows.iter().enumerate() {
        out.commentable.extend(row.commentable().map(|lines| (row.path(), lines)));
        let (head, base) = (heads.remove(&at), bases.remove(&at));
        // Of a file without a head that is not removed it has been said why.
        if head.is_some() || row.kind() == Kind::Removed {
            assemble(row, base, head, want, &mut out.change);
        }
    }
    out.change.files.sort_by(FileChange::by_path);
    out.change.skipped.sort();
    out.change.skipped.retain(|one| want(&one.path));
    Ok(out)
}

/// Contents by the number of their row.
type Contents = BTreeMap<usize, Vec<u8>>;

/// The new side: what the workspace has need not be fetched.
async fn heads(
    client: &Client<'_>,
    rows: &[&FileRow],
    workspace: Option<&Path>,
    out: &mut Fetched,
) -> Result<Contents, ApiError> {
    let mut heads = Contents::new();
    let mut missing: Vec<(usize, Name)> = Vec::new();
    for (at, row) in rows.iter().enumerate().filter(|(_, row)| row.kind() != Kind::Removed) {
        match row.sha.as_deref().and_then(|oid| event::sha(oid).ok()) {
            None => out.skip(row, "GitHub names no content for it".into()),
            Some(oid) => match workspace.and_then(|folder| local(folder, row, &oid)) {
                Some(bytes) => drop(heads.insert(at, bytes)),
                None => missing.push((at, Name::Oid(oid))),
            },
        }
    }
    out.checked_out = missing.is_empty() && !heads.is_empty();
    let size = heads.values().map(Vec::len).sum();
    let mut budget = Budget { left: MAX_BYTES.saturating_sub(size) };
    for (at, found) in load(client, &missing, &mut budget).await? {
        match found {
            Ok(bytes) => drop(heads.insert(at, bytes)),
            Err(Unread { why, lasting }) => {
                out.failed |= !lasting;
                out.skip(rows[at], why);
            }
        }
    }
    Ok(heads)
}

/// The old side: out of the patch, where there is a whole one. A file whose old side may be there the next time is not
/// reviewed: everything in it would be called new.
async fn bases(
    client: &Client<'_>,
    listing: &Listing,
    rows: &[&FileRow],
    heads: &mut Contents,
    out: &mut Fetched,
) -> Result<Contents, ApiError> {
    let mut bases = Contents::new();
    let mut missing: Vec<(usize, Name)> = Vec::new();
    let mut commit: Option<String> = None;
    for (at, row) in rows.iter().enumerate().filter(|(_, row)| row.kind() != Kind::Added) {
        let head = heads.get(&at);
        if head.is_none() && row.kind() != Kind::Removed {
            continue;
        }
        if let Some(text) = old_text(row, head.map_or(&[], Vec::as_slice)) {
            bases.insert(at, text.into_bytes());
            continue;
        }
        let name = match row.base_oid.as_deref().and_then(|oid| event::sha(oid).ok()) {
            Some(oid) => Name::Oid(oid),
            None => {
                if commit.is_none() {
                    commit = Some(merge_base(client, &listing.base).await?);
                }
                let path = row.old_path().as_str().to_owned();
                Name::At { commit: commit.clone().unwrap_or_default(), path }
            }
        };
        missing.push((at, name));
    }
    for (at, found) in load(client, &missing, &mut Budget { left: MAX_BYTES }).await? {
        match found {
            Ok(bytes) => drop(bases.insert(at, bytes)),
            Err(Unread { why, lasting }) => {
                out.skip(rows[at], format!("old side not compared: {why}"));
                if !lasting {
                    out.failed = true;
                    heads.remove(&at);
                }
            }
        }
    }
    Ok(bases)
}

/// Reads blobs as long as there is room.
async fn load(
    client: &Client<'_>,
    wanted: &[(usize, Name)],
    budget: &mut Budget,
) -> Result<Vec<(usize, Result<Vec<u8>, Unread>)>, ApiError> {
    let mut out = Vec::with_capacity(wanted.len());
    for chunk in wanted.chunks(CHUNK) {
        let names: Vec<Name> = chunk.iter().map(|(_, name)| name.clone()).collect();
        // Where there is no room left nothing is asked for.
        let blobs = if budget.left == 0 { BTreeMap::new() } else { blobs::read(client, &names).await? };
        out.extend(chunk.iter().map(|(at, name)| (*at, budget.take(blobs.get(name).cloned()))));
    }
    Ok(out)
}

/// Bytes that may still be read.
struct Budget {
    left: usize,
}

/// Why there is no content.
struct Unread {
    why: String,
    /// True when it will be the same the next time.
    lasting: bool,
}

impl Budget {
    fn take(&mut self, blob: Option<Blob>) -> Result<Vec<u8>, Unread> {
        match blob {
            Some(Blob::Bytes(bytes)) if bytes.len() <= self.left => {
                self.left -= bytes.len();
                Ok(bytes)
            }
            _ if self.left == 0 => Err(too_large()),
            Some(Blob::Bytes(_)) => {
                self.left = 0;
                Err(too_large())
            }
            Some(Blob::Unfit(why)) => Err(Unread { why: why.into(), lasting: true }),
            Some(Blob::Failed(why)) => Err(Unread { why, lasting: false }),
            Some(Blob::Missing) | None => {
                Err(Unread { why: "GitHub has no content for it".into(), lasting: false })
            }
        }
    }
}

fn too_large() -> Unread {
    Unread { why: "the change is too large to be read as a whole".into(), lasting: false }
}

/// The file of the workspace, if it is the very one that the row names.
fn local(workspace: &Path, row: &FileRow, oid: &str) -> Option<Vec<u8>> {
    let bytes = row.is_inside().then(|| files::bytes(workspace, &row.path())).flatten()?;
    is_content(oid, &bytes).then_some(bytes)
}

fn old_text(row: &FileRow, head: &[u8]) -> Option<String> {
    let head = std::str::from_utf8(head).ok()?;
    // A pure rename has no patch either, but so has a row whose counts were left out: both are fetched.
    row.whole_patch()?.base_of(head)
}

/// Adds one file with both its sides to the change.
fn assemble(
    row: &FileRow,
    base: Option<Vec<u8>>,
    head: Option<Vec<u8>>,
    want: &dyn Fn(&RepoPath) -> bool,
    change: &mut ChangeSet,
) {
    let (path, old_path) = (row.path(), row.old_path());
    let moved_out = row.kind() == Kind::Renamed && !want(&path);
    let decode = |path: &RepoPath, bytes: Option<Vec<u8>>| {
        bytes
            .map(|bytes| SourceFile::decode(path.clone(), &bytes))
            .transpose()
            .map_err(|error| error.to_string())
    };
    let head = match decode(&path, head.filter(|_| !moved_out)) {
        Ok(head) => head,
        Err(why) => return change.skipped.push(Skipped { path, why }),
    };
    let base = decode(&old_path, base).unwrap_or_else(|why| {
        let why = format!("old side not compared: {why}");
        change.skipped.push(Skipped { path: path.clone(), why });
        None
    });
    let status = match row.kind() {
        _ if head.is_none() && base.is_none() => return,
        _ if head.is_none() => Status::Deleted,
        Kind::Added => Status::Added,
        Kind::Renamed => Status::Renamed,
        Kind::Modified | Kind::Removed => Status::Modified,
    };
    let (old, new) = (base.as_ref().map_or("", SourceFile::text), head.as_ref().map_or("", SourceFile::text));
    let hunks = match row.whole_patch() {
        // Lines that end at a lone CR are counted by us and not by git.
        Some(patch) if status != Status::Deleted && !lone_cr(new) => patch.hunks(),
        _ if base.is_none() => Hunks::whole(head.as_ref().map_or(0, |head| head.lines().count())),
        _ => diff::hunks(old, new),
    };
    let (path, old_path) = match status {
        Status::Deleted => (old_path, None),
        _ => (path.clone(), (old_path != path).then_some(old_path)),
    };
    change.files.push(FileChange { path, old_path, status, base, head, hunks });
}

/// True when the text has a CR that no LF follows: then lines have other numbers for git than for Python.
pub(super) fn lone_cr(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'\r', bytes).any(|at| bytes.get(at + 1) != Some(&b'\n'))
}

/// The texts of several files at one commit; `None` for what is not there. For configuration.
pub async fn texts(
    client: &Client<'_>,
    commit: &str,
    paths: &[String],
) -> Result<BTreeMap<String, Option<String>>, ApiError> {
    let at = |path: &String| Name::At { commit: commit.to_owned(), path: path.clone() };
    let names: Vec<Name> = paths.iter().map(at).collect();
    let blobs = blobs::read(client, &names).await?;
    paths
        .iter()
        .map(|path| match blobs.get(&at(path)) {
            Some(Blob::Bytes(bytes)) => String::from_utf8(bytes.clone())
                .map(|text| (path.clone(), Some(text)))
                .map_err(|_| ApiError::Malformed {
                    what: "read the configuration",
                    why: format!("holds {}, which is not UTF-8; save it as UTF-8", safe::line(path)),
                }),
            Some(Blob::Failed(why)) => Err(ApiError::Unanswered {
                what: "read the configuration",
                why: format!("{}: {why}", safe::line(path)),
            }),
            _ => Ok((path.clone(), None)),
        })
        .collect()
}

#[cfg(test)]
#[path = "fetch_tests.rs"]
mod tests;
