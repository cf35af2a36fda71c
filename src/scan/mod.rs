//! From files to a review: which rules run where, both sides compared, marks honoured, rewrites proven.
//!
//! Knows no file system and no GitHub: files come in as text, or by a function that loads them.

mod aliases;
mod altered;
mod callees;
mod carried;
mod caught;
mod compare;
mod contrast;
mod definitions;
mod dependencies;
mod examine;
mod finder;
mod handed;
mod identity;
mod imported;
mod keep;
mod lost;
mod mark;
mod meant;
mod modules;
mod pass;
mod patterns;
mod pins;
mod place;
mod pool;
mod project;
mod prove;
mod reach;
mod related;
mod review;
mod sides;
mod slice;
mod spread;
mod statements;
mod suppress;
mod surroundings;
mod texts;
mod told;
mod touched;
mod triggers;
mod types;
mod weaker;
mod written;

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

pub use pins::{MAX_PINS, Pin, advisories, pins_of_change, pins_of_files, pins_of_manifests};
pub use pool::{DEFECT, busy_with};
pub use review::{review, review_within};
pub use suppress::{Marks, Silenced};

use crate::change::{NoContext, Skipped};
use crate::config::Settings;
use crate::finding::{Finding, Note, Place, Review, Subject, Suppressed};
use crate::manifest::Format;
use crate::source::{RepoPath, SourceFile, Span};
use dependencies::Dependencies;
use examine::{Examined, Found};
use pass::Pass;
use project::Job;
use surroundings::Surroundings;

/// How to run, apart from what is looked for. No option changes the result.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// Worker threads; 0 takes one a core, and a single one for a change of few files, to which a second would add more
    /// work than it takes from the first.
    pub threads: usize,
    /// Parse every file whole, also where its words say that only parts can matter. Slower; for tests and doubts.
    pub whole: bool,
    /// Follow data from file to file in a scan, which costs several times as much. A review always does so among the
    /// files of the change.
    pub across: bool,
}

/// Scans whole files. `load` is called once or more for a path, from several threads; `progress` after each file.
pub fn scan(
    paths: &[RepoPath],
    load: &(dyn Fn(&RepoPath) -> Result<SourceFile, Skipped> + Sync),
    progress: &(dyn Fn() + Sync),
    settings: &Settings,
    options: Options,
) -> Review {
    let pass = Pass::new(settings, options);
    let mut outcome = Outcome::new(Vec::new());
    let job = Job { pass: &pass, options, rewrites: true, prove: true, across: options.across };
    let code: Vec<&RepoPath> = paths.iter().filter(|path| dependencies::is_code(path)).collect();
    let numbered: Vec<Option<RepoPath>> = code.iter().map(|path| Some((*path).clone())).collect();
    // Python that names dependencies is known by its text.
    let naming: Mutex<BTreeMap<RepoPath, SourceFile>> = Mutex::default();
    let keeping = |path: &RepoPath| {
        let source = load(path)?;
        if Format::of_text(path, source.text()).is_some()
            && let Ok(mut naming) = naming.lock()
        {
            naming.insert(path.clone(), source.clone());
        }
        Ok(source)
    };
    let load_at = |at: usize| Some(keeping(code[at]));
    let all = project::analyse(job, &numbered, &load_at, Vec::new(), Surroundings::default(), progress).all;
    let mut sources = BTreeMap::new();
    let mut read = 0;
    for seen in all.into_iter().flatten() {
        match seen {
            Ok(seen) => {
                read += 1;
                if let Some(source) = seen.source {
                    outcome.add(seen.examined, |_, finding| Some(finding.place.clone()));
                    sources.insert(source.path().clone(), source);
                }
            }
            Err(skipped) => outcome.skipped.push(*skipped),
        }
    }
    let mut naming = naming.into_inner().unwrap_or_default();
    for path in paths.iter().filter(|path| !dependencies::is_code(path)) {
        match load(path) {
            Ok(source) => {
                read += 1;
                naming.insert(path.clone(), source);
            }
            Err(skipped) => outcome.skipped.push(skipped),
        }
        progress();
    }
    let modules: OnceCell<BTreeMap<String, String>> = OnceCell::new();
    let imported = |package: &str| {
        // Where there is no code, that nothing imports a package says nothing.
        code.first()?;
        let all = modules.get_or_init(|| imported_by(code.iter().filter_map(|path| load(path).ok())));
        Some(all.get(&dependencies::module_of(package)).cloned())
    };
    let naming = naming.into_values().map(|source| (source, None));
    let dependencies = Dependencies::new(&pass, settings, naming, &NoContext, &imported);
    for (path, (source, examined)) in dependencies.examine() {
        if examined.is_telling() {
            outcome.add(examined, |_, finding| Some(finding.place.clone()));
            sources.insert(path, source);
        }
    }
    dependencies.prove(&mut outcome.findings);
    outcome.advisories = dependencies.label();
    outcome.notes.extend(dependencies.notes(settings, true));
    // Steps may lie in files that have nothing to say themselves.
    let steps = outcome.findings.iter().flat_map(|(finding, _)| &finding.trace);
    let far: BTreeSet<RepoPath> = steps.map(|step| step.place.path.clone()).collect();
    for path in far {
        if !sources.contains_key(&path)
            && let Ok(source) = load(&path)
        {
            sources.insert(path, source);
        }
    }
    outcome.finish(Subject::Files, settings, read, sources)
}

