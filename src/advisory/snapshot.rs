//! The advisories that come with the program: a compact text, deflated.
//!
//! The first line is `hognose advisories 1`, a tab, and the label. Then, for each package, its name on a line and its
//! records, each a line of tab-separated fields behind a tab: id, aliases, ranges, versions, score in tenths.

use std::fmt::Write;

use miniz_oxide::deflate::compress_to_vec_zlib;
use miniz_oxide::inflate::decompress_to_vec_zlib_with_limit;
use rustc_hash::FxHashMap;

use super::{Advisories, Advisory, Event, of_vectors};
use crate::manifest::normalise;

static DATA: &[u8] = include_bytes!("../../data/advisories.zz");

const HEAD: &str = "hognose advisories 1\t";

/// The text is smaller than this many bytes.
const LIMIT: usize = 64 << 20;

/// Why a snapshot could not be read or made.
#[derive(Debug, thiserror::Error)]
pub enum SnapshotError {
    /// Not deflated, or too large.
    #[error("the snapshot of advisories is damaged; make it anew with `hognose dev advisories FILE`")]
    Damaged,
    /// A line of the data that it is made from.
    #[error("line {line} of the advisories: {why}; it should be one JSON object with `id` and `package`")]
    Line {
        /// From 1.
        line: usize,
        /// What the reader of JSON says.
        why: String,
    },
}

/// The snapshot that the program carries.
pub fn embedded() -> Result<Advisories, SnapshotError> {
    decode(DATA)
}

/// Reads a snapshot.
pub fn decode(bytes: &[u8]) -> Result<Advisories, SnapshotError> {
    let bytes = decompress_to_vec_zlib_with_limit(bytes, LIMIT).map_err(|_| SnapshotError::Damaged)?;
    let text = String::from_utf8(bytes).map_err(|_| SnapshotError::Damaged)?;
    let (head, _) = text.split_once('\n').ok_or(SnapshotError::Damaged)?;
    let label = head.strip_prefix(HEAD).ok_or(SnapshotError::Damaged)?.to_owned();
    let mut packages: FxHashMap<String, (u32, u32)> = FxHashMap::default();
    let mut open: Option<(String, u32)> = None;
    let mut at = head.len() + 1;
    for line in text[at..].split_inclusive('\n') {
        if !line.starts_with('\t') {
            if let Some((name, from)) = open.take() {
                packages.insert(name, (from, at as u32));
            }
            open = Some((line.trim_end().to_owned(), (at + line.len()) as u32));
        }
        at += line.len();
    }
    if let Some((name, from)) = open {
        packages.insert(name, (from, at as u32));
    }
    let mut out = Advisories::new(&label);
    out.packed = Some((text, packages));
    Ok(out)
}

/// The records of one package.
pub(super) fn records(lines: &str) -> impl Iterator<Item = Advisory> {
    lines.lines().filter_map(|line| {
        let mut fields = line.strip_prefix('\t')?.split('\t');
        let words = |text: Option<&str>| -> Vec<String> {
            text.unwrap_or_default().split_whitespace().map(str::to_owned).collect()
        };
        let mut out =
            Advisory { id: fields.next()?.to_owned(), aliases: words(fields.next()), ..Advisory::default() };
        for range in fields.next().unwrap_or_default().split(';').filter(|range| !range.is_empty()) {
            out.add_range(
                range.split(' ').map(|event| Event::read(event.get(..1)?, event.get(1..)?)).collect(),
            );
        }
        out.versions = words(fields.next());
        out.score = fields.next().and_then(|score| score.parse().ok());
        Some(out)
    })
}

/// Makes a snapshot of records by package; the same records give the same bytes.
pub fn encode(label: &str, records: &[(String, Record)]) -> Vec<u8> {
    let mut sorted: Vec<&(String, Record)> = records.iter().collect();
    sorted.sort_by(|one, other| (&one.0, &one.1.id).cmp(&(&other.0, &other.1.id)));
    let mut text = format!("{HEAD}{}\n", label.replace(['\n', '\t'], " "));
    let mut package = None;
    for (name, record) in sorted {
        if package != Some(name) {
            text.push_str(name);
            text.push('\n');
            package = Some(name);
        }
        let ranges: Vec<String> = record.ranges.iter().map(|events| events.join(" ")).collect();
        let score = record.score.map(|score| score.to_string()).unwrap_or_default();
        let (aliases, versions) = (record.aliases.join(" "), record.versions.join(" "));
        let _ = writeln!(text, "\t{}\t{aliases}\t{}\t{versions}\t{score}", record.id, ranges.join(";"));
    }
    compress_to_vec_zlib(text.as_bytes(), 10)
}

