//! A package in a version that advisories hit.

use std::str::FromStr;

use pep440_rs::Version;
use rustc_hash::{FxHashMap, FxHashSet};

use super::rows::{by_name, lock_command, plain, written};
use crate::advisory::{Level, Verdict};
use crate::finding::Package;
use crate::manifest::{Dependency, Dialect, Format, Source, clauses, exact, floor, ranges};
use crate::rules::prelude::*;

pub(in crate::rules) static RULE: Rule = Rule {
    meta: Meta {
        id: "vulnerable-dependency",
        summary: "Package with known vulnerabilities",
        family: Family::Dependencies,
        cwe: &[1395],
        owasp: Owasp::A03,
        severity: Severity::High,
        precision: Precision::VeryHigh,
        tier: Tier::Review,
        answers: &[],
        why: "The version that is pinned or locked has published vulnerabilities. Whoever attacks the program finds the advisory, \
              and often a working exploit, with a search.\n\nThe severity is that of the gravest advisory; one that nobody has rated \
              counts as medium, and packages for development and tests weigh a step less. A requirement that is no pin is reported \
              at low severity when the least version that it allows is affected.",
        instead: "Raise the version to one that no advisory hits, and read its release notes. Where that is not possible, find out \
                  whether the program reaches the vulnerable code; if it does not, ignore the advisory by its id in \
                  `[[dependencies.ignore]]`, with the reason and a day on which to look again.",
        references: &[
            "https://osv.dev/list?ecosystem=PyPI",
            "https://github.com/pypa/advisory-database",
            "https://cwe.mitre.org/data/definitions/1395.html",
        ],
        words: Words::OWN,
        examples: examples(&[
            Example::Rewrite {
                path: "requirements.txt",
                bad: "# web\nJinja2[i18n]==3.1.3  # templates\nsix>=1.16\n",
                good: "# web\nJinja2[i18n]==3.1.6  # templates\nsix>=1.16\n",
            },
            Example::Rewrite {
                path: "pyproject.toml",
                bad: "[project]\nname = \"shop\"\ndependencies = [\"jinja2>=3.0,<4\"]\n",
                good: "[project]\nname = \"shop\"\ndependencies = [\"jinja2>=3.1.6,<4\"]\n",
            },
            Example::Bad {
                path: "uv.lock",
                code: "version = 1\n\n[[package]]\nname = \"jinja2\"\nversion = \"3.1.3\"\nsource = { registry = \"https://pypi.org/simple\" }\n",
            },
            Example::Good { path: "requirements.txt", code: "jinja2==3.1.6\n" },
            Example::Good { path: "requirements.txt", code: "jinja2\n" },
        ]),
    },
    on: &[On::Manifest(check)],
};

const CHECK: &str = "A newer version may behave differently: read its release notes and run the tests.";

/// So many pins with vulnerabilities are told of one file. A file that has more is made to cost time.
const MAX_TOLD: usize = 2_000;

/// Rows by name: of what stands in the same folder, and of this file before the change.
struct Others<'a> {
    locked: FxHashMap<&'a str, Vec<&'a Dependency>>,
    asked: FxHashMap<&'a str, Vec<&'a Dependency>>,
    before: FxHashMap<&'a str, Vec<&'a Dependency>>,
}

fn check(cx: &mut ManifestCx<'_>) {
    let lock = cx.manifest.format.is_lock();
    let others = Others {
        locked: by_name(cx.beside(Format::is_lock).chain(cx.left_alone(Format::is_lock))),
        asked: by_name(cx.beside(|format| matches!(format, Format::Pyproject | Format::Pipfile))),
        before: by_name(cx.around.before.into_iter()),
    };
    let mut told: FxHashSet<(&str, &str)> = FxHashSet::default();
    let mut count = 0;
    for row in cx.manifest.rows.iter().filter(|row| row.source.is_index() || row.source.kind() == "url") {
        // Conda's packages are built by others and patched by them.
        if row.dialect == Dialect::Conda {
            continue;
        }
        let Some(version) = row.version.as_deref() else { continue };
        // Where the manifest beside a lock pins the same version, it is said there: an edit can be made.
        let same = |other: &&Dependency| other.version == row.version && !other.constraint;
        let said = lock && others.asked.get(row.name.as_str()).is_some_and(|rows| rows.iter().any(same));
        if said || !told.insert((row.name.as_str(), version)) {
            continue;
        }
        if let Some(draft) = pinned(cx, &others, row, version) {
            cx.report(draft);
            count += 1;
            if count >= MAX_TOLD {
                break;
            }
        }
    }
    let rows: Vec<&Dependency> = written(cx).filter(|row| row.version.is_none() && row.source.is_index()).collect();
    for row in rows {
        // Where a lock decides, it is the lock that is right or wrong.
        if row.dialect == Dialect::Conda || others.locked.contains_key(row.name.as_str()) {
            continue;
        }
        if let Some(draft) = open(cx, &others, row) {
            cx.report(draft);
        }
    }
}

