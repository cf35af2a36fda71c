//! Advisories of GitHub, and of OSV where the base says so, about what a pull request pins.

use github_stand_in::{Fault, GitHub};
use serde_json::{Value, json};

use super::support::{SHOP, Scene};
use crate::osv_server::{osv, server};

/// One that the program does not carry, about a version without others.
fn advisory(id: &str, kind: &str, range: &str, fix: Option<&str>) -> Value {
    let openapi: Value = serde_json::from_str(include_str!("../stand-in/data/openapi.json")).expect("JSON");
    let mut advisory = openapi["components"]["examples"]["global-advisory"]["value"].clone();
    advisory["ghsa_id"] = json!(id);
    advisory["cve_id"] = Value::Null;
    advisory["identifiers"] = json!([{ "type": "GHSA", "value": id }]);
    advisory["type"] = json!(kind);
    advisory["severity"] = json!("critical");
    advisory["cvss"] = json!({ "vector_string": null, "score": null });
    advisory["cvss_severities"] = Value::Null;
    advisory["withdrawn_at"] = Value::Null;
    advisory["vulnerabilities"] = json!([{
        "package": { "ecosystem": "pip", "name": "jinja2" }, "vulnerable_version_range": range,
        "first_patched_version": fix, "vulnerable_functions": [],
    }]);
    advisory
}

fn scene(advisories: &[Value]) -> Scene {
    scene_on(GitHub::start(), advisories)
}

fn scene_on(hub: GitHub, advisories: &[Value]) -> Scene {
    let scene = Scene::on(hub);
    scene.hub.with(|world| world.advisories.extend(advisories.iter().cloned()));
    scene.base(vec![("requirements.txt", "six==1.17.0\nidna==3.11\n")]);
    scene
}

#[test]
fn what_github_knows_of_a_new_pin_is_told_with_the_edit() {
    let scene = scene(&[advisory("GHSA-aaaa-bbbb-cccc", "reviewed", ">= 3.1.0, < 3.1.7", Some("3.1.7"))]);
    let number = scene.open(vec![("requirements.txt", "six==1.17.0\nidna==3.11\njinja2==3.1.6\n")]);
    let ran = scene.run(number);
    assert_eq!(ran.code, 1, "{}", ran.log);
    let [comment] = scene.comments(number).try_into().expect("one comment");
    assert!(comment.contains("GHSA-aaaa-bbbb-cccc") && comment.contains("jinja2==3.1.7"), "{comment}");
    assert!(ran.summary.contains("GitHub's advisory database"), "{}", ran.summary);
    let row = "| `jinja2` | - | `3.1.6` | `GHSA-aaaa-bbbb-cccc` | `3.1.7` |";
    assert!(ran.summary.contains(row), "{}", ran.summary);
    // Two requests more, about what the change pins and nothing else.
    let asked: Vec<_> = scene.hub.log().into_iter().filter(|entry| entry.is("GET", "/advisories")).collect();
    assert_eq!(asked.len(), 2);
    for entry in &asked {
        assert!(
            entry.query.contains(&("affects".to_owned(), "jinja2@3.1.6".to_owned())),
            "{:?}",
            entry.query
        );
        assert!(entry.authorized);
    }
    scene.hub.assert_clean();
}

#[test]
fn the_gate_of_dependencies_marks_what_blocks() {
    let scene = scene(&[]);
    scene.base(vec![("hognose.toml", "[dependencies]\nfail-on = \"never\"\n")]);
    let number = scene.open(vec![("requirements.txt", "six==1.17.0\nidna==3.11\nurllib3==1.26.4\n")]);
    let ran = scene.run(number);
    assert_eq!(ran.code, 0, "{}", ran.log);
    assert!(!ran.summary.contains("| blocks |"), "{}", ran.summary);
}

