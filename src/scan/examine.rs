//! One file from text to findings.

use std::collections::BTreeSet;

use super::definitions::{Definitions, Interest, definitions};
use super::identity::Identity;
use super::pass::Pass;
use super::pool::guarded;
use super::slice::{self, Brings, Concern, Sketch, Slice};
use super::suppress::{Marks, Silenced};
use super::told::Told;
use super::triggers::Triggers;
use crate::finding::{Finding, Fingerprint, Note, NoteKind, Place, Scope, Step};
use crate::rules::{self, Draft, Proposal};
use crate::semantic::far::World;
use crate::semantic::{Analysis, Scopes, analyse, analyse_among, connected};
use crate::source::{Nest, SourceFile, Span};
use crate::syntax::{self, Module, Outline, Parsed};

/// What one file has to say.
#[derive(Debug, Default)]
pub(super) struct Examined {
    pub(super) found: Vec<Found>,
    pub(super) notes: Vec<Note>,
    /// By function: whether it was looked at.
    pub(super) looked: Vec<bool>,
}

/// A finding with what it takes to know it again.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) finding: Finding,
    pub(super) proposal: Option<Proposal>,
    pub(super) silenced: Option<Silenced>,
    /// Rule, scope and code: the same place under the same names.
    pub(super) strict: (String, String),
    /// Scope and the code of the finding alone: the same place when the statement around it has changed.
    pub(super) narrow: (String, String),
    /// Rule and the code of every step: the same weakness, wherever it stands.
    pub(super) loose: String,
    /// Function and text of the place where its data comes from, in this file: the same weakness, after its way or its
    /// sink were rewritten.
    pub(super) source: Option<(String, String)>,
    /// Where one repair mends this and what else comes of it.
    pub(super) cause: Option<Span>,
}

impl Found {
    /// Where the data of a finding goes its way, for one that rests on data.
    pub(super) fn flows_in(&self) -> Option<Span> {
        (!self.finding.trace.is_empty()).then_some(self.finding.scope.span)
    }
}

impl Examined {
    pub(super) fn is_telling(&self) -> bool {
        !self.found.is_empty() || !self.notes.is_empty()
    }
}

/// How a file is looked at.
#[derive(Clone, Copy)]
pub(super) struct How<'a> {
    /// Propose rewrites; without them it costs less.
    pub(super) rewrites: bool,
    /// Parse all of it, whatever its words say.
    pub(super) whole: bool,
    /// What is known of the other files.
    pub(super) world: &'a dyn World,
    /// Other files may pass data to this one.
    pub(super) across: bool,
    /// Words that matter, in place of the rules' own: with names of other files' functions that bring data in.
    pub(super) fed: Option<&'a Triggers>,
    /// By function: those to look at, with what they may call; `None` for all.
    pub(super) wanted: Option<&'a [bool]>,
    /// By place, what the change has to do with it: it is asked, too, what such parts hand on of what clients send, and
    /// what the changed ones do of what they are given.
    pub(super) handing: Option<&'a dyn Fn(Span) -> Concern>,
    /// The outline of the file's text, where somebody made it before.
    pub(super) outline: Option<&'a Outline<'a>>,
}

/// What came of a look at a file.
#[derive(Debug, Default)]
pub(super) struct Looked {
    /// What it has to say.
    pub(super) examined: Examined,
    /// The parsed file and its names for the proofs, where something is proposed.
    pub(super) parsed: Option<(Parsed, Scopes)>,
    /// What it tells other files.
    pub(super) told: Told,
    /// The words by which it may speak of other files.
    pub(super) sketch: Sketch,
}

