//! A change: its new side is looked at first, the old one as far as that can take a finding away.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::compare::{self, Matched, Pair};
use super::contrast::none_differs;
use super::dependencies::{self, Dependencies};
use super::examine::{Examined, Found};
use super::pass::Pass;
use super::project::{self, Job, Project, Seen};
use super::sides::Sides;
use super::surroundings::{Surroundings, Variables};
use super::texts::Texts;
use super::touched::{Differing, Touched};
use super::weaker::{AllWeaker, LetThrough};
use super::written::Removed;
use super::{Options, Outcome, imported, imported_by, lost, place, pool, prove, types};
use crate::change::{ChangeSet, Context, FileChange, Hunks, NoContext, Skipped, Status};
use crate::config::Settings;
use crate::finding::{Finding, Place, Review, Subject};
use crate::source::{RepoPath, SourceFile};
use crate::syntax::{Outline, outline};

/// Reviews a change: the findings of the head side that the base side lacks. Nothing else is known of the project.
pub fn review(change: &ChangeSet, settings: &Settings, options: Options) -> Review {
    review_within(change, &NoContext, settings, options)
}

/// Reviews a change within its project: also what reaches a sink by way of files that the change leaves alone.
pub fn review_within(
    change: &ChangeSet,
    context: &dyn Context,
    settings: &Settings,
    options: Options,
) -> Review {
    // From a thread of the pool on: to hand work over to it and to wait each time costs more than most of the work.
    let threads = pool::enough(options.threads, change.files.len());
    pool::within(threads, || compare_sides(change, context, settings, options))
}

