//! Records of GitHub's global advisory database, as its REST interface lists them.

use std::str::FromStr;

use pep440_rs::Version;
use serde_json::Value;

use super::score::of_word;
use super::{Advisories, Advisory, Event, OsvError, of_vectors};
use crate::manifest::{is_valid, normalise};

/// Ids are no longer; what is longer is no id.
const MAX_ID: usize = 64;
/// One record has at most so many packages and clauses that are looked at.
const MAX_PARTS: usize = 1_000;

/// Reads a list of advisories. Withdrawn ones say nothing. Returns how many entries the list has.
pub fn read_github(text: &[u8], into: &mut Advisories) -> Result<usize, OsvError> {
    let value: Value = serde_json::from_slice(text).map_err(|error| OsvError::Json(error.to_string()))?;
    let Some(items) = value.as_array() else { return Err(OsvError::NoRecord) };
    for item in items.iter().filter(|item| item["withdrawn_at"].is_null()) {
        record(item, into);
    }
    Ok(items.len())
}

/// True for what may stand in reports as the id of an advisory.
pub fn is_id(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b':');
    !text.is_empty() && text.len() <= MAX_ID && text.bytes().all(plain)
}

fn record(value: &Value, into: &mut Advisories) {
    let Some(id) = value["ghsa_id"].as_str().filter(|id| is_id(id)) else { return };
    let named = value["identifiers"].as_array().into_iter().flatten().take(MAX_PARTS);
    let mut aliases: Vec<String> = named
        .filter_map(|one| one["value"].as_str())
        .chain(value["cve_id"].as_str())
        .filter(|other| *other != id && is_id(other))
        .map(str::to_owned)
        .collect();
    aliases.sort();
    aliases.dedup();
    let both = &value["cvss_severities"];
    let vectors = [&both["cvss_v4"], &both["cvss_v3"], &value["cvss"]];
    let score = of_vectors(vectors.iter().filter_map(|one| one["vector_string"].as_str()));
    let score = score.or_else(|| of_word(value["severity"].as_str()?));
    let rows = value["vulnerabilities"].as_array().into_iter().flatten().take(MAX_PARTS);
    for row in rows {
        let package = &row["package"];
        let (Some(name), Some("pip")) = (package["name"].as_str(), package["ecosystem"].as_str()) else {
            continue;
        };
        if !is_valid(name) {
            continue;
        }
        let mut advisory = Advisory {
            id: id.to_owned(),
            aliases: aliases.clone(),
            score,
            malware: value["type"] == "malware",
            ..Advisory::default()
        };
        // An object in older descriptions of the interface.
        let fix = &row["first_patched_version"];
        let fix = fix.as_str().or(fix["identifier"].as_str());
        range(row["vulnerable_version_range"].as_str().unwrap_or_default(), fix, &mut advisory);
        into.add(normalise(name), advisory);
    }
}

