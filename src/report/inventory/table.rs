//! The inventory as a table for a person to read.

use super::judged;
use crate::advisory::Advisories;
use crate::manifest::{Manifest, Source};
use crate::report::safe;
use crate::source::SourceFile;

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
            if let Some(verdict) = advisories.and_then(|all| judged(row, all)) {
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
