//! What a rule sees of a file that names dependencies, and how it says what it found.

use std::sync::atomic::{AtomicBool, Ordering};

use super::{Draft, On, Rule, all};
use crate::advisory::Advisories;
use crate::finding::{Package, Severity};
use crate::manifest::{Dependency, Format, Manifest};
use crate::source::{RepoPath, SourceFile, Span};

/// What a team says of its dependencies.
#[derive(Debug, Default)]
pub struct Policy {
    /// What is not to be said, with the reason.
    pub ignored: Vec<Ignored>,
    /// Addresses of indexes that are trusted, as prefixes.
    pub indexes: Vec<String>,
    /// Names of packages that are the team's own; `*` at the end stands for any rest.
    pub private: Vec<String>,
    /// Groups whose findings weigh less.
    pub light: Vec<String>,
}

/// One entry of what is ignored.
#[derive(Debug, Default)]
pub struct Ignored {
    /// An advisory id or alias.
    pub advisory: Option<String>,
    /// A normalised name.
    pub package: Option<String>,
    /// Why.
    pub reason: String,
    /// It silenced something.
    pub used: AtomicBool,
}

impl Ignored {
    fn concerns(&self, package: &str) -> bool {
        self.package.as_deref().is_none_or(|name| name == package)
    }
}

impl Policy {
    /// The entry that ignores a package altogether.
    pub fn ignores_package(&self, package: &str) -> Option<&Ignored> {
        let found =
            self.ignored.iter().find(|one| one.advisory.is_none() && one.package.as_deref() == Some(package));
        found.inspect(|one| one.used.store(true, Ordering::Relaxed))
    }

    /// The entry that ignores an advisory of a package.
    pub fn ignores_advisory(&self, package: &str, id: &str) -> Option<&Ignored> {
        let fits = |one: &&Ignored| {
            one.advisory.as_deref().is_some_and(|own| own.eq_ignore_ascii_case(id)) && one.concerns(package)
        };
        self.ignored.iter().find(fits).inspect(|one| one.used.store(true, Ordering::Relaxed))
    }

    /// True for an index that the team trusts.
    pub fn trusts(&self, address: &str) -> bool {
        self.indexes.iter().any(|own| {
            let own = own.trim_end_matches('/');
            address.strip_prefix(own).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?', '#']))
        })
    }

    /// True for a package of the team's own.
    pub fn owns(&self, package: &str) -> bool {
        self.private.iter().any(|own| match own.strip_suffix('*') {
            Some(start) => package.starts_with(start),
            None => package == own,
        })
    }

    /// The severity in a file and groups that may weigh less.
    pub fn weighed(&self, severity: Severity, groups: &[String], file: &SourceFile) -> Severity {
        let light = |group: &String| self.light.iter().any(|own| own.eq_ignore_ascii_case(group));
        let by_groups = !groups.is_empty() && groups.iter().all(light);
        let name = file.path().file_name().to_ascii_lowercase();
        let word = |word: &str| name.split(['-', '_', '.']).any(|part| part == word);
        let by_name = groups.is_empty() && self.light.iter().any(|own| word(&own.to_ascii_lowercase()));
        match severity {
            _ if !by_groups && !by_name && !file.path().is_test() => severity,
            Severity::Critical => Severity::High,
            Severity::High => Severity::Medium,
            Severity::Medium | Severity::Low => Severity::Low,
        }
    }
}

/// What is known besides the file itself.
pub struct Around<'a> {
    /// Known vulnerabilities.
    pub advisories: &'a Advisories,
    /// What the team says.
    pub policy: &'a Policy,
    /// All files with dependencies of this side that are at hand, this one included.
    pub manifests: &'a [Manifest],
    /// Manifests and locks beside those that the change leaves alone, as far as they are at hand.
    pub neighbours: &'a [Manifest],
    /// This file before the change, where there is one.
    pub before: Option<&'a Manifest>,
    /// A file of the project that imports a package, by its normalised name. The outer `None` when only some files of
    /// the project are at hand and none of them does.
    pub imported: &'a dyn Fn(&str) -> Option<Option<String>>,
}

