//! No unproven suggestion: every rewrite is applied, and the edited text examined, before it is shown.

use std::collections::{BTreeMap, HashMap};

use super::Options;
use super::examine::{Examined, How, look};
use super::modules::{Modules, View};
use super::pass::Pass;
use super::pool::{self, guarded};
use crate::finding::{EditSet, Finding, Rewrite, Tier};
use crate::rewrite::gates::Before;
use crate::rules::Proposal;
use crate::semantic::far::{Alone, World};
use crate::source::{RepoPath, SourceFile};
use crate::syntax::Parsed;

/// So many rewrites are proven in one file; the findings after them get advice. Each costs an analysis of the file.
const MAX_PROOFS: usize = 60;
/// In large files, and in those with very many findings, there are fewer: so many bytes are analysed anew in one file,
/// all proofs together, and each finding that is said again counts as [`FINDING_BYTES`].
const MAX_PROVEN_BYTES: usize = 16 << 20;
/// About what saying a finding costs, in bytes analysed.
const FINDING_BYTES: usize = 1024;

/// How often each rule speaks in a file, what marks silence included.
pub(super) type Counts = HashMap<&'static str, usize>;

/// A finding by number, with what it proposes.
type Work<'a> = (usize, &'a Finding, &'a Proposal);

/// Puts the rewrites that pass every gate into their findings; the others are dropped, which leaves advice.
pub(super) fn prove(
    pass: &Pass,
    options: Options,
    sources: &BTreeMap<RepoPath, SourceFile>,
    counts: &BTreeMap<RepoPath, Counts>,
    modules: &Modules,
    numbers: &BTreeMap<RepoPath, usize>,
    findings: &mut [(Finding, Option<Proposal>)],
) {
    // By file, so that the text as it is gets examined once.
    let mut files: BTreeMap<&RepoPath, Vec<Work<'_>>> = BTreeMap::new();
    for (at, (finding, proposal)) in findings.iter().enumerate() {
        let Some(proposal) = proposal else { continue };
        files.entry(&finding.place.path).or_default().push((at, finding, proposal));
    }
    let files: Vec<(&RepoPath, Vec<Work<'_>>)> = files.into_iter().collect();
    let proven = pool::map(options.threads, &files, &|(path, work)| {
        let number = numbers.get(path).copied();
        let view = number.map(|at| View::new(modules, at));
        let world: &dyn World = match &view {
            Some(view) => view,
            None => &Alone,
        };
        let Some(source) = sources.get(path) else { return Vec::new() };
        let Some(before) = counts.get(path) else { return Vec::new() };
        prove_file(pass, &Before::new(source), source, world, before, work)
    });
    for (at, rewrite) in proven.into_iter().flatten() {
        findings[at].0.rewrite = Some(rewrite);
    }
}

/// Proves what was found in one file, which was parsed already.
pub(super) fn prove_found(
    pass: &Pass,
    source: &SourceFile,
    parsed: Parsed,
    world: &dyn World,
    examined: &mut Examined,
) {
    let before = count(examined);
    let found = examined.found.iter().enumerate().filter(|(_, found)| found.silenced.is_none());
    let work: Vec<Work<'_>> =
        found.filter_map(|(at, found)| Some((at, &found.finding, found.proposal.as_ref()?))).collect();
    let proven = prove_file(pass, &Before::of(source, parsed), source, world, &before, &work);
    for found in &mut examined.found {
        found.proposal = None;
    }
    for (at, rewrite) in proven {
        examined.found[at].finding.rewrite = Some(rewrite);
    }
}

/// The rewrites that pass every gate, by the number of their finding.
fn prove_file(
    pass: &Pass,
    file: &Before<'_>,
    source: &SourceFile,
    world: &dyn World,
    before: &Counts,
    work: &[Work<'_>],
) -> Vec<(usize, Rewrite)> {
    let cost = source.text().len() + before.values().sum::<usize>() * FINDING_BYTES;
    let most = MAX_PROOFS.min(MAX_PROVEN_BYTES / cost.max(1));
    let prove = |(at, finding, proposal): &Work<'_>| {
        let proven =
            guarded(source.path(), || prove_one(pass, source, world, file, before, finding, proposal));
        Some((*at, proven.ok()??))
    };
    work.iter().take(most).filter_map(prove).collect()
}

fn prove_one(
    pass: &Pass,
    source: &SourceFile,
    world: &dyn World,
    file: &Before<'_>,
    before: &Counts,
    finding: &Finding,
    proposal: &Proposal,
) -> Option<Rewrite> {
    if proposal.tier == Tier::Advice {
        return None;
    }
    let edits = EditSet::new(proposal.edits.clone()).ok().filter(|edits| !edits.is_empty())?;
    let text = edits.apply(source.text()).ok()?;
    let module = file.check(&text, &edits).ok()?;
    let how = How { rewrites: false, whole: true, world, across: false, fed: None };
    let after = look(pass, &source.with_text(&text), &module, how);
    let now = count(&after);
    let of = |counts: &Counts, rule: &'static str| counts.get(rule).copied().unwrap_or(0);
    // Gone, and nothing new.
    let gone = of(&now, finding.rule) < of(before, finding.rule);
    let nothing_new = now.keys().all(|rule| of(&now, rule) <= of(before, rule));
    if !gone || !nothing_new || !settled(&after, finding, &edits) {
        return None;
    }
    Some(Rewrite { title: proposal.title.clone(), tier: proposal.tier, edits, check: proposal.check.clone() })
}

pub(super) fn count(examined: &Examined) -> Counts {
    let mut counts = Counts::new();
    for found in &examined.found {
        *counts.entry(found.finding.rule).or_default() += 1;
    }
    counts
}

/// A second pass proposes nothing more of this rule for the place.
fn settled(after: &Examined, finding: &Finding, edits: &EditSet) -> bool {
    let Some(cover) = edits.iter().map(|edit| edit.span).find(|span| span.overlaps(finding.place.span))
    else {
        return true;
    };
    let shift: i64 = edits
        .iter()
        .take_while(|edit| edit.span.end <= cover.start)
        .map(|edit| edit.text.len() as i64 - edit.span.len() as i64)
        .sum();
    let start = (i64::from(finding.place.span.start) + shift).max(0) as u32;
    !after
        .found
        .iter()
        .any(|found| found.finding.rule == finding.rule && found.finding.place.span.start == start)
}
