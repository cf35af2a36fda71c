//! Annotated Python: `# ruleid: x` above the line where a finding of the rule begins, `# ok: x` above one where none
//! does. `tests/corpus/README.md` has the format.

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use support::scan_text;

/// Lines, from 1, at which annotations of a kind demand or forbid a finding.
fn annotated(text: &str, word: &str, rule: &str) -> BTreeSet<u32> {
    let mut lines = BTreeSet::new();
    for (at, line) in text.lines().enumerate() {
        let Some(named) = line.trim().strip_prefix("# ").and_then(|rest| rest.strip_prefix(word)) else {
            continue;
        };
        if named.strip_prefix(": ").is_some_and(|ids| ids.split(',').any(|id| id.trim() == rule)) {
            lines.insert(at as u32 + 2);
        }
    }
    lines
}

#[test]
fn annotations_hold() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let (mut wrong, mut checked) = (Vec::new(), 0);
    let mut folders: Vec<_> = fs::read_dir(&root).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    for folder in folders.iter().filter(|folder| folder.is_dir()) {
        let rule = folder.file_name().unwrap().to_str().unwrap();
        // `CORPUS=ssrf cargo test --test corpus` looks at one folder while a rule is being written.
        if std::env::var("CORPUS").is_ok_and(|only| only != rule) {
            continue;
        }
        if hognose::rules::find(rule).is_none() {
            wrong.push(format!("{rule}: no such rule"));
            continue;
        }
        let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        for file in files.iter().filter(|file| file.extension().is_some_and(|end| end == "py")) {
            let text = fs::read_to_string(file).unwrap();
            let name = file.file_name().unwrap().to_str().unwrap();
            let review = scan_text(name, &text, Some(rule));
            assert!(
                review.notes.is_empty() && review.skipped.is_empty(),
                "{rule}/{name}: {:?}",
                review.notes
            );
            let found: BTreeSet<u32> = review
                .findings
                .iter()
                .map(|finding| review.sources[&finding.place.path].position(finding.place.span.start).line)
                .collect();
            let wanted = annotated(&text, "ruleid", rule);
            // `todoruleid` marks what is not found yet, `todook` what is said wrongly: both may go either way.
            let open = &annotated(&text, "todoruleid", rule) | &annotated(&text, "todook", rule);
            checked += wanted.len() + annotated(&text, "ok", rule).len();
            let line = |at: &u32| text.lines().nth(*at as usize - 1).unwrap_or("").trim().to_owned();
            wrong.extend(
                (&wanted - &found).iter().map(|at| format!("{rule}/{name}:{at}: missed: {}", line(at))),
            );
            let loud = &(&found - &wanted) - &open;
            wrong.extend(loud.iter().map(|at| format!("{rule}/{name}:{at}: wrong: {}", line(at))));
        }
    }
    assert!(wrong.is_empty(), "{} of {checked} annotations do not hold\n{}", wrong.len(), wrong.join("\n"));
}