/// Examines a file. The error says why that was not possible.
pub(super) fn examine(pass: &Pass, source: &SourceFile, how: How<'_>) -> Result<Looked, String> {
    let whole = |sketch: Sketch, parts: Option<&[syntax::SourcePart]>| {
        let parsed = syntax::parse_keeping(source.text());
        let scopes = Scopes::new(&parsed.module);
        let wanted = parts.map(|parts| within(&parsed.module, parts));
        let how = How { wanted: wanted.as_deref(), ..how };
        let (examined, mut told) = look_and_tell(pass, source, &parsed.module, &scopes, how);
        told.partial |= parts.is_some();
        let proposes = examined.found.iter().any(|found| found.proposal.is_some());
        Looked { examined, parsed: proposes.then_some((parsed, scopes)), told, sketch }
    };
    // A mark of our own is answered even where no rule has anything to say: it may be unused.
    let marked = has_own_marks(source.text());
    let sliced = pass.slice(source, how);
    // What a package has from its modules is had from the package.
    let package =
        how.across && source.path().file_name() == "__init__.py" && source.text().contains("import");
    // A table of routes says what comes into the views of other files.
    let table = how.across && memchr::memmem::find(source.text().as_bytes(), b"urlpatterns").is_some();
    match if marked || how.whole || package || table { Slice::Whole } else { sliced.slice } {
        Slice::Nothing => {
            let told = Told { partial: true, ..Told::default() };
            Ok(Looked { told, sketch: sliced.sketch, ..Looked::default() })
        }
        Slice::Whole => guarded(source.path(), || whole(sliced.sketch, None)),
        Slice::Within(parts) => guarded(source.path(), || whole(sliced.sketch, Some(&parts))),
        // Parts tell whether there is anything to say; what is said is taken from the whole, in which the functions
        // that lie in these parts, and what they may call, are looked at again.
        Slice::Parts(parts) => guarded(source.path(), || {
            let module = syntax::parse_parts(source.text(), &parts);
            if !module.errors.is_empty() || module.too_deep.is_some() {
                return whole(sliced.sketch, None);
            }
            match silent(pass, source, &module, how) {
                Some(told) => Looked { told, sketch: sliced.sketch, ..Looked::default() },
                None => whole(sliced.sketch, Some(&parts)),
            }
        }),
    }
}

/// What a file tells others of the functions of theirs that it calls; the words are the names of these. Rules are not
/// asked.
pub(super) fn tell_abroad(
    pass: &Pass,
    source: &SourceFile,
    outline: Option<&Outline<'_>>,
    names: &Triggers,
    world: &dyn World,
) -> Result<Told, String> {
    let path = source.path();
    guarded(path, || {
        let module = match slice::slice(names, source.text(), outline, path.is_test(), true, Brings::No).slice
        {
            Slice::Nothing => return Told { partial: true, ..Told::default() },
            Slice::Parts(parts) => syntax::parse_parts(source.text(), &parts),
            Slice::Within(_) | Slice::Whole => syntax::parse(source.text()),
        };
        let scopes = Scopes::new(&module);
        let mut analysis = analyse_among(path, &module, &scopes, &pass.models, world, None);
        Told { partial: true, ..Told::of(path, &module, &mut analysis, world) }
    })
}

/// Files up to this size are parsed as a whole for what some function may bring in.
const MAX_WEAKLY: usize = 16 << 10;

/// What a file told of some of its functions.
#[derive(Debug, Default)]
pub(super) struct Defined {
    /// `None` where none was of interest.
    pub(super) told: Option<(Told, Sketch)>,
    /// The methods that their classes have here, told or not.
    pub(super) methods: BTreeSet<String>,
}

/// What some functions of a file do, by their names, as callers elsewhere ask for: those whose code is of interest, and
/// where not all is, only where this takes a part of the file, or the file is small. Rules are not asked.
pub(super) fn define(
    pass: &Pass,
    source: &SourceFile,
    outline: Option<&Outline<'_>>,
    names: &BTreeSet<String>,
    world: &dyn World,
    interest: Interest<'_>,
) -> Result<Defined, String> {
    let path = source.path();
    guarded(path, || {
        let Definitions { sliced, methods } = definitions(source.text(), outline, names, interest);
        let nothing = Defined { methods, ..Defined::default() };
        let some = !matches!(interest, Interest::All);
        let module = match sliced.slice {
            Slice::Within(_) | Slice::Whole if some && source.text().len() > MAX_WEAKLY => return nothing,
            Slice::Nothing => return nothing,
            Slice::Parts(parts) => syntax::parse_parts(source.text(), &parts),
            Slice::Within(_) | Slice::Whole => syntax::parse(source.text()),
        };
        let scopes = Scopes::new(&module);
        let mut analysis = analyse_among(path, &module, &scopes, &pass.models, world, None);
        let mut told = Told { partial: true, ..Told::of(path, &module, &mut analysis, world) };
        // Of what was asked for, all is there that matters to who makes objects of it.
        for (name, class) in &mut told.classes {
            class.partial &= !names.contains(name);
        }
        Defined { told: Some((told, sliced.sketch)), ..nothing }
    })
}

