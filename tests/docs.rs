//! What the README and the pages under docs say is what the program does: their commands run, their configuration is
//! taken, their tables are whole.

#![allow(clippy::unwrap_used, reason = "a helper of tests fails the test")]

mod cli_support;

use std::fs;
use std::path::Path;

use cli_support::{folder, git, hognose, run, told};
use serde_json::Value;

fn page(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

/// The fenced blocks of a page, with what stands behind the fence.
fn blocks(text: &str) -> Vec<(String, String)> {
    let mut out = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if let Some(language) = line.strip_prefix("```") {
            let code: Vec<&str> = lines.by_ref().take_while(|line| !line.starts_with("```")).collect();
            out.push((language.to_owned(), code.join("\n") + "\n"));
        }
    }
    out
}

/// The commands of a page: lines that begin with `hognose`, without what explains them.
fn commands(text: &str) -> Vec<String> {
    let blocks = blocks(text).into_iter().filter(|(language, _)| language.is_empty());
    let lines: Vec<String> =
        blocks.flat_map(|(_, code)| code.lines().map(str::to_owned).collect::<Vec<_>>()).collect();
    let command = |line: &String| {
        let line = line.split("  ").next().unwrap_or_default().split(" #").next().unwrap_or_default();
        line.starts_with("hognose ").then(|| line.trim().to_owned())
    };
    lines.iter().filter_map(command).collect()
}

/// A repository that has everything the pages name.
fn repository() -> tempfile::TempDir {
    let here = folder(&[
        ("src/app.py", "x = 1\n"),
        ("requirements.txt", "six==1.17.0\n"),
        ("app/a.py", "x = 1\n"),
        ("lib/b.py", "x = 1\n"),
        ("old/a.py", ""),
        ("new/a.py", "x = 1\n"),
        ("OLD_DIR/a.py", ""),
        ("NEW_DIR/a.py", "x = 1\n"),
    ]);
    git(here.path(), &["init", "-q"]);
    git(here.path(), &["add", "."]);
    git(here.path(), &["commit", "-qm", "one"]);
    git(here.path(), &["tag", "v1.2"]);
    git(here.path(), &["branch", "topic"]);
    here
}

#[test]
fn every_command_runs() {
    let here = repository();
    let mut seen = 0;
    for name in ["README.md", "docs/configuration.md", "docs/json.md"] {
        for command in commands(&page(name)) {
            let words: Vec<&str> = command.split_whitespace().skip(1).collect();
            let (code, _, err) = told(hognose(here.path(), &words).output().unwrap());
            assert_eq!((code, err.as_str()), (0, ""), "{name}: {command}");
            seen += 1;
        }
    }
    assert!(seen >= 11, "{seen} commands");
    for word in ["review --format json", "review --help"] {
        let words: Vec<&str> = word.split(' ').collect();
        assert_eq!(run(here.path(), &words).0, 0);
    }
}

#[test]
fn every_configuration_is_taken() {
    let mut seen = 0;
    for name in ["README.md", "docs/configuration.md"] {
        for (_, text) in blocks(&page(name)).into_iter().filter(|(language, _)| language == "toml") {
            let file = if text.contains("[tool.hognose]") { "pyproject.toml" } else { "hognose.toml" };
            let here = folder(&[("app.py", "x = 1\n"), (file, text.as_str())]);
            let (code, _, err) = run(here.path(), &["scan"]);
            assert_eq!((code, err.as_str()), (0, ""), "{name}: {text}");
            seen += 1;
        }
    }
    assert_eq!(seen, 3);
}

#[test]
fn every_option_and_key_is_named() {
    let here = folder(&[]);
    let pages = page("README.md") + &page("docs/configuration.md") + &page("docs/exit-codes.md");
    for command in ["review", "scan"] {
        let (_, help, _) = run(here.path(), &[command, "--help"]);
        let options = help.split_whitespace().filter(|word| word.starts_with("--") && word.len() > 2);
        for option in options {
            let name: String =
                option[2..].chars().take_while(|c| c.is_ascii_lowercase() || *c == '-').collect();
            let named = pages.contains(&format!("--{name}"))
                || matches!(&*name, "help" | "version" | "quiet" | "verbose");
            assert!(named, "--{name}");
        }
    }
    // The JSON report has the fields of its page, and the page those of the report.
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (_, out, _) = run(root, &["review", "examples/shop/base", "examples/shop/head", "--format", "json"]);
    let report: Value = serde_json::from_str(&out).unwrap();
    let text = page("docs/json.md");
    let mut sections = text.split("\n## ");
    for (title, value) in [("Top level", &report), ("A finding", &report["findings"][0])] {
        let section = sections.by_ref().find(|section| section.starts_with(title)).unwrap();
        let rows = section.lines().filter_map(|line| line.strip_prefix("| `"));
        let mut listed: Vec<&str> = rows.filter_map(|row| row.split('`').next()).collect();
        let mut fields: Vec<&str> = value.as_object().unwrap().keys().map(String::as_str).collect();
        listed.sort_unstable();
        fields.sort_unstable();
        assert_eq!(listed, fields, "{title}");
    }
}

#[test]
fn the_rooms_stand_in_one_order_everywhere() {
    let test = page("tests/architecture.rs");
    let list = test.split_once("ROOMS: &[&str] = &[").unwrap().1.split_once("];").unwrap().0;
    let rooms: Vec<&str> = list.split('"').skip(1).step_by(2).collect();
    assert!(page("CONTRIBUTING.md").contains(&rooms.join(" · ")));
    let arrows = rooms.join(" → ");
    assert!(page("docs/architecture.md").contains(&arrows));
}

#[test]
fn links_lead_to_files() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut names: Vec<String> = Vec::new();
    for folder in ["", "docs", "docs/rules", "examples/shop", "tests/corpus"] {
        for entry in fs::read_dir(root.join(folder)).unwrap() {
            let name = Path::new(folder).join(entry.unwrap().file_name());
            if name.extension().is_some_and(|end| end == "md") {
                names.push(name.to_str().unwrap().to_owned());
            }
        }
    }
    let mut seen = 0;
    for name in names {
        let text = page(&name);
        let outside: String = text.split("```").step_by(2).collect();
        for target in outside.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            if target.contains("://") || target.starts_with('#') || target.contains([' ', '`']) {
                continue;
            }
            let file = root.join(&name).parent().unwrap().join(target.split('#').next().unwrap());
            assert!(file.exists(), "{name}: {target}");
            seen += 1;
        }
    }
    assert!(seen > 20, "{seen} links");
}

/// Also a step of the checks; here so that nobody who runs the tests alone finds out last.
#[test]
fn the_pages_of_the_rules_are_fresh() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    assert_eq!(run(root, &["dev", "docs", "--check"]), (0, String::new(), String::new()));
}
