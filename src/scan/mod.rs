//! From files to a review: which rules run where, both sides compared, marks honoured, rewrites proven.
//!
//! Knows no file system and no GitHub: files come in as text, or by a function that loads them.

mod compare;
mod examine;
mod identity;
mod keep;
mod mark;
mod meant;
mod pass;
mod place;
mod pool;
mod prove;
mod reach;
mod slice;
mod statements;
mod suppress;
mod triggers;

use std::collections::BTreeMap;

pub use suppress::{Marks, Silenced};

use crate::change::{ChangeSet, Skipped};
use crate::config::Settings;
use crate::finding::{Finding, Note, Review, Subject, Suppressed};
use crate::source::{RepoPath, SourceFile};
use examine::{Examined, examine, examine_keeping};
use pass::Pass;

/// How to run, apart from what is looked for. No option changes the result.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// Worker threads; 0 takes one a core.
    pub threads: usize,
    /// Parse every file whole, also where its words say that only parts can matter. Slower; for tests and doubts.
    pub whole: bool,
}

/// Reviews a change: the findings of the head side that the base side lacks.
pub fn review(change: &ChangeSet, settings: &Settings, options: Options) -> Review {
    let pass = Pass::new(settings, options);
    let mut outcome = Outcome::new(change.skipped.clone());
    let sides = pool::map(options.threads, &change.files, &|file| {
        // A file whose sides hold the same text brings nothing: a rename alone, a changed mode.
        let same = match (&file.base, &file.head) {
            (Some(base), Some(head)) => base.text() == head.text(),
            _ => false,
        };
        let base = file.base.as_ref().filter(|_| !same).map(|base| examine(&pass, base, false));
        let head = file.head.as_ref().filter(|_| !same).map(|head| examine(&pass, head, true));
        (base.transpose(), head.transpose())
    });
    let mut pairs = Vec::new();
    for (file, (base, head)) in change.files.iter().zip(sides) {
        let base = base.unwrap_or_else(|why| {
            outcome.skip(&file.path, format!("old side not compared: {why}"));
            None
        });
        let head = head.unwrap_or_else(|why| {
            outcome.skip(&file.path, why);
            None
        });
        pairs.push((file, base, head));
    }
    let matched = compare::introduced(&pairs);
    outcome.older = matched.older;
    for ((file, _, head), new) in pairs.into_iter().zip(matched.new) {
        let (Some(source), Some(head)) = (&file.head, head) else { continue };
        let hunks = file.hunks.clone();
        outcome.add(head, |at, finding| new.contains(&at).then(|| place::show(finding, source, &hunks)));
    }
    let files = change.files.iter().filter(|file| file.head.is_some()).count();
    let heads = change.files.iter().filter_map(|file| file.head.as_ref());
    let sources = heads.map(|head| (head.path().clone(), head.clone())).collect();
    prove::prove(&pass, options, &sources, &outcome.counts, &mut outcome.findings);
    outcome.finish(Subject::Change, settings, files, sources)
}

/// Scans whole files. `load` is called once a path, from several threads; `progress` after each file.
pub fn scan(
    paths: &[RepoPath],
    load: &(dyn Fn(&RepoPath) -> Result<SourceFile, Skipped> + Sync),
    progress: &(dyn Fn() + Sync),
    settings: &Settings,
    options: Options,
) -> Review {
    let pass = Pass::new(settings, options);
    let mut outcome = Outcome::new(Vec::new());
    let results = pool::map(options.threads, paths, &|path| {
        let result = load(path).and_then(|source| {
            let skipped = |why| Skipped { path: path.clone(), why };
            let (mut examined, parsed) = examine_keeping(&pass, &source, true).map_err(skipped)?;
            parsed.into_iter().for_each(|parsed| prove::prove_found(&pass, &source, parsed, &mut examined));
            // The text of a file with nothing to say is not kept: a tree may be larger than memory.
            Ok(examined.is_telling().then_some((source, examined)))
        });
        progress();
        result
    });
    let mut sources = BTreeMap::new();
    let mut read = 0;
    for result in results {
        match result {
            Ok(Some((source, examined))) => {
                read += 1;
                outcome.add(examined, |_, finding| Some(finding.place.clone()));
                sources.insert(source.path().clone(), source);
            }
            Ok(None) => read += 1,
            Err(skipped) => outcome.skipped.push(skipped),
        }
    }
    outcome.finish(Subject::Files, settings, read, sources)
}

