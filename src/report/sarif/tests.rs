//! Valid against the OASIS schema, within GitHub's limits, and fixes that give the rewritten text.

use serde_json::Value;

use super::*;
use crate::finding::{Edit, EditSet, Finding, Rewrite, Severity, Tier};
use crate::report::{line_hash, testing};
use crate::source::{RepoPath, SourceFile, Span};

fn log(review: &Review) -> Value {
    let text = sarif(review, &[&testing::SQL]);
    assert!(!text.chars().any(|c| c != '\n' && safe::is_hostile(c)));
    let value: Value = serde_json::from_str(&text).unwrap();
    let schema = include_str!("../../../tests/data/github/sarif-2.1.0.schema.json");
    // One pattern (of `language`, which we do not write) has a lone bracket that strict readers of patterns refuse.
    let schema = schema.replace("{2}]?$", r"{2}\\]?$");
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let errors: Vec<String> =
        validator.iter_errors(&value).map(|e| format!("{}: {e}", e.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:?}");
    value
}

#[test]
fn a_full_review_is_valid() {
    let review = testing::full();
    let value = log(&review);
    assert!(!value.to_string().contains("sk_live_0123456789"));
    let run = &value["runs"][0];
    assert_eq!(run["automationDetails"]["id"], "hognose/");
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let ids: Vec<&str> = run["tool"]["driver"]["rules"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| r["id"].as_str().unwrap())
        .collect();
    assert_eq!(ids, ["hard-coded-secret", "sql-injection", "tls-verification"]);
    let sql = &run["tool"]["driver"]["rules"][1];
    assert_eq!(sql["name"], "SqlInjection");
    assert_eq!(sql["properties"]["security-severity"], "8.0");
    assert_eq!(
        sql["properties"]["tags"],
        serde_json::json!([
            "security",
            "external/owasp/a05-2025",
            "external/cwe/cwe-089",
            "external/cwe/cwe-943"
        ])
    );
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 4);
    for result in results {
        let rule = result["ruleIndex"].as_u64().unwrap() as usize;
        assert_eq!(ids[rule], result["ruleId"]);
    }
    assert_eq!(results[0]["codeFlows"][0]["threadFlows"][0]["locations"].as_array().unwrap().len(), 3);
    assert_eq!(results[0]["relatedLocations"][0]["id"], 1);
    assert!(results[0]["message"]["text"].as_str().unwrap().ends_with("[Source](1)"));
    let hash = &line_hash::of_text(testing::SHOP)[11];
    assert_eq!(results[0]["partialFingerprints"]["primaryLocationLineHash"], *hash);
    assert_eq!(results[0]["properties"]["tier"], "safe");
    assert_eq!(results[3]["suppressions"][0]["kind"], "inSource");
}

#[test]
fn an_empty_review_has_results() {
    let value = log(&testing::review(&[]));
    assert_eq!(value["runs"][0]["results"], serde_json::json!([]));
    assert_eq!(value["$schema"], SCHEMA);
}

