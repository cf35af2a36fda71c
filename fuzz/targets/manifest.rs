//! No file of any format makes its reader panic, and every place that a reader gives lies in the text.
#![no_main]

use hognose::manifest::{self, Format};
use hognose::source::{RepoPath, SourceFile, Span};
use libfuzzer_sys::fuzz_target;

const FORMATS: &[(Format, &str)] = &[
    (Format::Requirements, "requirements.txt"),
    (Format::Constraints, "constraints.txt"),
    (Format::Pyproject, "pyproject.toml"),
    (Format::PoetryLock, "poetry.lock"),
    (Format::UvLock, "uv.lock"),
    (Format::PdmLock, "pdm.lock"),
    (Format::Pylock, "pylock.toml"),
    (Format::Pipfile, "Pipfile"),
    (Format::PipfileLock, "Pipfile.lock"),
    (Format::SetupCfg, "setup.cfg"),
    (Format::SetupPy, "setup.py"),
    (Format::Tox, "tox.ini"),
    (Format::Nox, "noxfile.py"),
    (Format::Script, "script.py"),
    (Format::Conda, "environment.yml"),
    (Format::Dockerfile, "Dockerfile"),
    (Format::Workflow, ".github/workflows/ci.yml"),
    (Format::Shell, "install.sh"),
];

// Every reader sees every text: what is a seed of one is a strange file to the others.
fuzz_target!(|text: &str| {
    for (format, name) in FORMATS {
        let file = SourceFile::from_text(RepoPath::new(name), text);
        let read = manifest::read(&file, *format);
        let inside = |span: Span| assert!(text.get(span.range()).is_some(), "{name}: {span:?}");
        for row in &read.rows {
            inside(row.span);
            inside(row.parts.name);
            let parts = [row.parts.specifier, row.parts.hashes, row.parts.url];
            parts.into_iter().flatten().for_each(inside);
        }
        read.options.iter().for_each(|one| {
            inside(one.span);
            inside(one.value_span);
        });
        read.includes.iter().for_each(|one| inside(one.span));
        read.problems.iter().for_each(|one| inside(one.span));
        for install in &read.installs {
            inside(install.span);
            install.flags.iter().for_each(|(_, span)| inside(*span));
        }
    }
});
