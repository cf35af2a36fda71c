//! The outcome of one run: what every report is made from.

use std::collections::BTreeMap;

use super::{Finding, Severity};
use crate::change::Skipped;
use crate::source::{RepoPath, SourceFile, Span};

/// The least severity that blocks; `None` never blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Threshold(pub Option<Severity>);

/// What was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// A change: findings are those that it introduces.
    Change,
    /// Whole files: findings are all there are.
    Files,
}

/// A finding that a mark in the code or the configuration silences.
#[derive(Debug, Clone)]
pub struct Suppressed {
    /// What would have been said.
    pub finding: Finding,
    /// The reason given, if any.
    pub reason: Option<String>,
    /// By what: "`# hognose: ignore[sql-injection]`".
    pub by: String,
    /// The comment that says so, in the finding's file; `None` where it is the configuration that does.
    pub mark: Option<Span>,
}

/// What kind of thing a note speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoteKind {
    /// A file with a syntax error, analysed around it.
    Broken,
    /// A bound on time, memory or depth was hit.
    Limit,
    /// A suppression that is unused, unknown, expired or without a reason.
    Suppression,
}

/// Something a person should know that is not a finding: one line.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Note {
    /// The file.
    pub path: RepoPath,
    /// The place in it, where there is one.
    pub span: Option<Span>,
    /// What kind.
    pub kind: NoteKind,
    /// One sentence without a full stop.
    pub text: String,
}

/// The outcome of a run. Lists are sorted; the same input gives the same review whatever the number of threads.
#[derive(Debug, Clone)]
pub struct Review {
    /// What was looked at.
    pub subject: Subject,
    /// New findings of a change, or all findings of the files; by path and place.
    pub findings: Vec<Finding>,
    /// Findings in the touched files that were there before; counted, not listed.
    pub older: usize,
    /// Silenced ones.
    pub suppressed: Vec<Suppressed>,
    /// Other things to know.
    pub notes: Vec<Note>,
    /// Files that were not read.
    pub skipped: Vec<Skipped>,
    /// How many files were looked at.
    pub files_reviewed: usize,
    /// The head side of every file that a finding, step, note or suppression points into.
    pub sources: BTreeMap<RepoPath, SourceFile>,
    /// What blocks.
    pub threshold: Threshold,
    /// What blocks of findings about dependencies, where that differs.
    pub dependency_threshold: Option<Threshold>,
    /// Which advisories dependencies were held against, with their date; `None` when none were.
    pub advisories: Option<String>,
}

impl Review {
    /// True when a finding blocks.
    pub fn blocks(&self, finding: &Finding) -> bool {
        let own = self.dependency_threshold.filter(|_| finding.package.is_some());
        finding.blocks(own.unwrap_or(self.threshold))
    }

    /// The findings that block.
    pub fn blocking(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| self.blocks(finding))
    }
}
