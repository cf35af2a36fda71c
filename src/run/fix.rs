//! Rewrites into files: which fit together, and the writing of those that do.

use std::fs;
use std::path::Path;

use anyhow::Context;

use super::write::Staged;
use crate::finding::{EditSet, Review, Tier};
use crate::source::{RepoPath, SourceFile};

/// What would be written.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// By path.
    pub(super) files: Vec<Fixed>,
    /// Rewrites that touch the same bytes as one before them; their turn comes in the next run.
    pub(super) overlapping: usize,
}

/// One file with its rewrites applied.
#[derive(Debug)]
pub(super) struct Fixed {
    pub(super) before: SourceFile,
    pub(super) edits: EditSet,
    /// How many rewrites it took.
    pub(super) rewrites: usize,
}

/// What was written.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    /// Rewrites.
    pub(super) applied: usize,
    files: usize,
    overlapping: usize,
    /// Files that were left alone, and why.
    left: Vec<(RepoPath, String)>,
}

/// Takes the rewrites of tier `least` or better, in the order of the findings, as long as they do not overlap.
pub(super) fn plan(review: &Review, least: Tier) -> Plan {
    let mut plan = Plan::default();
    for (path, before) in &review.sources {
        let here = review.findings.iter().filter(|finding| finding.place.path == *path);
        let rewrites = here.filter_map(|finding| finding.rewrite.as_ref());
        let (mut edits, mut taken) = (EditSet::default(), 0);
        for rewrite in rewrites.filter(|rewrite| rewrite.tier >= least && !rewrite.edits.is_empty()) {
            match edits.merge(&rewrite.edits) {
                Ok(merged) => (edits, taken) = (merged, taken + 1),
                Err(_) => plan.overlapping += 1,
            }
        }
        if taken > 0 {
            plan.files.push(Fixed { before: before.clone(), edits, rewrites: taken });
        }
    }
    plan
}

/// Writes the files below `root`, each in one step. One that is not what was analysed is left alone.
pub(super) fn apply(plan: &Plan, root: &Path) -> anyhow::Result<Outcome> {
    let root = root.canonicalize().with_context(|| format!("cannot read {root:?}"))?;
    let mut outcome = Outcome { overlapping: plan.overlapping, ..Outcome::default() };
    for fixed in &plan.files {
        let path = fixed.before.path();
        let target = root.join(path.as_str());
        match content(fixed, &root, &target) {
            Err(why) => outcome.left.push((path.clone(), why)),
            Ok(bytes) => {
                Staged::new(&target, &bytes)?.commit()?;
                outcome.files += 1;
                outcome.applied += fixed.rewrites;
            }
        }
    }
    Ok(outcome)
}

/// The bytes to write, or why none may be written.
fn content(fixed: &Fixed, root: &Path, target: &Path) -> Result<Vec<u8>, String> {
    let about = fs::symlink_metadata(target).map_err(|error| error.to_string())?;
    if !about.is_file() {
        return Err("it is not a regular file".into());
    }
    if about.permissions().readonly() {
        return Err("it is read-only".into());
    }
    // A link among the folders could lead anywhere.
    let folder = target.parent().and_then(|folder| folder.canonicalize().ok());
    if !folder.is_some_and(|folder| folder.starts_with(root)) {
        return Err("it lies outside the project".into());
    }
    let now = fs::read(target).map_err(|error| error.to_string())?;
    if fixed.before.encode(fixed.before.text()).is_none_or(|analysed| analysed != now) {
        return Err("it changed while it was analysed; run again".into());
    }
    let after = fixed.edits.apply(fixed.before.text()).map_err(|error| error.to_string())?;
    fixed.before.encode(&after).ok_or_else(|| "its encoding lacks a character of the rewrite".into())
}

impl Outcome {
    /// What happened, a line each.
    pub(super) fn lines(&self) -> Vec<String> {
        let many = |count: usize, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
        let mut lines =
            vec![format!("applied {} in {}", many(self.applied, "rewrite"), many(self.files, "file"))];
        if self.overlapping > 0 {
            let left = many(self.overlapping, "rewrite");
            lines.push(format!("left {left} that would touch the same code as another; run again"));
        }
        lines.extend(self.left.iter().map(|(path, why)| format!("left {path} alone: {why}")));
        lines
    }
}

#[cfg(test)]
#[path = "fix_tests.rs"]
mod tests;
