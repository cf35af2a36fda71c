use std::io::{self, Write};

use super::*;
use crate::github::patch_fixture::{added, review_of};

const HEAD: &str = "ec26c3e57ca3a959ca5aad62de7213c562f8c821";

fn review() -> Review {
    review_of("a.py", "f(0)\nf(1)\n", &["f(0)", "f(1)"])
}

fn file(findings: &str) -> String {
    format!(r#"{{"version":1,"head":"{HEAD}","findings":[{findings}]}}"#)
}

fn row(rule: &str, path: &str, line: u32, print: &str) -> String {
    format!(r#"{{"rule":"{rule}","path":"{path}","line":{line},"fingerprint":"{print}"}}"#)
}

/// A zip of files as GitHub makes one of an artifact.
fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut archive = rawzip::ZipArchiveWriter::new(&mut bytes);
    for (name, content) in files {
        if name.ends_with('/') {
            archive.new_dir(name).create().unwrap();
            continue;
        }
        let method = CompressionMethod::DEFLATE;
        let (mut entry, config) = archive.new_file(name).compression_method(method).start().unwrap();
        let mut writer = config.wrap(io::sink());
        writer.write_all(content).unwrap();
        let (_, descriptor) = writer.finish().unwrap();
        entry.write_all(&miniz_oxide::deflate::compress_to_vec(content, 6)).unwrap();
        entry.finish(descriptor).unwrap();
    }
    archive.finish().unwrap();
    bytes
}

#[test]
fn what_the_first_stage_writes_the_second_reads() {
    let review = review();
    let text = text(&review, HEAD);
    let named = read(text.as_bytes(), HEAD).unwrap();
    assert_eq!(named.len(), 2);
    assert_eq!(read(&zip(&[("hognose-findings.json", text.as_bytes())]), HEAD).unwrap(), named);
    let agreement = agreement(&named, &review, &added(&review));
    assert_eq!(agreement, Agreement { both: 2, ..Agreement::default() });
    assert_eq!(agreement.remarks(), ["Of the first stage's findings 2 were found again."]);
}

#[test]
fn a_file_that_is_not_ours_counts_for_nothing() {
    use StageError::*;
    let good = row("weak-hash", "a.py", 1, "0123456789abcdef");
    let many = vec![good.as_str(); MAX_FINDINGS + 1].join(",");
    let deep = "[".repeat(100_000);
    for (text, error) in [
        (file(&row("no-such-rule", "a.py", 1, "0123456789abcdef")), Finding(1, "a rule that there is not")),
        (file(&row("weak-hash", "../a.py", 1, "0123456789abcdef")), Finding(1, "a path that is none")),
        (file(&row("weak-hash", "/etc/passwd", 1, "0123456789abcdef")), Finding(1, "a path that is none")),
        (file(&row("weak-hash", "a.py", 0, "0123456789abcdef")), Finding(1, "a line that is none")),
        (
            file(&format!("{good},{}", row("weak-hash", "a.py", 1, "--><b>"))),
            Finding(2, "a fingerprint that is none"),
        ),
        (file("").replace(HEAD, &"0".repeat(40)), Head),
        (file("").replace("\"version\":1", "\"version\":2"), Version),
        (file(&many), Many),
        (file(&good.replace("\"line\":1", "\"line\":1,\"message\":\"mine\"")), Form(1, 135)),
        (file(&good.replace("\"line\":1", "\"line\":1e9")), Form(1, 125)),
        (deep, Form(1, 1)),
        (String::new(), Form(1, 0)),
        (" ".repeat(MAX_BYTES + 1), TooLong),
    ] {
        let found = read(text.as_bytes(), HEAD).unwrap_err();
        match (&found, &error) {
            (Form(..), Form(..)) => (),
            _ => assert_eq!(found, error, "{}", &text[..text.len().min(200)]),
        }
        assert!(!found.to_string().contains("<b>") && !found.to_string().contains("mine"));
    }
}

#[test]
fn archives_are_read_within_bounds() {
    let text = file("");
    let bomb = vec![b' '; 64 * MAX_BYTES];
    let many: Vec<(&str, &[u8])> = vec![("a/", b"".as_slice()); MAX_ENTRIES + 1];
    for (bytes, error) in [
        (zip(&[("a.json", &bomb)]), StageError::TooLong),
        (
            zip(&[("a.json", text.as_bytes()), ("b.json", text.as_bytes())]),
            StageError::Archive("it holds more than one file"),
        ),
        (zip(&many), StageError::Archive("it holds too many files")),
        (zip(&[]), StageError::Archive("it holds no file")),
        (b"PK\x03\x04".to_vec(), StageError::Archive("it is broken")),
    ] {
        assert_eq!(read(&bytes, HEAD).unwrap_err(), error);
    }
    // Where a file says that it wants to lie is no matter.
    assert!(read(&zip(&[("../../github/workflow/event.json", text.as_bytes())]), HEAD).is_ok());
    let mut cut = zip(&[("a.json", text.as_bytes())]);
    for end in (0..cut.len()).rev() {
        cut.truncate(end);
        assert!(read(&cut, HEAD).is_err(), "{end}");
    }
}

#[test]
fn this_review_has_the_say_and_differences_are_told() {
    let review = review();
    let lines = added(&review);
    let one = review.findings[0].fingerprint.as_str();
    let text = file(
        &[
            row("weak-hash", "a.py", 1, one),
            row("sql-injection", "a.py", 2, "0123456789abcdef"),
            row("sql-injection", "a.py", 3, "1123456789abcdef"),
            row("sql-injection", "`@octocat`.py", 1, "2123456789abcdef"),
        ]
        .join(","),
    );
    let found = agreement(&read(text.as_bytes(), HEAD).unwrap(), &review, &lines);
    assert_eq!((found.both, found.here, found.there.len(), found.nowhere), (1, 1, 1, 2));
    let remarks = found.remarks().join("\n");
    assert!(remarks.contains("- `sql-injection` at `a.py:2`"), "{remarks}");
    assert!(remarks.contains("outside of the diff, and passed over: 2"), "{remarks}");
    assert!(!remarks.contains("octocat"), "a name that GitHub does not list is not repeated");
}
