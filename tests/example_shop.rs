//! The README's first command: six weaknesses, two older ones, a verdict.

use std::path::Path;
use std::process::Command;

#[test]
fn the_shop_brings_six_weaknesses() {
    let out = Command::new(env!("CARGO_BIN_EXE_hognose"))
        .args(["review", "examples/shop/base", "examples/shop/head", "--format", "json"])
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")))
        .output()
        .expect("the program runs");
    assert_eq!(out.status.code(), Some(1), "{}", String::from_utf8_lossy(&out.stderr));
    let report: serde_json::Value = serde_json::from_slice(&out.stdout).expect("JSON");
    let mut found: Vec<(String, String, String)> = report["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .map(|finding| {
            let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
            (text(&finding["place"]["path"]), text(&finding["scope"]), text(&finding["rule"]))
        })
        .collect();
    found.sort();
    let wanted = [
        ("shop/accounts.py", "request_reset", "insecure-random"),
        ("shop/catalogue.py", "find_products", "sql-injection"),
        ("shop/invoices.py", "download", "path-traversal"),
        ("shop/invoices.py", "export", "command-injection"),
        ("shop/suppliers.py", "import_feed", "ssrf"),
        ("shop/suppliers.py", "upload_mapping", "yaml-load"),
    ];
    let wanted = wanted.map(|(path, scope, rule)| (path.to_owned(), scope.to_owned(), rule.to_owned()));
    assert_eq!(found, wanted);
    assert_eq!(report["older"], 2);
    let query =
        report["findings"].as_array().expect("findings").iter().find(|one| one["rule"] == "sql-injection");
    let query = query.expect("the query");
    assert_eq!(query["message"], "`term` comes from the request and runs as part of the query.");
    assert_eq!(query["rewrite"]["tier"], "safe");
    let texts: Vec<&str> = query["rewrite"]["edits"]
        .as_array()
        .expect("edits")
        .iter()
        .filter_map(|edit| edit["text"].as_str())
        .collect();
    assert_eq!(texts, ["", "?", ", (f\"%{term}%\",)"], "the driver is known through `closing`");
}

/// Nothing that is meant to be read at once runs on: titles of one sentence, lines that fit.
#[test]
fn the_shop_s_text_fits() {
    for format in ["text", "markdown"] {
        let out = Command::new(env!("CARGO_BIN_EXE_hognose"))
            .args(["review", "examples/shop/base", "examples/shop/head", "--format", format])
            .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")))
            .output()
            .expect("the program runs");
        let text = String::from_utf8(out.stdout).expect("UTF-8");
        assert!(text.contains("runs as part of the query"), "{text}");
        for line in text.lines().filter(|_| format == "text") {
            let address = line.contains("= see: https://") || line.contains("= silence: ");
            assert!(line.chars().count() <= 80 || address, "{line}");
        }
        for title in
            text.lines().filter(|line| line.starts_with("**critical**") || line.starts_with("**high**"))
        {
            let (_, message) = title.split_once("): ").expect("a message after the link");
            assert!(message.chars().count() <= 120, "{message}");
            assert_eq!(message.matches(". ").count(), 0, "one sentence: {message}");
        }
    }
}
