//! What a project installs: one model for every file that names dependencies, and a reader for each format.
//!
//! Reads texts, never the disk, and runs nothing: `setup.py` is parsed like any other Python. Knows nothing of
//! advisories, rules and changes. A file that is broken in places is read around them, and the places are named.

mod collect;
mod command;
mod conda;
mod dockerfile;
mod format;
mod graph;
mod ini;
mod locks;
mod marker;
mod model;
mod name;
mod pipfile;
mod poetry;
mod pyproject;
mod python;
mod requirement;
mod requirements;
mod script;
mod shell;
mod specifier;
mod toml;
mod tools;
mod tree;
mod url;
mod words;
mod workflow;
mod yaml;

pub use collect::{MAX_INCLUDED, collect, link, resolve};
pub use format::Format;
pub use model::{
    Dependency, Dialect, Flag, Include, Install, Manifest, OptionKind, Parts, PipOption, Problem, Source, Vcs,
};
pub use name::{is_valid, normalise};
pub use requirement::{Requirement, requirement};
pub use specifier::{clauses, exact, floor, ranges};

use crate::source::SourceFile;

/// So many rows of one file are read; the rest is named as a problem.
pub const MAX_ROWS: usize = 100_000;
/// Tables and lists deeper than this in TOML, YAML and JSON are left out, and said to be.
pub const MAX_NESTING: usize = 64;

/// Reads one file of a known format. Never fails: what cannot be read is in [`Manifest::problems`].
pub fn read(file: &SourceFile, format: Format) -> Manifest {
    let mut out = Manifest::new(file.path().clone(), format);
    match format {
        Format::Requirements | Format::Constraints => requirements::read(file, &mut out),
        Format::Pyproject => pyproject::read(file, &mut out),
        Format::PoetryLock => locks::poetry::read(file, &mut out),
        Format::UvLock => locks::uv::read(file, &mut out),
        Format::PdmLock => locks::pdm::read(file, &mut out),
        Format::Pylock => locks::pylock::read(file, &mut out),
        Format::Pipfile => pipfile::read(file, &mut out),
        Format::PipfileLock => pipfile::read_lock(file, &mut out),
        Format::SetupCfg => ini::read_setup_cfg(file, &mut out),
        Format::Tox => ini::read_tox(file, &mut out),
        Format::SetupPy => python::read_setup(file, &mut out),
        Format::Nox => python::nox::read(file, &mut out),
        Format::Script => script::read(file, &mut out),
        Format::Conda => conda::read(file, &mut out),
        Format::Dockerfile => dockerfile::read(file, &mut out),
        Format::Workflow => workflow::read(file, &mut out),
        Format::Shell => shell::read(file, &mut out),
        // Its presence is what it says.
        Format::VirtualEnvironment => {}
    }
    if out.rows.len() > MAX_ROWS {
        let span = out.rows[MAX_ROWS].span;
        out.rows.truncate(MAX_ROWS);
        out.problem(span, format!("more than {MAX_ROWS} dependencies in one file; the rest is not read"));
    }
    out
}
