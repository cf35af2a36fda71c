//! Runs scans and reviews on texts held in memory.

#![allow(dead_code, reason = "each test file uses some of it")]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

use hognose::change::{ChangeSet, Context, FileChange, Hunks, Status, diff};
use hognose::config::Settings;
use hognose::finding::Review;
use hognose::scan::{Options, review, scan};
use hognose::source::{RepoPath, SourceFile};

/// Scans one text with one rule, or with all of them.
pub(crate) fn scan_text(path: &str, text: &str, rule: Option<&str>) -> Review {
    let settings = Settings { select: rule.map(str::to_owned).into_iter().collect(), ..Settings::default() };
    let path = RepoPath::new(path);
    let load = |path: &RepoPath| Ok(SourceFile::from_text(path.clone(), text));
    scan(&[path], &load, &|| (), &settings, Options { threads: 1, ..Options::default() })
}

/// One file of a change: name before, text before, name after, text after; an empty name for a side that is missing.
pub(crate) type Sides<'a> = (&'a str, &'a str, &'a str, &'a str);

/// A change made of texts.
pub(crate) fn change(files: &[Sides<'_>]) -> ChangeSet {
    let file = |(old, before, new, after): &Sides<'_>| {
        let side = |path: &str, text: &str| {
            (!path.is_empty()).then(|| SourceFile::from_text(RepoPath::new(path), text))
        };
        let (base, head) = (side(old, before), side(new, after));
        let status = match (&base, &head) {
            (None, _) => Status::Added,
            (_, None) => Status::Deleted,
            _ if old != new => Status::Renamed,
            _ => Status::Modified,
        };
        let hunks = if base.is_none() {
            Hunks::whole(after.lines().count() as u32)
        } else {
            diff::hunks(before, after)
        };
        FileChange {
            path: RepoPath::new(if new.is_empty() { old } else { new }),
            old_path: (status == Status::Renamed).then(|| RepoPath::new(old)),
            status,
            base,
            head,
            hunks,
        }
    };
    ChangeSet { files: files.iter().map(file).collect(), skipped: Vec::new() }
}

/// Reviews a change made of texts.
pub(crate) fn review_texts(files: &[Sides<'_>]) -> Review {
    review(&change(files), &Settings::default(), Options { threads: 1, ..Options::default() })
}

/// The findings as `rule@line`, the line being that at which each is shown.
pub(crate) fn shown(review: &Review) -> Vec<String> {
    let line = |finding: &hognose::finding::Finding| {
        review.sources[&finding.shown_at.path].position(finding.shown_at.span.start).line
    };
    review.findings.iter().map(|finding| format!("{}@{}", finding.rule, line(finding))).collect()
}

/// Files around a change, in memory; remembers which were read.
#[derive(Default)]
pub(crate) struct Memory {
    texts: BTreeMap<RepoPath, String>,
    read: Mutex<BTreeSet<RepoPath>>,
}

impl Memory {
    pub(crate) fn of<'t>(files: impl IntoIterator<Item = (&'t str, &'t str)>) -> Self {
        let texts = files.into_iter().map(|(path, text)| (RepoPath::new(path), text.to_owned())).collect();
        Self { texts, read: Mutex::default() }
    }

    /// The files that were read so far.
    pub(crate) fn read(&self) -> Vec<String> {
        self.read.lock().expect("no panic").iter().map(|path| path.as_str().to_owned()).collect()
    }
}

impl Context for Memory {
    fn paths(&self) -> Vec<RepoPath> {
        self.texts.keys().cloned().collect()
    }

    fn load(&self, paths: &[RepoPath]) -> Vec<Option<SourceFile>> {
        self.read.lock().expect("no panic").extend(paths.iter().cloned());
        let text = |path: &RepoPath| Some(SourceFile::from_text(path.clone(), self.texts.get(path)?));
        paths.iter().map(text).collect()
    }
}
