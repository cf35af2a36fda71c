//! No unproven suggestion: every rewrite is applied, and the edited text examined, before it is shown.

use std::collections::{BTreeMap, HashMap};

use super::Options;
use super::examine::{Examined, How, speak};
use super::modules::{Modules, View};
use super::pass::Pass;
use super::pool::{self, guarded};
use crate::finding::{EditSet, Finding, Rewrite, Tier};
use crate::rewrite::gates::Before;
use crate::rules::Proposal;
use crate::semantic::far::{Alone, World};
use crate::semantic::{Links, Scopes};
use crate::source::{Nest, RepoPath, SourceFile, Span};
use crate::syntax::{Body, Module, Parsed};

/// So many rewrites are proven in one file; the findings after them get advice. Each costs an analysis of the file.
const MAX_PROOFS: usize = 60;
/// In large files, and in those with very many findings, there are fewer: so many bytes are analysed anew in one file,
/// all proofs together, and each finding that is said again counts as [`FINDING_BYTES`].
const MAX_PROVEN_BYTES: usize = 16 << 20;
/// About what saying a finding costs, in bytes analysed.
const FINDING_BYTES: usize = 1024;

/// What a file has to say.
#[derive(Debug, Default)]
pub(super) struct Said {
    /// Where each rule speaks, what marks silence included.
    places: HashMap<&'static str, Vec<Span>>,
    /// By function: whether it was looked at.
    looked: Vec<bool>,
}

impl Said {
    fn of(examined: &Examined) -> Self {
        let mut said = Self::default();
        said.add(examined);
        said
    }

    /// Adds what is said of the same file, as code or as a list of dependencies.
    pub(super) fn add(&mut self, examined: &Examined) {
        for found in &examined.found {
            self.places.entry(found.finding.rule).or_default().push(found.finding.place.span);
        }
        if self.looked.is_empty() {
            self.looked.clone_from(&examined.looked);
        }
    }
}

/// A finding by number, with what it proposes.
type Work<'a> = (usize, &'a Finding, &'a Proposal);

/// Puts the rewrites that pass every gate into their findings; the others are dropped, which leaves advice.
pub(super) fn prove(
    pass: &Pass,
    options: Options,
    sources: &BTreeMap<RepoPath, SourceFile>,
    said: &BTreeMap<RepoPath, Said>,
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
        let number = numbers.get(*path).copied();
        let view = number.map(|at| View::new(modules, at));
        let world: &dyn World = match &view {
            Some(view) => view,
            None => &Alone,
        };
        let Some(source) = sources.get(*path) else { return Vec::new() };
        let Some(before) = said.get(*path) else { return Vec::new() };
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
    (parsed, scopes): (Parsed, Scopes),
    world: &dyn World,
    examined: &mut Examined,
) {
    let before = Said::of(examined);
    let found = examined.found.iter().enumerate().filter(|(_, found)| found.silenced.is_none());
    let work: Vec<Work<'_>> =
        found.filter_map(|(at, found)| Some((at, &found.finding, found.proposal.as_ref()?))).collect();
    let proven = prove_file(pass, &Before::of(source, parsed, &scopes), source, world, &before, &work);
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
    before: &Said,
    work: &[Work<'_>],
) -> Vec<(usize, Rewrite)> {
    let cost = source.text().len() + before.places.values().map(Vec::len).sum::<usize>() * FINDING_BYTES;
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
    before: &Said,
    finding: &Finding,
    proposal: &Proposal,
) -> Option<Rewrite> {
    if proposal.tier == Tier::Advice {
        return None;
    }
    let edits = EditSet::new(proposal.edits.clone()).ok().filter(|edits| !edits.is_empty())?;
    let text = edits.apply(source.text()).ok()?;
    let (module, scopes) = file.check(&text, &edits).ok()?;
    // What the edits cannot have changed says what it said before, and is not looked at again.
    let same_functions = module.functions.len() == file.module().functions.len();
    let links = Links::of(&module);
    let concerned = same_functions.then(|| links.concerned(&written(&edits)?)).flatten();
    let looked = |at: usize| before.looked.get(at).copied().unwrap_or(true);
    let wanted: Option<Vec<bool>> = concerned
        .as_ref()
        .map(|all| all.iter().enumerate().map(|(at, concerned)| *concerned && looked(at)).collect())
        .map(|wanted| links.needed(wanted));
    let how = How {
        rewrites: false,
        whole: true,
        world,
        across: false,
        fed: None,
        wanted: wanted.as_deref(),
        handing: None,
        outline: None,
    };
    let (places, looked) = speak(pass, &source.with_text(&text), &module, &scopes, how);
    let mut after = Said { looked, ..Said::default() };
    for (rule, place) in places {
        after.places.entry(rule).or_default().push(place);
    }
    let compared: Option<Vec<bool>> =
        concerned.map(|all| all.iter().zip(&after.looked).map(|(one, other)| *one || *other).collect());
    let known = Looked::new(file.module(), compared.as_deref());
    let now = Looked::new(&module, compared.as_deref());
    let was = |rule: &'static str| known.count(before, rule);
    let is = |rule: &'static str| now.count(&after, rule);
    // Gone, and nothing new.
    let gone = is(finding.rule) < was(finding.rule);
    let nothing_new = after.places.keys().all(|rule| is(rule) <= was(rule));
    if !gone || !nothing_new || !settled(&after, finding, &edits) {
        return None;
    }
    Some(Rewrite { title: proposal.title.clone(), tier: proposal.tier, edits, check: proposal.check.clone() })
}

/// Where the edits wrote, in the edited text. An import that is put in means nothing to code that does not use it, and
/// what is written there is left out.
fn written(edits: &EditSet) -> Option<Vec<Span>> {
    let imports = |text: &str| {
        let mut lines = text.lines().filter(|line| !line.trim().is_empty()).peekable();
        lines.peek().is_some() && lines.all(|line| line.starts_with("import ") || line.starts_with("from "))
    };
    let mut shift = 0i64;
    let mut spans = Vec::new();
    for edit in edits.iter() {
        let start = usize::try_from(i64::from(edit.span.start) + shift).ok()?;
        shift += edit.text.len() as i64 - edit.span.len() as i64;
        if !(edit.span.is_empty() && imports(&edit.text)) {
            spans.push(Span::new(start, start + edit.text.len()));
        }
    }
    Some(spans)
}

/// Where findings count: in functions that were looked at, and outside of any.
struct Looked {
    functions: Nest,
    looked: Vec<bool>,
}

impl Looked {
    fn new(module: &Module, looked: Option<&[bool]>) -> Self {
        let blocks = || {
            let functions = module.functions.iter().enumerate().skip(1);
            functions.filter(|(_, function)| matches!(function.body, Body::Block(_)))
        };
        let of = |at: usize| looked.is_none_or(|looked| looked.get(at).copied().unwrap_or(true));
        Self {
            functions: Nest::new(blocks().map(|(_, function)| function.span)),
            looked: blocks().map(|(at, _)| of(at)).collect(),
        }
    }

    fn count(&self, said: &Said, rule: &'static str) -> usize {
        let places = said.places.get(rule).map_or(&[][..], Vec::as_slice);
        let counts = |place: &&Span| self.functions.innermost(**place).is_none_or(|at| self.looked[at]);
        places.iter().filter(counts).count()
    }
}

/// A second pass proposes nothing more of this rule for the place.
fn settled(after: &Said, finding: &Finding, edits: &EditSet) -> bool {
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
    let mut places = after.places.get(finding.rule).into_iter().flatten();
    places.all(|place| place.start != start)
}