fn compare_sides(change: &ChangeSet, context: &dyn Context, settings: &Settings, options: Options) -> Review {
    let pass = Pass::new(settings, options);
    let mut outcome = Outcome::new(change.skipped.clone());
    let job = Job { pass: &pass, options, rewrites: true, prove: false, across: true };
    let code = |source: &SourceFile| dependencies::is_code(source.path());
    let load = |at: usize| change.files[at].head.clone().filter(code).map(Ok);
    let lines = |file: &FileChange| file.hunks.iter().map(|hunk| hunk.head.clone()).collect();
    let texts = Texts::default();
    let sources = change.files.iter().map(|file| file.head.as_ref().filter(|source| code(source))).collect();
    let differing = none_differs(change);
    let one = OneSide { change, context, texts: &texts, sources, differing, variables: None };
    let mut heads = side(job, one, &load, lines, &BTreeSet::new());
    let contrasts = heads.contrasts(change);
    let mut weaker = AllWeaker::of(contrasts.candidates);
    let mut opened = heads.let_through(&mut weaker);
    let calls = heads.calls();
    let around = around(change, &mut heads, &opened);
    let mut pairs: Vec<Pair<'_>> = Vec::new();
    for (file, head) in change.files.iter().zip(&mut heads.all) {
        let head = match head.take() {
            Some(Err(skipped)) => {
                outcome.skip(&file.path, skipped.why);
                None
            }
            // A file whose sides hold the same text brings nothing: a rename alone, a changed mode.
            head => head.and_then(Result::ok).map(|seen| seen.examined).filter(|_| !file.is_same_text()),
        };
        pairs.push((file, None, head));
    }
    let (files, examined): (Vec<FileChange>, Vec<Examined>) = around.into_iter().unzip();
    pairs.extend(files.iter().zip(examined).map(|(file, examined)| (file, None, Some(examined))));
    let removed = Removed::new(&change.files);
    let variables = heads.surroundings.variables();
    let listed = heads.surroundings.listed();
    let modules = &heads.modules;
    let differing = &heads.surroundings.differing;
    let sides = Sides { change, context, weaker: &weaker, calls, modules, variables, differing, listed };
    let mut matched =
        sides.compared(Job { rewrites: false, ..job }, &mut outcome, &mut pairs, &|file, found| {
            removed.never_held(file, found)
        });
    let mut losses = Vec::new();
    let lost = lost::lost(&pass, &change.files, contrasts.losses);
    for (at, found) in lost.into_iter().chain(contrasts.worse) {
        let (Some((_, _, Some(head))), Some(new)) = (pairs.get_mut(at), matched.new.get_mut(at)) else {
            continue;
        };
        let is_same = |at: &usize| {
            let other = &head.found[*at].finding;
            other.rule == found.finding.rule && other.scope.name == found.finding.scope.name
        };
        if !new.iter().any(is_same) {
            losses.push(found.finding.fingerprint.clone());
            new.push(head.found.len());
            head.found.push(found);
        }
    }
    let users: OnceCell<BTreeMap<String, String>> = OnceCell::new();
    let imported = |package: &str| {
        let heads = || change.files.iter().filter_map(|file| file.head.clone().filter(code));
        let all = users.get_or_init(|| imported_by(heads()));
        all.get(&dependencies::module_of(package)).cloned().map(Some)
    };
    let installed = Dependencies::of_head(&pass, settings, &change.files, context, &imported);
    let (listed, of_lists) = compared_lists(&pass, settings, change, context, &installed);
    outcome.older = matched.older + of_lists.older;
    let touched: BTreeMap<&RepoPath, &FileChange> =
        change.files.iter().map(|file| (&file.path, file)).collect();
    let pairs = pairs.into_iter().chain(listed).zip(matched.new.into_iter().chain(of_lists.new));
    for ((file, _, head), mut new) in pairs {
        let (Some(source), Some(mut head)) = (&file.head, head) else { continue };
        let told = new.len();
        let parsed = types::Parsed::default();
        new.retain(|at| {
            let finding = &head.found[*at].finding;
            !types::alone((file, &parsed), finding)
                && !imported::alone((file, &parsed), finding, change, context)
        });
        outcome.older += told - new.len();
        new.retain(|at| show(&mut head.found[*at].finding, source, &touched, &weaker));
        outcome.add(head, |at, finding| new.contains(&at).then(|| finding.shown_at.clone()));
    }
    for LetThrough { file, examined } in &mut opened {
        let Some(source) = &file.head else { continue };
        examined.found.retain_mut(|found| show(&mut found.finding, source, &touched, &weaker));
        outcome.add(std::mem::take(examined), |_, finding| Some(finding.shown_at.clone()));
    }
    // What a lost check lets through is shown where it stood, and says more than the loss alone.
    let line = |place: &Place| {
        let head = touched.get(&place.path)?.head.as_ref()?;
        Some((place.path.clone(), head.position(place.span.start).line))
    };
    let flows: BTreeSet<(&'static str, Option<(RepoPath, u32)>)> = outcome
        .findings
        .iter()
        .filter(|(finding, _)| !losses.contains(&finding.fingerprint))
        .map(|(finding, _)| (finding.rule, line(&finding.shown_at)))
        .collect();
    outcome.findings.retain(|(finding, _)| {
        !losses.contains(&finding.fingerprint) || !flows.contains(&(finding.rule, line(&finding.shown_at)))
    });
    let reviewed = change.files.iter().filter(|file| file.head.is_some()).count();
    let heads_of = |file: &FileChange| Some((file.head.as_ref()?.path().clone(), file.head.clone()?));
    let opened = opened.iter().map(|opened| &opened.file);
    let mut sources: BTreeMap<RepoPath, SourceFile> =
        change.files.iter().chain(&files).chain(opened).filter_map(heads_of).collect();
    let numbered = change.files.iter().enumerate();
    let numbers = numbered.filter_map(|(at, file)| Some((file.head.as_ref()?.path().clone(), at))).collect();
    installed.prove(&mut outcome.findings);
    outcome.advisories = installed.label();
    outcome.notes.extend(installed.notes(settings, false));
    let modules = &heads.modules;
    prove::prove(&pass, options, &sources, &outcome.said, modules, &numbers, &mut outcome.findings);
    let steps = outcome.findings.iter().flat_map(|(finding, _)| &finding.trace);
    let far: BTreeSet<RepoPath> =
        steps.map(|step| &step.place.path).filter(|path| !sources.contains_key(*path)).cloned().collect();
    let far: Vec<RepoPath> = far.into_iter().collect();
    let texts = if far.is_empty() { Vec::new() } else { context.load(&far) };
    sources.extend(far.into_iter().zip(texts).filter_map(|(path, text)| Some((path, text?))));
    outcome.finish(Subject::Change, settings, reviewed, sources)
}

/// What the files that name dependencies have to say, both sides compared.
fn compared_lists<'c>(
    pass: &Pass,
    settings: &Settings,
    change: &'c ChangeSet,
    context: &dyn Context,
    installed: &Dependencies<'_>,
) -> (Vec<Pair<'c>>, Matched) {
    let before = Dependencies::of_base(pass, settings, &change.files, context, &|_| None);
    let (mut heads, mut bases) = (installed.examine(), before.examine());
    let take = |side: &mut BTreeMap<RepoPath, (SourceFile, Examined)>, source: Option<&SourceFile>| {
        side.remove(source?.path()).map(|(_, examined)| examined)
    };
    let mut pairs: Vec<Pair<'_>> = Vec::new();
    for file in change.files.iter().filter(|file| !file.is_same_text()) {
        let (base, head) = (take(&mut bases, file.base.as_ref()), take(&mut heads, file.head.as_ref()));
        if head.is_some() {
            pairs.push((file, base, head));
        }
    }
    let matched = compare::introduced(&pairs, |_, _| false);
    (pairs, matched)
}

