//! Files that name dependencies, from text to findings: read, shown to their rules, marks honoured, rewrites proven.

mod imports;
mod neighbours;
mod proofs;
mod team;

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use super::examine::{Examined, Found, number};
use super::pass::Pass;
use super::pool::guarded;
use super::suppress::{Marks, Silenced};
use crate::advisory::{self, Advisories};
use crate::change::{Context, FileChange};
use crate::config::Settings;
use crate::finding::{Finding, Fingerprint, Note, NoteKind, Place, Scope};
use crate::manifest::{self, Format, Manifest};
use crate::rules::{self, Around, ManifestDraft, Policy, Rule};
use crate::source::{RepoPath, SourceFile, Span};
use crate::syntax;
pub(super) use imports::{imports, module_of};
pub(super) use team::policy;

/// The advisories that the program carries; read when a file asks for them.
static EMBEDDED: LazyLock<Arc<Advisories>> = LazyLock::new(|| {
    Arc::new(
        advisory::embedded().unwrap_or_else(|_| Advisories::new("no advisories: the snapshot is damaged")),
    )
});

/// Those advisories.
pub(super) fn carried() -> Arc<Advisories> {
    Arc::clone(&EMBEDDED)
}

/// True for a file that is analysed as Python; files with dependencies that are not are no code to us.
pub(super) fn is_code(path: &RepoPath) -> bool {
    path.is_python() || Format::of(path).is_none()
}

/// Which of a project's Python files imports a package.
pub(super) type Imported<'a> = dyn Fn(&str) -> Option<Option<String>> + 'a;

/// All files with dependencies of one side, read.
pub(super) struct Dependencies<'a> {
    sources: Vec<SourceFile>,
    manifests: Vec<Manifest>,
    /// Manifests and locks beside these that the change leaves alone.
    neighbours: Vec<Manifest>,
    /// By number, where a file of the same name was there before the change.
    before: Vec<Option<Manifest>>,
    advisories: Arc<Advisories>,
    policy: Policy,
    imported: &'a Imported<'a>,
    pass: &'a Pass,
}

impl<'a> Dependencies<'a> {
    /// Reads the files, of those that are given, that name dependencies.
    pub(super) fn new(
        pass: &'a Pass,
        settings: &Settings,
        sources: impl Iterator<Item = (SourceFile, Option<SourceFile>)>,
        context: &dyn Context,
        imported: &'a Imported<'a>,
    ) -> Self {
        let (mut kept, mut manifests, mut before) = (Vec::new(), Vec::new(), Vec::new());
        for (source, old) in sources {
            let Some(format) = Format::of_text(source.path(), source.text()) else { continue };
            let read = |source: &SourceFile| guarded(source.path(), || manifest::read(source, format)).ok();
            if let Some(manifest) = read(&source) {
                before.push(old.as_ref().and_then(read));
                manifests.push(manifest);
                kept.push(source);
            }
        }
        let own = manifests.len();
        manifests.extend(neighbours::read(&manifests, context));
        manifest::link(&mut manifests);
        let neighbours = manifests.split_off(own);
        let advisories = match &settings.advisories {
            Some(own) => Arc::clone(own),
            None if kept.is_empty() => Arc::default(),
            None => carried(),
        };
        Self {
            sources: kept,
            manifests,
            neighbours,
            before,
            advisories,
            policy: policy(settings),
            imported,
            pass,
        }
    }

    /// The head side of a change.
    pub(super) fn of_head(
        pass: &'a Pass,
        settings: &Settings,
        files: &[FileChange],
        context: &dyn Context,
        imported: &'a Imported<'a>,
    ) -> Self {
        let sides = files.iter().filter_map(|file| Some((file.head.clone()?, file.base.clone())));
        Self::new(pass, settings, sides, context, imported)
    }

    /// The base side of a change.
    pub(super) fn of_base(
        pass: &'a Pass,
        settings: &Settings,
        files: &[FileChange],
        context: &dyn Context,
        imported: &'a Imported<'a>,
    ) -> Self {
        let sides = files.iter().filter_map(|file| Some((file.base.clone()?, None)));
        Self::new(pass, settings, sides, context, imported)
    }

    /// What reports say of the advisories; `None` when no file asked for them.
    pub(super) fn label(&self) -> Option<String> {
        let asked = self.manifests.iter().any(|manifest| !manifest.rows.is_empty());
        asked.then(|| self.advisories.label.clone())
    }

    /// What each file has to say, by path.
    pub(super) fn examine(&self) -> BTreeMap<RepoPath, (SourceFile, Examined)> {
        let one = |at: usize| {
            let source = &self.sources[at];
            let around = self.around(&self.manifests, self.before[at].as_ref());
            let examined = guarded(source.path(), || self.examine_one(source, &self.manifests[at], &around));
            (source.path().clone(), (source.clone(), examined.unwrap_or_default()))
        };
        (0..self.sources.len()).map(one).collect()
    }