/// The modules that files import, each with the first file that does.
fn imported_by(sources: impl Iterator<Item = SourceFile>) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    for source in sources {
        for name in dependencies::imports(source.text()).filter(|name| !name.is_empty()) {
            if !out.contains_key(name) {
                out.insert(name.to_owned(), source.path().as_str().to_owned());
            }
        }
    }
    out
}

/// A review in the making.
struct Outcome {
    findings: Vec<(Finding, Option<crate::rules::Proposal>)>,
    suppressed: Vec<Suppressed>,
    notes: Vec<Note>,
    skipped: Vec<Skipped>,
    older: usize,
    said: BTreeMap<RepoPath, prove::Said>,
    advisories: Option<String>,
}

impl Outcome {
    fn new(skipped: Vec<Skipped>) -> Self {
        Self {
            findings: Vec::new(),
            suppressed: Vec::new(),
            notes: Vec::new(),
            skipped,
            older: 0,
            said: BTreeMap::new(),
            advisories: None,
        }
    }

    fn skip(&mut self, path: &RepoPath, why: String) {
        self.skipped.push(Skipped { path: path.clone(), why });
    }

    /// Takes over what one file has to say. `show` gives the place at which the finding of that number is shown, or
    /// `None` when it is not to be.
    fn add(&mut self, examined: Examined, show: impl Fn(usize, &Finding) -> Option<Place>) {
        if let Some(first) = examined.found.first() {
            self.said.entry(first.finding.place.path.clone()).or_default().add(&examined);
        }
        self.notes.extend(examined.notes);
        let shown = examined.found.into_iter().enumerate();
        let shown: Vec<(Found, Place)> =
            shown.filter_map(|(at, found)| show(at, &found.finding).map(|place| (found, place))).collect();
        let told = told_of(&shown);
        for (found, place) in shown.into_iter().zip(told).filter(|(_, told)| *told).map(|(one, _)| one) {
            let mut finding = found.finding;
            finding.shown_at = place;
            match found.silenced {
                Some(silenced) => {
                    let Silenced { reason, by, mark } = silenced;
                    self.suppressed.push(Suppressed { finding, reason, by, mark });
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
        findings.sort_by(Finding::by_place);
        crate::source::sort(&mut self.suppressed, |a, b| a.finding.by_place(&b.finding));
        self.notes.sort();
        self.skipped.sort();
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
            dependency_threshold: settings.dependencies.fail_on,
            advisories: self.advisories,
        };
        review.sources = pointed_at(&review, sources);
        review
    }
}

/// Of what comes of one cause, the surest is told, the first of equals; what a mark silences counts for itself.
fn told_of(shown: &[(Found, Place)]) -> Vec<bool> {
    let mut best: BTreeMap<(&str, Span), usize> = BTreeMap::new();
    let cause = |at: usize| {
        let found = &shown[at].0;
        let cause = found.cause.filter(|_| found.silenced.is_none())?;
        Some((found.finding.rule, cause))
    };
    let rank = |at: usize| (shown[at].0.finding.precision, shown[at].0.finding.severity);
    for at in 0..shown.len() {
        let Some(key) = cause(at) else { continue };
        let known = best.entry(key).or_insert(at);
        if rank(at) > rank(*known) {
            *known = at;
        }
    }
    (0..shown.len()).map(|at| cause(at).is_none_or(|key| best.get(&key) == Some(&at))).collect()
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
