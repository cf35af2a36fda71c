//! A lock that says something else than the manifest, or than it said before.

use std::str::FromStr;

use pep440_rs::Version;

use super::rows::{by_name, plain, shown};
use crate::manifest::{Dependency, Format, Manifest, Source, ranges};
use crate::rules::prelude::*;

pub(in crate::rules) static RULE: Rule = Rule {
    meta: Meta {
        id: "lock-mismatch",
        summary: "Lock entry that no tool would have written",
        family: Family::Dependencies,
        cwe: &[345, 494],
        owasp: Owasp::A08,
        severity: Severity::High,
        precision: Precision::Medium,
        tier: Tier::Advice,
        answers: &[],
        why: "A lock is long, written by a tool, and hardly anyone reads a change of it. Who can slip in an entry chooses what is \
              installed: the same version with another hash, an archive from another address, a package that nothing asks for, a \
              version that the manifest does not allow.",
        instead: "Write the lock anew from the manifest on a machine that you trust, `uv lock`, `poetry lock`, `pdm lock`, and compare. \
                  If the difference stays, find out who published the new file and why.",
        references: &[
            "https://docs.astral.sh/uv/concepts/projects/sync/",
            "https://python-poetry.org/docs/basic-usage/#installing-with-poetrylock",
            "https://cwe.mitre.org/data/definitions/345.html",
        ],
        words: Words::OWN,
        examples: examples(&[
            Example::Bad {
                path: "uv.lock",
                code: "version = 1\n\n[[package]]\nname = \"shop\"\nversion = \"0.1\"\nsource = { virtual = \".\" }\ndependencies = [{ name = \"six\" }]\n\n[[package]]\nname = \"six\"\nversion = \"1.17.0\"\nsource = { registry = \"https://pypi.org/simple\" }\n\n[[package]]\nname = \"helper-tools\"\nversion = \"1.0\"\nsource = { registry = \"https://pypi.org/simple\" }\n",
            },
            Example::Good {
                path: "uv.lock",
                code: "version = 1\n\n[[package]]\nname = \"shop\"\nversion = \"0.1\"\nsource = { virtual = \".\" }\ndependencies = [{ name = \"six\" }]\n\n[[package]]\nname = \"six\"\nversion = \"1.17.0\"\nsource = { registry = \"https://pypi.org/simple\" }\n",
            },
        ]),
    },
    on: &[On::Manifest(check)],
};

fn check(cx: &mut ManifestCx<'_>) {
    if is_manifest(cx.manifest.format) {
        return stale(cx);
    }
    if cx.manifest.format.is_lock() {
        changed(cx);
        unasked(cx);
        disallowed(cx);
    }
}

fn is_manifest(format: Format) -> bool {
    matches!(format, Format::Pyproject | Format::Pipfile)
}

/// What a lock has to hold of a manifest: the requirements of the project itself, from an index, for every environment.
fn locked_always(row: &Dependency) -> bool {
    let build = row.groups.iter().any(|group| group == "build");
    row.marker.is_none() && row.source.is_index() && row.direct && !row.constraint && !build
}

/// A requirement that the lock, left alone by the change, does not have or does not meet.
fn stale(cx: &mut ManifestCx<'_>) {
    let whole = |lock: &&Manifest| lock.problems.is_empty() && !lock.rows.is_empty();
    let locks: Vec<_> = cx.left_alone(Format::is_lock).filter(whole).collect();
    for lock in locks {
        let locked = by_name(std::iter::once(lock));
        // Locks of PDM and tables of other tools leave groups out.
        let plain_groups = |row: &&Dependency| {
            row.groups.is_empty() || cx.manifest.format == Format::Pipfile && matches!(row.groups.as_slice(), [one] if one == "default")
        };
        let rows = cx.manifest.rows.iter().filter(|row| locked_always(row)).filter(plain_groups);
        let mut drafts = Vec::new();
        for row in rows.filter(|row| cx.manifest.project.as_ref() != Some(&row.name)) {
            let Some(name) = plain(row) else { continue };
            let message = match locked.get(row.name.as_str()).map(Vec::as_slice) {
                None => format!("`{name}` is not in `{}`, which the change leaves alone: what is installed is not what was locked.", lock.path.file_name()),
                Some([held]) if held.source.is_index() => {
                    let version = held.version.as_deref().and_then(|version| Version::from_str(version).ok());
                    let (Some(allowed), Some(version)) = (ranges(&row.specifier, row.dialect), version) else { continue };
                    if allowed.contains(&version) {
                        continue;
                    }
                    format!("`{}`, which the change leaves alone, has `{name} {version}`, which this requirement does not allow.", lock.path.file_name())
                }
                Some(_) => continue,
            };
            let mut draft = cx.row(row, message);
            draft.draft.severity = Some(Severity::Low);
            drafts.push(draft);
        }
        drafts.into_iter().for_each(|draft| cx.report(draft));
    }
}