/// The verdict without what the team ignores; the entry that ignores all of it otherwise.
fn verdict(cx: &ManifestCx<'_>, row: &Dependency, version: &str) -> Option<(Verdict, Option<(String, String)>)> {
    let (advisories, policy) = (cx.around.advisories, cx.around.policy);
    let all = advisories.verdict(&row.name, version, &|_| false)?;
    let ignored = all.ids().find_map(|id| Some((id, policy.ignores_advisory(&row.name, id)?)));
    let Some((id, entry)) = ignored else { return Some((all, None)) };
    let rest = advisories.verdict(&row.name, version, &|id| policy.ignores_advisory(&row.name, id).is_some());
    match rest {
        Some(rest) => Some((rest, None)),
        None => {
            let by = format!("`[[dependencies.ignore]]` for {id}");
            Some((all.clone(), Some((entry.reason.clone(), by))))
        }
    }
}

fn pinned(cx: &ManifestCx<'_>, others: &Others<'_>, row: &Dependency, version: &str) -> Option<ManifestDraft> {
    // A package of the team's own shares no more than the name with one on PyPI.
    if cx.around.policy.owns(&row.name) {
        return None;
    }
    let (verdict, silenced) = verdict(cx, row, version)?;
    let safe = verdict.fixed.clone();
    let mut message = if verdict.malware() {
        format!("`{} {version}` is malware ({})", row.name, first_ids(&verdict))
    } else {
        let many = match verdict.hits.len() {
            1 => format!("a known vulnerability ({}", first_ids(&verdict)),
            count => format!("{count} known vulnerabilities ({}", first_ids(&verdict)),
        };
        let level = match verdict.level() {
            Level::Unknown => "severity unknown".to_owned(),
            level => format!("up to {}", level.word()),
        };
        format!("`{} {version}` has {many}; {level})", row.name)
    };
    match &safe {
        _ if verdict.malware() => message.push_str(": take it out, and treat machines that installed it as taken over."),
        Some(safe) => message.push_str(&format!("; `{safe}` is the least version without.")),
        None => message.push_str("; no version is known to be without."),
    }
    if let Some(first) = row.via.first() {
        message.push_str(&format!(" It comes with `{first}`"));
        message.push_str(&match row.via.len() {
            1 => ".".to_owned(),
            _ => format!(" through {}.", row.via[1..].iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")),
        });
    }
    match (cx.around.imported)(&row.name) {
        Some(Some(path)) => message.push_str(&format!(" `{path}` imports it.")),
        Some(None) => message.push_str(" No Python file here imports it by its own name."),
        None => {}
    }
    let mut out = cx.row(row, message);
    out.silenced = out.silenced.or(silenced);
    out.draft.severity = Some(cx.around.policy.weighed(severity(verdict.level()), &row.groups, cx.file));
    out.package = Some(package(others, row, Some(version), &verdict));
    if cx.manifest.format.is_lock() {
        if let (Some(safe), Some(name)) = (&safe, plain(row)) {
            out.draft.advice = Some(lock_command(cx.manifest.format, name, safe));
        }
    } else if let Some(safe) = &safe {
        out.draft.proposal = bump(row, version, safe);
    }
    Some(out)
}

fn severity(level: Level) -> Severity {
    match level {
        Level::Critical => Severity::Critical,
        Level::High => Severity::High,
        Level::Medium | Level::Unknown => Severity::Medium,
        Level::Low => Severity::Low,
    }
}

/// One id of each of the gravest flaws: the best known one.
fn first_ids(verdict: &Verdict) -> String {
    const SHOWN: usize = 3;
    let best = |ids: &[String]| {
        let cve = ids.iter().find(|id| id.starts_with("CVE-"));
        cve.or(ids.first()).cloned().unwrap_or_default()
    };
    let mut ids: Vec<String> = verdict.hits.iter().take(SHOWN).map(|hit| best(&hit.ids)).collect();
    if verdict.hits.len() > SHOWN {
        ids.push(format!("and {} more", verdict.hits.len() - SHOWN));
    }
    ids.join(", ")
}

fn package(others: &Others<'_>, row: &Dependency, version: Option<&str>, verdict: &Verdict) -> Package {
    let old = others.before.get(row.name.as_str());
    let old = old.and_then(|rows| rows.iter().find(|other| other.groups == row.groups));
    let before = old.and_then(|old| old.version.clone());
    Package {
        name: row.name.clone(),
        version: version.map(str::to_owned),
        before,
        safe: verdict.fixed.clone(),
        advisories: verdict.ids().map(str::to_owned).collect(),
        level: verdict.level().word(),
        via: row.via.clone(),
    }
}

/// The pin with the new version, its hashes taken away as a whole.
fn bump(row: &Dependency, version: &str, safe: &str) -> Option<Proposal> {
    let place = row.parts.specifier?;
    let mut edits = vec![Edit { span: version_in(&row.specifier, place, version, row.dialect)?, text: safe.to_owned() }];
    if let Some(span) = row.parts.hashes {
        edits.push(Edit { span, text: String::new() });
    }
    Some(Proposal {
        title: format!("Raise `{}` to {safe}", row.name),
        tier: Tier::Review,
        edits,
        check: Some(CHECK.to_owned()),
    })
}

/// Where the version stands in the requirement that pins it.
fn version_in(specifier: &str, place: Span, version: &str, dialect: Dialect) -> Option<Span> {
    if place.len() != specifier.len() {
        return None;
    }
    let (clause, _) = clauses(specifier).find(|(_, text)| exact(text, dialect) == Some(version))?;
    let text = &specifier[clause.range()];
    let at = clause.start as usize + text.rfind(version)?;
    let start = place.start as usize + at;
    Some(Span::new(start, start + version.len()))
}

/// A requirement whose least version is hit.
fn open(cx: &ManifestCx<'_>, others: &Others<'_>, row: &Dependency) -> Option<ManifestDraft> {
    if !matches!(row.source, Source::Default | Source::Index(_)) || cx.around.policy.owns(&row.name) {
        return None;
    }
    let least = floor(&row.specifier, row.dialect)?;
    let (verdict, silenced) = verdict(cx, row, &least.to_string())?;
    let allowed = ranges(&row.specifier, row.dialect)?;
    let safe = verdict.fixed.clone().filter(|safe| {
        Version::from_str(safe).is_ok_and(|safe| allowed.contains(&safe))
    });
    let mut message = format!(
        "`{}{}` allows {least}, which has known vulnerabilities ({})",
        row.name,
        spaced(&row.specifier, row.dialect),
        first_ids(&verdict)
    );
    message.push_str(&match (&safe, &verdict.fixed) {
        (Some(safe), _) => format!("; `{safe}` is the least version without."),
        (None, Some(fixed)) => format!("; the least version without, `{fixed}`, is not allowed."),
        (None, None) => ".".to_owned(),
    });
    let mut out = cx.row(row, message);
    out.silenced = out.silenced.or(silenced);
    out.draft.severity = Some(Severity::Low);
    // A range that allows no older version than before is the same one, whatever else is asked for now.
    let was = others.before.get(row.name.as_str()).and_then(|rows| rows.iter().find(|old| old.groups == row.groups));
    if was.and_then(|old| floor(&old.specifier, old.dialect)).is_none_or(|was| was <= least) {
        out.identity.clone_from(&row.name);
    }
    out.package = Some(package(others, row, None, &verdict));
    out.draft.proposal = safe.and_then(|safe| raise(row, &least, &safe));
    Some(out)
}

fn spaced(specifier: &str, dialect: Dialect) -> String {
    if dialect == Dialect::Poetry { format!(" {specifier}") } else { specifier.to_owned() }
}

/// The floor raised: `>=`, `~=` and `^` keep their sign, and what they then allow stays inside what they allowed.
fn raise(row: &Dependency, least: &Version, safe: &str) -> Option<Proposal> {
    let place = row.parts.specifier.filter(|place| place.len() == row.specifier.len())?;
    let (clause, text) = clauses(&row.specifier).find(|(_, text)| {
        floor(text, row.dialect).as_ref() == Some(least) && !text.contains('*') && !text.starts_with('=')
    })?;
    let sign = text.find(|c: char| c.is_ascii_digit() || c == 'v')?;
    let old = &text[sign..];
    // `~=1.4` allows all of 1; `~=1.4.2` only 1.4: parts of the version decide, so they have to stay as many.
    let many = |text: &str| text.split('.').count();
    if (text.starts_with('~') && many(old) != many(safe)) || old.contains(char::is_whitespace) {
        return None;
    }
    let start = place.start as usize + clause.start as usize + sign;
    Some(Proposal {
        title: format!("Require `{}` {safe} or later", row.name),
        tier: Tier::Review,
        edits: vec![Edit { span: Span::new(start, start + old.len()), text: safe.to_owned() }],
        check: Some(CHECK.to_owned()),
    })
}