    fn around<'s>(&'s self, manifests: &'s [Manifest], before: Option<&'s Manifest>) -> Around<'s> {
        Around {
            advisories: &self.advisories,
            policy: &self.policy,
            manifests,
            neighbours: &self.neighbours,
            before,
            imported: self.imported,
        }
    }

    fn drafts(&self, source: &SourceFile, manifest: &Manifest, around: &Around<'_>) -> Vec<ManifestDraft> {
        let mut drafts = rules::check_manifest(source, manifest, around);
        drafts.retain(|one| self.pass.runs_in(one.draft.rule.meta.id, source.path()));
        drafts
    }

    fn examine_one(&self, source: &SourceFile, manifest: &Manifest, around: &Around<'_>) -> Examined {
        let mut examined = Examined::default();
        for draft in self.drafts(source, manifest, around) {
            examined.found.push(self.found(source, draft));
        }
        number(&mut examined.found);
        // What could not be read before either is nothing that the change brings.
        let known =
            |text: &str| around.before.is_some_and(|old| old.problems.iter().any(|one| one.text == text));
        for problem in manifest.problems.iter().filter(|problem| !known(&problem.text)) {
            examined.notes.push(Note {
                path: source.path().clone(),
                span: Some(problem.span),
                kind: NoteKind::Broken,
                text: problem.text.clone(),
            });
        }
        if let Some(marks) = marks(self.pass, source, manifest) {
            for found in &mut examined.found {
                let lines = source.line_range(found.finding.place.span);
                let marked =
                    rules::find(found.finding.rule).and_then(|rule| marks.silences(&rule.meta, lines));
                found.silenced = found.silenced.take().or(marked);
            }
            // Marks for rules about code are the code's business.
            let ran = |id: &str| {
                rules::find(id).is_some_and(Rule::is_of_manifests) && self.pass.runs_in(id, source.path())
            };
            if source.path().is_python() {
                let own = marks.notes_about(source, &ran);
                examined.notes.extend(own.into_iter().filter(|note| note.text.contains("silences nothing")));
            } else {
                examined.notes.extend(marks.notes_about(source, &|id| {
                    ran(id) || rules::find(id).is_some_and(|rule| !rule.is_of_manifests())
                }));
            }
        }
        examined
    }

    fn found(&self, source: &SourceFile, one: ManifestDraft) -> Found {
        let draft = one.draft;
        let meta = &draft.rule.meta;
        let own = self.pass.selection.as_ref().and_then(|selection| selection.severity(meta.id));
        let place = Place { path: source.path().clone(), span: draft.span };
        let finding = Finding {
            rule: meta.id,
            place: place.clone(),
            shown_at: place,
            scope: Scope { name: String::new(), span: Span::new(0, source.text().len()) },
            severity: own.or(draft.severity).unwrap_or(meta.severity),
            precision: draft.precision.unwrap_or(meta.precision),
            message: draft.message,
            trace: Vec::new(),
            rewrite: None,
            advice: draft.advice.or_else(|| Some(meta.instead.to_owned())),
            fingerprint: Fingerprint::of(&[meta.id, source.path().as_str(), &one.groups, &one.identity]),
            package: one.package,
        };
        Found {
            finding,
            proposal: draft.proposal,
            silenced: one.silenced.map(|(reason, by)| Silenced { reason: Some(reason), by, mark: None }),
            strict: (one.groups, one.identity.clone()),
            narrow: (String::new(), one.identity.clone()),
            loose: one.identity,
            source: None,
            cause: None,
        }
    }
}

/// Marks in comments. A string that looks like one can only speak of its own row.
fn marks(pass: &Pass, source: &SourceFile, manifest: &Manifest) -> Option<Marks> {
    let text = source.text();
    memchr::memmem::find(text.as_bytes(), b"hognose:")?;
    let mut comments: Vec<(Span, &str)> = Vec::new();
    if source.path().is_python() {
        comments = syntax::comments(text).into_iter().map(|span| (span, source.slice(span))).collect();
    } else {
        for line in 1..=source.lines().count() {
            let span = source.lines().span(line);
            let whole = source.slice(span).trim_end_matches(['\n', '\r']);
            let Some(at) = whole.find("# hognose:") else { continue };
            let start = span.start as usize + at;
            comments.push((Span::new(start, start + whole.len() - at), &whole[at..]));
        }
    }
    let statements: Vec<(u32, u32)> = manifest.rows.iter().map(|row| source.line_range(row.span)).collect();
    Some(Marks::read(&comments, source, &statements, pass.today))
}
