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
}