/// A review in the making.
struct Outcome {
    findings: Vec<(Finding, Option<crate::rules::Proposal>)>,
    suppressed: Vec<Suppressed>,
    notes: Vec<Note>,
    skipped: Vec<Skipped>,
    older: usize,
    counts: BTreeMap<RepoPath, prove::Counts>,
}

impl Outcome {
    fn new(skipped: Vec<Skipped>) -> Self {
        Self {
            findings: Vec::new(),
            suppressed: Vec::new(),
            notes: Vec::new(),
            skipped,
            older: 0,
            counts: BTreeMap::new(),
        }
    }

    fn skip(&mut self, path: &RepoPath, why: String) {
        self.skipped.push(Skipped { path: path.clone(), why });
    }

    /// Takes over what one file has to say. `show` gives the place at which the finding of that number is shown, or
    /// `None` when it is not to be.
    fn add(&mut self, examined: Examined, show: impl Fn(usize, &Finding) -> Option<crate::finding::Place>) {
        if let Some(first) = examined.found.first() {
            self.counts.insert(first.finding.place.path.clone(), prove::count(&examined));
        }
        self.notes.extend(examined.notes);
        for (at, found) in examined.found.into_iter().enumerate() {
            let mut finding = found.finding;
            let Some(place) = show(at, &finding) else { continue };
            finding.shown_at = place;
            match found.silenced {
                Some(silenced) => {
                    self.suppressed.push(Suppressed { finding, reason: silenced.reason, by: silenced.by });
                }
                None => self.findings.push((finding, found.proposal)),
            }
        }
    }

    fn finish(
        mut self,
        subject: Subject,
        settings: &Settings,
        files_reviewed: usize,
        sources: BTreeMap<RepoPath, SourceFile>,
    ) -> Review {
        let mut findings: Vec<Finding> = self.findings.into_iter().map(|(finding, _)| finding).collect();
        findings.sort_by(|a, b| (&a.place, a.rule).cmp(&(&b.place, b.rule)));
        self.suppressed
            .sort_by(|a, b| (&a.finding.place, a.finding.rule).cmp(&(&b.finding.place, b.finding.rule)));
        self.notes.sort();
        self.skipped.sort_by(|a, b| (&a.path, &a.why).cmp(&(&b.path, &b.why)));
        let mut review = Review {
            subject,
            findings,
            older: self.older,
            suppressed: self.suppressed,
            notes: self.notes,
            skipped: self.skipped,
            files_reviewed,
            sources: BTreeMap::new(),
            threshold: settings.fail_on,
        };
        review.sources = pointed_at(&review, sources);
        review
    }
}

/// The sources that anything in the review points into.
fn pointed_at(
    review: &Review,
    mut sources: BTreeMap<RepoPath, SourceFile>,
) -> BTreeMap<RepoPath, SourceFile> {
    let mut wanted = std::collections::BTreeSet::new();
    let silenced = review.suppressed.iter().map(|suppressed| &suppressed.finding);
    for finding in review.findings.iter().chain(silenced) {
        wanted.insert(finding.place.path.clone());
        wanted.insert(finding.shown_at.path.clone());
        wanted.extend(finding.trace.iter().map(|step| step.place.path.clone()));
    }
    wanted.extend(review.notes.iter().map(|note| note.path.clone()));
    sources.retain(|path, _| wanted.contains(path));
    sources
}
