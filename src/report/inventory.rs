//! What a project installs, as a table and as JSON.

use serde::Serialize;

use super::safe;
use crate::advisory::Advisories;
use crate::manifest::{Dependency, Manifest, Source};
use crate::source::SourceFile;

/// Rows of all files, in order, with the line of each.
fn rows(files: &[(SourceFile, Manifest)]) -> impl Iterator<Item = (&Manifest, &Dependency, u32)> {
    files.iter().flat_map(|(file, manifest)| {
        manifest.rows.iter().map(move |row| (manifest, row, file.lines().line_of(row.span.start)))
    })
}

/// One row of the list.
#[derive(Serialize)]
struct Row<'a> {
    file: &'a str,
    line: u32,
    format: &'static str,
    name: &'a str,
    raw_name: &'a str,
    version: Option<&'a str>,
    specifier: &'a str,
    extras: &'a [String],
    marker: Option<&'a str>,
    hashes: &'a [String],
    groups: &'a [String],
    source: Origin<'a>,
    direct: bool,
    locked: bool,
    editable: bool,
    constraint: bool,
    via: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    ids: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    severity: Option<Option<&'static str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fixed_version: Option<Option<String>>,
}

/// Where a package comes from.
#[derive(Serialize)]
struct Origin<'a> {
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    index: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    vcs: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    revision: Option<&'a str>,
}

/// A list of rows as JSON, with a final line end. With advisories, each row has `ids`, `severity` and `fixed_version`.
pub fn json(files: &[(SourceFile, Manifest)], advisories: Option<&Advisories>) -> String {
    let all: usize = files.iter().map(|(_, manifest)| manifest.rows.len()).sum();
    let mut out: Vec<u8> = Vec::with_capacity(64 + all * 400);
    let mut plain = true;
    out.push(b'[');
    for (at, (manifest, row, line)) in rows(files).enumerate() {
        let (ids, severity, fixed_version) = match advisories.map(|advisories| judged(row, advisories)) {
            Some((ids, severity, fixed)) => (Some(ids), Some(severity), Some(fixed)),
            None => (None, None, None),
        };
        let made = Row {
            file: manifest.path.as_str(),
            line,
            format: manifest.format.word(),
            name: &row.name,
            raw_name: &row.raw_name,
            version: row.version.as_deref(),
            specifier: &row.specifier,
            extras: &row.extras,
            marker: row.marker.as_deref(),
            hashes: &row.hashes,
            groups: &row.groups,
            source: origin(&row.source),
            direct: row.direct,
            locked: row.locked,
            editable: row.editable,
            constraint: row.constraint,
            via: &row.via,
            ids,
            severity,
            fixed_version,
        };
        out.extend_from_slice(if at == 0 { b"\n  " } else { b",\n  " });
        let start = out.len();
        // Strings, numbers and lists of them, into memory: this cannot fail.
        let _ = serde_json::to_writer(&mut out, &made);
        plain &= out[start..].iter().fold(true, |plain, byte| plain & (b' '..0x7f).contains(byte));
    }
    out.extend_from_slice(b"\n]\n");
    let command = memchr::memmem::find(&out, b"##[").is_some();
    let text = String::from_utf8(out).unwrap_or_default();
    // Nothing to do for texts of plain letters, which nearly all are.
    if plain && !command { text } else { safe::json(&text) }
}

type Judged = (Vec<String>, Option<&'static str>, Option<String>);

/// What advisories say of a row: ids, severity, the least version without.
fn judged(row: &Dependency, advisories: &Advisories) -> Judged {
    let version = row.version.as_deref().filter(|_| row.source.is_index() || row.source.kind() == "url");
    let verdict = version.and_then(|version| advisories.verdict(&row.name, version, &|_| false));
    let ids = verdict.iter().flat_map(|verdict| verdict.ids()).map(str::to_owned).collect();
    let level = verdict.as_ref().map(|verdict| verdict.level().word());
    (ids, level, verdict.and_then(|verdict| verdict.fixed))
}

fn origin(source: &Source) -> Origin<'_> {
    let mut out =
        Origin { kind: source.kind(), index: None, path: None, url: None, vcs: None, revision: None };
    match source {
        Source::Default => {}
        Source::Index(index) => out.index = Some(index),
        Source::Path(path) => out.path = Some(path),
        Source::Url(url) => out.url = Some(url),
        Source::Vcs { vcs, url, revision } => {
            out.url = Some(url);
            out.vcs = Some(vcs.word());
            out.revision = revision.as_deref();
        }
    }
    out
}