#[test]
fn paths_are_encoded_and_missing_files_are_fine() {
    let mut review = testing::review(&[("a b/ü#\u{1b}?.py", "x\n")]);
    review.findings.push(testing::finding(&review, "x-rule", "a b/ü#\u{1b}?.py", "x"));
    review.findings.push(testing::finding(&review, "x-rule", "a b/ü#\u{1b}?.py", "x"));
    review.findings[1].shown_at.path = RepoPath::new("gone.py");
    review.findings[1].place.span = Span::new(90, 99);
    let value = log(&review);
    let uri = &value["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
    assert_eq!(uri, "a%20b/%C3%BC%23%1B%3F.py");
}

#[test]
fn limits_hold() {
    let mut review = testing::review(&[("a.py", testing::SHOP)]);
    let mut low = testing::finding(&review, "x-rule", "a.py", "import");
    low.severity = Severity::Low;
    review.findings.push(low);
    let mut long = testing::sql(&review, "a.py");
    long.message = "x".repeat(10_000);
    long.trace = (0..3000).map(|_| long.trace[0].clone()).collect();
    review.findings.push(long);
    let one = testing::finding(&review, "x-rule", "a.py", "import");
    review.findings.extend(std::iter::repeat_n(one, MAX_RESULTS - 1));
    let value: Value = serde_json::from_str(&sarif(&review, &[])).unwrap();
    let results = value["runs"][0]["results"].as_array().unwrap();
    assert_eq!(results.len(), MAX_RESULTS);
    assert!(results.iter().all(|result| result["level"] == "error"));
    assert!(results[0]["message"]["text"].as_str().unwrap().len() < 1_024);
    assert_eq!(
        results[0]["codeFlows"][0]["threadFlows"][0]["locations"].as_array().unwrap().len(),
        results::MAX_STEPS
    );
    assert_eq!(value["runs"][0]["invocations"][0]["toolExecutionNotifications"].as_array().unwrap().len(), 1);
}

/// Applies a fix as a consumer would: lines and columns in code points, the end exclusive.
fn apply(text: &str, fix: &Value) -> String {
    let source = SourceFile::from_text(RepoPath::new("a.py"), text);
    let offset = |line: &Value, column: &Value| {
        let line = source.lines().span(line.as_u64().unwrap() as u32);
        let tail = &text[line.start as usize..];
        let skip = column.as_u64().unwrap() as usize - 1;
        line.start as usize + tail.chars().take(skip).map(char::len_utf8).sum::<usize>()
    };
    let mut out = text.to_owned();
    for one in fix["artifactChanges"][0]["replacements"].as_array().unwrap().iter().rev() {
        let region = &one["deletedRegion"];
        let start = offset(&region["startLine"], &region["startColumn"]);
        let end = offset(&region["endLine"], &region["endColumn"]);
        out.replace_range(start..end, one["insertedContent"]["text"].as_str().unwrap_or_default());
    }
    out
}

fn with_edits(text: &str, edits: EditSet) -> (Review, Value) {
    let mut review = testing::review(&[("a.py", text)]);
    let path = RepoPath::new("a.py");
    let place = Place { path, span: Span::new(0, text.len()) };
    let mut one: Finding = testing::finding(&testing::review(&[("a.py", "x")]), "x-rule", "a.py", "x");
    one.place = place.clone();
    one.shown_at = place;
    one.rewrite = Some(Rewrite { title: "t".into(), tier: Tier::Review, edits, check: Some("c".into()) });
    review.findings.push(one);
    let value = log(&review);
    let fix = value["runs"][0]["results"][0]["fixes"][0].clone();
    (review, fix)
}

#[test]
fn a_fix_gives_the_rewritten_text() {
    for (text, pairs) in [
        ("x = '🐍🐍'; f(y)\r\ng(é)\r\n", vec![("f(y)", "h(y)"), ("é", "e"), ("\r\n", "  # 🐍\r\n")]),
        ("a = 1\nb = 2", vec![("2", "3\n")]),
        ("a\rb\r", vec![("b", "c")]),
        ("a\nb\n", vec![("a\n", "")]),
    ] {
        let edits = pairs.iter().map(|(old, new)| {
            let at = text.find(old).unwrap();
            Edit { span: Span::new(at, at + old.len()), text: (*new).to_owned() }
        });
        let edits = EditSet::new(
            edits.chain([Edit { span: Span::empty(text.len()), text: "# end".into() }]).collect(),
        )
        .unwrap();
        let (_, fix) = with_edits(text, edits.clone());
        assert_eq!(apply(text, &fix), edits.apply(text).unwrap());
        let all_four = fix["artifactChanges"][0]["replacements"]
            .as_array()
            .unwrap()
            .iter()
            .all(|one| one["deletedRegion"].as_object().unwrap().len() == 4);
        assert!(all_four);
    }
}

#[test]
fn a_rule_of_one_word_has_no_name_beside_it() {
    let named = |id: &str| super::rules::descriptor(id, crate::rules::all()).name;
    assert_eq!(named("ssrf"), None);
    assert_eq!(named("sql-injection").as_deref(), Some("SqlInjection"));
}
