//! What a change brings and what the files around it say of it: models that clients fill, forms, objects, properties,
//! classes that derive from one of it, variables.

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
    ("stars", "stars/app.py"),
    ("overrides", "overrides/base.py"),
    ("variables", "variables/writers.py"),
    ("variables", "variables/readers.py"),
    ("variables", "variables/state.py"),
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
    // One line may send something to several places.
    found.dedup();
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

/// The old side of a change is looked at only where it can say something of what is found: this finding was there before
/// and goes through a file that the change leaves alone, which is no reason to list all files again.
#[test]
fn what_was_there_before_costs_a_look_at_its_own_files() {
    struct Counting {
        memory: Memory,
        listed: std::sync::atomic::AtomicUsize,
    }
    impl hognose::change::Context for Counting {
        fn paths(&self) -> Vec<hognose::source::RepoPath> {
            self.listed.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            self.memory.paths()
        }

        fn load(&self, paths: &[hognose::source::RepoPath]) -> Vec<Option<hognose::source::SourceFile>> {
            self.memory.load(paths)
        }
    }
    let texts = "def told(error):\n    return \"failed: \" + str(error)\n";
    let view = |answer: &str, more: &str| {
        format!(
            "from flask import Flask\n\nfrom stock import load\nfrom texts import told\n\napp = Flask(__name__)\n\n\n\
             @app.route(\"/\")\ndef show():\n    try:\n        return {{\"rows\": load()}}\n    except Exception as error:\n        \
             return {{\"error\": {answer}}}\n{more}"
        )
    };
    let review = |before: &str, after: &str| {
        let memory = Memory::of([("texts.py", texts), ("far.py", "from texts import told\n")]);
        let around = Counting { memory, listed: Default::default() };
        let files =
            [("views.py", before, "views.py", after), ("more.py", "SIZE = 1\n", "more.py", "SIZE = 2\n")];
        let review = review_within(&change(&files), &around, &Settings::default(), Options::default());
        let listed = around.listed.into_inner();
        (support::shown(&review), review.older, listed)
    };
    let old = view("told(error)", "");
    let more = "\n\ndef size(rows):\n    return len(rows)\n";
    assert_eq!(review(&old, &view("told(error)", more)), (vec![], 1, 1));
    // Each way to look at it says that this one is new.
    let (found, older, _) = review(&view("\"failed\"", ""), &view("told(error)", ""));
    assert_eq!((found, older), (vec!["exception-leak@14".to_owned()], 0));
}