/// A table of rows, a file after the other.
pub fn text(files: &[(SourceFile, Manifest)], advisories: Option<&Advisories>) -> String {
    let mut out = String::new();
    for (file, manifest) in files.iter().filter(|(_, manifest)| !manifest.rows.is_empty()) {
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(&safe::line(&format!("{} ({})", manifest.path, manifest.format.word())));
        out.push('\n');
        let cells = manifest.rows.iter().map(|row| {
            let line = file.lines().line_of(row.span.start).to_string();
            let name = match row.extras.as_slice() {
                [] => row.raw_name.clone(),
                extras => format!("{}[{}]", row.raw_name, extras.join(",")),
            };
            let name = if name.is_empty() { "-".to_owned() } else { name };
            let specifier = if row.specifier.is_empty() { "any" } else { &row.specifier };
            let mut about: Vec<String> = Vec::new();
            match &row.source {
                Source::Default => {}
                Source::Vcs { vcs, url, revision } => {
                    let revision =
                        revision.as_ref().map(|revision| format!("@{revision}")).unwrap_or_default();
                    about.push(format!("{}+{url}{revision}", vcs.word()));
                }
                other => about.extend(other.location().map(str::to_owned)),
            }
            if !row.groups.is_empty() {
                about.push(row.groups.join(","));
            }
            if row.constraint {
                about.push("constraint".into());
            }
            if let Some(first) = row.via.first() {
                about.push(format!("through {first}"));
            }
            let verdict = advisories.zip(row.version.as_deref());
            let verdict = verdict.and_then(|(all, version)| all.verdict(&row.name, version, &|_| false));
            if let Some(verdict) = verdict {
                let ids: Vec<&str> =
                    verdict.hits.iter().filter_map(|hit| hit.ids.first()).map(String::as_str).collect();
                let fixed = verdict.fixed.map(|version| format!(", fixed in {version}")).unwrap_or_default();
                about.push(format!("VULNERABLE {}{fixed}", ids.join(" ")));
            }
            [line, name, specifier.to_owned(), about.join("; ")].map(|cell| safe::line(&cell))
        });
        let cells: Vec<[String; 4]> = cells.collect();
        let width = |at: usize| cells.iter().map(|row| row[at].chars().count()).max().unwrap_or(0).min(40);
        let (line, name, specifier) = (width(0), width(1), width(2));
        for [a, b, c, d] in &cells {
            let row = format!("  {a:>line$}  {b:name$}  {c:specifier$}  {d}");
            out.push_str(row.trim_end());
            out.push('\n');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json as value};

    use super::*;
    use crate::manifest::{Format, read};
    use crate::source::RepoPath;

    fn files(text: &str) -> Vec<(SourceFile, Manifest)> {
        let file = SourceFile::from_text(RepoPath::new("requirements.txt"), text);
        let manifest = read(&file, Format::Requirements);
        vec![(file, manifest)]
    }

    #[test]
    fn rows_are_a_list() {
        let all = files("# x\nDjango[argon2]==3.2.0\nx @ git+https://h/x@v1\n");
        let store = crate::advisory::embedded().unwrap();
        let value: Value = serde_json::from_str(&json(&all, Some(&store))).unwrap();
        let [django, x] = value.as_array().unwrap().as_slice() else { panic!("{value}") };
        assert_eq!(
            (&django["line"], &django["version"], &django["direct"]),
            (&value!(2), &value!("3.2.0"), &value!(true))
        );
        assert!(django["ids"].as_array().unwrap().contains(&value!("CVE-2021-31542")));
        assert_eq!(
            x["source"],
            value!({"kind": "vcs", "vcs": "git", "url": "https://h/x", "revision": "v1"})
        );
        assert_eq!((&x["version"], &x["fixed_version"]), (&Value::Null, &Value::Null));
        let value: Value = serde_json::from_str(&json(&all, None)).unwrap();
        assert!(value[0].get("ids").is_none());
        assert_eq!(json(&[], None), "[\n]\n");
    }

    #[test]
    fn tables_are_safe_to_show() {
        let all = files("a==1 ; python_version > '\u{1b}[31m'\nb @ https://h/\u{1b}[2Jx.zip\n");
        assert!(!text(&all, None).contains('\u{1b}'));
        insta::assert_snapshot!(text(&files("Django==3.2 # x\nflask[async]>=2,<3\n"), None), @"
        requirements.txt (requirements)
          1  Django        ==3.2
          2  flask[async]  >=2,<3
        ");
    }
}