/// `>= 1.0, < 1.4.2`, `= 0.9`, `<= 2.0`, with the version that mends. A bound that is no version widens nothing.
fn range(text: &str, fix: Option<&str>, out: &mut Advisory) {
    let fix = fix.and_then(|text| Version::from_str(text).ok());
    let mut events: Option<Vec<Event>> = Some(Vec::new());
    let (mut low, mut high) = (false, None);
    for clause in text.split(',').map(str::trim).take(MAX_PARTS).filter(|clause| !clause.is_empty()) {
        let end = clause.find(|c: char| !matches!(c, '<' | '>' | '=')).unwrap_or(clause.len());
        let (sign, written) = (&clause[..end], clause[end..].trim());
        let version = Version::from_str(written).ok();
        let event = match (sign, version) {
            ("=" | "==", _) => {
                out.versions.push(written.to_owned());
                continue;
            }
            (">=", Some(version)) => {
                low = true;
                // GitHub's way to write the beginning.
                Some(Event::Introduced((written != "0").then_some(version)))
            }
            (">", Some(version)) => {
                low = true;
                // `> 0` is all there is.
                Some(if written == "0" { Event::Introduced(None) } else { Event::IntroducedAfter(version) })
            }
            ("<", Some(version)) => {
                high = Some(version.clone());
                Some(Event::Fixed(version))
            }
            ("<=", Some(version)) => {
                high = Some(version.clone());
                Some(Event::LastAffected(version))
            }
            _ => None,
        };
        events = events.zip(event).map(|(mut all, event)| {
            all.push(event);
            all
        });
    }
    let Some(mut events) = events else { return };
    if !low && high.is_some() {
        events.push(Event::Introduced(None));
    }
    // Where the fix lies inside the range, one of the two is wrong: the range counts.
    if let Some(fix) = fix.filter(|fix| high.as_ref().is_none_or(|high| fix >= high))
        && (high.is_some() || !out.versions.is_empty())
    {
        events.push(Event::Fixed(fix));
    }
    out.add_range(Some(events));
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn store(range: &str, fix: Option<&str>) -> Advisories {
        let record = json!([{
            "ghsa_id": "GHSA-a", "cve_id": "CVE-1", "type": "reviewed", "severity": "high", "withdrawn_at": null,
            "identifiers": [{"type": "GHSA", "value": "GHSA-a"}, {"type": "CVE", "value": "CVE-1\n##[x]"}],
            "vulnerabilities": [
                {"package": {"ecosystem": "pip", "name": "My_Shop"}, "vulnerable_version_range": range, "first_patched_version": fix},
                {"package": {"ecosystem": "npm", "name": "my-shop"}, "vulnerable_version_range": ">= 0", "first_patched_version": null},
            ],
        }]);
        let mut store = Advisories::new("github");
        assert_eq!(read_github(record.to_string().as_bytes(), &mut store).unwrap(), 1);
        store
    }

    #[test]
    fn ranges_are_read_as_github_writes_them() {
        for (range, fix, yes, no) in [
            (
                ">= 1.0, < 1.4.2",
                Some("1.4.2"),
                &["1.0", "1.4.1", "1.4.2rc1"][..],
                &["0.9", "1.4.2", "1.0rc1"][..],
            ),
            ("< 2.0", None, &["0", "1.9"], &["2.0"]),
            ("<= 2.0", Some("2.1"), &["0.1", "2.0"], &["2.0.1", "2.1", "3"]),
            ("> 1.0, <= 1.5", None, &["1.1", "1.5"], &["1.0", "1.6"]),
            ("= 0.9", Some("1.0"), &["0.9", "0.9.0"], &["0.8", "1.0", "2"]),
            (">= 0", None, &["0.1", "99"], &[]),
            ("> 0", None, &["0.1", "99"], &[]),
            (">= 1.0, < final", Some("2"), &[], &["1.0", "1.5", "2"]),
            ("", Some("2"), &[], &["1", "2"]),
            ("~> 1", None, &[], &["1"]),
            ("< 2.0", Some("1.5"), &["1.6"], &["2.0"]),
        ] {
            let store = store(range, fix);
            let hit = |version: &str| store.verdict("my-shop", version, &|_| false);
            for version in yes {
                let verdict = hit(version).unwrap_or_else(|| panic!("{range}: {version}"));
                assert_eq!(verdict.ids().collect::<Vec<_>>(), ["CVE-1", "GHSA-a"]);
                assert_eq!(verdict.level().word(), "high");
            }
            for version in no {
                assert!(hit(version).is_none(), "{range}: {version}");
            }
        }
        let fixed = |range: &str, fix| store(range, fix).verdict("my-shop", "0.9", &|_| false).unwrap().fixed;
        assert_eq!(fixed("= 0.9", Some("1.0")).as_deref(), Some("1.0"));
        assert_eq!(fixed("<= 2.0", Some("2.1")).as_deref(), Some("2.1"));
    }

    #[test]
    fn malware_is_told_and_withdrawn_records_are_not() {
        let record = |withdrawn: Value| {
            json!([{"ghsa_id": "GHSA-m", "type": "malware", "withdrawn_at": withdrawn,
                "vulnerabilities": [{"package": {"ecosystem": "pip", "name": "bad"}, "vulnerable_version_range": ">= 0"}]}])
        };
        let mut store = Advisories::new("");
        read_github(record(Value::Null).to_string().as_bytes(), &mut store).unwrap();
        assert!(store.verdict("bad", "1", &|_| false).unwrap().malware());
        let mut store = Advisories::new("");
        read_github(record(json!("2024-01-01T00:00:00Z")).to_string().as_bytes(), &mut store).unwrap();
        assert!(store.verdict("bad", "1", &|_| false).is_none());
        assert!(read_github(b"{}", &mut store).is_err() && read_github(b"<html>", &mut store).is_err());
    }
}