/// The same version with other hashes, or from another place.
fn changed(cx: &mut ManifestCx<'_>) {
    let before = by_name(cx.around.before.into_iter());
    for row in &cx.manifest.rows {
        let Some(old) = before.get(row.name.as_str()) else { continue };
        let mut old = old.iter().filter(|old| old.version == row.version);
        let (Some(old), None) = (old.next(), old.next()) else { continue };
        if moved(&old.source, &row.source) {
            let from = old.source.location().map_or("the index".to_owned(), |text| format!("`{}`", shown(text)));
            let to = row.source.location().map_or("the index".to_owned(), |text| format!("`{}`", shown(text)));
            let message = format!("`{}` comes from {to} in the same version in which it came from {from}.", row.name);
            let draft = cx.row(row, message);
            cx.report(draft);
            continue;
        }
        // New files of a release are added; none of those that were there goes away.
        let lost = |hash: &String| !row.hashes.contains(hash);
        if !old.hashes.is_empty() && !row.hashes.is_empty() && old.hashes.iter().all(lost) {
            let message = format!("`{}` has other hashes than before in the same version: a release on PyPI does not change.", row.name);
            let mut draft = cx.row(row, message);
            draft.identity.push_str(&row.hashes.join(" "));
            cx.report(draft);
        }
    }
}

fn moved(old: &Source, new: &Source) -> bool {
    let host = |source: &Source| source.location().map(|text| super::rows::host(text).to_owned());
    old.kind() != new.kind() || (old != new && host(old) != host(new))
}

/// uv's lock names its roots, of others the manifest does: a package which nobody asks for stands out.
fn unasked(cx: &mut ManifestCx<'_>) {
    let rooted = match cx.manifest.format {
        Format::UvLock => cx.manifest.project.is_some(),
        Format::PoetryLock | Format::PdmLock => {
            let mut asks = cx.beside(is_manifest).chain(cx.left_alone(is_manifest));
            asks.any(|one| one.problems.is_empty() && one.rows.iter().any(locked_always))
        }
        _ => false,
    };
    if !rooted {
        return;
    }
    let rows: Vec<&Dependency> = cx.manifest.rows.iter().filter(|row| !row.direct && row.via.is_empty()).collect();
    for row in rows {
        let message = format!("Nothing in the lock asks for `{}`: the tool that writes it would not have put it there.", row.name);
        let draft = cx.row(row, message);
        cx.report(draft);
    }
}

/// A version that the manifest in the same folder does not allow.
fn disallowed(cx: &mut ManifestCx<'_>) {
    let asks: Vec<_> = cx.beside(is_manifest).chain(cx.left_alone(is_manifest)).collect();
    let locked = by_name(std::iter::once(cx.manifest));
    for asked in asks.iter().flat_map(|one| &one.rows) {
        if !locked_always(asked) {
            continue;
        }
        let Some(&[row]) = locked.get(asked.name.as_str()).map(Vec::as_slice) else { continue };
        if !row.source.is_index() {
            continue;
        }
        let allowed = ranges(&asked.specifier, asked.dialect);
        let version = row.version.as_deref().and_then(|version| Version::from_str(version).ok());
        let (Some(allowed), Some(version), Some(name)) = (allowed, version, plain(row)) else { continue };
        if allowed.contains(&version) {
            continue;
        }
        let message = format!("The lock has `{name} {version}`, which the requirement `{}` does not allow: one of the two was not written anew.", asked.specifier);
        let mut draft = cx.row(row, message);
        draft.draft.severity = Some(Severity::Medium);
        cx.report(draft);
    }
}
