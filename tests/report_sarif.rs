//! What the program writes as SARIF, over the bad examples of every rule: the schema, and what GitHub's code scanning
//! asks for beyond it.

#![allow(clippy::unwrap_used, reason = "a helper of tests fails the test")]

mod cli_support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use cli_support::{folder, git, run};
use hognose::report::line_hash;
use hognose::rules::{self, Example};
use serde_json::Value;

fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value[key].as_array().map_or(&[], Vec::as_slice)
}

/// Every file of the examples by path, a folder each.
fn examples() -> Vec<(String, &'static str)> {
    let mut files = Vec::new();
    for rule in rules::all() {
        for (at, example) in rule.meta.examples.iter().enumerate() {
            if let Example::Bad { path, code } | Example::Rewrite { path, bad: code, .. } = example {
                files.push((format!("{}/ä {at}/{path}", rule.meta.id), *code));
            }
        }
    }
    files
}

fn valid(log: &Value) {
    let schema = include_str!("data/github/sarif-2.1.0.schema.json");
    // One pattern (of `language`, which we do not write) has a lone bracket that strict readers of patterns refuse.
    let schema: Value = serde_json::from_str(&schema.replace("{2}]?$", r"{2}\\]?$")).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<String> =
        validator.iter_errors(log).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

/// Every object below `value` that stands under `key`.
fn below<'v>(value: &'v Value, key: &str, out: &mut Vec<&'v Value>) {
    match value {
        Value::Object(map) => {
            for (name, inner) in map {
                if name == key {
                    out.push(inner);
                }
                below(inner, key, out);
            }
        }
        Value::Array(items) => items.iter().for_each(|inner| below(inner, key, out)),
        _ => {}
    }
}

fn decoded(uri: &str) -> String {
    let (mut out, bytes) = (Vec::new(), uri.as_bytes());
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] == b'%' {
            out.push(u8::from_str_radix(&uri[at + 1..at + 3], 16).unwrap());
            at += 3;
        } else {
            out.push(bytes[at]);
            at += 1;
        }
    }
    String::from_utf8(out).unwrap()
}

/// A region names lines and columns that the file has, the end not before the start.
fn inside(region: &Value, text: &str) {
    let lines: Vec<&str> = text.split_inclusive('\n').chain([""]).collect();
    let number = |key: &str| region[key].as_u64().map(|number| number as usize);
    let columns = |line: usize| lines[line - 1].chars().count() + 1;
    let start = (number("startLine").unwrap(), number("startColumn").unwrap_or(1));
    let end_line = number("endLine").unwrap_or(start.0);
    let end = (end_line, number("endColumn").unwrap_or_else(|| columns(end_line)));
    assert!(start.0 >= 1 && start.1 >= 1 && start <= end, "{region}");
    assert!(end.0 <= lines.len(), "{region} of {} lines", lines.len());
    assert!(start.1 <= columns(start.0) && end.1 <= columns(end.0), "{region} in {:?}", lines[start.0 - 1]);
}

#[test]
fn every_rule_s_results_are_what_github_takes() {
    let files = examples();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
    let here = folder(&files);
    let texts: BTreeMap<&str, &str> = files.iter().copied().collect();
    let (code, out, err) = run(here.path(), &["scan", "--format", "sarif"]);
    assert_eq!((code, err.as_str()), (1, ""));
    assert!(out.len() < 10 * 1024 * 1024);
    let log: Value = serde_json::from_str(&out).unwrap();
    valid(&log);
    assert_eq!(log["version"], "2.1.0");
    let [one] = list(&log, "runs") else { panic!("one run") };
    let id = one["automationDetails"]["id"].as_str().unwrap();
    assert!(id.contains('/'), "without a slash the category is empty");

    let rules = list(&one["tool"]["driver"], "rules");
    let ids: Vec<&str> = rules.iter().map(|rule| rule["id"].as_str().unwrap()).collect();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
    let all: BTreeSet<&str> = rules::all().iter().map(|rule| rule.meta.id).collect();
    assert_eq!(ids.iter().copied().collect::<BTreeSet<_>>(), all, "every rule has a result here");
    for rule in rules {
        descriptor(rule);
    }
    let results = list(one, "results");
    assert!(results.len() >= files.len());
    for result in results {
        let index = result["ruleIndex"].as_u64().unwrap() as usize;
        assert_eq!(ids[index], result["ruleId"]);
        assert!(matches!(result["level"].as_str(), Some("error" | "warning" | "note")), "{result}");
        assert!(!result["message"]["text"].as_str().unwrap().is_empty());
        let [location] = list(result, "locations") else { panic!("one location: {result}") };
        let place = &location["physicalLocation"];
        let path = decoded(place["artifactLocation"]["uri"].as_str().unwrap());
        let line = place["region"]["startLine"].as_u64().unwrap() as usize;
        let hash = &line_hash::of_text(texts[path.as_str()])[line - 1];
        let fingerprints = result["partialFingerprints"].as_object().unwrap();
        assert_eq!(fingerprints["primaryLocationLineHash"], hash.as_str());
        for flow in list(result, "codeFlows") {
            let threads = list(flow, "threadFlows");
            assert!(!threads.is_empty());
            for thread in threads {
                let steps = list(thread, "locations");
                assert!(!steps.is_empty() && steps.len() <= 1_000);
            }
        }
        assert!(result.get("codeFlows").is_none_or(|flows| !flows.as_array().unwrap().is_empty()));
        let related: Vec<u64> =
            list(result, "relatedLocations").iter().map(|place| place["id"].as_u64().unwrap()).collect();
        for (_, after) in result["message"]["text"]
            .as_str()
            .unwrap()
            .match_indices("](")
            .map(|(at, _)| (at, &result["message"]["text"].as_str().unwrap()[at + 2..]))
        {
            let number = after.split(')').next().unwrap().parse().unwrap();
            assert!(related.contains(&number), "a link to nowhere: {result}");
        }
    }
    assert!(results.iter().any(|result| result.get("codeFlows").is_some()));
    assert!(results.iter().any(|result| result.get("fixes").is_some()));

    let mut places = Vec::new();
    below(one, "physicalLocation", &mut places);
    assert!(places.len() >= results.len());
    for place in places {
        let path = decoded(place["artifactLocation"]["uri"].as_str().unwrap());
        if let Some(region) = place.get("region") {
            inside(region, texts[path.as_str()]);
        }
    }
    let mut changes = Vec::new();
    below(one, "artifactChanges", &mut changes);
    for change in changes.iter().flat_map(|changes| changes.as_array().unwrap()) {
        let path = decoded(change["artifactLocation"]["uri"].as_str().unwrap());
        for replacement in list(change, "replacements") {
            inside(&replacement["deletedRegion"], texts[path.as_str()]);
        }
    }
}