/// Says where a finding is shown, and what it comes of where that is not seen in its own way; false where nothing is to
/// be said of it.
fn show(
    finding: &mut Finding,
    source: &SourceFile,
    touched: &BTreeMap<&RepoPath, &FileChange>,
    weaker: &AllWeaker,
) -> bool {
    finding.shown_at = place::show(finding, source, touched, weaker);
    weaker.explain(finding, source)
}

/// What files around the change have to say of data that the change passes to them, but for what was `opened`. Nothing
/// can be rewritten there: the change does not touch them.
fn around(change: &ChangeSet, heads: &mut Project<'_>, opened: &[LetThrough]) -> Vec<(FileChange, Examined)> {
    let own: BTreeSet<&RepoPath> = change.files.iter().map(|file| &file.path).collect();
    let mut found = Vec::new();
    for seen in heads.all.iter_mut().skip(change.files.len()) {
        let Some(Ok(seen)) = seen else { continue };
        let Seen { source: Some(source), examined, .. } = &mut **seen else { continue };
        let mut examined = std::mem::take(examined);
        let by_change = |found: &Found| found.finding.trace.iter().any(|step| own.contains(&step.place.path));
        let known = opened.iter().filter(|opened| opened.file.path == *source.path());
        let known: Vec<&Finding> =
            known.flat_map(|opened| &opened.examined.found).map(|found| &found.finding).collect();
        let is_known = |one: &Finding| known.iter().any(|it| it.rule == one.rule && it.place == one.place);
        examined.found.retain(|found| by_change(found) && !is_known(&found.finding));
        examined.notes.clear();
        examined.found.iter_mut().for_each(|found| found.proposal = None);
        if !examined.found.is_empty() {
            found.push((untouched(source.clone()), examined));
        }
    }
    found
}

/// A file that the change leaves alone, as one of a change.
pub(super) fn untouched(source: SourceFile) -> FileChange {
    FileChange {
        path: source.path().clone(),
        old_path: None,
        status: Status::Modified,
        base: Some(source.clone()),
        head: Some(source),
        hunks: Hunks::default(),
    }
}

/// One side of a change within its project.
pub(super) struct OneSide<'a> {
    pub(super) change: &'a ChangeSet,
    pub(super) context: &'a dyn Context,
    /// The texts of files around, as far as they were read.
    pub(super) texts: &'a Texts,
    /// The texts of the change's files.
    pub(super) sources: Vec<Option<&'a SourceFile>>,
    /// By file, its functions that do something else than on the other side.
    pub(super) differing: Vec<Differing>,
    /// What the other side asked about.
    pub(super) variables: Option<&'a Variables>,
}

/// What came of one side of a change, and of the files around it. Of the files `all` not only those parts matter that the
/// changed `lines` have an effect on.
pub(super) fn side<'a>(
    job: Job<'a>,
    one: OneSide<'a>,
    load: &'a project::Load<'a>,
    lines: impl Fn(&FileChange) -> Vec<Range<u32>>,
    all: &BTreeSet<usize>,
) -> Project<'a> {
    let OneSide { change, context, texts, sources, differing, variables } = one;
    let paths: Vec<Option<RepoPath>> =
        sources.iter().map(|source| source.map(|source| source.path().clone())).collect();
    // A file of the change is none around it, on neither side.
    let names = change.files.iter().flat_map(|file| [Some(&file.path), file.old_path.as_ref()]);
    let skipped = change.skipped.iter().map(|skipped: &Skipped| Some(&skipped.path));
    let own = names.chain(skipped).flatten().cloned().collect();
    // Made once, for the parts that are touched and for those that matter to a rule.
    let outlines: Vec<Option<Outline<'_>>> = if job.across {
        pool::map(job.options.threads, &sources, &|source| outline(source.as_ref()?.text()))
    } else {
        Vec::new()
    };
    let touched = |(at, outline): (usize, &Option<Outline<'_>>)| {
        let source = sources[at].filter(|_| !all.contains(&at))?;
        let lines = lines(&change.files[at]).into_iter();
        Some(Touched::of(source, outline.as_ref()?, lines, &differing[at]))
    };
    let touched = outlines.iter().enumerate().map(touched).collect();
    let mut surroundings = Surroundings::of(context, texts, own, touched, differing);
    surroundings.asked_variables = variables;
    project::analyse(job, &paths, load, outlines, surroundings, &|| ())
}
