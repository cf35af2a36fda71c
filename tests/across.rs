//! Data that goes from file to file: what clients send to one file and what another does with it.

use std::collections::BTreeMap;
use std::path::Path;

use hognose::config::Settings;
use hognose::finding::Review;
use hognose::scan::{Options, scan};
use hognose::source::{RepoPath, SourceFile};

const FOLDER: &str = "tests/across";

/// Each folder is a project of its own.
const PROJECTS: &[&str] = &[
    "bases",
    "bodies",
    "checked",
    "compat",
    "errors",
    "fields",
    "flags",
    "forms",
    "handed_back",
    "helpers",
    "instances",
    "items",
    "keywords",
    "objects",
    "overrides",
    "parts",
    "relay",
    "shop",
    "stars",
    "tables",
    "variables",
    "wrappers",
    "yields",
];

fn texts(project: &str) -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    for entry in ignore::Walk::new(Path::new(FOLDER).join(project)).flatten() {
        let path = entry.into_path();
        if path.extension().is_some_and(|end| end == "py") {
            let name = path.strip_prefix(FOLDER).ok().and_then(Path::to_str).unwrap_or_default().to_owned();
            texts.insert(name, std::fs::read_to_string(&path).expect("a text"));
        }
    }
    texts
}

fn run(texts: &BTreeMap<String, String>, names: &[&String], options: Options) -> Review {
    let paths: Vec<RepoPath> = names.iter().map(|name| RepoPath::new(name)).collect();
    let load = |path: &RepoPath| Ok(SourceFile::from_text(path.clone(), &texts[path.as_str()]));
    scan(&paths, &load, &|| (), &Settings::default(), options)
}

/// File and line of what clients' data reaches.
fn blocking(review: &Review, texts: &BTreeMap<String, String>) -> Vec<(String, usize)> {
    let found = review.findings.iter().filter(|finding| finding.precision > hognose::finding::Precision::Low);
    let mut found: Vec<(String, usize)> = found
        .map(|finding| {
            let path = finding.place.path.as_str();
            let before = &texts[path][..finding.place.span.start as usize];
            (path.to_owned(), before.lines().count().max(1) + usize::from(before.ends_with('\n')))
        })
        .collect();
    found.sort();
    found
}

fn expected(texts: &BTreeMap<String, String>) -> Vec<(String, usize)> {
    let mut wanted = Vec::new();
    for (name, text) in texts {
        for (at, line) in text.lines().enumerate() {
            if line.trim_start().starts_with("# hit") {
                wanted.push((name.clone(), at + 2));
            }
        }
    }
    wanted
}

#[test]
fn data_is_followed_through_files_and_stopped_where_it_is_checked() {
    for project in PROJECTS {
        let texts = texts(project);
        let names: Vec<&String> = texts.keys().collect();
        let review = run(&texts, &names, Options { threads: 1, across: true, ..Options::default() });
        let (found, wanted) = (blocking(&review, &texts), expected(&texts));
        let only = |one: &[(String, usize)], other: &[(String, usize)]| -> Vec<(String, usize)> {
            one.iter().filter(|place| !other.contains(place)).cloned().collect()
        };
        assert_eq!((only(&found, &wanted), only(&wanted, &found)), (vec![], vec![]), "wrong and missing");
        assert!(!wanted.is_empty(), "{project}");
    }
    let texts = texts("shop");
    let names: Vec<&String> = texts.keys().collect();
    assert_eq!(expected(&texts).len(), 5);
    // A file by itself shows none of it.
    let alone = run(&texts, &names, Options { threads: 1, ..Options::default() });
    assert_eq!(blocking(&alone, &texts), []);
}

#[test]
fn the_way_names_every_file() {
    let texts = texts("shop");
    let names: Vec<&String> = texts.keys().collect();
    let review = run(&texts, &names, Options { threads: 1, across: true, ..Options::default() });
    let finding = review.findings.iter().find(|finding| finding.scope.name == "find").expect("a finding");
    let mut files: Vec<&str> = finding.trace.iter().map(|step| step.place.path.as_str()).collect();
    files.dedup();
    assert_eq!(files, ["shop/views.py", "shop/service.py", "shop/store.py"]);
    assert!(finding.rewrite.is_some(), "{finding:#?}");
}

#[test]
fn neither_threads_nor_order_nor_slices_matter() {
    for project in PROJECTS {
        let texts = texts(project);
        let names: Vec<&String> = texts.keys().collect();
        let reversed: Vec<&String> = names.iter().rev().copied().collect();
        let base = Options { threads: 1, across: true, ..Options::default() };
        let first = format!("{:#?}", run(&texts, &names, base).findings);
        assert_eq!(first, format!("{:#?}", run(&texts, &names, Options { threads: 2, ..base }).findings));
        assert_eq!(first, format!("{:#?}", run(&texts, &reversed, base).findings));
        assert_eq!(first, format!("{:#?}", run(&texts, &names, Options { whole: true, ..base }).findings));
    }
}

#[test]
fn what_an_object_is_configured_with_does_not_come_out_of_it() {
    let index = "from lib import Environment\n\n\nclass Index(Environment):\n    def load(self, name):\n        pass\n";
    let app = "import os\n\nfrom flask import request\nfrom index import Index\nfrom lib import Base\n\n\nclass Own(Base):\n    \
               def save(self):\n        return 1\n\n\ndef run():\n    os.system(Index(GIVEN).fetch('a'))\n    \
               os.system(Own(GIVEN).fetch('a'))\n    os.system('a' + GIVEN)\n";
    for (given, lines) in [("os.environ['INDEX']", &[16][..]), ("request.args['index']", &[14, 15, 16])] {
        let files = [("app.py", app.replace("GIVEN", given)), ("index.py", index.to_owned())];
        let texts: BTreeMap<String, String> = files.map(|(name, text)| (name.to_owned(), text)).into();
        let names: Vec<&String> = texts.keys().collect();
        let review = run(&texts, &names, Options { threads: 1, across: true, ..Options::default() });
        let line =
            |place: &hognose::finding::Place| texts["app.py"][..place.span.start as usize].lines().count();
        let mut found: Vec<usize> = review.findings.iter().map(|finding| line(&finding.place)).collect();
        found.sort_unstable();
        assert_eq!(found, lines, "{given}");
    }
}
