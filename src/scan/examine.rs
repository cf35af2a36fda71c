//! One file from text to findings.

use super::identity::Identity;
use super::pass::Pass;
use super::pool::guarded;
use super::slice::Slice;
use super::suppress::{Marks, Silenced};
use crate::finding::{Finding, Fingerprint, Note, NoteKind, Place, Scope, Step};
use crate::rules::{self, Draft, Proposal};
use crate::semantic::{Scopes, analyse};
use crate::source::{Nest, SourceFile, Span};
use crate::syntax::{self, Module, Parsed};

/// What one file has to say.
#[derive(Debug, Default)]
pub(super) struct Examined {
    pub(super) found: Vec<Found>,
    pub(super) notes: Vec<Note>,
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
}

impl Examined {
    pub(super) fn is_telling(&self) -> bool {
        !self.found.is_empty() || !self.notes.is_empty()
    }
}

/// Examines a file; without `rewrites` it costs less, and nothing is proposed. The error says why that was not possible.
pub(super) fn examine(pass: &Pass, source: &SourceFile, rewrites: bool) -> Result<Examined, String> {
    Ok(examine_keeping(pass, source, rewrites)?.0)
}

/// Examines a file; where something is proposed, the parsed file is handed over for the proofs.
pub(super) fn examine_keeping(
    pass: &Pass,
    source: &SourceFile,
    rewrites: bool,
) -> Result<(Examined, Option<Parsed>), String> {
    let whole = || {
        let parsed = syntax::parse_keeping(source.text());
        let examined = look(pass, source, &parsed.module, rewrites);
        let proposes = examined.found.iter().any(|found| found.proposal.is_some());
        (examined, proposes.then_some(parsed))
    };
    // A mark of our own is answered even where no rule has anything to say: it may be unused.
    let marked = memchr::memmem::find(source.text().as_bytes(), b"hognose:").is_some();
    match if marked { Slice::Whole } else { pass.slice(source) } {
        Slice::Nothing => Ok(Default::default()),
        Slice::Whole => guarded(whole),
        // Parts tell whether there is anything to say; what is said is taken from the whole.
        Slice::Parts(parts) => guarded(|| {
            let module = syntax::parse_parts(source.text(), &parts);
            let silent =
                module.errors.is_empty() && module.too_deep.is_none() && is_silent(pass, source, &module);
            if silent { Default::default() } else { whole() }
        }),
    }
}

/// True when no rule has anything to say of what was parsed.
fn is_silent(pass: &Pass, source: &SourceFile, module: &Module) -> bool {
    let scopes = Scopes::new(module);
    let analysis = analyse(source.path(), module, &scopes, &pass.models);
    analysis.rewrites.set(false);
    let runs = |draft: &Draft| pass.runs_in(draft.rule.meta.id, source.path());
    analysis.facts.exhausted.is_none() && !rules::check(source, &analysis).iter().any(runs)
}

/// All that the rules say of a parsed file, with what they propose if `rewrites`.
pub(super) fn look(pass: &Pass, source: &SourceFile, module: &Module, rewrites: bool) -> Examined {
    let scopes = Scopes::new(module);
    let analysis = analyse(source.path(), module, &scopes, &pass.models);
    analysis.rewrites.set(rewrites);
    let mut drafts = rules::check(source, &analysis);
    drafts.retain(|draft| pass.runs_in(draft.rule.meta.id, source.path()));
    let mut examined = Examined { found: Vec::new(), notes: notes(source, module, &analysis.facts) };
    let marks = has_marks(source.text()).then(|| marks(pass, source, module));
    if !drafts.is_empty() {
        let identity = Identity::new(source.text(), module, &scopes);
        let definitions = Definitions::new(module);
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
        examined.notes.extend(marks.notes_about(source, &|rule| pass.runs_in(rule, source.path())));
    }
    examined
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
    definitions: &Definitions<'_>,
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
    let place = |span: Span| Place { path: source.path().clone(), span };
    let severity = pass.selection.as_ref().and_then(|selection| selection.severity(meta.id));
    let finding = Finding {
        rule: meta.id,
        place: place(draft.span),
        shown_at: place(draft.span),
        severity: severity.or(draft.severity).unwrap_or(meta.severity),
        precision: draft.precision.unwrap_or(meta.precision),
        message: draft.message,
        trace: draft.trace.into_iter().map(|(span, note)| Step { place: place(span), note }).collect(),
        rewrite: None,
        advice: draft.advice.or_else(|| Some(meta.instead.to_owned())),
        fingerprint: Fingerprint::of(&[meta.id, source.path().as_str(), &scope.name, &code]),
        scope: scope.clone(),
    };
    Found {
        finding,
        proposal: draft.proposal,
        silenced: None,
        narrow: (scope.name.clone(), identity.normalise(span)),
        strict: (scope.name, code),
        loose: trail.join("\u{1}"),
    }
}

/// Findings alike in rule, scope and code are told apart by their order.
fn number(found: &mut [Found]) {
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
struct Definitions<'m> {
    all: Vec<(&'m str, Span)>,
    nest: Nest,
    module: Span,
}

impl<'m> Definitions<'m> {
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
    use crate::source::RepoPath;

    /// The old side is examined without rewrites, and its findings are held against those of the new side.
    #[test]
    fn what_is_found_does_not_depend_on_rewrites() {
        let pass = Pass::new(&Settings::default(), Default::default());
        let known = |path: &str, text: &str, rewrites: bool| {
            let source = SourceFile::from_text(RepoPath::new(path), text);
            let examined = examine(&pass, &source, rewrites).unwrap_or_default();
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
