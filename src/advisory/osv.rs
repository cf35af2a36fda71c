//! Records of OSV: a JSON object, a list of them, or a zip of such files.

use std::io;

use miniz_oxide::inflate::decompress_to_vec_with_limit;
use rawzip::{CompressionMethod, ZipArchive};
use serde_json::Value;

use super::github::is_id;
use super::score::of_word;
use super::{Advisories, Advisory, Event, of_vectors};
use crate::manifest::normalise;

/// One file of a zip is at most so large when inflated.
const MAX_FILE: usize = 16 << 20;
/// All files together.
const MAX_TOTAL: usize = 2 << 30;

/// Why records could not be read.
#[derive(Debug, thiserror::Error)]
pub enum OsvError {
    /// Not JSON, with what the reader says.
    #[error("not JSON: {0}")]
    Json(String),
    /// JSON, but no record.
    #[error("no OSV record: there is no `id` or no `affected`")]
    NoRecord,
    /// A zip that is broken or too large.
    #[error("the zip cannot be read: {0}")]
    Zip(String),
}

/// Reads one JSON text: a record, a list of records, or records one a line. Returns how many records it has.
pub fn read_osv(text: &str, into: &mut Advisories) -> Result<usize, OsvError> {
    let value = serde_json::from_str::<Value>(text);
    match value {
        Ok(Value::Array(items)) => {
            items.iter().for_each(|item| record(item, into));
            Ok(items.len())
        }
        Ok(value) => {
            if value["id"].is_string() && (value["affected"].is_array() || value["withdrawn"].is_string()) {
                record(&value, into);
                return Ok(1);
            }
            // What OSV's interface answers.
            match value["vulns"].as_array() {
                Some(items) => {
                    items.iter().for_each(|item| record(item, into));
                    Ok(items.len())
                }
                None => Err(OsvError::NoRecord),
            }
        }
        Err(error) => {
            let lines = text.lines().filter(|line| !line.trim().is_empty());
            let many: Result<Vec<Value>, _> = lines.map(serde_json::from_str::<Value>).collect();
            let many = many.map_err(|_| OsvError::Json(error.to_string()))?;
            many.iter().for_each(|item| record(item, into));
            Ok(many.len())
        }
    }
}

/// Reads every `.json` of a zip. Returns how many records it has.
pub fn read_zip(bytes: &[u8], into: &mut Advisories) -> Result<usize, OsvError> {
    let broken = |error: rawzip::Error| OsvError::Zip(error.to_string());
    let archive = ZipArchive::from_slice(bytes).map_err(broken)?;
    let mut entries = archive.entries();
    let (mut records, mut total) = (0, 0usize);
    while let Some(entry) = entries.next_entry().map_err(broken)? {
        if entry.is_dir() || !entry.file_path().as_ref().ends_with(b".json") {
            continue;
        }
        let found = archive.get_entry(entry.wayfinder()).map_err(broken)?;
        let too_large = || OsvError::Zip("a file in it is too large".into());
        let content = match entry.compression_method() {
            CompressionMethod::STORE => found.data().to_vec(),
            CompressionMethod::DEFLATE => {
                decompress_to_vec_with_limit(found.data(), MAX_FILE).map_err(|_| too_large())?
            }
            _ => return Err(OsvError::Zip("it is compressed in a way that is not known".into())),
        };
        total = total.saturating_add(content.len());
        if content.len() > MAX_FILE || total > MAX_TOTAL {
            return Err(too_large());
        }
        // Size and checksum are those that the zip says.
        let mut check = found.verifying_reader(content.as_slice());
        io::copy(&mut check, &mut io::sink()).map_err(|error| OsvError::Zip(error.to_string()))?;
        let text = std::str::from_utf8(&content).map_err(|error| OsvError::Json(error.to_string()))?;
        records += read_osv(text, into)?;
    }
    Ok(records)
}

fn texts(value: &Value) -> Vec<String> {
    let items = value.as_array().map_or(&[][..], Vec::as_slice);
    items.iter().filter_map(|item| item.as_str().map(str::to_owned)).collect()
}

