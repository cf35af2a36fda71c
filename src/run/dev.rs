//! Tasks of hognose's own repository: the generated pages, and the file of a new rule.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use super::CLEAN;
use super::advisories;
use super::cli::DevTask;
use super::mutate;
use super::write::{self, Staged};
use crate::config::suggestion;
use crate::report::rule_text;
use crate::rules::{self, Family};

/// Where the generated pages lie, from the root of the repository.
const PAGES: &str = "docs/rules";

/// Runs one task in the current folder, the root of the repository.
pub(super) fn run(task: &DevTask) -> anyhow::Result<u8> {
    if !Path::new("src/rules").is_dir() {
        bail!("there is no folder src/rules here; run this at the root of hognose's repository");
    }
    match task {
        DevTask::Docs { check } => docs(*check),
        DevTask::NewRule { family, name } => new_rule(family, name),
        DevTask::Mutate { only } => mutate(only.as_deref().unwrap_or("")),
        DevTask::Advisories { from, label } => advisories::snapshot(from, label),
        DevTask::Panic => simulate(),
    }
}

fn mutate(only: &str) -> anyhow::Result<u8> {
    let outcome = mutate::examine(Path::new("tests"), &|_, model| model.0.contains(only))?;
    let mut told = String::new();
    for (class, name) in &outcome.survivors {
        told += &format!("{class:20}{name}\n");
    }
    for (class, (noticed, all)) in &outcome.classes {
        told += &format!("{class}: {noticed} of {all} are noticed\n");
    }
    write::stdout(told.as_bytes())?;
    Ok(CLEAN)
}

fn simulate() -> ! {
    panic!("asked for\nby `dev panic`")
}

/// Every generated page by path.
fn pages() -> BTreeMap<PathBuf, String> {
    let all = rules::all();
    let page = |name: &str| Path::new(PAGES).join(format!("{name}.md"));
    let mut pages: BTreeMap<PathBuf, String> =
        all.iter().map(|rule| (page(rule.meta.id), rule_text::rule_page(rule))).collect();
    pages.insert(page("README"), rule_text::rules_index(all));
    pages
}

/// Pages that are there but are nobody's.
fn orphans(pages: &BTreeMap<PathBuf, String>) -> anyhow::Result<Vec<PathBuf>> {
    let Ok(entries) = fs::read_dir(PAGES) else { return Ok(Vec::new()) };
    let mut there = Vec::new();
    for entry in entries {
        there.push(entry.with_context(|| format!("cannot read {PAGES}"))?.path());
    }
    there.retain(|path| path.extension().is_some_and(|ending| ending == "md") && !pages.contains_key(path));
    there.sort();
    Ok(there)
}

fn docs(check: bool) -> anyhow::Result<u8> {
    let pages = pages();
    let orphans = orphans(&pages)?;
    let fresh = |path: &Path, text: &str| fs::read(path).is_ok_and(|bytes| bytes == text.as_bytes());
    let stale: Vec<_> = pages.iter().filter(|(path, text)| !fresh(path, text)).collect();
    if check {
        let Some(first) = stale.iter().map(|(path, _)| *path).chain(&orphans).next() else {
            return Ok(CLEAN);
        };
        let count = stale.len() + orphans.len();
        bail!("{count} of the pages in {PAGES} are stale, first {first:?}; run `hognose dev docs`");
    }
    fs::create_dir_all(PAGES).with_context(|| format!("cannot make {PAGES}"))?;
    for (path, text) in &stale {
        Staged::new(path, text.as_bytes())?.commit()?;
    }
    for path in &orphans {
        fs::remove_file(path).with_context(|| format!("cannot remove {path:?}"))?;
    }
    write::stdout(format!("{} pages written, {} removed\n", stale.len(), orphans.len()).as_bytes())?;
    Ok(CLEAN)
}

/// The file of a new rule. `NAME` and `MODULE` are replaced by its name in kebab-case and in snake_case, `FAMILY` by
/// the variant of [`Family`].
// STAND-IN until the format of a rule's file is decided.
const TEMPLATE: &str = r#"//! SUMMARY: one line on what is wrong.

use crate::rules::prelude::*;

pub(in crate::rules) static RULE: Rule = Rule {
    meta: Meta {
        id: "NAME",
        summary: "What is wrong, in one line without a full stop",
        family: Family::FAMILY,
        cwe: &[20],
        owasp: Owasp::A06,
        severity: Severity::Medium,
        precision: Precision::High,
        tier: Tier::Advice,
        answers: &[],
        why: "What goes wrong, and what an attacker gains by it: one or two paragraphs of Markdown.",
        instead: "What to write instead, with a short example in a code block.",
        references: &["https://cwe.mitre.org/data/definitions/20.html"],
        words: Words::OWN,
        examples: examples(&[
            Example::Bad { path: "app.py", code: "import library\n\nlibrary.dangerous(1)\n" },
            Example::Good { path: "app.py", code: "import library\n\nlibrary.harmless(1)\n" },
        ]),
    },
    on: &[On::Call(&["library.dangerous"], check)],
};

fn check(cx: &mut Cx<'_>, call: Call<'_>) {
    let draft = cx.draft(cx.span(call.id), "What an attacker can do here.");
    cx.report(draft);
}
"#;

fn new_rule(family: &str, name: &str) -> anyhow::Result<u8> {
    let Some(family) = Family::ALL.iter().find(|known| known.word() == family) else {
        let words = Family::ALL.iter().map(|known| known.word());
        bail!("unknown family `{family}`; {}", suggestion(family, words, ""));
    };
    let kebab = |part: &str| {
        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    if !name.split('-').all(kebab) || name.starts_with(|first: char| first.is_ascii_digit()) {
        bail!("`{name}` is not a rule's name; write it in kebab-case: `weak-hash`");
    }
    if rules::find(name).is_some() {
        bail!("there is a rule `{name}` already; choose another name");
    }
    let module = name.replace('-', "_");
    let folder = Path::new("src/rules").join(family.word());
    let path = folder.join(format!("{module}.rs"));
    if path.exists() {
        bail!("there is a file {path:?} already; choose another name");
    }
    let text =
        TEMPLATE.replace("NAME", name).replace("SUMMARY", name).replace("FAMILY", &format!("{family:?}"));
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {folder:?}"))?;
    Staged::new(&path, text.as_bytes())?.commit()?;
    let next = format!("{} written; enter `{module}` in src/rules/mod.rs\n", path.display());
    write::stdout(next.as_bytes())?;
    Ok(CLEAN)
}
