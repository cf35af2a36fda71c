//! The whole inventory of a file of every format, as `hognose deps` prints it, with the problems that are told of it.
//! `UPDATE=1 cargo test --test manifests` writes it anew; look at the difference before you commit it.

use std::fs;
use std::path::Path;

use hognose::manifest::{self, Format};
use hognose::report::inventory;
use hognose::source::{RepoPath, SourceFile};

#[test]
fn inventories_are_whole() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/manifests");
    let (mut wrong, mut formats) = (Vec::new(), std::collections::BTreeSet::new());
    let mut folders: Vec<_> = fs::read_dir(&root).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    for folder in folders.iter().filter(|path| path.is_dir()) {
        let mut names: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        names.sort();
        let mut files = Vec::new();
        for path in names.iter().filter(|path| !path.ends_with("expected.txt")) {
            let name = RepoPath::new(path.file_name().unwrap().to_str().unwrap());
            let file = SourceFile::decode(name, &fs::read(path).unwrap()).unwrap();
            let format = Format::of_text(file.path(), file.text());
            // What is only included is read as what it is included for.
            let Some(format) = format else { continue };
            formats.insert(format);
            files.push((file, format));
        }
        let load = |path: &RepoPath| {
            let bytes = fs::read(folder.join(path.as_str())).ok()?;
            SourceFile::decode(path.clone(), &bytes).ok()
        };
        let all = manifest::collect(files, &load);
        let mut told = inventory::json(&all, None);
        for (file, manifest) in &all {
            for problem in &manifest.problems {
                let line = file.lines().line_of(problem.span.start);
                told.push_str(&format!("{}:{line}: {}\n", file.path(), problem.text));
            }
        }
        let expected = folder.join("expected.txt");
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&expected, &told).unwrap();
        } else if fs::read_to_string(&expected).unwrap_or_default() != told {
            wrong.push(format!("{}:\n{told}", folder.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(formats.len() >= 16, "{formats:?}");
}
