//! What the first stage for forks hands to the second: names of findings, and nothing else.
//!
//! The first stage runs for the contributor, so its file is whatever the contributor wants it to be. It is read within
//! narrow bounds, and no word of it is shown that is not a rule of ours, a line of the diff, or the path of a file that
//! GitHub lists for the change. It never decides: the second stage has reviewed the head itself, posts what that found,
//! and only tells the team where the two differ. Otherwise a contributor could silence the review, or speak through it.

use std::collections::{BTreeMap, BTreeSet};

use miniz_oxide::inflate::decompress_to_vec_with_limit;
use rawzip::{CompressionMethod, ZipArchive};
use serde::{Deserialize, Serialize};

use super::patch::Commentable;
use crate::finding::Review;
use crate::report::{markdown, safe};
use crate::rules;
use crate::source::RepoPath;

/// Bytes of the file, inflated. So many findings as are read are shorter by far.
pub const MAX_BYTES: usize = 1024 * 1024;
/// Findings of one file.
const MAX_FINDINGS: usize = 2_000;
/// Bytes of one path.
const MAX_PATH: usize = 4_096;
/// Entries of an archive that are looked at for the file.
const MAX_ENTRIES: usize = 8;
/// Findings that are listed as not found again.
const MAX_LISTED: usize = 20;
const VERSION: u32 = 1;

/// A finding by name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Named {
    rule: String,
    path: String,
    line: u32,
    fingerprint: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: u32,
    head: String,
    findings: Vec<Named>,
}

/// Why the file counts for nothing. No message repeats anything of it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StageError {
    /// It is too long, packed or not.
    #[error("it is over {} KB", MAX_BYTES / 1024)]
    TooLong,
    /// It begins like an archive and is none that GitHub makes of one file.
    #[error("it is an archive that cannot be read: {0}")]
    Archive(&'static str),
    /// It is no JSON, or of another form.
    #[error("it is not what hognose writes (line {0}, column {1})")]
    Form(usize, usize),
    /// Another version of hognose wrote it.
    #[error("it is of another version; use the same release of hognose in both workflows")]
    Version,
    /// It is about another commit.
    #[error("it is about another commit than the pull request's head")]
    Head,
    /// It names more than one change can have.
    #[error("it names over {MAX_FINDINGS} findings")]
    Many,
    /// One of its findings cannot be one.
    #[error("its finding number {0} has {1}")]
    Finding(usize, &'static str),
}

/// The first stage's file for a review of the commit `head`.
pub fn text(review: &Review, head: &str) -> String {
    let findings = review.findings.iter().take(MAX_FINDINGS).map(|one| Named {
        rule: one.rule.to_owned(),
        path: one.shown_at.path.as_str().to_owned(),
        line: markdown::lines(review, &one.shown_at).map_or(1, |(first, _)| first),
        fingerprint: one.fingerprint.as_str().to_owned(),
    });
    let file = File { version: VERSION, head: head.to_owned(), findings: findings.collect() };
    // Words and numbers: there is nothing in it that cannot be written.
    serde_json::to_string(&file).unwrap_or_default()
}

/// Reads the file, as it is or inside of the archive that GitHub keeps artifacts in.
pub fn read(bytes: &[u8], head: &str) -> Result<BTreeSet<Named>, StageError> {
    if bytes.len() > MAX_BYTES {
        return Err(StageError::TooLong);
    }
    let unpacked = if bytes.starts_with(b"PK") { Some(inflate(bytes)?) } else { None };
    // Nesting is bounded by the reader, and by a form that has none.
    let file: File = serde_json::from_slice(unpacked.as_deref().unwrap_or(bytes))
        .map_err(|error| StageError::Form(error.line(), error.column()))?;
    if file.version != VERSION {
        return Err(StageError::Version);
    }
    if file.head != head {
        return Err(StageError::Head);
    }
    if file.findings.len() > MAX_FINDINGS {
        return Err(StageError::Many);
    }
    for (at, one) in file.findings.iter().enumerate() {
        one.check().map_err(|what| StageError::Finding(at + 1, what))?;
    }
    Ok(file.findings.into_iter().collect())
}

impl Named {
    fn check(&self) -> Result<(), &'static str> {
        let hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        let inside = |path: &str| !path.split('/').any(|part| matches!(part, "" | "." | ".."));
        if !rules::all().iter().any(|rule| rule.meta.id == self.rule) {
            Err("a rule that there is not")
        } else if self.path.len() > MAX_PATH || !inside(&self.path) {
            Err("a path that is none")
        } else if self.line == 0 {
            Err("a line that is none")
        } else if self.fingerprint.len() != 16 || !self.fingerprint.bytes().all(hex) {
            Err("a fingerprint that is none")
        } else {
            Ok(())
        }
    }
}