/// Takes over what a record says of packages of PyPI. Withdrawn records say nothing.
fn record(value: &Value, into: &mut Advisories) {
    let Some(id) = value["id"].as_str().filter(|id| is_id(id)) else { return };
    if value["withdrawn"].is_string() {
        return;
    }
    let vectors = |value: &Value| -> Vec<String> {
        let items = value["severity"].as_array().map_or(&[][..], Vec::as_slice);
        items.iter().filter_map(|item| item["score"].as_str().map(str::to_owned)).collect()
    };
    for affected in value["affected"].as_array().map_or(&[][..], Vec::as_slice) {
        let package = &affected["package"];
        let ecosystem = package["ecosystem"].as_str().unwrap_or_default();
        let (Some(name), true) =
            (package["name"].as_str(), ecosystem == "PyPI" || ecosystem.starts_with("PyPI:"))
        else {
            continue;
        };
        let all: Vec<String> = [vectors(value), vectors(affected)].concat();
        let word = value["database_specific"]["severity"].as_str();
        let mut advisory = Advisory {
            id: id.to_owned(),
            aliases: texts(&value["aliases"]).into_iter().filter(|id| is_id(id)).collect(),
            versions: texts(&affected["versions"]),
            score: of_vectors(all.iter().map(String::as_str)).or_else(|| of_word(word?)),
            ..Advisory::default()
        };
        for range in affected["ranges"].as_array().map_or(&[][..], Vec::as_slice) {
            // Commits of git are no versions.
            if !matches!(range["type"].as_str(), Some("ECOSYSTEM" | "SEMVER")) {
                continue;
            }
            let events = range["events"].as_array().map_or(&[][..], Vec::as_slice);
            let events = events.iter().flat_map(|event| event.as_object().into_iter().flatten()).map(
                |(kind, version)| match (kind.as_str(), version.as_str()) {
                    ("limit", Some("*")) => Some(None),
                    (kind, Some(version)) => Event::read(kind, version).map(Some),
                    _ => None,
                },
            );
            let events: Option<Vec<Option<Event>>> = events.collect();
            advisory.add_range(events.map(|events| events.into_iter().flatten().collect()));
        }
        into.add(normalise(name), advisory);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RECORD: &str = r#"{"id":"GHSA-x","aliases":["CVE-1"],"affected":[
        {"package":{"ecosystem":"PyPI","name":"My_Shop"},"ranges":[{"type":"ECOSYSTEM","events":[{"fixed":"2.0"},{"introduced":"0"}]},
         {"type":"GIT","events":[{"introduced":"0"}]},{"type":"ECOSYSTEM","events":[{"introduced":"3"},{"fixed":"x y"}]}]},
        {"package":{"ecosystem":"npm","name":"my-shop"},"ranges":[{"type":"SEMVER","events":[{"introduced":"0"}]}]}],
        "database_specific":{"severity":"HIGH"}}"#;

    fn read(text: &str) -> (Advisories, Result<usize, OsvError>) {
        let mut store = Advisories::new("osv");
        let outcome = read_osv(text, &mut store);
        (store, outcome)
    }

    #[test]
    fn records_are_read_in_every_wrapping() {
        let line = RECORD.replace('\n', " ");
        for text in [
            RECORD.to_owned(),
            format!("[{RECORD}]"),
            format!("{{\"vulns\":[{RECORD}]}}"),
            format!("{line}\n{line}\n"),
        ] {
            let (store, outcome) = read(&text);
            assert!(outcome.unwrap() >= 1);
            let hit = |version: &str| store.verdict("my-shop", version, &|_| false);
            assert_eq!(hit("1.0").unwrap().level().word(), "high");
            assert!(hit("2.0").is_none() && hit("3.5").is_none(), "{text}");
        }
        let withdrawn = RECORD.replace("\"aliases\"", "\"withdrawn\":\"2024-01-01T00:00:00Z\",\"aliases\"");
        assert!(read(&withdrawn).0.verdict("my-shop", "1.0", &|_| false).is_none());
    }

    #[test]
    fn what_is_no_record_is_said() {
        assert_eq!(read("{}").1.unwrap_err().to_string(), "no OSV record: there is no `id` or no `affected`");
        assert!(read("{").1.unwrap_err().to_string().starts_with("not JSON"));
        assert!(read_zip(b"PK", &mut Advisories::new("")).is_err());
    }

    #[test]
    fn zips_are_read() {
        use std::io::Write;
        let mut bytes = Vec::new();
        let mut archive = rawzip::ZipArchiveWriter::new(&mut bytes);
        for (name, deflate) in [("a/GHSA-x.json", true), ("b.json", false), ("readme.txt", false)] {
            let method = if deflate { CompressionMethod::DEFLATE } else { CompressionMethod::STORE };
            let packed = miniz_oxide::deflate::compress_to_vec(RECORD.as_bytes(), 6);
            let (mut entry, config) = archive.new_file(name).compression_method(method).start().unwrap();
            // The checksum is of the text, the bytes are packed by hand.
            let mut writer = config.wrap(io::sink());
            writer.write_all(RECORD.as_bytes()).unwrap();
            let (_, descriptor) = writer.finish().unwrap();
            entry.write_all(if deflate { &packed } else { RECORD.as_bytes() }).unwrap();
            entry.finish(descriptor).unwrap();
        }
        archive.finish().unwrap();
        let mut store = Advisories::new("zip");
        assert_eq!(read_zip(&bytes, &mut store).unwrap(), 2);
        assert!(store.verdict("my-shop", "1.0", &|_| false).is_some());
        let at = bytes.len() / 2;
        bytes.truncate(at);
        assert!(read_zip(&bytes, &mut Advisories::new("")).is_err());
    }
}
