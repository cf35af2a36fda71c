//! What a change brings and what the files around it say of it: models that clients fill, forms, objects, properties.

mod support;

use std::collections::BTreeMap;
use std::path::Path;

use hognose::config::Settings;
use hognose::finding::Precision;
use hognose::scan::{Options, review_within};
use support::{Memory, change};

/// The projects of `tests/across`, with the file that a change brings.
const CHANGES: &[(&str, &str)] = &[
    ("bodies", "bodies/app.py"),
    ("compat", "compat/views.py"),
    ("forms", "forms/views.py"),
    ("instances", "instances/web.py"),
    ("instances", "instances/models.py"),
    ("instances", "instances/svc.py"),
    ("compat", "compat/slow.py"),
    ("compat", "compat/fast.py"),
    ("relay", "relay/app.py"),
    ("relay", "relay/service.py"),
    ("between", "between/service.py"),
    ("shop", "shop/service.py"),
    ("bases", "bases/views.py"),
];

/// Lines, from 1, of the file that the change brings at which something is shown, and those that are marked so: by
/// `# hit`, or by `# shown` where the place itself lies in a file around.
fn shown(project: &str, changed: &str) -> (Vec<u32>, Vec<u32>) {
    let folder = Path::new("tests/across");
    let mut texts = BTreeMap::new();
    for entry in ignore::Walk::new(folder.join(project)).flatten() {
        let path = entry.into_path();
        if path.extension().is_some_and(|end| end == "py") {
            let name = path.strip_prefix(folder).ok().and_then(Path::to_str).unwrap_or_default();
            texts.insert(name.to_owned(), std::fs::read_to_string(&path).expect("a text"));
        }
    }
    let text = texts.remove(changed).expect("a file");
    let files = [("", "", changed, text.as_str())];
    let options = Options { threads: 1, ..Options::default() };
    let around = texts.iter().map(|(path, text)| (path.as_str(), text.as_str()));
    let review = review_within(&change(&files), &Memory::of(around), &Settings::default(), options);
    let sure = review.findings.iter().filter(|finding| finding.precision > Precision::Low);
    let line = |finding: &hognose::finding::Finding| {
        let place = &finding.shown_at;
        assert_eq!(place.path.as_str(), changed);
        review.sources[&place.path].position(place.span.start).line
    };
    let mut found: Vec<u32> = sure.map(line).collect();
    found.sort_unstable();
    let marked = |line: &str| matches!(line.trim(), "# hit" | "# shown");
    let wanted = text.lines().enumerate().filter(|(_, line)| marked(line)).map(|(at, _)| at as u32 + 2);
    (found, wanted.collect())
}

#[test]
fn a_change_is_told_what_it_brings() {
    for (project, changed) in CHANGES {
        let (found, wanted) = shown(project, changed);
        assert_eq!(found, wanted, "{changed}");
    }
}