/// A record on its way into a snapshot: versions as written.
#[derive(Debug, Clone, Default)]
pub struct Record {
    id: String,
    aliases: Vec<String>,
    ranges: Vec<Vec<String>>,
    versions: Vec<String>,
    score: Option<u8>,
}

/// Reads one JSON object a line: `id`, `aliases`, `package`, `ranges` (lists of `[kind, version]`), `versions`,
/// `severity` (vectors), `withdrawn`. Withdrawn records and those that match no version are left out.
pub fn from_jsonl(text: &str) -> Result<Vec<(String, Record)>, SnapshotError> {
    let mut out = Vec::new();
    for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let wrong = |why: String| SnapshotError::Line { line: at + 1, why };
        let value: serde_json::Value =
            serde_json::from_str(line).map_err(|error| wrong(error.to_string()))?;
        let list = |value: &serde_json::Value| -> Vec<String> {
            let items = value.as_array().map_or(&[][..], Vec::as_slice);
            items.iter().filter_map(|item| item.as_str().map(str::to_owned)).collect()
        };
        let (Some(id), Some(package)) = (value["id"].as_str(), value["package"].as_str()) else {
            return Err(wrong("no `id` or no `package`".into()));
        };
        if value["withdrawn"].is_string() {
            continue;
        }
        let ranges = value["ranges"].as_array().map_or(&[][..], Vec::as_slice);
        let ranges: Vec<Vec<String>> = ranges
            .iter()
            .map(|events| {
                let events = events.as_array().map_or(&[][..], Vec::as_slice);
                events.iter().map(|event| list(event).concat()).collect()
            })
            .collect();
        let vectors = list(&value["severity"]);
        let mut aliases = list(&value["aliases"]);
        aliases.sort();
        let record = Record {
            id: id.to_owned(),
            aliases,
            ranges,
            versions: list(&value["versions"]),
            score: of_vectors(vectors.iter().map(String::as_str)),
        };
        if record.ranges.is_empty() && record.versions.is_empty() {
            continue;
        }
        let spaced = |text: &String| text.contains([' ', '\t', '\n', ';']);
        if record.versions.iter().chain(record.ranges.iter().flatten()).chain(&record.aliases).any(spaced) {
            return Err(wrong("a blank or a semicolon in a version or an id".into()));
        }
        out.push((normalise(package), record));
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_in_comes_out() {
        let lines = "{\"id\":\"PYSEC-1\",\"aliases\":[\"GHSA-b\",\"CVE-a\"],\"package\":\"Shop_x\",\"ranges\":[[[\"i\",\"0\"],[\"f\",\"2\"]],[[\"i\",\"3\"],[\"l\",\"4\"]]],\"severity\":[\"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H\"]}\n{\"id\":\"PYSEC-2\",\"package\":\"shop-x\",\"versions\":[\"9\"]}\n{\"id\":\"PYSEC-3\",\"package\":\"shop-x\",\"versions\":[\"1\"],\"withdrawn\":\"2020-01-01\"}\n";
        let store = decode(&encode("a label", &from_jsonl(lines).unwrap())).unwrap();
        assert_eq!((store.label.as_str(), store.packages()), ("a label", 1));
        let all = store.of("shop-x");
        assert_eq!(all.len(), 2);
        assert_eq!((all[0].aliases.join(" "), all[0].score), ("CVE-a GHSA-b".into(), Some(98)));
        let hit = |version: &str| store.verdict("shop-x", version, &|_| false).is_some();
        assert!(hit("1") && hit("3.5") && hit("9") && !hit("2") && !hit("5"));
        assert!(decode(b"nothing").is_err());
        assert!(from_jsonl("{").unwrap_err().to_string().starts_with("line 1 of the advisories"));
    }

    #[test]
    fn the_embedded_snapshot_knows_what_is_known() {
        let store = embedded().unwrap();
        assert!(store.label.contains("2026-07-23"), "{}", store.label);
        assert!(store.packages() > 1_400, "{}", store.packages());
        let verdict = store.verdict("django", "3.2.0", &|_| false).unwrap();
        assert!(verdict.ids().any(|id| id == "CVE-2021-31542"), "{verdict:?}");
        let fixed = verdict.fixed.unwrap();
        assert!(store.verdict("django", &fixed, &|_| false).is_none());
    }
}
