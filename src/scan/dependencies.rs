//! Files that name dependencies, from text to findings: read, shown to their rules, marks honoured, rewrites proven.

use std::collections::BTreeMap;
use std::sync::atomic::Ordering;
use std::sync::{Arc, LazyLock};

use super::examine::{Examined, Found, number};
use super::pass::Pass;
use super::pool::guarded;
use super::suppress::{Marks, Silenced};
use crate::advisory::{self, Advisories};
use crate::change::FileChange;
use crate::config::Settings;
use crate::finding::{EditSet, Finding, Fingerprint, Note, NoteKind, Place, Rewrite, Scope, Tier};
use crate::manifest::{self, Dependency, Format, Manifest};
use crate::rules::{self, Around, Ignored, ManifestDraft, Policy, Proposal, Rule};
use crate::source::{RepoPath, SourceFile, Span};
use crate::syntax;

/// So many rewrites are proven in one file.
const MAX_PROOFS: usize = 60;
/// All rows that are read for the proofs of one file, together.
const MAX_PROVEN_ROWS: usize = 100_000;

/// The advisories that the program carries; read when a file asks for them.
static EMBEDDED: LazyLock<Arc<Advisories>> = LazyLock::new(|| {
    Arc::new(
        advisory::embedded().unwrap_or_else(|_| Advisories::new("no advisories: the snapshot is damaged")),
    )
});

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
        manifest::link(&mut manifests);
        let advisories = match &settings.advisories {
            Some(own) => Arc::clone(own),
            None if kept.is_empty() => Arc::default(),
            None => Arc::clone(&EMBEDDED),
        };
        Self { sources: kept, manifests, before, advisories, policy: policy(settings), imported, pass }
    }

    /// The head side of a change.
    pub(super) fn of_head(
        pass: &'a Pass,
        settings: &Settings,
        files: &[FileChange],
        imported: &'a Imported<'a>,
    ) -> Self {
        let sides = files.iter().filter_map(|file| Some((file.head.clone()?, file.base.clone())));
        Self::new(pass, settings, sides, imported)
    }

    /// The base side of a change.
    pub(super) fn of_base(
        pass: &'a Pass,
        settings: &Settings,
        files: &[FileChange],
        imported: &'a Imported<'a>,
    ) -> Self {
        let sides = files.iter().filter_map(|file| Some((file.base.clone()?, None)));
        Self::new(pass, settings, sides, imported)
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
        }
    }

    /// Puts the rewrites that hold into their findings, and takes all proposals of rules about dependencies away.
    pub(super) fn prove(&self, findings: &mut [(Finding, Option<Proposal>)]) {
        for (at, source) in self.sources.iter().enumerate() {
            let manifest = &self.manifests[at];
            let mut left = MAX_PROOFS.min(MAX_PROVEN_ROWS / manifest.rows.len().max(1)).max(1);
            let mut counts: Option<Counts> = None;
            for (finding, proposal) in findings.iter_mut() {
                if finding.place.path != *source.path() || !is_ours(finding) {
                    continue;
                }
                let Some(proposal) = proposal.take().filter(|_| left > 0) else { continue };
                left -= 1;
                let around = self.around(&self.manifests, self.before[at].as_ref());
                let before = counts.get_or_insert_with(|| self.count(source, manifest, &around));
                let proven = guarded(source.path(), || self.prove_one(at, before, finding, &proposal));
                finding.rewrite = proven.ok().flatten();
            }
        }
    }

    fn count(&self, source: &SourceFile, manifest: &Manifest, around: &Around<'_>) -> Counts {
        let mut counts = Counts::new();
        for one in self.drafts(source, manifest, around) {
            *counts.entry(one.draft.rule.meta.id).or_default() += 1;
        }
        counts
    }

    /// The file reads as before, the other rows are what they were, the finding is gone, and nothing new is found.
    fn prove_one(
        &self,
        at: usize,
        before: &Counts,
        finding: &Finding,
        proposal: &Proposal,
    ) -> Option<Rewrite> {
        if proposal.tier == Tier::Advice {
            return None;
        }
        let (source, manifest) = (&self.sources[at], &self.manifests[at]);
        let edits = EditSet::new(proposal.edits.clone()).ok().filter(|edits| !edits.is_empty())?;
        let text = edits.apply(source.text()).ok()?;
        source.encode(&text)?;
        if source.path().is_python()
            && syntax::parse(&text).errors.len() > syntax::parse(source.text()).errors.len()
        {
            return None;
        }
        let edited = source.with_text(&text);
        let new = manifest::read(&edited, manifest.format);
        if !is_same_but(manifest, &new, finding.place.span) {
            return None;
        }
        let mut all = self.manifests.clone();
        all[at] = new.clone();
        let around = self.around(&all, self.before[at].as_ref());
        let now = self.count(&edited, &new, &around);
        let of = |counts: &Counts, rule: &'static str| counts.get(rule).copied().unwrap_or(0);
        let gone = of(&now, finding.rule) < of(before, finding.rule);
        let nothing_new = now.keys().all(|rule| of(&now, rule) <= of(before, rule));
        (gone && nothing_new).then(|| Rewrite {
            title: proposal.title.clone(),
            tier: proposal.tier,
            edits,
            check: proposal.check.clone(),
        })
    }

    /// Entries of what is ignored that silenced nothing, and those that are over. `all` when every file of the project
    /// was looked at: else an entry may be for another file.
    pub(super) fn notes(&self, settings: &Settings, all: bool) -> Vec<Note> {
        let own = &settings.dependencies;
        let mut notes = Vec::new();
        let mut tell = |text: String| {
            let path = RepoPath::new(&own.origin);
            notes.push(Note { path, span: None, kind: NoteKind::Suppression, text });
        };
        for (entry, until) in own.ignore.iter().filter_map(|entry| Some((entry, entry.until?))) {
            if settings.today.is_some_and(|today| today > until) {
                tell(format!(
                    "`dependencies.ignore` of {} expired after {until}; it counts again",
                    entry.what()
                ));
            }
        }
        for (entry, used) in
            own.ignore.iter().filter(|entry| !is_over(settings, entry.until)).zip(&self.policy.ignored)
        {
            if all && !used.used.load(Ordering::Relaxed) {
                tell(format!("`dependencies.ignore` of {} silences nothing; remove it", entry.what()));
            }
        }
        notes
    }
}