#[test]
fn malware_is_told_and_no_version_of_it_is_recommended() {
    let scene = scene(&[advisory("GHSA-mmmm-mmmm-mmmm", "malware", ">= 0", None)]);
    let number = scene.open(vec![("requirements.txt", "six==1.17.0\nidna==3.11\njinja2==3.1.6\n")]);
    let ran = scene.run(number);
    let comments = scene.comments(number).join("\n");
    assert!(comments.contains("is malware (GHSA-mmmm-mmmm-mmmm)"), "{comments}");
    assert!(!comments.contains("suggestion"), "{comments}");
    assert_eq!(ran.code, 1);
}

#[test]
fn osv_is_asked_where_the_base_says_so() {
    let (address, asked) = server(osv);
    let config = format!("[dependencies]\nosv = \"{address}\"\n");
    let scene = scene(&[]);
    let rows = "six==1.17.0\nidna==3.11\njinja2==3.1.6\n";
    // What the pull request itself says does not count.
    let number = scene.open(vec![("requirements.txt", rows), ("hognose.toml", &config)]);
    assert_eq!(scene.run(number).output("findings-count"), "0");
    assert!(asked.lock().unwrap().is_empty());
    let scene = self::scene(&[]);
    scene.base(vec![("hognose.toml", config.as_str())]);
    let number = scene.open(vec![("requirements.txt", rows)]);
    let ran = scene.run(number);
    assert_eq!(ran.output("findings-count"), "1", "{}", ran.log);
    let comments = scene.comments(number).join("\n");
    assert!(comments.contains("CVE-2026-99999") && comments.contains("jinja2==3.1.9"), "{comments}");
    assert!(ran.summary.contains("OSV as it answers today"), "{}", ran.summary);
    scene.hub.assert_clean();
}

#[test]
fn nothing_is_asked_where_nothing_is_pinned_anew() {
    let scene = scene(&[advisory("GHSA-aaaa-bbbb-cccc", "reviewed", ">= 0", None)]);
    let number = scene
        .open(vec![("requirements.txt", "# why\nidna==3.11\nsix==1.17.0\nrich>=13\n"), ("app.py", SHOP)]);
    scene.run(number);
    assert_eq!(scene.hub.count("GET", "/advisories"), 0);
}

#[test]
fn trouble_is_a_note_and_fails_nothing() {
    let scene = scene(&[]).input("fail-on-trouble", "all");
    scene.hub.fault(Fault::on("GET", "/advisories").always());
    let number = scene.open(vec![("requirements.txt", "six==1.17.0\nidna==3.11\nurllib3==1.26.4\n")]);
    let ran = scene.run(number);
    // The snapshot still knows urllib3, and the failure is asked about once.
    assert_eq!((ran.code, scene.hub.count("GET", "/advisories")), (1, 1), "{}", ran.log);
    assert!(ran.log.contains("note: GitHub's advisories are not known"), "{}", ran.log);
    assert!(ran.summary.contains("GitHub's advisories are not known"), "{}", ran.summary);
    let clean = scene.open(vec![("requirements.txt", "six==1.17.0\nidna==3.11\nrich==14.2.0\n")]);
    assert_eq!(scene.run(clean).code, 0);
}

#[test]
fn pages_are_read_to_their_end() {
    let many: Vec<Value> = (0..150)
        .map(|at| advisory(&format!("GHSA-aaaa-bbbb-{at:04}"), "reviewed", "< 3.2", Some("3.2")))
        .collect();
    // An Enterprise Server has its interface below a path.
    for hub in [GitHub::start(), GitHub::enterprise()] {
        let scene = scene_on(hub, &many);
        let number = scene.open(vec![("requirements.txt", "six==1.17.0\nidna==3.11\njinja2==3.1.6\n")]);
        let ran = scene.run(number);
        assert!(ran.log.contains("150 known vulnerabilities"), "{}", ran.log);
        assert_eq!(scene.hub.count("GET", "/advisories"), 3);
        scene.hub.assert_clean();
    }
}