fn descriptor(rule: &Value) {
    let text = |value: &Value, most: usize| {
        let text = value.as_str().unwrap_or_else(|| panic!("a text is missing: {rule}"));
        assert!(!text.is_empty() && text.chars().count() <= most, "{text}");
    };
    text(&rule["id"], 255);
    if !rule["name"].is_null() {
        text(&rule["name"], 255);
    }
    text(&rule["shortDescription"]["text"], 1_024);
    text(&rule["fullDescription"]["text"], 1_024);
    text(&rule["help"]["text"], usize::MAX);
    text(&rule["help"]["markdown"], usize::MAX);
    let level = rule["defaultConfiguration"]["level"].as_str();
    assert!(matches!(level, Some("error" | "warning" | "note")), "{rule}");
    let properties = &rule["properties"];
    let precision = properties["precision"].as_str();
    assert!(matches!(precision, Some("very-high" | "high" | "medium" | "low")), "{rule}");
    // A string that is no number makes GitHub refuse the whole upload; 0.0 counts as none.
    let severity: f64 = properties["security-severity"].as_str().unwrap().parse().unwrap();
    assert!(severity > 0.0 && severity <= 10.0, "{rule}");
    let tags: Vec<&str> = list(properties, "tags").iter().map(|tag| tag.as_str().unwrap()).collect();
    assert!(tags.contains(&"security") && tags.len() <= 10, "{tags:?}");
    let cwe = |tag: &&str| {
        let number = tag.strip_prefix("external/cwe/cwe-");
        number.is_some_and(|number| number.len() >= 3 && number.bytes().all(|byte| byte.is_ascii_digit()))
    };
    assert!(tags.iter().any(cwe), "{tags:?}");
    assert_eq!(tags.iter().collect::<BTreeSet<_>>().len(), tags.len());
}

#[test]
fn a_review_of_nothing_is_a_whole_log() {
    let here = folder(&[("app.py", "x = 1\n")]);
    git(here.path(), &["init", "-q"]);
    git(here.path(), &["add", "."]);
    git(here.path(), &["commit", "-qm", "one"]);
    let (code, out, _) = run(here.path(), &["review", "--format", "sarif"]);
    let log: Value = serde_json::from_str(&out).unwrap();
    valid(&log);
    assert_eq!(code, 0);
    assert_eq!(log["runs"][0]["results"], serde_json::json!([]));
}

#[test]
fn a_review_s_paths_are_those_of_the_repository_wherever_it_is_started() {
    let here = folder(&[("pkg/app.py", "x = 1\n")]);
    git(here.path(), &["init", "-q"]);
    git(here.path(), &["add", "."]);
    git(here.path(), &["commit", "-qm", "one"]);
    fs::write(here.path().join("pkg/app.py"), "import yaml\nyaml.load(x, Loader=yaml.Loader)\n").unwrap();
    let of = |folder: &str| run(&here.path().join(folder), &["review", "--format", "sarif"]).1;
    let log: Value = serde_json::from_str(&of(".")).unwrap();
    let place = &log["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "pkg/app.py");
    assert_eq!(of("."), of("pkg"));
}