/// The one file of an archive. Names in it lead nowhere: nothing is written.
fn inflate(bytes: &[u8]) -> Result<Vec<u8>, StageError> {
    let broken = |_| StageError::Archive("it is broken");
    let archive = ZipArchive::from_slice(bytes).map_err(broken)?;
    let mut entries = archive.entries();
    let mut content = None;
    let mut count = 0;
    while let Some(entry) = entries.next_entry().map_err(broken)? {
        count += 1;
        if count > MAX_ENTRIES {
            return Err(StageError::Archive("it holds too many files"));
        }
        if entry.is_dir() {
            continue;
        }
        if content.is_some() {
            return Err(StageError::Archive("it holds more than one file"));
        }
        let data = archive.get_entry(entry.wayfinder()).map_err(broken)?.data();
        content = Some(match entry.compression_method() {
            CompressionMethod::STORE => data.to_vec(),
            CompressionMethod::DEFLATE => {
                decompress_to_vec_with_limit(data, MAX_BYTES).map_err(|error| match error.status {
                    miniz_oxide::inflate::TINFLStatus::HasMoreOutput => StageError::TooLong,
                    _ => StageError::Archive("it is broken"),
                })?
            }
            _ => return Err(StageError::Archive("it is compressed in a way that is not known")),
        });
    }
    content.ok_or(StageError::Archive("it holds no file"))
}

/// How the first stage's findings and those of this review go together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Agreement {
    /// Found by both.
    both: usize,
    /// Found here alone. Told like any other.
    here: usize,
    /// Named by the first stage, at lines of the diff, and not found here: never told on the pull request.
    there: Vec<Named>,
    /// Named at places that are none of the diff.
    nowhere: usize,
}

/// Holds them against one another.
pub fn agreement(
    named: &BTreeSet<Named>,
    review: &Review,
    lines: &BTreeMap<RepoPath, Commentable>,
) -> Agreement {
    let found: BTreeSet<&str> = review.findings.iter().map(|one| one.fingerprint.as_str()).collect();
    let prints: BTreeSet<&str> = named.iter().map(|one| one.fingerprint.as_str()).collect();
    let both = found.intersection(&prints).count();
    let mut out = Agreement { both, here: found.len() - both, ..Agreement::default() };
    for one in named.iter().filter(|one| !found.contains(one.fingerprint.as_str())) {
        let stands =
            lines.get(&RepoPath::new(&one.path)).is_some_and(|lines| lines.holds(one.line, one.line));
        if stands { out.there.push(one.clone()) } else { out.nowhere += 1 }
    }
    out
}

impl Agreement {
    /// What the summary says of it, in Markdown.
    pub fn remarks(&self) -> Vec<String> {
        let mut text = format!("Of the first stage's findings {} were found again.", self.both);
        if self.here > 0 {
            text.push_str(&format!(" Found here alone: {}.", self.here));
        }
        if self.nowhere > 0 {
            text.push_str(&format!(
                " Named by the first stage at places outside of the diff, and passed over: {}.",
                self.nowhere
            ));
        }
        let mut out = vec![text];
        if !self.there.is_empty() {
            let rows = self.there.iter().take(MAX_LISTED).map(|one| {
                // A word of ours, a line of the diff, and the name of a file that GitHub lists.
                format!("\n- `{}` at {}", one.rule, safe::code(&format!("{}:{}", one.path, one.line)))
            });
            let over = self.there.len().saturating_sub(MAX_LISTED);
            let rest = if over > 0 { format!("\n- and {over} more") } else { String::new() };
            out.push(format!(
                "Named by the first stage and not found here, so not told on the pull request:\n{}{rest}",
                rows.collect::<String>()
            ));
        }
        out
    }
}

#[cfg(test)]
#[path = "stage_tests.rs"]
mod tests;