/// By function, whether some of it lies in one of the parts, or it makes routes, or has to do with one of those by calls.
fn within(module: &Module, parts: &[syntax::SourcePart]) -> Vec<bool> {
    let is_within = |function: &syntax::Function| parts.iter().any(|part| part.span.overlaps(function.span));
    let mut wanted: Vec<bool> = module.functions.iter().map(is_within).collect();
    for function in module.functions.iter().filter(|function| !function.decorators.is_empty()) {
        function.parent.into_iter().for_each(|parent| wanted[parent.index()] = true);
    }
    connected(module, wanted)
}

/// What a parsed part of a file tells other files, when no rule has anything to say of it.
fn silent(pass: &Pass, source: &SourceFile, module: &Module, how: How<'_>) -> Option<Told> {
    let scopes = Scopes::new(module);
    let mut analysis = analyse_among(source.path(), module, &scopes, &pass.models, how.world, how.wanted);
    analysis.rewrites.set(false);
    let runs = |draft: &Draft| pass.runs_in(draft.rule.meta.id, source.path());
    let silent = analysis.facts.exhausted.is_none() && !rules::check(source, &analysis).iter().any(runs);
    silent.then(|| Told::of(source.path(), module, &mut analysis, how.world))
}

/// Where each rule speaks in a parsed file, what marks silence included, and by function whether it was looked at. For
/// proofs, which ask for no more.
pub(super) fn speak(
    pass: &Pass,
    source: &SourceFile,
    module: &Module,
    scopes: &Scopes,
    how: How<'_>,
) -> (Vec<(&'static str, Span)>, Vec<bool>) {
    let analysis = analyse_among(source.path(), module, scopes, &pass.models, how.world, how.wanted);
    analysis.rewrites.set(how.rewrites);
    let mut drafts = rules::check(source, &analysis);
    drafts.retain(|draft| pass.runs_in(draft.rule.meta.id, source.path()));
    let mut places: Vec<_> = drafts.iter().map(|draft| (draft.rule.meta.id, draft.span)).collect();
    // One rule says one thing of one place.
    places.dedup();
    (places, analysis.looked)
}

fn look_and_tell(
    pass: &Pass,
    source: &SourceFile,
    module: &Module,
    scopes: &Scopes,
    how: How<'_>,
) -> (Examined, Told) {
    let mut analysis = analyse_among(source.path(), module, scopes, &pass.models, how.world, how.wanted);
    analysis.rewrites.set(how.rewrites);
    let mut drafts = rules::check(source, &analysis);
    drafts.retain(|draft| pass.runs_in(draft.rule.meta.id, source.path()));
    let looked = std::mem::take(&mut analysis.looked);
    let mut examined = Examined { found: Vec::new(), notes: notes(source, module, &analysis.facts), looked };
    // Marks of other tools are looked for only where there is something that they could silence.
    let asked = has_own_marks(source.text()) || (!drafts.is_empty() && has_marks(source.text()));
    let marks = asked.then(|| marks(pass, source, module));
    if !drafts.is_empty() {
        let identity = Identity::new(source.text(), module, scopes);
        let definitions = Scoped::new(module);
        let mut drafts = drafts.into_iter().peekable();
        while let Some(draft) = drafts.next() {
            // One rule says one thing of one place.
            if drafts
                .peek()
                .is_some_and(|next| next.rule.meta.id == draft.rule.meta.id && next.span == draft.span)
            {
                let next = drafts.peek_mut();
                if let Some(next) = next.filter(|next| weaker(next, &draft)) {
                    *next = draft;
                }
                continue;
            }
            examined.found.push(found(pass, source, &definitions, &identity, draft));
        }
        number(&mut examined.found);
    }
    if let Some(marks) = marks {
        for found in &mut examined.found {
            let lines = source.line_range(found.finding.place.span);
            let rule = rules::find(found.finding.rule);
            found.silenced = rule.and_then(|rule| marks.silences(&rule.meta, lines));
        }
        let ran = |rule: &str| {
            let about_code = rules::find(rule).is_none_or(|rule| !rule.is_of_manifests());
            about_code && pass.runs_in(rule, source.path())
        };
        examined.notes.extend(marks.notes_about(source, &ran));
    }
    let told = Told::of(source.path(), module, &mut analysis, how.world);
    (examined, told)
}

/// What is read out of a file by other means than the rules.
pub(super) fn analysed<T>(pass: &Pass, source: &SourceFile, read: impl FnOnce(&Analysis<'_>) -> T) -> T {
    let module = syntax::parse(source.text());
    let scopes = Scopes::new(&module);
    read(&analyse(source.path(), &module, &scopes, &pass.models))
}

/// Findings that another stage than the rules has of a parsed file; `None` in the place of those that are not to be told.
pub(super) fn stand_for(
    pass: &Pass,
    source: &SourceFile,
    module: &Module,
    scopes: &Scopes,
    drafts: Vec<Draft>,
) -> Vec<Option<Found>> {
    if drafts.is_empty() {
        return Vec::new();
    }
    let identity = Identity::new(source.text(), module, scopes);
    let definitions = Scoped::new(module);
    let marks = has_marks(source.text()).then(|| marks(pass, source, module));
    let tell = |draft: Draft| {
        let meta = &draft.rule.meta;
        if !pass.runs_in(meta.id, source.path()) {
            return None;
        }
        let mut found = found(pass, source, &definitions, &identity, draft);
        let lines = source.line_range(found.finding.place.span);
        found.silenced = marks.as_ref().and_then(|marks| marks.silences(meta, lines));
        Some(found)
    };
    drafts.into_iter().map(tell).collect()
}

fn weaker(one: &Draft, other: &Draft) -> bool {
    let rank = |draft: &Draft| {
        let meta = &draft.rule.meta;
        (
            draft.precision.unwrap_or(meta.precision),
            draft.severity.unwrap_or(meta.severity),
            draft.proposal.is_some(),
        )
    };
    rank(one) < rank(other)
}

fn found(
    pass: &Pass,
    source: &SourceFile,
    definitions: &Scoped<'_>,
    identity: &Identity<'_>,
    draft: Draft,
) -> Found {
    let meta = &draft.rule.meta;
    let span = draft.span;
    let scope = definitions.scope(span);
    let code = identity.code(draft.span);
    let mut trail: Vec<String> = draft.trace.iter().map(|(span, _)| identity.code(*span)).collect();
    trail.push(code.clone());
    trail.dedup();
    let from = draft.trace.first().filter(|_| draft.far.is_none()).map(|(span, _)| *span);
    let from = from.map(|span| (definitions.scope(span).name, source.slice(span).to_owned()));
    // What can be rewritten is: the next place may need another rewrite.
    let cause = draft.cause.filter(|_| draft.proposal.is_none());
    let place = |span: Span| Place { path: source.path().clone(), span };
    let severity = pass.selection.as_ref().and_then(|selection| selection.severity(meta.id));
    let far = draft.far.iter().flat_map(|way| way.iter()).map(|step| Step {
        place: Place { path: step.path.clone(), span: step.span },
        note: step.note.clone(),
    });
    let finding = Finding {
        rule: meta.id,
        place: place(draft.span),
        shown_at: place(draft.span),
        severity: severity.or(draft.severity).unwrap_or(meta.severity),
        precision: draft.precision.unwrap_or(meta.precision),
        message: draft.message,
        trace: far
            .chain(draft.trace.into_iter().map(|(span, note)| Step { place: place(span), note }))
            .collect(),
        rewrite: None,
        advice: draft.advice.or_else(|| Some(meta.instead.to_owned())),
        fingerprint: Fingerprint::of(&[meta.id, source.path().as_str(), &scope.name, &code]),
        scope: scope.clone(),
        package: None,
    };
    Found {
        finding,
        proposal: draft.proposal,
        silenced: None,
        narrow: (scope.name.clone(), identity.normalise(span)),
        strict: (scope.name, code),
        loose: trail.join("\u{1}"),
        source: from,
        cause,
    }
}

/// Findings alike in rule, scope and code are told apart by their order.
pub(super) fn number(found: &mut [Found]) {
    let mut seen: std::collections::HashMap<Fingerprint, u32> = std::collections::HashMap::new();
    for one in found {
        let count = seen.entry(one.finding.fingerprint.clone()).or_default();
        if *count > 0 {
            let occurrence = count.to_string();
            one.finding.fingerprint = Fingerprint::of(&[one.finding.fingerprint.as_str(), &occurrence]);
        }
        *count += 1;
    }
}

/// Functions and classes by place.
struct Scoped<'m> {
    all: Vec<(&'m str, Span)>,
    nest: Nest,
    module: Span,
}

impl<'m> Scoped<'m> {
    fn new(module: &'m Module) -> Self {
        let named = |function: &&syntax::Function| !matches!(function.body, syntax::Body::Lambda(_));
        let functions = module.functions.iter().skip(1).filter(named);
        let functions = functions.map(|function| (function.qualname.as_str(), function.span));
        let classes = module.classes.iter().map(|class| (class.qualname.as_str(), class.span));
        let all: Vec<(&str, Span)> = functions.chain(classes).collect();
        let nest = Nest::new(all.iter().map(|(_, span)| *span));
        Self { all, nest, module: module.functions[0].span }
    }

    /// The innermost definition around a place.
    fn scope(&self, place: Span) -> Scope {
        match self.nest.innermost(place).map(|at| self.all[at]) {
            Some((name, span)) => Scope { name: name.to_owned(), span },
            None => Scope { name: String::new(), span: self.module },
        }
    }
}

fn notes(source: &SourceFile, module: &Module, facts: &crate::semantic::Facts) -> Vec<Note> {
    let note =
        |span, kind, text: &str| Note { path: source.path().clone(), span, kind, text: text.to_owned() };
    let mut notes = Vec::new();
    if let Some(first) = module.errors.first() {
        notes.push(note(
            Some(*first),
            NoteKind::Broken,
            "does not parse here; the rest of the file was reviewed",
        ));
    }
    if let Some(deep) = module.too_deep {
        notes.push(note(Some(deep), NoteKind::Limit, "nested too deeply; what lies inside was not reviewed"));
    }
    if let Some(func) = facts.exhausted {
        let span = module.function(func).name_span;
        notes.push(note(
            Some(span),
            NoteKind::Limit,
            "too large to follow to its end; its last part was not reviewed",
        ));
    }
    notes
}

/// True when a comment of the text may be a mark of our own.
fn has_own_marks(text: &str) -> bool {
    memchr::memmem::find(text.as_bytes(), b"hognose:").is_some()
}

/// True when a comment of the text may be a mark that silences.
fn has_marks(text: &str) -> bool {
    let bytes = text.as_bytes();
    ["hognose:", "nosec", "noqa", "NOSEC", "NOQA", "NoQA"]
        .iter()
        .any(|word| memchr::memmem::find(bytes, word.as_bytes()).is_some())
}

fn marks(pass: &Pass, source: &SourceFile, module: &Module) -> Marks {
    let comments: Vec<(Span, &str)> =
        syntax::comments(source.text()).into_iter().map(|span| (span, source.slice(span))).collect();
    let statements: Vec<(u32, u32)> = module.stmts.iter().map(|stmt| source.line_range(stmt.span)).collect();
    Marks::read(&comments, source, &statements, pass.today)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Settings;
    use crate::rules::Example;
    use crate::semantic::far::Alone;
    use crate::source::RepoPath;

    /// The old side is examined without rewrites, and its findings are held against those of the new side.
    #[test]
    fn what_is_found_does_not_depend_on_rewrites() {
        let pass = Pass::new(&Settings::default(), Default::default());
        let known = |path: &str, text: &str, rewrites: bool| {
            let source = SourceFile::from_text(RepoPath::new(path), text);
            let how = How {
                rewrites,
                whole: false,
                world: &Alone,
                across: false,
                fed: None,
                wanted: None,
                handing: None,
                outline: None,
            };
            let examined = examine(&pass, &source, how).unwrap_or_default().examined;
            let tell = |found: Found| {
                let finding = found.finding;
                (finding.rule, finding.place.span, finding.severity, finding.precision, finding.fingerprint)
            };
            examined.found.into_iter().map(tell).collect::<Vec<_>>()
        };
        let mut seen = 0;
        for example in rules::all().iter().flat_map(|rule| rule.meta.examples) {
            let (Example::Rewrite { path, bad: text, .. }
            | Example::Bad { path, code: text }
            | Example::Good { path, code: text }) = *example;
            let with = known(path, text, true);
            assert_eq!(with, known(path, text, false), "{text}");
            seen += with.len();
        }
        assert!(seen > 80, "{seen}");
    }
}
