//! A file imports only from rooms to its left.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

const ROOMS: &[&str] = &[
    "source", "change", "syntax", "manifest", "advisory", "semantic", "finding", "rewrite", "rules",
    "config", "scan", "report", "github", "run",
];

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn imports_go_left() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut wrong = Vec::new();
    let mut seen = 0;
    for (at, room) in ROOMS.iter().enumerate() {
        let mut paths = Vec::new();
        files(&src.join(room), &mut paths);
        assert!(!paths.is_empty(), "no room {room}");
        for path in paths {
            let text = fs::read_to_string(&path).unwrap();
            for line in text.lines().filter(|line| !line.trim_start().starts_with("//")) {
                for part in line.split("crate::").skip(1) {
                    let name: String = part.chars().take_while(|c| c.is_ascii_lowercase()).collect();
                    let Some(target) = ROOMS.iter().position(|known| *known == name) else { continue };
                    seen += 1;
                    if target > at {
                        wrong.push(format!("{}: {}", path.display(), line.trim()));
                    }
                }
            }
        }
    }
    assert!(seen > 100, "only {seen} imports seen: the test reads the wrong thing");
    assert!(wrong.is_empty(), "imports to the right:\n{}", wrong.join("\n"));
}

/// What differs is built twice, which takes minutes of each run of the checks.
#[test]
fn the_fuzz_targets_take_the_crates_that_the_tests_are_built_with() {
    let packages = |name: &str| {
        let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap();
        let manifest: toml_edit::DocumentMut = text.parse().unwrap();
        let packages = manifest["profile"]["dev"]["package"].as_table_like().unwrap();
        let told = packages.iter().filter(|(package, _)| !matches!(*package, "hognose" | "*"));
        told.map(|(package, told)| (package.to_owned(), told["opt-level"].as_integer()))
            .collect::<BTreeSet<_>>()
    };
    let own = packages("Cargo.toml");
    assert!(own.len() > 10, "{own:?}");
    assert_eq!(own, packages("fuzz/Cargo.toml"));
}
