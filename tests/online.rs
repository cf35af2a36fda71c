//! `--online`: OSV is asked, and only then; a server on this machine answers in its place.

mod cli_support;
mod osv_server;

use cli_support::{folder, hognose, run, told};
use osv_server::{osv, server};
use serde_json::{Value, json};

fn config(address: &str) -> String {
    format!("[dependencies]\nosv = \"{address}\"\nprivate = [\"shop-*\"]\n")
}

#[test]
fn osv_is_asked_only_on_demand_and_told_of() {
    let (address, asked) = server(osv);
    let here = folder(&[
        ("requirements.txt", "jinja2==3.1.6\nsix==1.17.0\nshop-core==1.0\n"),
        ("hognose.toml", &config(&address)),
    ]);
    let (code, out, _) = run(here.path(), &["scan"]);
    assert_eq!((code, asked.lock().unwrap().len()), (0, 0), "offline unless asked: {out}");
    let (code, out, err) = run(here.path(), &["scan", "--online", "--format", "json"]);
    assert_eq!(code, 1, "{out}{err}");
    let report: Value = serde_json::from_str(&out).unwrap();
    let finding = &report["findings"][0];
    assert_eq!(finding["package"]["safe"], json!("3.1.9"), "{finding}");
    assert!(finding["package"]["advisories"].as_array().unwrap().contains(&json!("CVE-2026-99999")));
    assert!(report["advisories"].as_str().unwrap().contains("OSV"), "{}", report["advisories"]);
    assert!(err.contains(&format!("asking {address} about 2 versions of packages")), "{err}");
    let asked = asked.lock().unwrap();
    let lines: Vec<&str> = asked.iter().map(|(line, _)| line.as_str()).collect();
    let records = ["GET /v1/vulns/OSV-1 HTTP/1.1", "GET /v1/vulns/OSV-2 HTTP/1.1"];
    assert_eq!(lines[0], "POST /v1/querybatch HTTP/1.1");
    assert!(lines.len() == 3 && records.iter().all(|line| lines.contains(line)), "{lines:?}");
    let body: Value = serde_json::from_str(&asked[0].1).unwrap();
    let names: Vec<&Value> =
        body["queries"].as_array().unwrap().iter().map(|one| &one["package"]["name"]).collect();
    assert_eq!(names, ["jinja2", "six"], "names of the team's own stay here");
}

#[test]
fn the_inventory_can_be_held_against_osv() {
    let (address, _) = server(osv);
    let here = folder(&[("requirements.txt", "jinja2==3.1.6\n"), ("hognose.toml", &config(&address))]);
    let (code, out, _) = run(here.path(), &["deps", "--online", "--format", "json"]);
    let rows: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((code, &rows[0]["fixed_version"]), (0, &json!("3.1.9")));
    assert_eq!(rows[0]["ids"], json!(["CVE-2026-99999", "OSV-1"]));
}

#[test]
fn trouble_is_a_note() {
    for (answer, words) in [
        ((|_| None) as fn(&str) -> Option<Value>, "what OSV knows is not known"),
        (|_| Some(json!("x")), ""),
        (|_| Some(json!({"results": [{"vulns": "x"}, {"vulns": [{"id": 1}]}]})), ""),
    ] {
        let (address, _) = server(answer);
        let here = folder(&[("requirements.txt", "six==1.17.0\n"), ("hognose.toml", &config(&address))]);
        let (code, _, err) = run(here.path(), &["scan", "--online"]);
        assert_eq!(code, 0, "{err}");
        assert!(err.contains(words), "{err}");
    }
}

#[test]
fn a_proxy_that_is_none_is_a_note() {
    let here = folder(&[("requirements.txt", "six==1.17.0\n")]);
    let output = hognose(here.path(), &["scan", "--online"]).env("https_proxy", "::bad::").output().unwrap();
    let (code, _, err) = told(output);
    assert_eq!(code, 0, "{err}");
    assert!(err.contains("what OSV knows is not known: https_proxy names no proxy"), "{err}");
}

#[test]
fn own_advisories_take_the_place_of_the_carried_ones() {
    let record = "{\"id\":\"OWN-1\",\"affected\":[{\"package\":{\"ecosystem\":\"PyPI\",\"name\":\"six\"},\"versions\":[\"1.17.0\"]}],\"database_specific\":{\"severity\":\"HIGH\"}}";
    let here = folder(&[("requirements.txt", "jinja2==2.4\nsix==1.17.0\n"), ("own.json", record)]);
    let (code, out, _) = run(here.path(), &["scan", "--advisories", "own.json", "--format", "json"]);
    let report: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((code, report["findings"].as_array().unwrap().len()), (1, 1), "{out}");
    assert_eq!(report["findings"][0]["package"]["advisories"], json!(["OWN-1"]));
}
