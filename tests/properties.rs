//! How code is laid out, named and ordered, and how the work is shared out, changes nothing of what is found. The
//! inputs are the annotated files and the examples; what is done to them is drawn by chance from a fixed seed.

mod support;
mod transform;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::LazyLock;

use hognose::config::Settings;
use hognose::finding::{Finding, Review};
use hognose::scan::{Options, scan};
use hognose::source::{RepoPath, SourceFile};
use hognose::syntax;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use support::{review_texts, scan_text};

use transform::{layout, names, order};

/// Every file that the other tests annotate, by the path that the scan is given. `PROPERTIES=folder` takes the files of
/// some project instead.
static FILES: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let folders = match std::env::var_os("PROPERTIES") {
        Some(folder) => vec![PathBuf::from(folder)],
        None => ["tests/corpus", "tests/flow", "examples"].map(|folder| root.join(folder)).to_vec(),
    };
    let mut found = Vec::new();
    for folder in folders {
        for entry in ignore::Walk::new(&folder).flatten() {
            let path = entry.path();
            let text = std::fs::read_to_string(path).unwrap_or_default();
            let ours = text.len() < 100_000 && text.is_ascii() && !text.contains(['\t', '\r', '\u{c}']);
            if path.extension().is_some_and(|end| end == "py")
                && ours
                && syntax::parse(&text).errors.is_empty()
            {
                let name = path.strip_prefix(&folder).expect("below it").to_string_lossy().replace('\\', "/");
                found.push((name, text));
            }
        }
    }
    found.sort();
    assert!(found.len() > 100);
    found
});

/// `PROPTEST_CASES=2000` looks harder; the seed stays.
fn config() -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(60);
    ProptestConfig {
        cases,
        rng_seed: RngSeed::Fixed(7),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

fn a_file() -> impl Strategy<Value = &'static (String, String)> {
    (0..FILES.len()).prop_map(|at| &FILES[at])
}

/// Answers to the questions that a transformation asks, in order and over again.
fn choices() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(any::<u8>(), 16..64)
}

/// The transformations do something: what they leave as it is would hold of itself.
#[test]
fn most_files_are_changed() {
    let answers: Vec<u8> = (0..50).collect();
    let share = |change: &dyn Fn(&str) -> String| {
        FILES.iter().filter(|(_, text)| change(text) != *text).count() * 100 / FILES.len()
    };
    let shares = [
        share(&|text| layout::indented(text, 3)),
        share(&|text| layout::broken(text, &answers)),
        share(&|text| layout::commented(text, &answers)),
        share(&|text| layout::spaced(text, &answers)),
        share(&|text| layout::annotated(text, &answers)),
        share(&|text| names::renamed(text, &answers)),
        share(&|text| order::reordered(text, &answers)),
    ];
    assert!(shares.iter().all(|share| *share > 40), "{shares:?}");
    let broken = FILES.iter().filter(|(_, text)| {
        let text = layout::indented(text, 3);
        let text = layout::spaced(&layout::commented(&layout::broken(&text, &answers), &answers), &answers);
        let made = [names::renamed(&text, &answers), order::reordered(&text, &answers)];
        made.iter().any(|text| !syntax::parse(text).errors.is_empty())
    });
    assert_eq!(
        broken.map(|(path, _)| path).collect::<Vec<_>>(),
        Vec::<&String>::new(),
        "do not parse any more"
    );
}

fn sorted<T: Ord>(findings: &[Finding], of: impl Fn(&Finding) -> T) -> Vec<T> {
    let mut all: Vec<T> = findings.iter().map(of).collect();
    all.sort();
    all
}

/// What layout must not change: which rule speaks, in which function, how often, and how surely.
fn said(review: &Review) -> Vec<String> {
    sorted(&review.findings, |one| {
        format!("{} in {} {:?} {:?}", one.rule, one.scope.name, one.severity, one.precision)
    })
}

fn whole(review: &Review) -> String {
    format!("{:#?} {:#?} {:#?}", review.findings, review.notes, review.suppressed)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: config().cases / 10 + 1, ..config() })]

    #[test]
    fn threads_and_the_order_of_files_are_nothing(
        chosen in prop::collection::btree_set(0..FILES.len(), 12),
        shuffle in any::<u64>(),
        threads in 2usize..6,
    ) {
        let mut paths: Vec<RepoPath> = chosen.iter().map(|at| RepoPath::new(&FILES[*at].0)).collect();
        let load = |path: &RepoPath| {
            let (_, text) = FILES.iter().find(|(name, _)| name == path.as_str()).expect("one of ours");
            Ok(SourceFile::from_text(path.clone(), text))
        };
        let run = |paths: &[RepoPath], threads| {
            scan(paths, &load, &|| (), &Settings::default(), Options { threads, whole: false, across: true })
        };
        let once = whole(&run(&paths, 1));
        let mut next = shuffle;
        paths.sort_by_key(|_| {
            next = next.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            next >> 33
        });
        prop_assert_eq!(&once, &whole(&run(&paths, threads)));
        let names: BTreeSet<&str> = paths.iter().map(RepoPath::as_str).collect();
        prop_assert_eq!(names.len(), chosen.len());
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn layout_is_nothing((path, text) in a_file(), choices in choices(), indent in 1usize..9) {
        let changed = layout::indented(text, indent);
        let changed = layout::broken(&changed, &choices);
        let changed = layout::commented(&changed, &choices);
        let changed = layout::spaced(&changed, &choices);
        prop_assert_eq!(said(&scan_text(path, &changed, None)), said(&scan_text(path, text, None)), "{}", changed);
        // Nor does a change that brings nothing else bring a finding.
        let review = review_texts(&[(path, text, path, &changed)]);
        prop_assert_eq!(sorted(&review.findings, |one| one.message.clone()), Vec::<String>::new(), "{}", changed);
    }

    #[test]
    fn a_comment_changes_no_fingerprint((path, text) in a_file(), choices in choices()) {
        let changed = layout::annotated(text, &choices);
        let prints = |text: &str| {
            sorted(&scan_text(path, text, None).findings, |one| one.fingerprint.as_str().to_owned())
        };
        prop_assert_eq!(prints(&changed), prints(text), "{}", changed);
    }

    #[test]
    fn names_of_locals_are_nothing((path, text) in a_file(), choices in choices()) {
        let changed = names::renamed(text, &choices);
        let kept = |text: &str| {
            let mut said = said(&scan_text(path, text, None));
            said.retain(|line| !names::BY_NAME.iter().any(|rule| line.starts_with(rule)));
            said
        };
        prop_assert_eq!(kept(&changed), kept(text), "{}", changed);
    }

    #[test]
    fn the_same_text_brings_nothing((path, text) in a_file()) {
        let review = review_texts(&[(path, text, path, text)]);
        prop_assert!(review.findings.is_empty());
        let moved = review_texts(&[(path, text, "elsewhere/moved.py", text)]);
        prop_assert!(moved.findings.is_empty());
    }

    #[test]
    fn definitions_that_were_moved_bring_nothing((path, text) in a_file(), choices in choices()) {
        let changed = order::reordered(text, &choices);
        let review = review_texts(&[(path, text, path, &changed)]);
        prop_assert_eq!(said(&review), Vec::<String>::new(), "{}", changed);
    }
}
