//! What `packaging` and pip's own parser make of requirements, held against what we make of them.
//! `tests/reference/make.py` writes the data.

use std::path::Path;
use std::str::FromStr;

use hognose::manifest::{self, Dialect, Format, Source};
use hognose::source::{RepoPath, SourceFile};
use pep440_rs::Version;
use serde_json::Value;

fn data() -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reference/reference.json");
    let text = std::fs::read_to_string(path).expect("the data are there");
    serde_json::from_str(&text).expect("they are JSON")
}

fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value[key].as_array().map_or(&[], Vec::as_slice)
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_default()
}

fn sorted(mut all: Vec<String>) -> Vec<String> {
    all.sort();
    all
}

/// `>= 1` and `>=1` are one, and so are `1.0-1` and `1.0.post1`.
fn plain(clause: &str) -> String {
    let clause: String = clause.split_whitespace().collect();
    let cut = clause.find(|c: char| !"=<>!~".contains(c)).unwrap_or(clause.len());
    let (sign, version) = clause.split_at(cut);
    let bare = version.strip_suffix(".*").unwrap_or(version);
    match Version::from_str(bare) {
        Ok(parsed) if sign != "===" => format!("{sign}{parsed}{}", &version[bare.len()..]),
        _ => clause,
    }
}

#[test]
fn requirements_are_read_as_packaging_reads_them() {
    let data = data();
    let (mut wrong, mut valid, mut seen) = (Vec::new(), 0, 0);
    for case in list(&data, "requirements") {
        seen += 1;
        let written = text(case, "text");
        let ours = manifest::requirement(written);
        let theirs = case["valid"] == true;
        let Ok(ours) = ours else {
            if theirs {
                wrong.push(format!("{written:?}: refused: {}", ours.unwrap_err()));
            }
            continue;
        };
        if !theirs {
            wrong.push(format!("{written:?}: taken"));
            continue;
        }
        valid += 1;
        let extras = sorted(ours.extras.iter().map(|extra| (*extra).to_owned()).collect());
        let clauses = sorted(manifest::clauses(ours.specifier).map(|(_, clause)| plain(clause)).collect());
        let wanted: Vec<String> =
            list(case, "extras").iter().map(|one| one.as_str().unwrap().to_owned()).collect();
        let specifier =
            sorted(list(case, "specifier").iter().map(|one| plain(one.as_str().unwrap())).collect());
        let same = ours.name == text(case, "name")
            && manifest::normalise(ours.name) == text(case, "normalised")
            && extras == wanted
            && clauses == specifier
            && ours.url == case["url"].as_str()
            && ours.marker.is_some() == (case["marker"] == true);
        if !same {
            wrong.push(format!("{written:?}: {ours:?} and not {case}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {seen}\n{}", wrong.len(), wrong.join("\n"));
    assert!(seen > 400 && valid > 100, "{seen} seen, {valid} valid");
}

#[test]
fn versions_are_ordered_and_allowed_as_packaging_has_it() {
    let data = data();
    let mut wrong = Vec::new();
    for case in list(&data, "order") {
        let (one, other) = (case[0].as_str().unwrap(), case[1].as_str().unwrap());
        let ours = Version::from_str(one).ok().zip(Version::from_str(other).ok());
        let ours = ours.map(|(one, other)| one.cmp(&other) as i64);
        if ours != case[2].as_i64() {
            wrong.push(format!("{one} and {other}: {ours:?} and not {}", case[2]));
        }
    }
    for case in list(&data, "contains") {
        let (specifier, version) = (case[0].as_str().unwrap(), case[1].as_str().unwrap());
        let ours = manifest::ranges(specifier, Dialect::Pep440);
        let ours = ours.map(|ranges| ranges.contains(&Version::from_str(version).unwrap()));
        if ours != case[2].as_bool() {
            wrong.push(format!("{version} in {specifier}: {ours:?} and not {}", case[2]));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(list(&data, "order").len() > 500 && list(&data, "contains").len() > 300);
}

#[test]
fn files_are_read_as_pip_reads_them() {
    let data = data();
    let mut wrong = Vec::new();
    for case in list(&data, "files") {
        let written = text(case, "text");
        let bytes = written.as_bytes();
        let file = SourceFile::decode(RepoPath::new("requirements.txt"), bytes).unwrap();
        let ours = manifest::read(&file, Format::Requirements);
        let rows = list(case, "rows");
        let refused = rows.iter().filter(|row| row["valid"] == false).count();
        let rows: Vec<&Value> = rows.iter().filter(|row| row["valid"] == true).collect();
        if ours.problems.len() != refused {
            wrong.push(format!("{written:?}: {:?} and not {refused} rows that are refused", ours.problems));
        }
        if case["fault"].is_string() {
            if ours.problems.is_empty() {
                wrong.push(format!("{written:?}: no problem is named, and pip has {}", case["fault"]));
            }
            continue;
        }
        if rows.len() != ours.rows.len() {
            wrong.push(format!(
                "{written:?}: {} rows and not {}: {:?}",
                ours.rows.len(),
                rows.len(),
                ours.problems
            ));
            continue;
        }
        for (theirs, ours) in rows.into_iter().zip(&ours.rows) {
            let asked = text(theirs, "requirement");
            let hashes: Vec<String> =
                list(theirs, "hashes").iter().map(|one| one.as_str().unwrap().to_owned()).collect();
            let in_address = matches!(&ours.source, Source::Url(url) if url.contains('#'));
            let line = u64::from(file.lines().line_of(ours.span.start));
            let named = asked.to_lowercase().contains(&ours.raw_name.to_lowercase());
            let same = named
                && ours.editable == (theirs["editable"] == true)
                && (in_address || sorted(ours.hashes.clone()) == hashes)
                && Some(line) == theirs["line"].as_u64();
            if !same {
                wrong.push(format!("{written:?}: line {line} {ours:?} and not {theirs}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(list(&data, "files").len() > 25);
}