type Counts = BTreeMap<&'static str, usize>;

fn is_ours(finding: &Finding) -> bool {
    rules::find(finding.rule).is_some_and(Rule::is_of_manifests)
}

fn is_over(settings: &Settings, until: Option<jiff::civil::Date>) -> bool {
    until.is_some_and(|until| settings.today.is_some_and(|today| today > until))
}

fn policy(settings: &Settings) -> Policy {
    let own = &settings.dependencies;
    let ignored = own.ignore.iter().filter(|entry| !is_over(settings, entry.until)).map(|entry| Ignored {
        advisory: entry.advisory.clone(),
        package: entry.package.as_deref().map(manifest::normalise),
        reason: entry.reason.clone(),
        ..Ignored::default()
    });
    Policy {
        ignored: ignored.collect(),
        indexes: own.indexes.clone(),
        private: own.private.iter().map(|name| name.to_lowercase()).collect(),
        light: own.light_groups.clone(),
    }
}

/// The same rows but for the one at `place`, whose name, extras, marker, groups and source stay as well, and no fault
/// that was not there.
fn is_same_but(old: &Manifest, new: &Manifest, place: Span) -> bool {
    let bare = |row: &Dependency, edited: bool| {
        let mut row = row.clone();
        (row.span, row.parts) = (Span::default(), manifest::Parts::default());
        if edited {
            (row.specifier, row.version, row.hashes) = (String::new(), None, Vec::new());
            row.source = manifest::Source::Default;
        }
        row
    };
    let options = |one: &Manifest| one.options.iter().map(|option| option.kind).collect::<Vec<_>>();
    let problems =
        |one: &Manifest| one.problems.iter().map(|problem| problem.text.clone()).collect::<Vec<_>>();
    old.rows.len() == new.rows.len()
        && options(old) == options(new)
        && problems(old) == problems(new)
        && old.includes.len() == new.includes.len()
        && old.installs.len() == new.installs.len()
        && old.rows.iter().zip(&new.rows).all(|(one, other)| {
            let edited = one.span.overlaps(place) || one.span == place;
            bare(one, edited) == bare(other, edited) && one.source.kind() == other.source.kind()
        })
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

/// The names that a Python text imports at the left of their dots.
pub(super) fn imports(text: &str) -> impl Iterator<Item = &str> {
    text.lines().flat_map(|line| {
        let line = line.trim_start();
        let from = line.strip_prefix("from ").map(|rest| rest.split_whitespace().next().unwrap_or(""));
        let plain = line
            .strip_prefix("import ")
            .map(|rest| rest.split(',').map(|part| part.split_whitespace().next().unwrap_or("")));
        let first = |name: &'_ str| -> usize { name.find('.').unwrap_or(name.len()) };
        from.into_iter().chain(plain.into_iter().flatten()).map(move |name| &name[..first(name)])
    })
}

/// The module that a package is imported by: its name with underscores, or another where that is well known.
pub(super) fn module_of(package: &str) -> String {
    let known = match package {
        "pyyaml" => "yaml",
        "pillow" => "PIL",
        "beautifulsoup4" => "bs4",
        "scikit-learn" => "sklearn",
        "scikit-image" => "skimage",
        "opencv-python" | "opencv-python-headless" => "cv2",
        "python-dateutil" => "dateutil",
        "pyjwt" => "jwt",
        "python-jose" => "jose",
        "pycryptodome" => "Crypto",
        "mysqlclient" => "MySQLdb",
        "psycopg2-binary" => "psycopg2",
        "protobuf" | "google-cloud-storage" => "google",
        "gitpython" => "git",
        "attrs" => "attr",
        "python-multipart" => "multipart",
        "setuptools" => "setuptools",
        "djangorestframework" => "rest_framework",
        "pyopenssl" => "OpenSSL",
        "python-dotenv" => "dotenv",
        "grpcio" => "grpc",
        "pymysql" => "pymysql",
        "msgpack-python" => "msgpack",
        "jinja2" => "jinja2",
        other => return other.replace('-', "_"),
    };
    known.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imports_are_read_by_line() {
        let text = "import os, yaml as y\nfrom a.b import c\n  from . import d\nx = 'import z'\n";
        assert_eq!(imports(text).collect::<Vec<_>>(), ["os", "yaml", "a", ""]);
    }

    #[test]
    fn every_other_row_has_to_stay() {
        let read = |text: &str| {
            manifest::read(
                &SourceFile::from_text(RepoPath::new("requirements.txt"), text),
                Format::Requirements,
            )
        };
        let old = read("a==1\nb==2\n");
        let place = old.rows[0].span;
        assert!(is_same_but(&old, &read("a==3\nb==2\n"), place));
        for wrong in
            ["a==3\nb==3\n", "a==3\n", "a[x]==3\nb==2\n", "c==3\nb==2\n", "a==3\nb==2\n!\n", "-e a\nb==2\n"]
        {
            assert!(!is_same_but(&old, &read(wrong), place), "{wrong}");
        }
    }
}