/// A finding in a file with dependencies, as a rule puts it.
#[derive(Debug, Clone)]
pub struct ManifestDraft {
    /// The finding; its rewrite is not proven yet.
    pub draft: Draft,
    /// What it is known by when lines move: the row as it is.
    pub identity: String,
    /// The groups of the row.
    pub groups: String,
    /// The package that it is about.
    pub package: Option<Package>,
    /// Why the team does not want to hear of it, and the entry that says so.
    pub silenced: Option<(String, String)>,
}

/// A file with dependencies in front of one rule.
pub struct ManifestCx<'a> {
    /// The file.
    pub file: &'a SourceFile,
    /// What it says.
    pub manifest: &'a Manifest,
    /// What is known besides.
    pub around: &'a Around<'a>,
    /// The rule that is asked.
    pub rule: &'static Rule,
    drafts: &'a mut Vec<ManifestDraft>,
}

impl<'a> ManifestCx<'a> {
    /// A finding without a row: an option, a command.
    pub fn draft(&self, span: Span, message: impl Into<String>) -> ManifestDraft {
        ManifestDraft {
            draft: Draft::new(self.rule, span, message.into()),
            identity: self.file.slice(span).split_whitespace().collect::<Vec<_>>().join(" "),
            groups: String::new(),
            package: None,
            silenced: None,
        }
    }

    /// A finding about a row.
    pub fn row(&self, row: &Dependency, message: impl Into<String>) -> ManifestDraft {
        let location = row.source.location().unwrap_or_default();
        let marker = row.marker.as_deref().unwrap_or_default();
        let version = row.version.as_deref().unwrap_or_default();
        let identity =
            [&row.name, &row.extras.join(","), &row.specifier, version, marker, location].join("|");
        let meta = &self.rule.meta;
        let mut out =
            ManifestDraft { identity, groups: row.groups.join(","), ..self.draft(row.span, message) };
        out.draft.severity = Some(self.around.policy.weighed(meta.severity, &row.groups, self.file));
        if let Some(ignored) = self.around.policy.ignores_package(&row.name) {
            out.silenced =
                Some((ignored.reason.clone(), format!("`[[dependencies.ignore]]` for {}", row.name)));
        }
        out
    }

    /// Says it.
    pub fn report(&mut self, draft: ManifestDraft) {
        self.drafts.push(draft);
    }

    /// Those of the files that are looked at that stand in the same folder.
    pub fn beside(&self, wanted: impl Fn(Format) -> bool) -> impl Iterator<Item = &'a Manifest> {
        in_folder(self.around.manifests, &self.manifest.path, wanted)
    }

    /// Those in the same folder that the change leaves alone.
    pub fn left_alone(&self, wanted: impl Fn(Format) -> bool) -> impl Iterator<Item = &'a Manifest> {
        in_folder(self.around.neighbours, &self.manifest.path, wanted)
    }
}

fn in_folder<'m>(
    all: &'m [Manifest],
    own: &RepoPath,
    wanted: impl Fn(Format) -> bool,
) -> impl Iterator<Item = &'m Manifest> {
    fn folder(path: &str) -> &str {
        path.rsplit_once('/').map_or("", |(folder, _)| folder)
    }
    let own = own.clone();
    all.iter().filter(move |one| {
        wanted(one.format) && one.path != own && folder(one.path.as_str()) == folder(own.as_str())
    })
}

/// Shows a file to all rules that wait for one; what they say, in the order of the file.
pub fn check_manifest(file: &SourceFile, manifest: &Manifest, around: &Around<'_>) -> Vec<ManifestDraft> {
    let mut drafts = Vec::new();
    for rule in all() {
        for on in rule.on {
            if let On::Manifest(check) = on {
                check(&mut ManifestCx { file, manifest, around, rule, drafts: &mut drafts });
            }
        }
    }
    let key = |one: &ManifestDraft| (one.draft.span, one.draft.rule.meta.id);
    crate::source::sort(&mut drafts, |one, other| key(one).cmp(&key(other)));
    drafts
}
